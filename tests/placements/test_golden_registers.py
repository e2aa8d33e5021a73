"""The papers' own arithmetic, through the measures of registers. Letters and numbers are those of the checks on it.

C: costs; G: places; H: initial health assessments; P: homes; W: visits; L: needs.
"""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from placements.registers.children import HEALTH_ASSESSMENTS
from sufficiency.core.measure import Number, Result, Tally
from sufficiency.core.models import Authority
from sufficiency.core.rounding import shown
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.status import status_of
from sufficiency.measures.present import value_text
from sufficiency.measures.registry import measure_named
from tests.oracle.register_children import working_days_later
from tests.registers.council import load as load_register
from tests.returns import Row, episode, one_return, text

from .council import load

DAY = date(2020, 11, 30)
DORSET = Authority(code="E06000059", name="Dorset")


def of_counts(slug: str, numerator: Number, denominator: Number | None = None) -> Result:
    """A measure of numbers as a paper prints them, all files of the year before being loaded."""
    measure = measure_named(slug)
    counts: dict[Tally, Number] = dict.fromkeys(measure.tallies(), 0)
    if measure.denominator and denominator is not None:
        counts[measure.denominator] = denominator
    counts[measure.numerator] = numerator
    return measure.result(DORSET, DAY, counts, {DORSET.code: {("oc2", 2020)}})


COSTS = {
    "agency-fostering": (Fraction("102286.93"), 106),
    "external-residential": (Fraction("279405.10"), 57),
    "unregulated": (Fraction("43560.72"), 43),
}


@pytest.mark.parametrize(
    ("kind", "mean"),
    [
        pytest.param("agency-fostering", "£964.97", id="c1"),
        pytest.param("external-residential", "£4,901.84", id="c2"),
        pytest.param("unregulated", "£1,013.04", id="c3"),
    ],
)
def test_mean_cost_is_the_weekly_sum_by_the_children(kind: str, mean: str) -> None:
    result = of_counts(f"weekly-cost-mean-{kind}", *COSTS[kind])
    assert value_text(result.value, result.measure.unit) == mean


def test_weekly_total_c4_of_206_children_and_year_c5_of_52_weeks() -> None:
    weekly, children = (sum(each[place] for each in COSTS.values()) for place in (0, 1))
    assert (children, weekly) == (206, Fraction("425252.75"))
    mean, year = of_counts("weekly-cost-mean", weekly, children), of_counts("annual-cost-52-weeks", weekly)
    assert value_text(mean.value, mean.measure.unit) == "£2,064.33"
    assert value_text(year.value, year.measure.unit) == "£22,113,143.00"


def test_residential_c6_costs_five_times_fostering() -> None:
    means = [of_counts(f"weekly-cost-mean-{kind}", *COSTS[kind]).value or 0 for kind in COSTS]
    assert shown(Fraction(means[1]) / Fraction(means[0]), 2) == "5.08"


@pytest.mark.parametrize(("own", "places", "share"), [(5, 9, "55.6%"), (4, 13, "30.8%")])
def test_places_p13_taken_by_the_councils_children(own: int, places: int, share: str) -> None:
    result = of_counts("childrens-home-own-children-percent", own, places)
    assert value_text(result.value, result.measure.unit) == share


@pytest.mark.parametrize(
    ("slug", "visits", "share"),
    [("visits-on-time-percent", 369, "77.68"), ("visits-late-percent", 97, "20.42")],
)
def test_visits_w3_of_475_were_late_on_time_or_not_made(slug: str, visits: int, share: str) -> None:
    assert shown(of_counts(slug, visits, 475).value or 0, 2) == share


def test_plans_for_special_needs_l19_of_120_in_459() -> None:
    result = of_counts("ehcp-percent", 120, 459)
    assert value_text(result.value, result.measure.unit) == "26.1%"


@pytest.mark.parametrize(
    ("slug", "children", "share"),
    [("notified", 99, "80.5%"), ("offered", 77, "62.6%"), ("on-time", 68, "55.3%")],
)
def test_councils_report_h8_of_123(slug: str, children: int, share: str) -> None:
    result = of_counts(f"initial-health-{slug}-percent-council", children, 123)
    assert value_text(result.value, result.measure.unit) == share


# First day in care, last day of the quarter, and how many on time, from day 21 to 30, later, outstanding; the last
# quarter by months.
MONTHS = (
    (date(2018, 12, 3), date(2019, 1, 31), (5, 1, 1, 0)),
    (date(2019, 1, 7), date(2019, 2, 28), (7, 4, 0, 3)),
    (date(2019, 2, 4), date(2019, 3, 31), (6, 5, 1, 1)),
)
QUARTERS = (
    (date(2018, 4, 3), date(2018, 6, 30), (23, 4, 7, 1)),
    (date(2018, 7, 2), date(2018, 9, 30), (14, 6, 8, 2)),
    (date(2018, 10, 1), date(2018, 12, 31), (17, 7, 3, 11)),
    *MONTHS,
)
BANDS = ("on-time", "21-to-30", "after-30", "outstanding")
WORKING_DAYS = (20, 30, 31, None)  # the last of each band, and the first of the third


def a_year_of_assessments() -> tuple[list[Row], list[Row]]:
    """Episodes of 2018/19, and entries: the NHS lists all 137, the council 123, 4 fewer of those on time."""
    episodes, entries, skipped = [], [], Counter[bool]()
    for start, _, counts in QUARTERS:
        for days in (days for days, count in zip(WORKING_DAYS, counts, strict=True) for _ in range(count)):
            child = f"C{len(episodes):03}"
            episodes.append(episode(text(start), child=child))
            done = text(working_days_later(start, days)) if days else ""
            entry = {"CHILD": child, "KIND": "INITIAL", "REQUIRED_ON": text(start), "COMPLETED_ON": done}
            entries.append({**entry, "SOURCE": "NHS"})
            is_on_time = days == WORKING_DAYS[0]
            if skipped[is_on_time] < (4 if is_on_time else 10):
                skipped[is_on_time] += 1
            else:
                entries.append({**entry, "SOURCE": "COUNCIL"})
    return episodes, entries


def one_decimal(count: int, of: int) -> str:
    return shown(Fraction(100 * count, of), 1)


@pytest.mark.django_db
def test_quarters_h1_h2_h4_h5_months_h6_h7_and_year_h3_of_initial_assessments(council: Authority) -> None:
    episodes, entries = a_year_of_assessments()
    load(council, one_return(*episodes, year=2019))
    load_register(*entries, register=HEALTH_ASSESSMENTS, year=2019)
    slugs = [f"initial-health-{band}-percent-nhs" for band in BANDS]
    by_slug = evaluate([measure_named(slug) for slug in slugs], council, [end for _, end, _ in QUARTERS])
    before = [0] * 5
    spans = []
    for number, (_, _, counts) in enumerate(QUARTERS):
        results = [by_slug[slug][number] for slug in slugs]
        told = [*(int(result.numerator or 0) for result in results), int(results[0].denominator or 0)]
        # An assessment that a quarter left outstanding stays so: the quarters add up to the year so far.
        span = [now - then for now, then in zip(told, before, strict=True)]
        assert span == [*counts, sum(counts)]
        spans.append(span)
        before = told
    months = spans[3:]
    quarters = [*spans[:3], [sum(numbers) for numbers in zip(*months, strict=True)]]
    assert quarters[3] == [18, 10, 2, 4, 34]
    assert [" ".join(one_decimal(count, each[4]) for count in each[:4]) for each in quarters] == [
        "65.7 11.4 20.0 2.9", "46.7 20.0 26.7 6.7", "44.7 18.4 7.9 28.9", "52.9 29.4 5.9 11.8"
    ]  # fmt: skip
    assert [" ".join(one_decimal(count, each[4]) for count in each[:2]) for each in months] == [
        "71.4 14.3", "50.0 28.6", "46.2 38.5"
    ]  # fmt: skip
    year = by_slug[slugs[0]][-1]
    assert (year.numerator, year.denominator, value_text(year.value, year.measure.unit)) == (72, 137, "52.6%")
    shares = [Fraction(by_slug[slug][-1].value or 0) for slug in slugs]
    assert shares[0] == 100 - sum(shares[1:]), "the four bands are everybody"


@pytest.mark.parametrize(
    ("bands", "on_time"),
    [((9, 2, 5, 0), "56.3"), ((50, 40, 10, 0), "50.0"), ((92, 0, 8, 0), "92.0"), ((82, 18, 0, 0), "82.0")],
    ids=["h7-april-2019", "h12-april-2020", "h12-may-2020", "h12-june-2020"],
)
def test_on_time_is_what_the_other_bands_leave(bands: tuple[int, ...], on_time: str) -> None:
    found = [
        of_counts(f"initial-health-{band}-percent-nhs", n, sum(bands)) for band, n in zip(BANDS, bands, strict=True)
    ]
    others = sum(Fraction(each.value or 0) for each in found[1:])
    assert shown(found[0].value or 0, 1) == shown(100 - others, 1) == on_time


def test_target_h10_of_95_percent_needs_131_of_137() -> None:
    measure = measure_named("initial-health-on-time-percent-nhs")
    verdicts = [
        status_of(of_counts(measure.slug, number, 137).value, Fraction(95), measure.better) for number in (130, 131)
    ]
    assert [verdict.word for verdict in verdicts] == ["Near target", "On target"]


@pytest.mark.parametrize(
    ("slug", "counts", "printed"),
    [
        ("health-assessment-up-to-date-percent-nhs", ((10, 14), (20, 21), (21, 23)), ["71.4", "95.2", "91.3"]),
        ("dental-check-percent", ((13, 14), (19, 21), (21, 23)), ["92.9", "90.5", "91.3"]),
    ],
)
def test_small_cohorts_h11_fit_what_is_printed_of_three_months(
    slug: str, counts: tuple[tuple[int, int], ...], printed: list[str]
) -> None:
    assert [shown(of_counts(slug, *each).value or 0, 1) for each in counts] == printed


@pytest.mark.django_db
def test_two_sources_h9_of_one_year_stand_side_by_side(council: Authority) -> None:
    episodes, entries = a_year_of_assessments()
    load(council, one_return(*episodes, year=2019))
    load_register(*entries, register=HEALTH_ASSESSMENTS, year=2019)
    slugs = [f"initial-health-on-time-percent-{source}" for source in ("nhs", "council")]
    found = evaluate([measure_named(slug) for slug in slugs], council, [date(2019, 3, 31)])
    nhs, ours = (found[slug][0] for slug in slugs)
    assert [(each.numerator, each.denominator, each.unknown) for each in (nhs, ours)] == [(72, 137, 0), (68, 137, 14)]
    assert "the NHS" in nhs.measure.title
    assert "the council" in ours.measure.title


@pytest.mark.django_db
def test_initial_assessment_waits_for_twenty_working_days_and_passes_over_who_left_before(council: Authority) -> None:
    """Easter, and the early May bank holiday that 2020 moved to the Friday, are no working days."""
    start, due = date(2020, 4, 9), date(2020, 5, 12)
    assert due == working_days_later(start, 20)
    left = text(due - timedelta(1))
    load(council, one_return(episode(text(start)), episode(text(start), left, child="B2", rec="E4A")))
    entry = {"KIND": "INITIAL", "REQUIRED_ON": text(start), "SOURCE": "NHS", "COMPLETED_ON": text(due)}
    load_register({"CHILD": "A1", **entry}, {"CHILD": "B2", **entry}, register=HEALTH_ASSESSMENTS)
    measure = measure_named("initial-health-on-time-percent-nhs")
    days = [due - timedelta(1), due, date(2021, 4, 8), date(2021, 4, 9)]
    told = [(each.numerator, each.denominator) for each in evaluate([measure], council, days)[measure.slug]]
    assert told == [(0, 0), (1, 1), (1, 1), (0, 0)]
