"""The strategy's own forecast of how many will be in care: those there are, less who leaves, and who may come.

Opening - turning 18 - other exits + entries at most = closing, a range because other exits are one. The strategy of
2020: 476 - 82 - 40 to 50 + 90 = 434 to 444 on 31 March 2022, with the 440 of its trajectory inside.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q

from placements.measures import CHILDREN_IN_CARE
from placements.models import EpisodeSpan
from sufficiency.core.dates import years_back
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate

from .models import Assumption, TrajectoryPoint
from .trajectories import aimed_at

ADULT = 18


@dataclass(frozen=True)
class Flow:
    """Children in care from an opening to a closing day."""

    opening: int
    turning_18: int
    exits_low: int
    exits_high: int
    entries: int

    @property
    def lowest(self) -> int:
        """The closing number when the most leave."""
        return self.opening - self.turning_18 - self.exits_high + self.entries

    @property
    def highest(self) -> int:
        """The closing number when the fewest leave."""
        return self.opening - self.turning_18 - self.exits_low + self.entries

    @property
    def midpoint(self) -> Fraction:
        return Fraction(self.lowest + self.highest, 2)

    def holds(self, aim: Fraction) -> bool:
        """Whether a number aimed at lies inside the closing range."""
        return self.lowest <= aim <= self.highest


@dataclass(frozen=True)
class Birthdays:
    """Children in care on a day who turn 18 by another, and those whose date of birth is not known."""

    turning_18: int
    unknown: int


def birthdays(authority: Authority, day: date, until: date) -> Birthdays:
    """Of the children in care on ``day`` those whose 18th birthday is after it and on or before ``until``. One query.

    Who is in care at 18 already, which the data should not have, is not counted. Somebody born on 29 February
    has their birthday on 1 March in other years.
    """
    born = "child__date_of_birth"
    turning = Q(**{f"{born}__gt": years_back(day, ADULT), f"{born}__lte": years_back(until, ADULT)})
    found = (
        EpisodeSpan.objects.for_authority(authority)
        .in_care_on(day)
        .aggregate(turning=Count("pk", filter=turning), unknown=Count("pk", filter=Q(**{f"{born}__isnull": True})))
    )
    return Birthdays(found["turning"], found["unknown"])


@dataclass(frozen=True)
class Asked:
    """What a reader would have otherwise; None leaves it as it is."""

    until: date | None = None
    exits_low: int | None = None
    exits_high: int | None = None
    entries: int | None = None
    turning_18: int | None = None


@dataclass(frozen=True)
class Forecast:
    """The flow from a day until another, by the birthdays that are known.

    ``stated`` is the flow with the number turning 18 that the strategy itself states, None when it states none of
    these two days; ``aim`` the trajectory's number at the closing day, ``aim_now`` at the opening one.
    """

    day: date
    until: date
    opening: Result
    birthdays: Birthdays
    flow: Flow
    stated: Flow | None
    aim: Fraction | None
    aim_now: Fraction | None
    assumption: Assumption | None

    @property
    def is_of_another_day(self) -> bool:
        """Whether the assumptions were made for an opening on another day."""
        return self.assumption is not None and self.assumption.begins_on != self.day


def assumption_for(authority: Authority, day: date) -> Assumption | None:
    """The assumptions of the adopted strategy whose span holds a day; of several the one begun last."""
    holding = Assumption.objects.for_authority(authority).filter(begins_on__lte=day, ends_on__gt=day)
    found: Assumption | None = holding.order_by("begins_on", "strategy").last()
    return found


@dataclass(frozen=True)
class Terms:
    """What a forecast takes for granted: until when, how many others leave, and how many come at most."""

    until: date
    exits_low: int
    exits_high: int
    entries: int

    def flow(self, opening: int, turning_18: int) -> Flow:
        """The flow from an opening number."""
        return Flow(opening, turning_18, self.exits_low, self.exits_high, self.entries)


def terms_of(assumption: Assumption | None, asked: Asked) -> Terms | None:
    """The strategy's terms as a reader would have them; None while neither says enough."""
    until = asked.until or (assumption.ends_on if assumption else None)
    low = _first(asked.exits_low, assumption.exits_low if assumption else None)
    high = _first(asked.exits_high, assumption.exits_high if assumption else None)
    entries = _first(asked.entries, assumption.entries_cap if assumption else None)
    if until is None or low is None or high is None or entries is None:
        return None
    return Terms(until, low, high, entries)


def _first(wanted: int | None, stated: int | None) -> int | None:
    return stated if wanted is None else wanted


def stated_turning_18(assumption: Assumption | None, day: date, until: date) -> int | None:
    """How many turn 18 as the strategy states it: it speaks of its own span alone."""
    if assumption is None or (assumption.begins_on, assumption.ends_on) != (day, until):
        return None
    return assumption.turning_18


def forecast_from(authority: Authority, day: date, asked: Asked) -> Forecast | None:
    """The forecast from a day; None while neither a strategy nor the reader says enough to work it out.

    Three queries besides those of the number in care.
    """
    assumption = assumption_for(authority, day)
    terms = terms_of(assumption, asked)
    if terms is None:
        return None
    opening = evaluate([CHILDREN_IN_CARE], authority, [day])[CHILDREN_IN_CARE.slug][0]
    in_care = int(opening.numerator or 0)
    known = birthdays(authority, day, terms.until)
    stated = stated_turning_18(assumption, day, terms.until)
    points = list(TrajectoryPoint.objects.for_authority(authority))
    return Forecast(
        day=day,
        until=terms.until,
        opening=opening,
        birthdays=known,
        flow=terms.flow(in_care, known.turning_18 if asked.turning_18 is None else asked.turning_18),
        stated=None if stated is None else terms.flow(in_care, stated),
        aim=aimed_at(points, CHILDREN_IN_CARE.slug, terms.until),
        aim_now=aimed_at(points, CHILDREN_IN_CARE.slug, day),
        assumption=assumption,
    )
