"""Actions and the board's business on a day: what was known then, what is overdue, what is asked again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sufficiency.core.models import Authority
from sufficiency.strategy.aims import Aim, aims_of
from sufficiency.strategy.board import business_on
from sufficiency.strategy.commentary import commentary_on
from sufficiency.strategy.models import (
    Action,
    ActionUpdate,
    BoardAction,
    BoardUpdate,
    ChallengeCard,
    Commentary,
    Priority,
    Strategy,
    strategy_on,
)
from sufficiency.strategy.progress import ActionStanding, priorities_on

from .entries import REFERENCE, entered, point, strategy, target

pytestmark = pytest.mark.django_db

DUE = date(2021, 2, 28)
MEETING = date(2020, 9, 9)
NEXT_DAY = timedelta(1)


@pytest.fixture
def dorset() -> Authority:
    return Authority.objects.get(code="E06000059")


@pytest.fixture
def plan(dorset: Authority) -> Strategy:
    """A strategy with a priority and two actions, the first of them with three updates."""
    for reference in ("1.10", "1.9"):
        entered(Action, dorset, strategy=REFERENCE, reference=reference, priority=1, title="Do", owner="O", due=DUE)
    entered(Priority, dorset, strategy=REFERENCE, number=1, title="First")
    for since, status in (
        (date(2020, 9, 7), "GOOD-PROGRESS"),
        (DUE, "CLOSE-ATTENTION"),
        (date(2021, 5, 1), "EMBEDDING"),
    ):
        entered(ActionUpdate, dorset, strategy=REFERENCE, action="1.9", since=since, status=status)
    return strategy(dorset)


def of_plan(plan: Strategy, day: date) -> dict[str, ActionStanding]:
    return {each.action.reference: each for priority in priorities_on(plan, day) for each in priority.actions}


def test_actions_stand_in_the_order_of_their_numbers(plan: Strategy) -> None:
    assert list(of_plan(plan, DUE)) == ["1.9", "1.10"]


@pytest.mark.parametrize(
    ("day", "status", "is_overdue"),
    [
        (date(2020, 9, 6), "No update yet", False),
        (date(2020, 9, 7), "Good progress", False),
        (DUE - NEXT_DAY, "Good progress", False),
        (DUE, "Needs close attention", False),
        (DUE + NEXT_DAY, "Needs close attention", True),
        (date(2021, 4, 30), "Needs close attention", True),
        (date(2021, 5, 1), "Done and embedding", False),
    ],
)
def test_action_says_what_was_known_on_the_day(plan: Strategy, day: date, status: str, is_overdue: bool) -> None:
    found = of_plan(plan, day)["1.9"]
    assert (found.status, found.is_overdue) == (status, is_overdue)
    assert [update.since <= day for update in found.updates] == [True] * len(found.updates)


def test_action_without_a_due_day_or_priority_is_still_shown(plan: Strategy, dorset: Authority) -> None:
    entered(Action, dorset, strategy=REFERENCE, reference="7.1", priority=7, title="Do", owner="O")
    found = priorities_on(plan, date(2030, 1, 1))
    assert [(each.number, each.title, len(each.actions)) for each in found] == [(1, "First", 2), (7, "", 1)]
    assert not found[1].actions[0].is_overdue


def test_queries_do_not_grow_with_actions(plan: Strategy, dorset: Authority) -> None:
    for number in range(20):
        entered(Action, dorset, strategy=REFERENCE, reference=f"2.{number}", priority=2, title="Do", owner="O")
    with CaptureQueriesContext(connection) as asked:
        priorities_on(plan, DUE)
        business_on(dorset, DUE)
    assert len(asked) == 6


def test_strategy_of_a_day_is_the_one_begun_last_and_never_a_draft(plan: Strategy, dorset: Authority) -> None:
    later = strategy(dorset, "later", date(2021, 1, 1), date(2024, 1, 1))
    strategy(dorset, "draft", date(2021, 6, 1), date(2024, 1, 1), status=Strategy.Status.DRAFT)
    days = (
        date(2018, 3, 31),
        date(2018, 4, 1),
        date(2020, 12, 31),
        date(2021, 7, 1),
        date(2024, 1, 1),
        date(2024, 1, 2),
    )
    assert [strategy_on(dorset, day) for day in days] == [None, plan, plan, later, later, None]


def test_a_trajectory_goes_before_the_target_on_the_days_it_covers(plan: Strategy, dorset: Authority) -> None:
    target(dorset, "children-in-care", 400, date(2020, 1, 1))
    target(dorset, "children-in-care", 50, date(2020, 1, 1), scope="Aged 16 and 17")
    for day, value in ((date(2021, 1, 1), 480), (date(2021, 1, 11), 470)):
        point(dorset, "children-in-care", day, value)
    aims = aims_of(dorset)
    assert aims.on("children-in-care", date(2019, 12, 31)) is None
    assert aims.on("children-in-care", date(2020, 12, 31)) == Aim(400)  # type: ignore[arg-type]
    assert aims.on("children-in-care", date(2021, 1, 6)) == Aim(475, is_trajectory=True)  # type: ignore[arg-type]
    assert aims.on("children-in-care", date(2021, 1, 12)) == Aim(400)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "status", "is_open", "is_overdue"),
    [
        (MEETING, "Nothing reported yet", True, False),
        (date(2020, 10, 15), "In hand", True, False),
        (date(2021, 1, 1), "In hand", True, True),
        (date(2021, 2, 1), "Done", False, False),
    ],
)
def test_action_of_the_board_is_open_until_it_is_done(
    dorset: Authority, day: date, status: str, is_open: bool, is_overdue: bool
) -> None:
    entered(BoardAction, dorset, met_on=MEETING, number=1, text="Do", owner="O", due=date(2020, 12, 31))
    for since, code in ((date(2020, 10, 15), "IN-HAND"), (date(2021, 2, 1), "DONE")):
        entered(BoardUpdate, dorset, met_on=MEETING, number=1, since=since, status=code)
    entered(BoardUpdate, dorset, met_on=MEETING, number=2, since=MEETING, status="DONE")
    [found] = business_on(dorset, day).resolved
    assert (found.status, found.is_open, found.is_overdue) == (status, is_open, is_overdue)
    assert business_on(dorset, MEETING - NEXT_DAY).resolved == ()


def test_card_is_overdue_until_the_reply_open_until_settled_and_knows_who_asks_again(dorset: Authority) -> None:
    card = {"asked_by": "council", "asked_on": MEETING, "text": "Why?"}
    reply = {"responded_on": date(2021, 1, 1), "response": "So", "closed_on": date(2021, 3, 1)}
    entered(ChallengeCard, dorset, reference="C-1", due=date(2020, 12, 1), **card, **reply)
    entered(ChallengeCard, dorset, reference="C-2", again="C-1", **card | {"asked_on": date(2021, 2, 1)})
    expected = {
        MEETING: ("No response yet", True, False),
        date(2020, 12, 1): ("No response yet", True, False),
        date(2020, 12, 2): ("No response yet", True, True),
        date(2021, 1, 1): ("Responded to", True, False),
        date(2021, 3, 1): ("Settled", False, False),
    }
    for day, standing in expected.items():
        first = business_on(dorset, day).asked[-1]
        assert (first.status, first.is_open, first.is_overdue) == standing
        assert [other.reference for other in first.repeated_by] == (["C-2"] if day >= date(2021, 2, 1) else [])
    second = business_on(dorset, date(2021, 3, 1)).asked[0]
    assert second.repeats is not None
    assert (second.card.reference, second.repeats.reference) == ("C-2", "C-1")


def test_of_commentary_the_latest_up_to_the_day_is_read_and_drafts_only_by_those_who_write(dorset: Authority) -> None:
    for as_at, status in ((MEETING, "PUBLISHED"), (date(2020, 10, 1), "DRAFT"), (date(2020, 12, 1), "PUBLISHED")):
        entered(Commentary, dorset, measure="places-gap", as_at=as_at, status=status, text="t", officer="o")
    day = date(2020, 11, 30)
    assert commentary_on(dorset, day, drafts=True)["places-gap"].as_at == date(2020, 10, 1)
    assert commentary_on(dorset, day, drafts=False)["places-gap"].as_at == MEETING
    assert commentary_on(dorset, MEETING - NEXT_DAY, drafts=True) == {}
