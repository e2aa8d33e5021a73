"""Figures of the strategy's papers on care leavers, by the id of each oracle, from measures and rules.

Registers of made-up young people that have the printed numbers, no more; where the papers contradict themselves, each
figure comes out under its own name or date.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from leavers import registers
from leavers.entitlement import Care, Life
from leavers.measures import MEASURES
from leavers.models import PlanRule
from leavers.plans import BY_LAW, first_due
from sufficiency.core.measure import Counts, Measure, Number, Result, Tally
from sufficiency.core.rounding import shown
from sufficiency.core.tally import evaluate
from tests.registers.council import Row, council

from .council import leaver, load_leavers, load_part

pytestmark = pytest.mark.django_db
AUGUST, JANUARY = date(2020, 8, 31), date(2021, 1, 31)


def on(day: date, *slugs: str) -> list[Result]:
    """Measures on a day, in the order asked."""
    found = evaluate([measure for measure in MEASURES if measure.slug in slugs], council(), [day])
    return [found[slug][0] for slug in slugs]


def young_people(active: int = 0, eligible: int = 0, in_touch: int = 0) -> list[str]:
    """Load so many of each, and give the references of those with an active service."""
    by_hand = {"CHILD": "", "SERVICE_FROM": "", "OVERRIDE_REASON": "As printed"}
    served = [leaver(f"A{n:03}", CHILD="") for n in range(active)]
    waiting = [leaver(f"E{n:03}", ENTITLEMENT_OVERRIDE="ELIGIBLE", **by_hand) for n in range(eligible)]
    others = [leaver(f"T{n:03}", ENTITLEMENT_OVERRIDE="FORMER-RELEVANT", **by_hand) for n in range(in_touch)]
    load_leavers(*served, *waiting, *others)
    return [row["REFERENCE"] for row in served]


def contacts(people: Iterable[str], reached: int) -> list[Row]:
    outcomes = ["IN-TOUCH"] * reached
    return [
        {"LEAVER": name, "CONTACTED_ON": "20/08/2020", "OUTCOME": outcomes[n] if n < reached else "REFUSED"}
        for n, name in enumerate(people)
    ]


def home(name: str, kind: str, suitable: str = "YES", **cells: str) -> Row:
    why = "" if suitable == "YES" else "Too far"
    usual = {"LEAVER": name, "MOVED_IN": "01/04/2020", "HOME": kind, "SUITABLE": suitable, "REASON_UNSUITABLE": why}
    return usual | cells


def test_l1_l3_l5_l8_and_l10_of_august_2020() -> None:
    """262 + 91 + 121 are 474; 257 in touch; 16 in unsuitable homes, 8 of them bed and breakfast; 12.5 posts."""
    people = young_people(262, 91, 121)
    load_part(registers.CONTACTS, *contacts(people, 257))
    unsuitable = ["CUSTODY"] * 2 + ["NO-FIXED-ABODE"] * 2 + ["BED-AND-BREAKFAST"] * 8 + ["WITH-FRIENDS"] * 4
    kinds = [*unsuitable, *["STAYING-PUT"] * 20, *["OWN-TENANCY"] * 226]
    homes = [home(name, kind, "NO" if kind in unsuitable else "YES") for name, kind in zip(people, kinds, strict=True)]
    homes[2] |= {"MOVED_OUT": "15/11/2020"}
    load_part(registers.ACCOMMODATION, *homes)
    adviser = {"WORKS_FROM": "01/04/2019", "TEAM": "East"}
    times = ["100"] * 9 + ["50", "100", "100", "100"]
    since = ["01/04/2019"] * 9 + ["15/11/2020"] * 4
    load_part(
        registers.ADVISERS,
        *(adviser | {"ADVISER": f"PA{n}", "WORKING_TIME": times[n], "WORKS_FROM": since[n]} for n in range(13)),
    )
    active, eligible, in_touch, supported, reached, suitable, bad, hotel, put, cases = on(
        AUGUST,
        "leavers-active-service-now",
        "leavers-eligible-now",
        "leavers-keep-in-touch-now",
        "leavers-supported-now",
        "leavers-in-touch-percent-now",
        "leavers-suitable-percent-now",
        "leavers-unsuitable-now",
        "leavers-in-bed-and-breakfast-now",
        "leavers-staying-put-now",
        "leavers-caseload-now",
    )
    assert (active.value, eligible.value, in_touch.value, supported.value) == (262, 91, 121, 474)
    assert (reached.numerator, reached.denominator, shown(reached.value, 1)) == (257, 262, "98.1")
    assert 262 - int(reached.numerator or 0) == 1 + 2 + 2
    assert (bad.value, shown(suitable.value, 1), shown(Fraction(1600, 262), 1)) == (16, "93.9", "6.1")
    assert (hotel.value, put.value, shown(cases.value, 1)) == (8, 20, "29.1")
    assert shown(on(date(2020, 11, 30), "leavers-caseload-now")[0].value, 1) == "21.0"
    assert on(date(2020, 11, 30), "leavers-unsuitable-now")[0].unknown == 1, "each figure is that of its day"


def test_l2_l4_l6_and_l9_of_january_2021() -> None:
    """254 + 118 + 153 are 525; 250 of 255 in touch, though 254 are counted; 10 unsuitable are 3.9% of 254."""
    people = young_people(254, 118, 153)
    load_part(registers.CONTACTS, *contacts(people, 249))
    homes = [home(name, "OWN-TENANCY", "NO" if n < 10 else "YES") for n, name in enumerate(people)]
    load_part(registers.ACCOMMODATION, *homes)
    active, supported, suitable, of_age = on(
        JANUARY,
        "leavers-active-service-now",
        "leavers-supported-now",
        "leavers-suitable-percent-now",
        "leavers-suitable-percent-19-21-now",
    )
    assert (active.value, supported.value) == (254, 525)
    assert (shown(suitable.value, 1), shown(Fraction(1000, 254), 1)) == ("96.1", "3.9")
    assert suitable.measure.title != of_age.measure.title, "the printed 95% are of those of 19 to 21 alone"
    load_leavers(leaver("A254", CHILD=""), year=2022)
    load_part(registers.CONTACTS, *contacts([*people[:249], "A254"], 250))
    (reached,) = on(JANUARY, "leavers-in-touch-percent-now")
    assert (reached.numerator, reached.denominator, shown(reached.value, 1)) == (250, 255, "98.0")


def test_l7_16_of_26_places_of_supported_lodgings_are_used_and_7_are_on_hold() -> None:
    lodging = {"APPROVED_FROM": "01/04/2018", "LODGING_PLACES": "1"}
    places = [lodging | {"REFERENCE": f"S{n}"} for n in range(24)] + [
        lodging | {"REFERENCE": "S24", "LODGING_PLACES": "2"}
    ]
    load_part(registers.LODGINGS, *places)
    load_part(
        registers.LODGING_STATUSES,
        *({"LODGING": f"S{n}", "SINCE": "01/04/2020", "PLACES_ON_HOLD": "3"} for n in range(7)),
    )
    people = young_people(16)
    load_part(registers.ACCOMMODATION, *(home(name, "SUPPORTED-LODGINGS") for name in people))
    providers, every, held, used = (
        int(each.value or 0)
        for each in on(
            AUGUST,
            "supported-lodgings-providers",
            "supported-lodgings-places",
            "supported-lodgings-places-on-hold",
            "supported-lodgings-used",
        )
    )
    assert (providers, every, held, used) == (25, 26, 7, 16)
    assert shown(Fraction(100 * used, every), 1) == "61.5"
    assert (every - held, shown(Fraction(100 * used, every - held), 1)) == (19, "84.2")


def test_a1_a2_and_a3_plans_of_106_young_people_where_103_is_printed() -> None:
    """36 + 39 + 2 + 9 + 2 have a plan, 34 + 34 + 2 + 9 + 2 one of seven months; the rows are 106, not 103."""
    young_people(eligible=38 + 49 + 4 + 10 + 5)
    made = [36, 39, 2, 9, 2]
    recent = [34, 34, 2, 9, 2]
    plan = {"PLAN_DUE": "01/01/2020"}
    load_part(
        registers.PLANS,
        *(
            plan | {"LEAVER": f"E{n:03}", "COMPLETED_ON": "20/03/2020" if n < sum(recent) else "01/01/2020"}
            for n in range(sum(made))
        ),
    )
    with_plan, of_seven = on(AUGUST, "pathway-plan-percent-now", "pathway-plan-seven-months-percent-now")
    assert (with_plan.numerator, of_seven.numerator, with_plan.denominator) == (88, 81, 106)
    assert (shown(with_plan.value, 1), shown(of_seven.value, 1)) == ("83.0", "76.4")
    assert [shown(Fraction(100 * number, 103), 1) for number in (88, 81)] == ["85.4", "78.6"]


@pytest.mark.parametrize(("made", "people", "printed"), [(36, 38, "94.7"), (39, 49, "79.6")])
def test_a4_shares_of_teams_are_rounded_half_up_and_never_cut_off(made: int, people: int, printed: str) -> None:
    assert shown(Fraction(100 * made, people), 1) == printed
    assert shown(Fraction(100 * made, people)) != str(100 * made // people)


TEAMS = {"East": (16, 15, 13), "South": (21, 21, 20), "West": (12, 12, 9)}  # people, with a plan, of seven months


def test_w4_w5_and_w6_48_of_49_have_a_plan_though_there_are_56_plans() -> None:
    """Eight have two plans and count once; 42 of the 49 have one of seven months."""
    people, made, recent = (sum(team[place] for team in TEAMS.values()) for place in range(3))
    young_people(eligible=people)
    second = [{"LEAVER": f"E{n:03}", "PLAN_DUE": "01/02/2019", "COMPLETED_ON": "01/02/2019"} for n in range(8)]
    plans = [
        {"LEAVER": f"E{n:03}", "PLAN_DUE": "01/01/2020", "COMPLETED_ON": "20/03/2020" if n < recent else "01/01/2020"}
        for n in range(made)
    ]
    load_part(registers.PLANS, *plans, *second)
    with_plan, of_seven = on(AUGUST, "pathway-plan-percent-now", "pathway-plan-seven-months-percent-now")
    assert len(plans) + len(second) == 56
    assert [(each.numerator, each.denominator) for each in (with_plan, of_seven)] == [(48, 49), (42, 49)]
    assert [shown(each.value or 0, 2) for each in (with_plan, of_seven)] == ["97.96", "85.71"]


@pytest.mark.parametrize(
    ("team", "with_plan", "of_seven"),
    [("East", "93.75", "81.25"), ("South", "100.00", "95.24"), ("West", "100.00", "75.00")],
)
def test_w4_and_w5_shares_of_each_team(team: str, with_plan: str, of_seven: str) -> None:
    people, made, recent = TEAMS[team]
    measure = next(each for each in MEASURES if each.slug == "pathway-plan-percent-now")
    told = [measure.result(council(), AUGUST, counted(measure, number, people), None) for number in (made, recent)]
    assert [shown(each.value or 0, 2) for each in told] == [with_plan, of_seven]


def counted(measure: Measure, numerator: int, denominator: int) -> Counts:
    """What a measure would have counted."""
    assert measure.denominator is not None
    counts: defaultdict[Tally, Number] = defaultdict(int, {measure.numerator: numerator})
    counts[measure.denominator] = denominator
    return counts


def test_a5_first_plan_is_due_by_the_rule_that_the_council_has_entered() -> None:
    life = Life(date(2004, 5, 10), [Care(date(2015, 1, 1), date.max)])
    came_late = Life(date(2004, 5, 10), [Care(date(2020, 9, 1), date.max)])
    rule = PlanRule(in_force_from=date(2019, 1, 1), first_plan_months=6, unaccompanied_months=3, review_months=6)
    assert first_due(life, BY_LAW) == date(2020, 8, 10)
    assert first_due(life, rule) == date(2020, 11, 10)
    assert first_due(came_late, rule, is_unaccompanied=True) == date(2020, 12, 1)
