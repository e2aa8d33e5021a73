"""Places in fostering households on a day: approved, filled, vacant, not available; and which are active."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carers.models import Household, HouseholdSpan, Status
from carers.places import OVER_APPROVAL, WITHOUT_STATUS, Totals, fostering_on, household_on, households_on
from carers.registers import APPROVALS, HOUSEHOLDS
from sufficiency.core.models import Authority
from tests.placements.council import found_council
from tests.placements.council import load as load_returns
from tests.registers.council import Row, neighbour
from tests.registers.council import load as load_register
from tests.returns import NEIGHBOUR, day_of, episode, header, one_return, text

from .fostering import ENDED, approval, household, load_fostering, placement, status

DAY = date(2020, 11, 30)


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def on(council: Authority, reference: str = "F-001", day: date = DAY) -> HouseholdSpan:
    return households_on(council, day).get(reference=reference)


def parts(each: HouseholdSpan) -> tuple[int, int, int, int]:
    return each.approved, each.filled, each.vacant, each.not_available


def test_free_places_of_an_available_household_are_vacant_but_for_those_it_says_are_not(council: Authority) -> None:
    load_fostering(
        household(),
        approvals=(approval(children=3),),
        statuses=(status(), status(since="01/11/2020", PLACES_NOT_AVAILABLE="1")),
        placements=(placement("C1"),),
    )
    assert parts(on(council)) == (3, 1, 1, 1)
    assert parts(on(council, day=date(2020, 10, 31))) == (3, 1, 2, 0)
    assert parts(on(council, day=date(2020, 4, 30))) == (3, 0, 3, 0)


@pytest.mark.parametrize("state", ["FULL", "ON-HOLD", "NOT-AVAILABLE"])
def test_free_places_of_any_other_household_are_not_available(council: Authority, state: str) -> None:
    load_fostering(
        household(),
        approvals=(approval(children=3),),
        statuses=(status(status=state, REASON="Illness"),),
        placements=(placement("C1"),),
    )
    assert parts(on(council)) == (3, 1, 0, 2)


def test_places_whose_status_nobody_recorded_are_not_available_and_the_household_is_named(council: Authority) -> None:
    load_fostering(household(), approvals=(approval(children=2),))
    assert parts(on(council)) == (2, 0, 0, 2)
    assert [each.reference for each in households_on(council, DAY).filter(WITHOUT_STATUS)] == ["F-001"]


def test_children_beyond_the_approval_fill_no_place(council: Authority) -> None:
    children = tuple(placement(name) for name in ("C1", "C2", "C3"))
    load_fostering(household(), approvals=(approval(children=2),), statuses=(status(),), placements=children)
    each = on(council)
    assert (parts(each), each.over_by) == ((2, 2, 0, 0), 1)
    assert list(households_on(council, DAY).filter(OVER_APPROVAL)) == [each]


def test_approval_holds_until_the_next_and_a_household_until_its_end(council: Authority) -> None:
    load_fostering(
        household(**ENDED),
        approvals=(approval(children=1), approval(children=2, since="01/06/2020")),
        statuses=(status(),),
    )
    assert on(council, day=date(2020, 5, 31)).approved == 1
    assert on(council, day=date(2020, 6, 1)).approved == 2
    assert len(households_on(council, date(2020, 10, 30))) == 1
    assert not households_on(council, date(2020, 10, 31))
    assert not households_on(council, date(2015, 3, 31))


def test_either_definition_of_active_counts_other_households(council: Authority) -> None:
    states = {"F-001": "AVAILABLE", "F-002": "FULL", "F-003": "ON-HOLD", "F-004": "NOT-AVAILABLE", "F-005": "AVAILABLE"}
    load_fostering(
        *(household(name) for name in states),
        approvals=tuple(approval(name, children=1) for name in states),
        statuses=tuple(status(name, state, REASON="Illness") for name, state in states.items()),
        placements=(placement("C1", "F-002"), placement("C2", "F-003"), placement("C3", "F-005", left="30/11/2020")),
    )
    found = fostering_on(council, DAY).totals
    assert (found.open_to_children, found.with_children, found.with_vacancy) == (3, 2, 2)
    before = fostering_on(council, date(2020, 11, 29)).totals
    assert (before.open_to_children, before.with_children, before.with_vacancy) == (3, 3, 1)


def test_register_and_returns_are_held_against_each_other(council: Authority) -> None:
    own = {"PLACE": "U6", "PLACE_PROVIDER": "PR1"}
    living = {"C1": own, "C2": own, "C3": {"PLACE": "U6", "PLACE_PROVIDER": "PR4"}, "C4": own}
    load_returns(
        council,
        one_return(
            *(episode("01/05/2020", child=name, **cells) for name, cells in living.items()),
            headers=[header(name, "15/05/2010") for name in living],
        ),
    )
    load_fostering(
        household(),
        household("F-002", **ENDED),
        placements=(placement("C1"), placement("C1", "F-002"), placement("C3"), placement("C4", "F-404")),
    )
    found = fostering_on(council, DAY)
    assert (found.in_returns, found.without_household, found.not_in_returns) == (3, ("C2",), ("C3",))
    assert (found.in_several, found.not_approved) == (("C1",), ("C1", "C4"))


def test_page_of_a_household_says_its_places_while_it_is_approved(council: Authority) -> None:
    load_fostering(
        household(),
        household("F-002", **ENDED),
        approvals=(approval(children=2), approval("F-002")),
        statuses=(status(),),
        placements=(placement("C1"), placement("C2"), placement("C3"), placement("C4", left="30/11/2020")),
    )
    first, second = Household.objects.order_by("reference")
    held = household_on(first, DAY)
    assert held is not None
    assert (parts(held), held.over_by) == ((2, 2, 0, 0), 1)
    assert HOUSEHOLDS.worked_out is not None
    said = HOUSEHOLDS.worked_out(first, DAY)
    assert said == (("Places today", "2 filled, 0 vacant, 0 not available, of 2; 1 more than approved for"),)
    assert HOUSEHOLDS.worked_out(second, DAY) == ()
    assert HOUSEHOLDS.worked_out(second, date(2020, 10, 30)) == (
        ("Places today", "0 filled, 0 vacant, 3 not available, of 3"),
    )


def random_rows(number: int) -> dict[str, list[Row]]:
    """Households that come and go, with approvals, statuses and children, all drawn from one seed."""
    dice = random.Random(number)  # noqa: S311

    def day() -> str:
        return text(date(2018, 1, 1) + timedelta(days=dice.randrange(1200)))

    rows: dict[str, list[Row]] = {"households": [], "approvals": [], "statuses": [], "placements": []}
    for index in range(30):
        name = f"F-{index:03}"
        first, last = sorted((day(), day()), key=lambda each: day_of(each) or date.max)
        ends = {"APPROVED_TO": last} if dice.random() < 0.4 else {}
        kind, town = dice.choice(Household.Kind.values), dice.choice(["", "Hill Town", "Sea Town"])
        rows["households"].append(household(name, APPROVED_FROM=first, KIND=kind, LOCALITY=town, **ends))
        for since in sorted({day() for _ in range(dice.randrange(1, 4))}):
            rows["approvals"].append(approval(name, dice.randrange(5), since))
        for since in sorted({day() for _ in range(dice.randrange(4))}):
            shut = dice.choice(["", "1", "2"])
            state = dice.choice(Status.Status.values)
            rows["statuses"].append(status(name, state, since, REASON="Illness", PLACES_NOT_AVAILABLE=shut))
        for child in range(dice.randrange(5)):
            came, left = sorted((day(), day()), key=lambda each: day_of(each) or date.max)
            rows["placements"].append(placement(f"C{index:02}{child}", name, came, dice.choice([left, ""])))
    return rows


def counted(rows: dict[str, list[Row]], day: date) -> dict[str, tuple[int, int, int, int]]:
    """Approved, filled, vacant and not available of each household, by a plain loop over the rows."""

    def covers(first: str, last: str) -> bool:
        return (day_of(first) or date.max) <= day < (day_of(last) or date.max)

    def last_of(some: list[Row], field: str, name: str) -> Row | None:
        begun = [row for row in some if row["HOUSEHOLD"] == name and (day_of(row[field]) or date.max) <= day]
        return max(begun, key=lambda row: day_of(row[field]) or date.max, default=None)

    found = {}
    for row in rows["households"]:
        name = row["REFERENCE"]
        if not covers(row["APPROVED_FROM"], row.get("APPROVED_TO", "")):
            continue
        held, state = last_of(rows["approvals"], "APPROVED_ON", name), last_of(rows["statuses"], "SINCE", name)
        places = int(held["CHILDREN"]) if held else 0
        living = sum(covers(r["PLACED_ON"], r["LEFT_ON"]) for r in rows["placements"] if r["HOUSEHOLD"] == name)
        free = max(0, places - living)
        vacant = (
            max(0, free - int(state["PLACES_NOT_AVAILABLE"] or 0)) if state and state["STATUS"] == "AVAILABLE" else 0
        )
        found[name] = (places, places - free, vacant, free - vacant)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_places_of_any_day_are_those_a_plain_loop_counts(council: Authority, seed: int) -> None:
    rows = random_rows(seed)
    households = rows.pop("households")
    load_fostering(*households, **{name: tuple(some) for name, some in rows.items()})
    rows["households"] = households
    seen = [0, 0, 0, 0]
    for day in (date(2018, 1, 1) + timedelta(days=days) for days in range(120, 1300, 53)):
        found = {each.reference: parts(each) for each in households_on(council, day)}
        assert found == counted(rows, day)
        seen = [before + sum(some) for before, some in zip(seen, zip(*found.values(), strict=True), strict=True)]
    assert min(seen) > 0


def test_queries_do_not_grow_with_households(council: Authority) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            fostering_on(council, DAY)
        return len(captured)

    load_fostering(household(), approvals=(approval(),), statuses=(status(),), placements=(placement("C1"),))
    few = queries()
    names = [f"F-{number:03}" for number in range(40)]
    load_fostering(
        *map(household, names),
        approvals=tuple(map(approval, names)),
        statuses=tuple(map(status, names)),
        placements=tuple(placement(f"C{name}", name) for name in names),
    )
    assert queries() == few == 4


def test_households_of_another_authority_are_not_seen(council: Authority) -> None:
    load_register(household(), code=NEIGHBOUR)
    load_register(approval(), register=APPROVALS, code=NEIGHBOUR)
    found = fostering_on(council, DAY)
    assert (found.totals, found.groups, len(found.households)) == (Totals(), (), 0)
    assert len(households_on(neighbour(), DAY)) == fostering_on(neighbour(), DAY).totals.households == 1
