"""The demo's costs and cases, read as a stranger would: rows of CSV beside the demo's returns, by plain loops."""

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from placements.demo import demo_registers, demo_returns

DAY = date(2020, 11, 30)
ROOT = Path(__file__).resolve().parents[2]
PARTS = ("CORE", "ADDITIONAL_SUPPORT", "EDUCATION", "OTHER")
# Placement Sufficiency Strategy 2020-23: children, out of area, pounds a week.
PUBLISHED = {
    "agency": (106, 66, Decimal("102286.93")),
    "home": (57, 49, Decimal("279405.10")),
    "unregulated": (43, 9, Decimal("43560.72")),
}
Row = dict[str, str]


def day_of(cell: str) -> date | None:
    return datetime.strptime(cell, "%d/%m/%Y").date() if cell else None


def covers(first: str, last: str, day: date = DAY) -> bool:
    starts, ends = day_of(first), day_of(last)
    return starts is not None and starts <= day and (ends is None or ends > day)


@cache
def rows(name: str) -> tuple[Row, ...]:
    files = demo_returns()[2021] | demo_registers()[2021]
    return tuple(csv.DictReader(StringIO(files[name].decode(), newline="")))


@cache
def groups() -> dict[str, dict[str, str]]:
    """The children of each published group on the day: child -> postcode of the placement."""
    found: dict[str, dict[str, str]] = {name: {} for name in PUBLISHED}
    for row in rows("2021-episodes.csv"):
        if row["LS"] in ("V3", "V4") or not covers(row["DECOM"], row["DEC"]):
            continue
        place, provider = row["PLACE"], row["PLACE_PROVIDER"]
        if place[0] == "U" and provider in ("PR4", "PR5"):
            found["agency"][row["CHILD"]] = row["PL_POST"]
        elif place in ("K1", "K2") and provider != "PR1":
            found["home"][row["CHILD"]] = row["PL_POST"]
        elif place in ("H5", "P2"):
            found["unregulated"][row["CHILD"]] = row["PL_POST"]
    return found


def costs_on_the_day() -> list[Row]:
    return [row for row in rows("placement-costs.csv") if covers(row["PAID_FROM"], row["PAID_TO"])]


@pytest.mark.parametrize("group", PUBLISHED)
def test_group_costs_what_is_published_to_the_penny_for_exactly_its_children(group: str) -> None:
    children, out_of_area, total = PUBLISHED[group]
    mine = [row for row in costs_on_the_day() if row["CHILD"] in groups()[group]]
    assert len(mine) == len({row["CHILD"] for row in mine}) == len(groups()[group]) == children
    assert sum(Decimal(row[part] or 0) for row in mine for part in PARTS) == total
    with (ROOT / "fixtures" / "demo_postcodes.csv").open(newline="") as file:
        inside = {row["postcode"] for row in csv.DictReader(file) if row["code"] == "E06000059"}
    assert sum(code.replace(" ", "") not in inside for code in groups()[group].values()) == out_of_area


def test_nobody_else_has_a_cost_on_the_day() -> None:
    assert {row["CHILD"] for row in costs_on_the_day()} == {child for some in groups().values() for child in some}


def test_contributions_are_part_of_the_total() -> None:
    for row in rows("placement-costs.csv"):
        contributed = Decimal(row["HEALTH_CONTRIBUTION"] or 0) + Decimal(row["EDUCATION_CONTRIBUTION"] or 0)
        assert contributed < sum(Decimal(row[part] or 0) for part in PARTS)


def test_every_unregulated_child_has_one_open_case_and_20_turn_18_by_31_march() -> None:
    open_cases = [row["CHILD"] for row in rows("unregulated-cases.csv") if covers(row["OPENED_ON"], row["ENDED_ON"])]
    assert Counter(open_cases) == Counter(groups()["unregulated"].keys())
    born = {row["CHILD"]: day_of(row["DOB"]) for row in rows("2021-header.csv")}
    assert sum((born[child] or DAY) <= date(2003, 3, 31) for child in open_cases) == 20


def test_events_belong_to_cases_and_happen_in_their_time() -> None:
    cases = {(row["CHILD"], row["OPENED_ON"]): row for row in rows("unregulated-cases.csv")}
    for row in rows("unregulated-events.csv"):
        case = cases[row["CHILD"], row["OPENED_ON"]]
        for cell in filter(None, (row["DUE_ON"], row["DONE_ON"])):
            assert covers(case["OPENED_ON"], case["ENDED_ON"], day_of(cell) or DAY), row


def test_files_are_the_same_at_every_call() -> None:
    assert demo_registers() == demo_registers()


def test_contracts_that_costs_name_are_in_the_register() -> None:
    known = {row["REFERENCE"] for row in rows("contracts.csv")}
    named = {row["CONTRACT"] for row in rows("placement-costs.csv")} - {""}
    assert named
    assert named <= known


def test_cases_in_homes_that_should_be_registered_say_so() -> None:
    moved_in = {(row["CHILD"], row["MOVED_IN"]) for row in rows("home-residents.csv")}
    unregistered = {
        (row["CHILD"], row["OPENED_ON"]) for row in rows("unregulated-cases.csv") if row["KIND"] == "UNREGISTERED"
    }
    assert unregistered == moved_in != set()
