"""Every check on the papers' figures is a test that bears its id, or docs/strategy.md says why there is none."""

import ast
import re
from pathlib import Path

from sufficiency.extracts.outcome import Status
from sufficiency.registers.register import all_registers
from sufficiency.strategy.models import StatedFigure
from tests.registers.council import send

ROOT = Path(__file__).parents[2]
# R: rates; G: out of area and the places gap; C: costs; P: placements, homes and fostering; L: care leavers and flows;
# W: disabled children; A: pathway plans; H: initial health assessments.
NUMBERS = {"r": 14, "g": 16, "c": 9, "p": 24, "l": 19, "w": 10, "a": 5, "h": 12}
EVERY_ID = {f"{letter}{number}" for letter, last in NUMBERS.items() for number in range(1, last + 1)}


def ids_of_tests() -> set[str]:
    """The ids in names of tests, and in the ids of their parameters."""
    names: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.parent.name == "strategy" or "golden" in path.name:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    names |= set(node.name.split("_"))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    names |= set(re.findall(r"^[a-z]\d+(?=$|-)", node.value))
    return names & EVERY_ID


def not_worked_out() -> dict[str, str]:
    """The ids of the table in docs/strategy.md, and the reason that it gives."""
    text = (ROOT / "docs" / "strategy.md").read_text().partition("does not work out\n")[2]
    rows = re.findall(r"^\| ([A-Z]\d+(?:, [A-Z]\d+)*) \| [^|]+ \| ([^|]+) \|$", text, flags=re.MULTILINE)
    return {each.lower(): reason.strip() for ids, reason in rows for each in ids.split(", ")}


def test_every_check_is_tested_or_said_why_not() -> None:
    assert sorted(EVERY_ID - ids_of_tests() - set(not_worked_out())) == []
    assert all(not_worked_out().values())


def test_what_is_said_not_to_be_worked_out_is_not() -> None:
    assert sorted(ids_of_tests() & set(not_worked_out())) == []


def test_a_date_cut_short_c9_is_refused_and_named(db: None) -> None:
    register = next(each for each in all_registers() if each.model is StatedFigure)
    row = {"STRATEGY": "2020-2023", "REFERENCE": "F1", "TITLE": "Weekly cost", "FIGURE": "43560.72"}
    outcome = send(row | {"DAY": "November 202", "COUNTED_IN": "pounds a week"}, register=register)
    assert outcome.status is Status.REJECTED
    found = [(problem.code, problem.column, problem.value) for _, problem in outcome.problems]
    assert found == [("bad-date", "DAY", "November 202")]
