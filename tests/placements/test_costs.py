"""What a week costs: every figure recomputed by plain loops over the rows that were loaded."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from placements.costs import paid_elsewhere, placements_with_costs, weekly_costs
from placements.models import PlacementCost
from placements.provision import PROVISIONS, REST
from placements.registers.costs import COSTS
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.measures.registry import measure_named
from tests.registers.council import load as load_register
from tests.registers.council import send
from tests.returns import NEIGHBOUR, NOT_IN_DIRECTORY, Row, episode, one_return

from .council import load

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 30)
NEAR, FAR = "QX1 2BB", "QY1 1AA"
WHERE = (NEAR, FAR, NOT_IN_DIRECTORY)


def cost(child: str = "A1", paid_from: str = "01/05/2020", paid_to: str = "", **cells: str) -> Row:
    """A row of the file of costs."""
    return {"CHILD": child, "PAID_FROM": paid_from, "PAID_TO": paid_to, "CORE": "1000", **cells}


def costs(*rows: Row, **options: object) -> None:
    load_register(*rows, register=COSTS, **options)


def in_agency(council: Authority, *children: str) -> None:
    """Children with an agency since 1 May 2020."""
    load(council, one_return(*(episode("01/05/2020", child=name, PLACE_PROVIDER="PR4") for name in children)))


def found_problems(outcome: Outcome) -> set[str]:
    return {problem.code for _, problem in outcome.problems}


def kind_of(place: str, provider: str) -> str:
    """Who provides a placement, as docs/definitions.md says it."""
    if place[0] == "U" and provider in ("PR4", "PR5"):
        return "agency-fostering"
    if place in ("K1", "K2") and provider not in ("PR1", ""):
        return "external-residential"
    if place in ("H5", "P2"):
        return "unregulated"
    if place in ("U1", "U2", "U3"):
        return "connected-fostering"
    fixed = {
        "K3": "supported-accommodation", "S1": "residential-school", "R1": "other-residential",
        "R3": "other-residential", "P1": "parents", "R2": "health-or-custody", "R5": "health-or-custody",
    }  # fmt: skip
    if place[0] in "AT":
        return {"A": "adoption", "T": "temporary"}[place[0]]
    own = {"K": "own-home", "U": "own-fostering"} if provider == "PR1" else {}
    return fixed.get(place) or own.get(place[0], "other")


PLACES = ("U1", "U3", "U4", "U6", "K1", "K2", "K3", "H5", "P1", "P2", "P3", "R1", "R2", "R3", "R5", "S1", "T1", "Z1",
          "A3", "A6")  # fmt: skip
PROVIDERS = ("PR0", "PR1", "PR2", "PR3", "PR4", "PR5", "")


def test_every_placement_is_of_one_kind_of_provision_and_agrees_with_the_measures(council: Authority) -> None:
    pairs = list(product(PLACES, PROVIDERS))
    load(
        council,
        one_return(
            *(
                episode("01/05/2020", child=f"C{number:03}", PLACE=place, PLACE_PROVIDER=provider)
                for number, (place, provider) in enumerate(pairs)
            )
        ),
    )
    found = dict(placements_with_costs(council, DAY).values_list("child__identifier", "provision"))
    assert found == {f"C{number:03}": kind_of(*pair) for number, pair in enumerate(pairs)}
    for slug, measure in (("agency-fostering", "agency-foster-percent"), ("unregulated", "unregulated-placements")):
        (result,) = evaluate([measure_named(measure)], council, [DAY])[measure]
        assert result.numerator == sum(kind == slug for kind in found.values())
    assert {*found.values()} <= {each.slug for each in (*PROVISIONS, REST)}


@pytest.mark.parametrize("seed", range(4))
def test_week_is_what_plain_loops_over_the_rows_come_to(council: Authority, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    children = [f"C{number:02}" for number in range(30)]
    homes = {
        child: (dice.choice(["U6", "K2", "H5", "P1"]), dice.choice(["PR1", "PR4"]), dice.choice(WHERE))
        for child in children
    }
    ended = set(dice.sample(children, 5))
    load(
        council,
        one_return(
            *(
                episode(
                    "01/05/2020",
                    "01/10/2020" if child in ended else "",
                    child=child,
                    rec="E4A" if child in ended else "",
                    PLACE=place,
                    PLACE_PROVIDER=provider,
                    PL_POST=where,
                )
                for child, (place, provider, where) in homes.items()
            )
        ),
    )
    rows = [
        cost(
            child,
            f"{DAY + timedelta(days=start):%d/%m/%Y}",
            f"{DAY + timedelta(days=start + dice.randint(1, 40)):%d/%m/%Y}" if dice.random() < 0.6 else "",
            CORE=f"{dice.randint(100, 5000)}.{dice.randint(10, 99)}",
            OTHER=dice.choice(["", "0.05", "12.5"]),
            HEALTH_CONTRIBUTION=dice.choice(["", "40.01"]),
        )
        for child in dice.sample(children, 24)
        for start in dice.sample(range(-30, 20), dice.randint(1, 3))
    ]
    costs(*rows)

    def day_of(cell: str) -> date:
        return date(int(cell[6:]), int(cell[3:5]), int(cell[:2])) if cell else date.max

    expected: dict[str, list[Decimal]] = {}
    elsewhere = Decimal(0)
    for child in children:
        now = [r for r in rows if r["CHILD"] == child and day_of(r["PAID_FROM"]) <= DAY < day_of(r["PAID_TO"])]
        amounts = [Decimal(r["CORE"]) + Decimal(r["OTHER"] or 0) for r in now]
        if child in ended:
            elsewhere += sum(amounts)
            continue
        place, provider, where = homes[child]
        sums = expected.setdefault(kind_of(place, provider), [Decimal(0)] * 7)
        out, unknown = where == FAR, where == NOT_IN_DIRECTORY
        health = sum(Decimal(r["HEALTH_CONTRIBUTION"] or 0) for r in now)
        numbers = (1, bool(now), out, unknown, sum(amounts), sum(amounts) if out else 0, health)
        expected[kind_of(place, provider)] = [a + b for a, b in zip(sums, numbers, strict=True)]
    week = weekly_costs(council, DAY)
    found = {
        row.provision.slug: [
            row.week.children, row.week.listed, row.week.out_of_area, row.week.area_unknown, row.week.weekly,
            row.week.weekly_outside, row.week.health,
        ]
        for row in week.rows
    }  # fmt: skip
    assert found == expected
    assert week.elsewhere.weekly == elsewhere
    assert week.total.weekly == sum(numbers[4] for numbers in expected.values())


def test_amount_counts_from_its_first_day_up_to_the_day_that_ends_it(council: Authority) -> None:
    in_agency(council, "A1")
    costs(cost(paid_from="10/05/2020", paid_to="20/05/2020"), cost(paid_from="20/05/2020", CORE="1100.50"))
    by_day = {
        day: weekly_costs(council, date(2020, 5, day)).total.weekly for day in (9, 10, 19, 20)
    }  # fmt: skip
    assert by_day == {9: 0, 10: 1000, 19: 1000, 20: Decimal("1100.50")}


def test_mean_is_that_of_the_children_with_a_cost(council: Authority) -> None:
    in_agency(council, "A1", "A2", "A3")
    costs(cost("A1", CORE="100.01"), cost("A2", CORE="200.00"))
    (row,) = weekly_costs(council, DAY).rows
    assert (row.week.children, row.week.without, row.week.mean) == (3, 1, Decimal("150.005"))


def test_other_councils_costs_never_count(council: Authority) -> None:
    in_agency(council, "A1")
    costs(cost("A1"), code=NEIGHBOUR)
    assert weekly_costs(council, DAY).total.listed == 0
    assert not paid_elsewhere(council, DAY).exists()


def test_number_of_queries_does_not_grow_with_the_children(council: Authority) -> None:
    counts = []
    for number in (2, 40):
        children = [f"C{index}" for index in range(number)]
        with transaction.atomic():
            in_agency(council, *children)
            costs(*(cost(child) for child in children))
            with CaptureQueriesContext(connection) as queries:
                assert weekly_costs(council, DAY).total.weekly == 1000 * number
            counts.append(len(queries))
            transaction.set_rollback(True)
    assert counts == [2, 2]


def test_total_is_the_exact_sum_of_the_parts(council: Authority) -> None:
    in_agency(council, "A1")
    costs(cost(CORE="1,234.10", ADDITIONAL_SUPPORT="0.20", EDUCATION="£99.99", OTHER=""))
    assert PlacementCost.objects.get().total == Decimal("1334.29")


@pytest.mark.parametrize(
    ("core", "is_unusual"), [("99.99", True), ("100", False), ("100000", False), ("100000.01", True), ("0", True)]
)
def test_total_outside_100_to_100000_pounds_is_warned_about_and_loaded(
    council: Authority, core: str, is_unusual: bool
) -> None:
    in_agency(council, "A1")
    outcome = send(cost(CORE=core), register=COSTS)
    assert outcome.status is Status.COMMITTED
    assert ("unusual-total" in found_problems(outcome)) is is_unusual


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([cost(HEALTH_CONTRIBUTION="600", EDUCATION_CONTRIBUTION="400.01")], "contributions-over-total"),
        ([cost(), cost(paid_from="01/06/2020")], "overlapping-costs"),
        ([cost(paid_to="31/05/2020"), cost(paid_from="01/06/2020")], "a-day-unpaid"),
        ([cost("NOBODY")], "child-not-in-returns"),
        ([cost(CONTRACT="C-404")], "leads-nowhere"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_doubtful_row_is_warned_about_and_loaded(council: Authority, rows: list[Row], code: str) -> None:
    in_agency(council, "A1")
    outcome = send(*rows, register=COSTS)
    assert (outcome.status, found_problems(outcome)) == (Status.COMMITTED, {code})


def test_sound_rows_are_not_warned_about(council: Authority) -> None:
    in_agency(council, "A1")
    rows = [cost(paid_to="01/06/2020", HEALTH_CONTRIBUTION="1000"), cost(paid_from="01/06/2020")]
    assert found_problems(send(*rows, register=COSTS)) == set()


def test_dates_that_contradict_each_other_are_refused_in_files_and_in_the_database(council: Authority) -> None:
    outcome = send(cost(paid_to="30/04/2020"), register=COSTS)
    assert (outcome.status, found_problems(outcome)) == (Status.REJECTED, {"ends-before-start"})
    costs(cost())
    with pytest.raises(IntegrityError, match="placement_cost_paid_to_ends_before_start"), transaction.atomic():
        PlacementCost.objects.update(paid_to=date(2020, 4, 30))
