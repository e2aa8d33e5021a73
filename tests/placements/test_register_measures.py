"""Measures of registers: each is what plain loops over the rows of the files come to, on any day."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from placements.costs import weekly_costs
from placements.dimensions import DISABILITY
from placements.occupancy import occupancy_on, totals
from placements.pipeline import pipeline_on
from placements.register_measures import MEASURES
from placements.register_measures.costs import KINDS
from placements.unregulated import weekly_report
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.tally import breakdown, dimensions_of, evaluate
from sufficiency.dashboards.children import COUNTED, NOT_KNOWN, OUT_OF, children_counted, listable_measures, lists_of
from sufficiency.measures.registry import measure_named
from sufficiency.registers.register import register_named
from tests.oracle.beginnings import as_known
from tests.oracle.register_children import Council, child_answers
from tests.oracle.register_places import place_answers
from tests.registers.council import load as load_register
from tests.returns import OURS, day_of

from .council import found_council, load
from .register_council import AREAS, FIRST, LAST, Lot

pytestmark = pytest.mark.django_db
# Lists that come about by who the children are, rather than by where and how they live.
LISTED = {
    "three-plus-placements-percent", "long-term-stability-percent", "uasc-in-care", "visited-in-six-weeks-percent",
    "permanence-plan-percent", "health-assessment-up-to-date-percent-nhs", "turning-18-in-6-months",
}  # fmt: skip
OF_LOT = {measure.slug for measure in MEASURES}
SUMMED = {"care-rate-per-10000", "places-gap", "places-gap-strict", "local-spend-percent"}  # numbers of no children


@pytest.fixture(scope="module", params=[1, 2])
def drawn(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Council]:
    """A council drawn by lot, its files loaded; taken out of the database at the end of the module."""
    lot = Lot(request.param)
    returns = lot.returns()
    registers = lot.registers(returns)
    with django_db_blocker.unblock(), transaction.atomic():
        load(found_council(), returns)
        for slug, rows in registers.items():
            load_register(*rows, register=register_named(slug))
        yield Council(returns, registers)
        transaction.set_rollback(True)


@pytest.fixture
def council(drawn: Council) -> Authority:
    return Authority.objects.get(code=OURS)


def days_worth_asking(drawn: Council, number: int) -> list[date]:
    """Some of the days on which something changes, with the days around them."""
    files = [rows for kinds in drawn.returns.values() for rows in kinds.values()]
    cells = {cell for rows in (*files, *drawn.registers.values()) for row in rows for cell in row.values()}
    told = {day for cell in cells if len(cell) == 10 and cell[2] == "/" if (day := day_of(cell)) and day >= FIRST}
    later = {day + timedelta(days) for day in told for days in (28, 30, 42, 43, 122, 183, 365)}
    every = sorted({day + timedelta(shift) for day in told | later for shift in (-1, 0, 1)})
    return sorted(Random(7).sample([day for day in every if day <= LAST + timedelta(400)], number))  # noqa: S311


def days_of_cases(drawn: Council) -> list[date]:
    """The last day of 26 weeks in some unregulated placements, and the day after it."""
    opened = sorted({row["OPENED_ON"] for row in drawn.registers["unregulated-cases"] if not row["ENDED_ON"]})[:3]
    return [day + timedelta(days) for day in map(day_of, opened) if day for days in (182, 183)]


def as_told(result: Result) -> tuple[Any, Any, int]:
    return result.numerator, result.denominator, result.unknown


def expected(drawn: Council, on: date) -> dict[str, tuple[Any, Any, int]]:
    told = {**child_answers(drawn, on), **place_answers(drawn, OURS, AREAS, on)}
    return {measure.slug: as_known(measure, told[measure.slug], drawn.registers, on) for measure in MEASURES}


def test_every_measure_is_what_plain_loops_over_the_rows_come_to(drawn: Council, council: Authority) -> None:
    days = sorted({*days_worth_asking(drawn, 60), *days_of_cases(drawn)})
    series = evaluate(MEASURES, council, days)
    wrong = [
        (measure.slug, on.isoformat(), as_told(found), answers[measure.slug])
        for number, on in enumerate(days)
        for answers in [expected(drawn, on)]
        for measure in MEASURES
        for found in [series[measure.slug][number]]
        if as_told(found) != answers[measure.slug]
    ]
    assert wrong == []


def test_series_and_single_days_agree(drawn: Council, council: Authority) -> None:
    days = days_worth_asking(drawn, 6)
    series = evaluate(MEASURES, council, days)
    for number, on in enumerate(days):
        alone = evaluate(MEASURES, council, [on])
        assert {slug: found[number] for slug, found in series.items()} == {
            slug: found[0] for slug, found in alone.items()
        }


def test_lot_moves_every_measure(drawn: Council, council: Authority) -> None:
    """Or else it would prove little that they agree."""
    days = days_worth_asking(drawn, 40)
    still = {
        slug for slug, found in evaluate(MEASURES, council, days).items() if len({as_told(each) for each in found}) < 2
    }
    assert still == set()


def test_parts_of_every_measure_add_up_to_the_whole(drawn: Council, council: Authority) -> None:
    days = days_worth_asking(drawn, 1)
    whole = evaluate(MEASURES, council, days)
    for dimension in {dimension for measure in MEASURES for dimension in dimensions_of(measure)}:
        told_apart = [measure for measure in MEASURES if dimension in dimensions_of(measure)]
        for slug, parts in breakdown(told_apart, dimension, council, days).items():
            for number, found in enumerate(whole[slug]):
                told = [as_told(series[number]) for series in parts.values()]
                sums = [sum(each[place] or 0 for each in told) for place in range(3)]
                assert sums == [each or 0 for each in as_told(found)], (slug, dimension)


def test_disability_tells_apart_as_the_share_counts(drawn: Council, council: Authority) -> None:
    (on,) = days_worth_asking(drawn, 1)
    measures = [measure_named("disabled-percent"), measure_named("children-in-care")]
    shares, children = breakdown(measures, DISABILITY, council, [on]).values()
    disabled, members, unknown = child_answers(drawn, on)["disabled-percent"]
    by_part = {"yes": disabled, "no": (members or 0) - disabled - unknown, "": unknown}
    assert {part: found.numerator for part, (found,) in children.items()} == by_part
    assert {part: found.denominator for part, (found,) in shares.items()} == by_part
    assert (shares["yes"][0].value, shares["no"][0].value) == (100, 0)


def test_lists_hold_as_many_children_as_their_measures_count(drawn: Council, council: Authority) -> None:
    """Those counted, all of whom they are a share, and those of whom it is not known, of every measure with a list."""
    measures = {slug: measure for slug, measure in listable_measures().items() if slug in LISTED or slug in OF_LOT}
    assert set(measures) >= LISTED
    for on in days_worth_asking(drawn, 2):
        for slug, (found,) in evaluate(list(measures.values()), council, [on]).items():
            counts = {COUNTED: found.numerator, OUT_OF: found.denominator, NOT_KNOWN: found.unknown}
            for of, tally in lists_of(measures[slug]).items():
                if not tally.amount and slug not in SUMMED:
                    assert children_counted(measures[slug], council, on, of).count() == counts[of], (slug, of, on)


def test_pages_say_what_the_measures_say(drawn: Council, council: Authority) -> None:
    for on in days_worth_asking(drawn, 4):
        told = {slug: found[0] for slug, found in evaluate(MEASURES, council, [on]).items()}

        def said(slug: str, told: dict[str, Result] = told) -> Any:
            return told[slug].numerator

        week = weekly_costs(council, on)
        assert (said("weekly-cost"), told["weekly-cost"].unknown) == (week.total.weekly, week.bought.without)
        assert said("weekly-cost-out-of-area") == week.total.weekly_outside
        assert told["weekly-cost-mean"].denominator == week.total.listed
        by_kind = {row.provision.slug: row.week.weekly for row in week.rows}
        assert [said(f"weekly-cost-{kind}") for kind in KINDS] == [by_kind.get(kind, 0) for kind in KINDS]

        occupied = occupancy_on(council, on)
        sums = totals(occupied.childrens_homes_in(council))
        slugs = ("childrens-homes-in-area", "childrens-home-places-in-area", "childrens-home-own-children-percent")
        assert [said(slug) for slug in slugs] == [sums.homes, sums.places, sums.own]
        assert said("vacant-home-places-in-area") == sums.vacant
        assert said("homes-over-number") == sum(home.over_by > 0 for home in occupied.homes)
        unregistered = [home for home in occupied.homes if home.is_unregistered]
        assert said("children-in-unregistered-homes") == sum(home.own for home in unregistered)
        assert said("under-16-in-unregistered-homes") == sum(home.under_16 for home in unregistered)

        pipeline = pipeline_on(council, on, occupied)
        assert said("places-planned") == pipeline.planned(on)
        assert said("places-in-development") == sum(each.in_development.places for each in pipeline.supplies)

        report = weekly_report(council, on)
        assert said("unregulated-cases") == report.unregulated
        assert said("unregistered-placements") == report.unregistered
        under_16 = said("unregulated-cases-under-16") + said("unregistered-placements-under-16")
        assert under_16 == len(report.under_16)
        assert said("unregulated-average-days") == sum(line.days for line in report.current)
