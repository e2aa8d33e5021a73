"""Straight lines between the points of a trajectory."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from sufficiency.core.models import Authority
from sufficiency.core.rounding import shown
from sufficiency.strategy.models import Strategy, TrajectoryPoint
from sufficiency.strategy.trajectories import aimed_at

from .entries import point, strategy

MEASURE = "children-in-care"
PRINTED = {date(2020, 11, 30): 476, date(2022, 3, 31): 440, date(2023, 3, 31): 410, date(2024, 3, 31): 380}


def points(values: dict[date, int], of: str = "A") -> list[TrajectoryPoint]:
    return [TrajectoryPoint(strategy=of, measure=MEASURE, day=day, value=value) for day, value in values.items()]


@pytest.mark.parametrize("day", PRINTED)
def test_a_point_is_reached_on_its_own_day(day: date) -> None:
    assert aimed_at(points(PRINTED), MEASURE, day) == PRINTED[day]


def test_nothing_is_aimed_at_before_the_first_point_after_the_last_or_of_another_measure() -> None:
    line = points(PRINTED)
    assert aimed_at(line, MEASURE, date(2020, 11, 29)) is None
    assert aimed_at(line, MEASURE, date(2024, 4, 1)) is None
    assert aimed_at(line, "out-of-area-percent", date(2022, 3, 31)) is None
    assert aimed_at([], MEASURE, date(2022, 3, 31)) is None


def test_each_day_between_two_points_takes_the_same_step() -> None:
    line = points(PRINTED)
    days = [date(2020, 11, 30) + timedelta(n) for n in range(487)]
    assert days[-1] == date(2022, 3, 31)
    found = [aimed_at(line, MEASURE, day) for day in days]
    assert found == [476 - Fraction(36 * n, 486) for n in range(487)]


def test_points_may_come_in_any_order_and_one_alone_holds_on_its_day() -> None:
    assert aimed_at(reversed(points(PRINTED)), MEASURE, date(2022, 9, 29)) == 440 - Fraction(30 * 182, 365)
    alone = points({date(2022, 3, 31): 440})
    assert [aimed_at(alone, MEASURE, date(2022, 3, n)) for n in (30, 31)] == [None, 440]


def test_of_two_trajectories_that_hold_the_one_begun_last_counts_and_they_are_never_joined() -> None:
    both = [*points(PRINTED), *points({date(2023, 9, 1): 430, date(2025, 9, 1): 370}, of="B")]
    assert aimed_at(both, MEASURE, date(2023, 8, 31)) == 410 - Fraction(30 * 153, 366)
    assert aimed_at(both, MEASURE, date(2023, 9, 1)) == 430
    apart = [*points({date(2021, 1, 1): 10, date(2021, 2, 1): 11}), *points({date(2021, 3, 1): 20}, of="B")]
    assert aimed_at(apart, MEASURE, date(2021, 2, 15)) is None


def test_trajectory_r3_gives_rates_of_70_0_64_7_60_3_and_55_9_in_68000() -> None:
    aimed = [aimed_at(points(PRINTED), MEASURE, day) for day in PRINTED]
    assert [shown(value * 10_000 / 68_000, 1) for value in aimed if value] == ["70.0", "64.7", "60.3", "55.9"]
    steps = [before - after for before, after in zip(PRINTED.values(), list(PRINTED.values())[1:], strict=False)]
    assert (steps, sum(steps), shown(Fraction(100 * sum(steps), 476), 1)) == ([36, 30, 30], 96, "20.2")


@pytest.mark.django_db
def test_points_of_a_draft_of_no_strategy_and_of_others_do_not_count() -> None:
    dorset, wiltshire = (Authority.objects.get(code=code) for code in ("E06000059", "E06000054"))
    strategy(dorset)
    strategy(dorset, "draft", status=Strategy.Status.DRAFT)
    strategy(wiltshire)
    day = date(2021, 1, 1)
    point(dorset, MEASURE, day, 1)
    point(dorset, MEASURE, day, 2, strategy="draft")
    point(dorset, MEASURE, day, 3, strategy="nobody's")
    point(wiltshire, MEASURE, day, 4)
    assert [each.value for each in TrajectoryPoint.objects.for_authority(dorset)] == [1]
