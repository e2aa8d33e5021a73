"""Periods of care: who starts when, and which of them cease in which month."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .days import birthday, years_between
from .dice import Dice
from .schedule import FIRST_DAY, LAST_DAY, REFERENCE_DAY, STOCK_AT_OPENING, Month, months


@dataclass(eq=False)
class Period:
    """A period of care while the demo is being made up."""

    number: int
    start: date
    end: date | None = None  # the day care ceased; None when it goes on after the last return
    at_18: bool = False
    leaves_for: str = ""  # how care ceases before 18: a key of children.LEAVES
    born: date = date.min
    family: int = field(default=0)  # the same for brothers and sisters who came together
    uasc: bool = False

    @property
    def until(self) -> date:
        """The day care ceased, or the day after the last return."""
        return self.end or LAST_DAY + timedelta(days=1)

    def covers(self, day: date) -> bool:
        return self.start <= day < self.until

    @property
    def is_current(self) -> bool:
        """Whether it covers the reference day."""
        return self.covers(REFERENCE_DAY)

    def age_on(self, day: date) -> float:
        """Age in years, with a fraction."""
        return years_between(self.born, day)

    @property
    def turns_18(self) -> date:
        return birthday(self.born, 18)


# How likely a child is to leave, by years in care so far: most who leave for home or a new family
# do so within two years; those who leave at 18 came at any age.
_LEAVES_EARLY = ((0.4, 2.0), (1.0, 2.4), (2.0, 2.7), (3.0, 1.2), (5.0, 0.25), (99.0, 0.05))
_LEAVES_AT_18 = ((0.15, 0.1), (1.0, 0.9), (3.0, 1.3), (6.0, 1.3), (99.0, 0.9))
# Years in care on 1 April 2017 of those who came before: (from, to, share).
_IN_CARE_AT_OPENING = ((0.02, 1.5, 0.42), (1.5, 4.0, 0.31), (4.0, 12.0, 0.27))


def _weight(table: tuple[tuple[float, float], ...], years: float) -> float:
    return next(weight for limit, weight in table if years < limit)


def _opening(dice: Dice) -> list[Period]:
    """The children in care on the day before the first return."""
    shares = {(low, high): share for low, high, share in _IN_CARE_AT_OPENING}
    periods = []
    for number in range(STOCK_AT_OPENING):
        low, high = dice.weighted(shares)
        days = dice.between(int(low * 365), int(high * 365))
        periods.append(Period(number, FIRST_DAY - timedelta(days=days)))
    return periods


def _leave(month: Month, open_periods: list[Period], dice: Dice) -> None:
    """Close so many of the open periods in the month as the schedule says."""
    for table, count in ((_LEAVES_AT_18, month.at_18), (_LEAVES_EARLY, month.ceased - month.at_18)):
        weights = {period: _weight(table, years_between(period.start, month.first)) for period in open_periods}
        for period in dice.sample(weights, count):
            period.end = dice.day(month.first, month.last)
            period.at_18 = table is _LEAVES_AT_18
            open_periods.remove(period)


def make_periods() -> list[Period]:
    """Every period of care that touches the return years, without the children in them yet."""
    dice = Dice("periods")
    periods = _opening(dice)
    open_periods = list(periods)
    for month in months():
        _leave(month, open_periods, dice)
        for _ in range(month.started):
            period = Period(len(periods), dice.day(month.first, month.last))
            periods.append(period)
            open_periods.append(period)
    return periods
