"""The demo's fostering: the published figures, recomputed from its files, and as the registers give them."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import transaction

from carers.changes import Span, allegations_in, changes_in, open_allegations, year_to
from carers.demo import demo_fostering
from carers.places import fostering_on
from carers.recruitment import funnel_on
from placements.demo import AUTHORITY, demo_returns
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Outcome
from tests.returns import Row, day_of

DAY, FEBRUARY = date(2020, 11, 30), date(2021, 2, 28)
OWN_FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
# As printed for the ends of these months, but for March 2019: the papers have 186 carers, which their flows exclude.
STOCK = {
    date(2020, 3, 31): 202,
    date(2020, 4, 30): 203,
    date(2020, 5, 31): 207,
    date(2020, 6, 30): 208,
    date(2020, 7, 31): 210,
    DAY: 205,
    FEBRUARY: 204,
}


@cache
def rows(name: str) -> list[Row]:
    """The rows of a file of the registers, or of the last return."""
    held = demo_fostering()[2021] | demo_returns()[2021]
    return list(csv.DictReader(StringIO(held[f"2021-{name}.csv"].decode())))


def covers(starts: str, ends: str, day: date = DAY) -> bool:
    return (day_of(starts) or date.max) <= day < (day_of(ends) or date.max)


def approved(day: date) -> dict[str, str]:
    """Kind of each household that is approved on a day, by reference."""
    held = (row for row in rows("fostering-households") if covers(row["APPROVED_FROM"], row["APPROVED_TO"], day))
    return {row["REFERENCE"]: row["KIND"] for row in held}


def latest(name: str, since: str, day: date = DAY) -> dict[str, Row]:
    begun = [row for row in rows(name) if (day_of(row[since]) or date.max) <= day]
    return {row["HOUSEHOLD"]: row for row in sorted(begun, key=lambda row: day_of(row[since]) or date.max)}


def living(day: date = DAY) -> dict[str, str]:
    """The household of each child on a day."""
    return {r["CHILD"]: r["HOUSEHOLD"] for r in rows("foster-placements") if covers(r["PLACED_ON"], r["LEFT_ON"], day)}


def in_house(day: date = DAY) -> dict[str, Row]:
    """The episodes by which children live with the council's own carers on a day."""
    return {
        row["CHILD"]: row
        for row in rows("episodes")
        if row["PLACE"] in OWN_FOSTER
        and row["PLACE_PROVIDER"] == "PR1"
        and row["LS"] not in ("V3", "V4")
        and covers(row["DECOM"], row["DEC"], day)
    }


def within(days: Iterable[str], first: date, last: date) -> int:
    return sum(first <= (day_of(day) or date.min) <= last for day in days)


def test_households_are_as_many_as_printed_and_a_quarter_are_connected_persons() -> None:
    assert {day: len(approved(day)) for day in STOCK} == STOCK
    assert Counter(approved(DAY).values()) == {"MAINSTREAM": 150, "CONNECTED": 55}
    assert Counter(approved(FEBRUARY).values()) == {"MAINSTREAM": 149, "CONNECTED": 55}


def test_sixty_per_cent_are_available_or_full_and_twenty_eight_on_hold() -> None:
    now = latest("fostering-statuses", "SINCE")
    states = Counter(now[reference]["STATUS"] for reference in approved(DAY))
    assert (states["AVAILABLE"] + states["FULL"], states["ON-HOLD"], states["NOT-AVAILABLE"]) == (123, 28, 54)
    assert 123 * 100 == 60 * 205
    july = latest("fostering-statuses", "SINCE", date(2020, 7, 31))
    assert sum(july[reference]["STATUS"] == "ON-HOLD" for reference in approved(date(2020, 7, 31))) == 28
    assert all(row["REASON"] for row in now.values() if row["STATUS"] == "ON-HOLD")


@pytest.mark.parametrize("day", [date(2020, 4, 30), date(2020, 7, 31), DAY, FEBRUARY])
def test_children_of_the_returns_live_with_approved_households(day: date) -> None:
    living_with, kinds = living(day), approved(day)
    assert living_with.keys() >= in_house(day).keys()
    assert set(living_with.values()) <= kinds.keys()
    for child, episode in in_house(day).items():
        is_connected = episode["PLACE"] in ("U1", "U2", "U3")
        assert (kinds[living_with[child]] == "CONNECTED") == is_connected


def test_two_hundred_and_twelve_children_live_with_households_that_may_have_them() -> None:
    living_with = living()
    assert len(living_with) == len(in_house()) == 212
    may_have = {name: int(row["CHILDREN"]) for name, row in latest("fostering-approvals", "APPROVED_ON").items()}
    assert all(number <= may_have[name] for name, number in Counter(living_with.values()).items())


def test_children_at_one_address_live_with_one_household_brothers_and_sisters_too() -> None:
    homes: dict[str, set[str]] = {}
    for child, episode in in_house().items():
        homes.setdefault(episode["PL_POST"], set()).add(living()[child])
    assert {len(some) for some in homes.values()} == {1}


def test_households_of_2019_to_2020_are_as_printed() -> None:
    held = rows("fostering-households")
    for first, last, new, deregistered in (
        (date(2019, 4, 1), date(2020, 3, 31), {"MAINSTREAM": 22, "CONNECTED": 18}, 22),
        (date(2020, 4, 1), date(2020, 4, 30), {"MAINSTREAM": 2, "CONNECTED": 1}, 1),
        (date(2020, 5, 1), date(2020, 5, 31), {"MAINSTREAM": 1, "CONNECTED": 3}, 0),
        (date(2020, 6, 1), date(2020, 6, 30), {"MAINSTREAM": 2, "CONNECTED": 2}, 3),
    ):
        came = {k: within((r["APPROVED_FROM"] for r in held if r["KIND"] == k), first, last) for k in new}
        ended = [row for row in held if row["APPROVED_TO"] and within([row["APPROVED_TO"]], first, last)]
        reasons = Counter(row["REASON_ENDED"] for row in ended if row["KIND"] == "MAINSTREAM")
        assert (came, reasons["DEREGISTERED"]) == (new, deregistered)


def test_enquiries_of_two_winters_and_who_is_in_assessment_are_as_printed() -> None:
    enquired = [row["ENQUIRED_ON"] for row in rows("fostering-applications")]
    assert within(enquired, date(2020, 12, 1), date(2021, 1, 31)) == 43
    assert within(enquired, date(2019, 12, 1), date(2020, 1, 31)) == 29
    waiting = [
        row for row in rows("fostering-applications") if not covers(row["DECIDED_ON"] or "31/12/2099", "", FEBRUARY)
    ]
    applied = [row for row in waiting if row["APPLIED_ON"]]
    assert sum(bool(row["ASSESSED_FROM"]) for row in applied) == 15
    assert sum(not row["ASSESSED_FROM"] for row in applied) == 9


def test_allegations_of_the_year_are_as_printed() -> None:
    made = rows("fostering-allegations")
    year = [row for row in made if within([row["MADE_ON"]], date(2019, 4, 1), date(2020, 3, 31))]
    assert (len(year), sum(row["OUTCOME"] == "SUBSTANTIATED" for row in year)) == (27, 14)
    july = [row for row in made if within([row["MADE_ON"]], date(2020, 7, 1), date(2020, 7, 31))]
    assert [(row["OUTCOME"], row["CONCLUDED_ON"]) for row in july] == [("ON-GOING", "")]


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The demo council with its returns and its fostering; all of it is taken out again at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = Authority.objects.get(code=AUTHORITY)
        for year, files in demo_returns().items():
            load(found, year, {name: files[name] for name in (f"{year}-header.csv", f"{year}-episodes.csv")})
        outcome = load(found, 2021, demo_fostering()[2021])
        assert [(file.name, problem.line, problem.message) for file, problem in outcome.problems] == []
        yield found
        transaction.set_rollback(True)


def load(council: Authority, year: int, sent: dict[str, bytes]) -> Outcome:
    sources = [SourceFile(name, BytesIO(content)) for name, content in sent.items()]
    outcome = load_files(files=sources, authority=council, year=year, by="demo")
    assert outcome.status == "committed", outcome.problems[:5]
    return outcome


@pytest.mark.django_db
def test_registers_give_the_figures_of_the_reference_day(council: Authority) -> None:
    found = fostering_on(council, DAY)
    sums = found.totals
    assert (sums.households, sums.filled, sums.over_by, found.in_returns) == (205, 212, 0, 212)
    assert (sums.open_to_children, sums.with_children) == (123, len(set(living().values())))
    assert sums.approved == sums.filled + sums.vacant + sums.not_available
    by_kind = found.totals_by(lambda group: group.kind)
    assert {kind: each.households for kind, each in by_kind.items()} == {"MAINSTREAM": 150, "CONNECTED": 55}
    assert (found.without_household, found.not_in_returns, found.in_several, found.not_approved) == ((), (), (), ())
    assert sums.needing_attention == sums.without_status == sums.without_approval == sums.over_approval == 0


@pytest.mark.django_db
def test_funnel_changes_and_allegations_give_the_printed_figures(council: Authority) -> None:
    january, february = funnel_on(council, date(2021, 1, 31)), funnel_on(council, FEBRUARY)
    assert (january.recent, january.year_earlier) == (43, 29)
    now = {step.title: step.now for step in february.steps}
    assert (now["Assessment"], now["Application"]) == (15, 9)
    year = Span(date(2019, 4, 1), date(2020, 3, 31))
    assert changes_in(council, year).approved == {"MAINSTREAM": 22, "CONNECTED": 18}
    made = allegations_in(council, year, known_on=DAY)
    assert (made.made, made.substantiated) == (27, 14)
    assert open_allegations(council, DAY) == sum(not row["CONCLUDED_ON"] for row in rows("fostering-allegations"))
    approvals = changes_in(council, year_to(DAY)).approved["MAINSTREAM"]
    assert approvals == sum(
        within([row["DECIDED_ON"]], date(2020, 4, 1), DAY)
        for row in rows("fostering-applications")
        if row["OUTCOME"] == "APPROVED"
    )


def test_files_of_fostering_are_the_same_at_every_call() -> None:
    made = demo_fostering()
    demo_fostering.cache_clear()
    assert demo_fostering() == made
