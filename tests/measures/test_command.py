"""``manage.py measures``: the shape that scripts depend on, and what people see."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.measures.registry import all_measures

pytestmark = pytest.mark.django_db

EPISODES = """CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN
001,01/06/2020,S,C2,N1,U4,PR1,,,,,,
002,01/07/2020,S,V2,N1,K2,PR4,30/11/2020,E4A,,,,
"""


PARTS = {"Foster care": 1, "Children's home": 1}


@pytest.fixture
def dorset() -> Authority:
    authority = Authority.objects.get(code="E06000059")
    files = [SourceFile("episodes.csv", io.BytesIO(EPISODES.encode()))]
    outcome = load_files(files=files, authority=authority, year=2021, extracted=date(2020, 12, 31), by="test")
    assert outcome.status == "committed", outcome.problems
    return authority


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("measures", "--authority", "E06000059", *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed("--format", "json", *arguments))
    return found


def test_json_has_exactly_the_agreed_shape(dorset: Authority) -> None:
    assert rows("--as-at", "2020-11-29", "--measure", "care-rate-per-10000", "--measure", "children-in-care") == [
        {
            "measure": "care-rate-per-10000",
            "authority": "E06000059",
            "as_at": "2020-11-29",
            "numerator": 2,
            "denominator": 66203,
            "value": pytest.approx(20000 / 66203, rel=1e-12),
            "unknown": 0,
            "unit": "per 10,000",
        },
        {
            "measure": "children-in-care",
            "authority": "E06000059",
            "as_at": "2020-11-29",
            "numerator": 2,
            "denominator": None,
            "value": 2,
            "unknown": 0,
            "unit": "children",
        },
    ]


def test_without_a_slug_every_measure_is_printed_in_order(dorset: Authority) -> None:
    assert [row["measure"] for row in rows("--as-at", "2020-11-29")] == [measure.slug for measure in all_measures()]


def test_a_series_has_one_object_for_each_month_end_both_ends_included(dorset: Authority) -> None:
    series = rows("--measure", "children-in-care", "--from", "2020-05-31", "--to", "2020-11-30", "--every", "month")
    assert [(row["as_at"], row["value"]) for row in series] == [
        ("2020-05-31", 0),
        ("2020-06-30", 1),
        ("2020-07-31", 2),
        ("2020-08-31", 2),
        ("2020-09-30", 2),
        ("2020-10-31", 2),
        ("2020-11-30", 1),
    ]


def test_the_date_is_where_the_loaded_returns_end_when_none_is_given(dorset: Authority) -> None:
    assert rows("--measure", "children-in-care")[0]["as_at"] == "2020-12-31"


def test_files_without_episodes_do_not_move_the_date(dorset: Authority) -> None:
    header = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n001,F,01/05/2010,WBRI,,,\n"
    load_files(files=[SourceFile("header.csv", io.BytesIO(header))], authority=dorset, year=2022, by="test")
    assert rows("--measure", "children-in-care")[0]["as_at"] == "2020-12-31"


def test_csv_holds_the_same_numbers(dorset: Authority) -> None:
    read = list(csv.DictReader(io.StringIO(printed("--as-at", "2020-11-29", "--format", "csv"))))
    expected = rows("--as-at", "2020-11-29")
    assert [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in expected] == read


def test_the_table_rounds_and_says_which_population_was_used(dorset: Authority) -> None:
    table = printed("--as-at", "2020-11-29", "--measure", "care-rate-per-10000")
    assert "0.3" in table
    assert "66,203" in table
    assert "ONS mid-year estimate, mid-2020" in table


def test_a_date_before_the_first_return_is_warned_of(dorset: Authority) -> None:
    err = io.StringIO()
    call_command("measures", "--authority", "e06000059", "--as-at", "2020-03-31", stdout=io.StringIO(), stderr=err)
    assert err.getvalue().startswith("History begins with the first loaded return, on 2020-04-01")


def test_an_authority_without_loads_is_warned_of() -> None:
    err = io.StringIO()
    call_command("measures", "--authority", "E06000054", "--as-at", "2020-03-31", stdout=io.StringIO(), stderr=err)
    assert err.getvalue().startswith("Nothing is loaded for Wiltshire")


def test_a_superseded_code_names_the_same_authority(dorset: Authority) -> None:
    out = io.StringIO()
    call_command("measures", "--authority", "E08000038", "--as-at", "2020-11-29", "--format", "json", stdout=out)
    assert {row["authority"] for row in json.loads(out.getvalue())} <= {"E08000016", "E08000038"}


def test_parts_are_printed_by_their_names_and_add_up(dorset: Authority) -> None:
    told = rows("--as-at", "2020-11-29", "--measure", "foster-percent", "--by", "placement-type")
    whole = rows("--as-at", "2020-11-29", "--measure", "foster-percent")[0]
    assert {row["part"]: row["denominator"] for row in told if row["denominator"]} == PARTS
    assert sum(row["numerator"] for row in told) == whole["numerator"] == 1
    assert set(told[0]) == {*whole, "part"}


def test_england_is_every_authority_that_made_a_return(dorset: Authority) -> None:
    load_files(
        files=[SourceFile("episodes.csv", io.BytesIO(EPISODES.encode()))],
        authority=Authority.objects.get(code="E06000054"),
        year=2021,
        by="test",
    )
    for arguments, expected in ([], [("E92000001", 4)]), (["--by", "authority"], [("E06000059", 2), ("E06000054", 2)]):
        out = io.StringIO()
        asked = ["--area", "england", "--as-at", "2020-11-29", "--measure", "children-in-care", "--format", "json"]
        call_command("measures", *asked, *arguments, stdout=out)
        assert [(row["authority"], row["value"]) for row in json.loads(out.getvalue())] == expected


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--authority", "E99999999"], "No authority has the code 'E99999999'"),
        (["--authority", "W92000004"], "Wales is no authority of England"),
        (["--authority", "E06000059", "--measure", "happiness"], "There is no measure 'happiness'"),
        (["--authority", "E06000059", "--as-at", "30/11/2020"], "--as-at '30/11/2020' is not a date"),
        (["--authority", "E06000059", "--as-at", "2021-02-29"], "is not a date"),
        (
            ["--authority", "E06000059", "--as-at", "2020-11-30", "--by", "luck"],
            "Nothing can be told apart by 'luck'. It can by: age-band",
        ),
        (["--area", "england"], "Say --as-at."),
        (["--authority", "E06000059", "--from", "2020-05-31"], "A series needs --from, --to and --every month"),
        (["--authority", "E06000059"], "Nothing is loaded for Dorset"),
        (
            ["--authority", "E06000059", "--from", "2020-05-31", "--to", "2020-04-30", "--every", "month"],
            "There is no month-end",
        ),
    ],
)
def test_what_is_not_known_is_said_in_one_line(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says) as refused:
        call_command("measures", *arguments)
    assert "\n" not in str(refused.value)
