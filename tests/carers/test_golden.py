"""Figures of the strategy's papers on fostering, by the id of each oracle, from measures and pages.

Registers of made-up households that have the printed numbers, no more; where the papers contradict themselves, both
figures come out, each under its own name.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from carers.changes import Span, changes_in
from carers.measures import MEASURES
from carers.recruitment import funnel_on
from sufficiency.core.measure import Result
from sufficiency.core.rounding import shown
from sufficiency.core.tally import evaluate
from tests.registers.council import Row, council

from .fostering import allegation, application, household, load_fostering, placement, status

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 30)


def on(day: date, *slugs: str) -> list[Result]:
    """Measures on a day, in the order asked."""
    found = evaluate([measure for measure in MEASURES if measure.slug in slugs], council(), [day])
    return [found[slug][0] for slug in slugs]


def households(number: int, first: int = 0, **cells: str) -> list[Row]:
    return [household(f"F-{first + n:03}", **cells) for n in range(number)]


def test_p8_149_mainstream_and_55_connected_households_are_204_just_over_a_quarter_of_them_connected() -> None:
    load_fostering(*households(149), *households(55, 149, KIND="CONNECTED"))
    every, mainstream, connected, share = on(
        DAY,
        "fostering-households",
        "fostering-households-mainstream",
        "fostering-households-connected",
        "fostering-connected-percent",
    )
    assert (mainstream.value, connected.value, every.value) == (149, 55, 204)
    assert shown(share.value, 1) == "27.0"


def test_p9_and_p10_both_definitions_of_active_are_given_each_by_its_name() -> None:
    statuses = [status(f"F-{n:03}", "AVAILABLE" if n < 100 else "FULL" if n < 123 else "ON-HOLD") for n in range(205)]
    load_fostering(
        *households(205),
        statuses=tuple(row | {"REASON": "Illness"} for row in statuses),
        placements=tuple(placement(f"C{n}", f"F-{n:03}") for n in range(90, 190)),
    )
    available, lived_in = on(DAY, "fostering-available-to-children-percent", "fostering-with-children-percent")
    assert (available.numerator, available.denominator, available.value) == (123, 205, 60)
    assert (lived_in.numerator, shown(lived_in.value, 1)) == (100, "48.8")
    aimed = Fraction(85, 100) * 205
    assert aimed == Fraction("174.25")
    assert [whole - 123 for whole in (int(aimed), int(aimed) + 1)] == [51, 52]
    titles = {available.measure.title, lived_in.measure.title}
    assert titles == {"Active households: available to receive children", "Active households: with children placed"}


def test_p11_numbers_of_households_are_those_of_their_day_and_of_their_kind() -> None:
    load_fostering(
        *households(150),
        *households(54, 150, KIND="CONNECTED"),
        *households(1, 204, KIND="CONNECTED", APPROVED_TO="01/02/2021", REASON_ENDED="RESIGNED"),
    )
    assert [each.value for each in on(DAY, "fostering-households", "fostering-households-mainstream")] == [205, 150]
    assert on(date(2021, 2, 1), "fostering-households")[0].value == 204


def test_p14_stock_is_counted_and_never_worked_out_from_those_recruited_and_ended() -> None:
    """186 at the end of March 2019, 22 and 18 new, 22 de-registered: that makes 204, and 202 is printed."""
    new: dict[str, Any] = {"APPROVED_FROM": "01/07/2019"}
    ended = {"APPROVED_TO": "01/10/2019", "REASON_ENDED": "DEREGISTERED"}
    also = {"APPROVED_TO": "01/11/2019", "REASON_ENDED": "RESIGNED"}
    load_fostering(
        *households(162),
        *households(22, 162, **ended),
        *households(2, 184, **also),
        *households(22, 186, **new),
        *households(18, 208, **new, KIND="CONNECTED"),
    )
    year_end = date(2020, 3, 31)
    before, now = (on(day, "fostering-households")[0].value for day in (date(2019, 3, 31), year_end))
    mainstream, connected, deregistered, resigned, left = (
        each.value
        for each in on(
            year_end,
            "fostering-recruited-mainstream-in-year",
            "fostering-recruited-connected-in-year",
            "fostering-ended-deregistered-in-year",
            "fostering-ended-resigned-in-year",
            "fostering-ended-in-year",
        )
    )
    assert (before, mainstream, connected, deregistered, resigned, left) == (186, 22, 18, 22, 2, 24)
    assert (now, 186 + 22 + 18 - 22) == (202, 204)
    assert changes_in(council(), Span(date(2019, 4, 1), year_end)).all_ended == 24


def test_p15_14_of_27_allegations_of_a_year_were_substantiated() -> None:
    concluded = [allegation(f"A-{n}", "10/05/2019", "SUBSTANTIATED", "01/08/2019") for n in range(14)]
    others = [allegation(f"B-{n}", "10/06/2019", "NOT-SUBSTANTIATED", "01/08/2019") for n in range(13)]
    load_fostering(allegations=(*concluded, *others))
    made, share = on(date(2020, 3, 31), "fostering-allegations-in-year", "fostering-allegations-substantiated-percent")
    assert (made.value, share.numerator, shown(share.value, 1)) == (27, 14, "51.9")


def test_p16_allegation_of_july_2020_without_an_outcome_is_on_going() -> None:
    earlier = allegation("A-0", "10/06/2019", "NOT-SUBSTANTIATED", "01/08/2019")
    load_fostering(allegations=(earlier, allegation("A-1", "15/07/2020")))
    assert on(date(2020, 7, 31), "fostering-allegations-on-going")[0].value == 1
    assert on(date(2020, 7, 14), "fostering-allegations-on-going")[0].value == 0
    assert on(date(2019, 6, 9), "fostering-allegations-on-going")[0].value is None  # before anything was entered


def test_p17_43_enquiries_after_29_of_the_same_months_a_year_earlier_are_48_per_cent_more() -> None:
    earlier = [application(f"E-{n}", "10/01/2020") for n in range(29)]
    load_fostering(applications=(*earlier, *(application(f"L-{n}", "10/01/2021") for n in range(43))))
    found = funnel_on(council(), date(2021, 1, 31))
    assert (found.recent, found.year_earlier) == (43, 29)
    assert shown(Fraction(100 * (found.recent - found.year_earlier), found.year_earlier), 1) == "48.3"
    assert on(date(2021, 1, 31), "fostering-enquiries-in-year")[0].value == 43
