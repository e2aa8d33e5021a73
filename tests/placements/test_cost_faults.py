"""Where costs and placements do not fit each other: by example, and day by day against a plain retelling."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.cost_faults import Fault, FaultKind, cost_faults
from sufficiency.core.models import Authority
from tests.returns import NEIGHBOUR, Row, episode, one_return

from .council import load
from .test_costs import cost, costs

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 30)
AGENCY, OWN = {"PLACE_PROVIDER": "PR4"}, {"PLACE_PROVIDER": "PR1"}


def placed(council: Authority, *moves: tuple[str, dict[str, str]], child: str = "A1", until: str = "") -> None:
    """A child in care from the first of these days, with another carer from each."""
    load(council, one_return(*lived(*moves, child=child, until=until)))


def lived(*moves: tuple[str, dict[str, str]], child: str = "A1", until: str = "") -> list[Row]:
    ends = [*(day for day, _ in moves[1:]), until]
    return [
        episode(
            day, end, child=child, rne="P" if number else "S", rec="" if not end else "X1" if end != until else "E4A",
            **columns,
        )
        for number, ((day, columns), end) in enumerate(zip(moves, ends, strict=True))
    ]  # fmt: skip


def found(council: Authority, day: date = DAY) -> list[tuple[str, str, str]]:
    return [(fault.kind.value, f"{fault.first:%d/%m}", f"{fault.last:%d/%m}") for fault in cost_faults(council, day)]


def test_costs_that_follow_the_placements_are_without_fault(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), ("01/07/2020", AGENCY), until="01/09/2020")
    costs(
        cost(paid_from="01/05/2020", paid_to="01/06/2020"),
        cost(paid_from="01/06/2020", paid_to="01/07/2020"),
        cost(paid_from="01/07/2020", paid_to="01/09/2020"),
    )
    assert found(council) == []


def test_days_of_a_bought_placement_without_an_amount_are_a_gap(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), ("01/07/2020", AGENCY))
    costs(cost(paid_from="01/05/2020", paid_to="11/05/2020"), cost(paid_from="15/05/2020", paid_to="01/07/2020"))
    assert found(council) == [("gap", "11/05", "14/05"), ("gap", "01/07", "30/11")]


def test_days_before_the_first_amount_and_with_the_councils_own_carers_are_no_gap(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), ("01/07/2020", OWN))
    costs(cost(paid_from="01/06/2020", paid_to="01/07/2020"))
    assert found(council) == []


def test_days_with_two_amounts_are_an_overlap_at_the_later(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY))
    costs(cost(paid_from="01/05/2020", paid_to="11/06/2020"), cost(paid_from="01/06/2020", CORE="1200"))
    (fault,) = cost_faults(council, DAY)
    assert (fault.kind, fault.first, fault.last, fault.days) == (
        FaultKind.OVERLAP, date(2020, 6, 1), date(2020, 6, 10), 10
    )  # fmt: skip
    assert fault.weekly == 1200


def test_amount_that_outlasts_its_placement_is_named_even_when_the_next_is_paid_by_it(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), ("01/07/2020", AGENCY), until="01/09/2020")
    costs(cost(paid_from="01/05/2020"))
    assert found(council) == [("beyond", "01/07", "30/11")]


def test_amount_belongs_to_the_placement_that_it_names(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), ("01/07/2020", AGENCY))
    costs(
        cost(paid_from="01/05/2020", paid_to="28/06/2020"),
        cost(paid_from="28/06/2020", PLACED_ON="01/07/2020"),
    )
    assert found(council) == [("beyond", "28/06", "30/06")]


def test_amount_of_a_child_whom_no_return_places_leads_nowhere(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY), until="01/07/2020")
    costs(
        cost(paid_from="01/05/2020", paid_to="01/07/2020"),
        cost(paid_from="01/10/2020", paid_to="08/10/2020"),
        cost("NOBODY", paid_from="01/06/2020", paid_to="02/06/2020"),
    )
    assert found(council) == [("nowhere", "01/10", "07/10"), ("nowhere", "01/06", "01/06")]


def test_placement_that_began_before_the_first_return_is_the_one_an_older_amount_pays_for(council: Authority) -> None:
    placed(council, ("01/02/2019", AGENCY))
    costs(cost(paid_from="01/06/2018", PLACED_ON="01/06/2018"))
    assert found(council) == []


def test_only_the_year_to_the_day_is_looked_at(council: Authority) -> None:
    placed(council, ("01/05/2019", AGENCY))
    costs(cost(paid_from="01/05/2019", paid_to="20/11/2019"), cost(paid_from="10/12/2019"))
    assert found(council) == [("gap", "01/12", "09/12")]
    assert found(council, date(2019, 12, 4)) == [("gap", "20/11", "04/12")]
    assert found(council, date(2021, 1, 31)) == []


def test_other_councils_costs_are_no_fault_of_ours(council: Authority) -> None:
    placed(council, ("01/05/2020", AGENCY))
    costs(cost("NOBODY"), code=NEIGHBOUR)
    assert found(council) == []


def days_of(faults: list[Fault]) -> Counter[tuple[str, str, date]]:
    """Every day of every fault, by kind and child."""
    return Counter(
        (fault.kind.value, fault.child, fault.first + timedelta(days=number))
        for fault in faults
        for number in range(fault.days)
    )


START = date(2020, 4, 1)


def in_words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


@pytest.mark.parametrize("seed", range(5))
def test_faults_are_those_of_a_retelling_day_by_day(council: Authority, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    lives: dict[str, list[tuple[date, date, bool]]] = {}
    paid: dict[str, list[tuple[date, date | None]]] = {}
    rows: list[Row] = []
    for number in range(8):
        child = f"C{number}"
        cuts = sorted(START + timedelta(days=day) for day in dice.sample(range(200), dice.randint(2, 4)))
        kinds = [dice.choice([AGENCY, OWN]) for _ in cuts[1:]]
        lives[child] = [(a, b, kind is AGENCY) for a, b, kind in zip(cuts, cuts[1:], kinds, strict=False)]
        moves = [(in_words(day), kind) for day, kind in zip(cuts, kinds, strict=False)]
        rows += lived(*moves, child=child, until=in_words(cuts[-1]))
        begins = sorted(START + timedelta(days=day) for day in dice.sample(range(210), dice.randint(0, 4)))
        paid[child] = [(a, a + timedelta(days=dice.randint(0, 80)) if dice.random() < 0.8 else None) for a in begins]
    load(council, one_return(*rows))
    listed = [cost(child, in_words(a), in_words(b)) for child, some in paid.items() for a, b in some]
    costs(*listed, cost("NOBODY", "01/04/2010", "02/04/2010"))

    expected: Counter[tuple[str, str, date]] = Counter()
    for child, some in paid.items():
        for day in (DAY - timedelta(days=back) for back in range(366)):
            now = [(a, b) for a, b in some if a <= day and (b is None or day < b)]
            bought = any(a <= day < b for a, b, is_bought in lives[child] if is_bought)
            if bought and not now and some and some[0][0] <= day:
                expected["gap", child, day] += 1
            expected["overlap", child, day] += len(now) * (len(now) - 1) // 2
            for a, _ in now:
                first = lives[child][0][0]
                anchor = max(a, first)
                home = next(((s, e) for s, e, _ in lives[child] if s <= anchor < e), None)
                if home is None:
                    expected["nowhere", child, day] += 1
                elif not home[0] <= day < home[1]:
                    expected["beyond", child, day] += 1
    with CaptureQueriesContext(connection) as queries:
        faults = cost_faults(council, DAY)
    assert days_of(faults) == +expected
    assert len(queries) == 1
