"""``manage.py enter_strategy``: how a council's own targets come in."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sufficiency.core.models import Authority, Population
from sufficiency.strategy.models import Strategy, Target, target_for

pytestmark = pytest.mark.django_db

DESCRIBED: dict[str, Any] = {
    "authority": "E06000054",
    "title": "Strategy 2026 to 2029",
    "starts": "2026-04-01",
    "ends": "2029-03-31",
    "targets": [
        {"measure": "out-of-area-percent", "value": "32.5", "in_force_from": "2026-04-01", "source": "section 1"},
        {"measure": "out-of-area-percent", "value": "30", "in_force_from": "2027-04-01", "source": "section 1"},
    ],
}


def enter(folder: Path, described: Any) -> str:
    file = folder / "strategy.json"
    file.write_text(described if isinstance(described, str) else json.dumps(described), encoding="utf-8")
    out = io.StringIO()
    call_command("enter_strategy", file, stdout=out)
    return out.getvalue()


def test_a_target_is_in_force_until_a_later_one_takes_over(tmp_path: Path) -> None:
    assert enter(tmp_path, DESCRIBED) == "Entered Strategy 2026 to 2029 with 2 targets.\n"
    targets = list(Target.objects.for_authority(Authority.of_england("E06000054")))
    found = [
        target_for(targets, "out-of-area-percent", day)
        for day in (date(2026, 3, 31), date(2027, 3, 31), date(2027, 4, 1))
    ]
    assert [target and float(target.value) for target in found] == [None, 32.5, 30]


def test_a_population_that_the_strategy_fixes_goes_before_the_published_one(tmp_path: Path) -> None:
    population = {"children": 100_000, "mid_years": [2020], "source": "section 1"}
    enter(tmp_path, DESCRIBED | {"population": population})
    first = Population.objects.for_authority(Authority.of_england("E06000054")).filter(mid_year=2020).estimates()[0]
    assert (first.children, first.source) == (100_000, "section 1")


def test_the_same_title_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    enter(tmp_path, DESCRIBED)
    assert "Nothing changed" in enter(tmp_path, DESCRIBED | {"targets": []})
    assert Target.objects.count() == 2


@pytest.mark.parametrize(
    ("described", "says"),
    [
        ("{", "cannot be read as a strategy"),
        ("[]", "cannot be read as a strategy"),
        ({key: DESCRIBED[key] for key in DESCRIBED if key != "ends"}, "says nothing of 'ends'"),
        (DESCRIBED | {"authority": "E99999999"}, "No authority has the code 'E99999999'"),
        (DESCRIBED | {"authority": "W92000004"}, "Wales is no authority of England"),
        (DESCRIBED | {"ends": "2026-03-31"}, "cannot be read as a strategy"),
        (DESCRIBED | {"starts": "1 April 2026"}, "cannot be read as a strategy"),
        (DESCRIBED | {"targets": [DESCRIBED["targets"][0] | {"value": "thirty"}]}, "cannot be read as a strategy"),
    ],
)
def test_a_file_at_fault_is_refused_in_one_line_and_enters_nothing(tmp_path: Path, described: Any, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        enter(tmp_path, described)
    assert not Strategy.objects.exists()


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("enter_strategy", tmp_path / "none.json")
