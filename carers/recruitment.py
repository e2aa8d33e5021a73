"""How people who ask about fostering become carers: pure reads of the register of applications, in one query."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import median

from django.db.models import Q

from placements.entries import entries_of
from sufficiency.core.dates import months_back
from sufficiency.core.models import Authority

from .models import Application

STEPS = (
    ("Enquiry", "enquired_on"),
    ("Visit", "visited_on"),
    ("Application", "applied_on"),
    ("Assessment", "assessed_from"),
    ("Panel", "panel_on"),
)
LAST, APPROVED = len(STEPS), "Approved"
TITLES = (*(title for title, _ in STEPS), APPROVED)


@dataclass(frozen=True)
class Course:
    """How far an application came by a day: the days of its steps, None where not taken or not known."""

    days: tuple[date | None, ...]  # of STEPS, then of the approval
    ended: str  # an outcome; blank while it goes on, or when it ended without one
    ended_on: date | None

    @property
    def furthest(self) -> int:
        """The last step taken, 0 for the enquiry: who took it took those before, though their days may be unknown."""
        return max(number for number, day in enumerate(self.days) if day)

    def days_to(self, step: int) -> int | None:
        """Days from the step before; None when the day of either is not known."""
        before, then = self.days[step - 1], self.days[step]
        return (then - before).days if before and then else None


@dataclass(frozen=True)
class Step:
    """A step of the funnel.

    ``now`` are at this step on the day; ``reached`` are those of the year's enquiries that came as far;
    ``share`` is ``reached`` of those who came to the step before, None when nobody did.
    ``days`` is the median from the step before, of ``timed`` applications that took the step in the year.
    """

    title: str
    now: int
    reached: int
    share: Fraction | None
    days: Fraction | None
    timed: int


@dataclass(frozen=True)
class Funnel:
    """Recruitment in the twelve months up to a day.

    ``outcomes`` counts what was decided in them; ``days_to_approval`` is the median from the enquiry, None when
    nobody was approved. ``recent`` and ``year_earlier`` are the enquiries of the last two months and of the same two
    a year before; ``sources`` those of the year by what brought them.
    """

    since: date  # the last day before the year
    day: date
    steps: tuple[Step, ...]
    outcomes: Mapping[str, int]
    days_to_approval: Fraction | None
    recent: int
    year_earlier: int
    recent_since: date
    sources: tuple[tuple[str, int], ...]

    @property
    def enquiries(self) -> int:
        return self.steps[0].reached

    @property
    def under_way(self) -> int:
        """Applications that go on, at whatever step."""
        return sum(step.now for step in self.steps)


def funnel_on(authority: Authority, day: date, *, kind: str = "") -> Funnel:
    """The funnel on a day, of one kind of household or (blank) of all."""
    since, earlier = months_back(day, 12), months_back(day, 14)
    may_count = Q(decided_on=None) | Q(decided_on__gt=since) | Q(enquired_on__gt=earlier)
    found = entries_of(Application, authority).filter(may_count, enquired_on__lte=day)
    if kind:
        found = found.filter(kind=kind)
    fields = (*(field for _, field in STEPS), "decided_on", "outcome", "source")
    rows = list(found.order_by().values_list(*fields))
    courses = [_course(row[:LAST], row[LAST], row[LAST + 1], day) for row in rows]
    cohort = [course for course in courses if _enquired(course) > since]
    ended = [course for course in courses if course.ended_on and course.ended_on > since]
    recent_since = months_back(day, 2)
    sources = Counter(row[-1] for row, course in zip(rows, courses, strict=True) if _enquired(course) > since)
    return Funnel(
        since=since,
        day=day,
        steps=tuple(_steps(courses, cohort, since)),
        outcomes=Counter(course.ended for course in ended),
        days_to_approval=_middle(
            (course.ended_on - _enquired(course)).days
            for course in ended
            if course.ended_on and course.ended == Application.Outcome.APPROVED
        ),
        recent=sum(_enquired(course) > recent_since for course in courses),
        year_earlier=sum(earlier < _enquired(course) <= since for course in courses),
        recent_since=recent_since,
        sources=tuple(sources.most_common()),
    )


def _course(days: tuple[date | None, ...], decided: date | None, outcome: str, day: date) -> Course:
    """What was known of an application on a day."""
    ended_on = decided if decided and decided <= day else None
    ended = outcome if ended_on else ""
    approved = ended_on if ended == Application.Outcome.APPROVED else None
    return Course((*(each if each and each <= day else None for each in days), approved), ended, ended_on)


def _enquired(course: Course) -> date:
    """Every application has the day of its enquiry, and none is read whose enquiry is to come."""
    return course.days[0] or date.min


def _steps(courses: list[Course], cohort: list[Course], since: date) -> Iterable[Step]:
    now = Counter(course.furthest for course in courses if course.ended_on is None)
    reached = [sum(course.furthest >= number for course in cohort) for number in range(len(TITLES))]
    shares = (None, *(Fraction(there, before) if before else None for before, there in pairwise(reached)))
    for number, title in enumerate(TITLES):
        taken = [course for course in courses if number and (course.days[number] or date.min) > since]
        days = [waited for course in taken if (waited := course.days_to(number)) is not None]
        yield Step(title, now[number], reached[number], shares[number], _middle(days), len(days))


def _middle(numbers: Iterable[int]) -> Fraction | None:
    """The median; None of nothing."""
    held = [Fraction(number) for number in numbers]
    return median(held) if held else None
