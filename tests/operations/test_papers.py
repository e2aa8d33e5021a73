"""What whoever runs or approves the tracker reads is true of the code."""

import re

import pytest
from django.core.management import get_commands

from sufficiency.core.roles import ROLES
from sufficiency.settings import BASE_DIR

PAPERS = ("runbook", "data-protection", "running", "loading", "registers")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
DOCS = BASE_DIR / "docs"


@pytest.mark.parametrize("name", PAPERS)
def test_every_command_that_a_paper_names_is_there(name: str) -> None:
    assert set(COMMAND.findall((DOCS / f"{name}.md").read_text())) - set(get_commands()) == set()


def test_assessment_says_of_every_role_what_it_sees() -> None:
    text = (DOCS / "data-protection.md").read_text()
    rows = re.findall(r"^\| ([a-z -]+) \|", text.split("## Who sees what")[1].split("\n## ")[0], re.M)
    assert sorted(rows) == sorted(role.name for role in ROLES.values())
