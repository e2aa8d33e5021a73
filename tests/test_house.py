"""The house rules: style, types, import directions, migrations and generated documents."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from sufficiency.measures.document import PATH, document

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check"], ["ruff", "format", "--check"], ["lint-imports"], ["mypy"]],
    ids=["style", "format", "imports", "types"],
)
def test_house_passes(command: list[str]) -> None:
    tool = [str(TOOLS / command[0]), *command[1:]]
    checked = subprocess.run(tool, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_measures_document_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "Run manage.py document_measures."


def test_top_level_names_are_the_agreed_ones() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {"sufficiency", "placements", "carers", "leavers", "tests"}


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("fixtures/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
