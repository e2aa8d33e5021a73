"""The weekly report on unregulated and unregistered placements, at any date: pure reads of its two registers.

A case is open from the day it was opened on, up to and not including the day on which it ended. What was done after
the date of the report counts as not done yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Subquery

from sufficiency.core.dates import age_on, return_year, years_back
from sufficiency.core.models import Authority

from .models import Child, EpisodeSpan, UnregulatedCase, UnregulatedEvent
from .without_case import UNREGULATED_PLACES, WithoutCase, placements_without_case

WEEK = timedelta(days=7)
ADULT, YOUNGEST = 18, 16  # nobody under 16 should live in such a placement
WEEKS = 52
AGE_UNKNOWN = "Age not known"
AGES = ("Under 16", "Aged 16", "17 and over", AGE_UNKNOWN)
# Days in the placement: label, and the most that the band holds (None: no bound).
BANDS = (("Up to 4 weeks", 28), ("5 to 12 weeks", 84), ("13 to 26 weeks", 182), ("Over 26 weeks", None))


def year_end(day: date) -> date:
    """The 31 March that ends the reporting year of a day."""
    return date(return_year(day), 3, 31)


@dataclass(frozen=True)
class CaseLine:
    """A case as the report of a day shows it.

    ``is_known`` says whether any return holds the child; ``span`` is where the child lives, None when not in care.
    """

    case: UnregulatedCase
    day: date
    is_known: bool
    born: date | None
    span: EpisodeSpan | None
    events: tuple[UnregulatedEvent, ...]

    @property
    def days(self) -> int:
        """Days in the placement so far, or until it ended."""
        until = self.case.ended_on if self.is_ended else None
        return ((until or self.day) - self.case.opened_on).days

    @property
    def is_ended(self) -> bool:
        return self.case.ended_on is not None and self.case.ended_on <= self.day

    @property
    def age(self) -> int | None:
        return age_on(self.day, self.born) if self.born else None

    def age_group_on(self, day: date) -> str:
        """One of AGES."""
        if self.born is None:
            return AGE_UNKNOWN
        age = age_on(day, self.born)
        return AGES[0] if age < YOUNGEST else AGES[1] if age == YOUNGEST else AGES[2]

    @property
    def is_under_16(self) -> bool:
        return self.age is not None and self.age < YOUNGEST

    @property
    def is_18_by_year_end(self) -> bool:
        """Whether the child will be 18 by the end of the reporting year."""
        return self.born is not None and age_on(year_end(self.day), self.born) >= ADULT

    @property
    def turns_18(self) -> date | None:
        """A day of the month of the child's 18th birthday."""
        return date(self.born.year + ADULT, self.born.month, 1) if self.born else None

    @property
    def has_moved_on(self) -> bool:
        """Whether the returns know the child and say that an unregulated placement is over though the case is open."""
        is_there = self.span is not None and self.span.place in UNREGULATED_PLACES
        is_unregulated = self.case.kind == UnregulatedCase.Kind.UNREGULATED
        return self.is_known and is_unregulated and not self.is_ended and not is_there

    @property
    def has_advocate(self) -> bool:
        """Whether an advocate was offered by the day of the report."""
        offered = self.case.advocate_offered
        return offered is not None and offered <= self.day

    @property
    def last_visit(self) -> date | None:
        """The day of the last visit done by the day of the report."""
        done = (event.done_on for event in self.events if event.kind == UnregulatedEvent.Kind.VISIT)
        return max((day for day in done if day is not None and day <= self.day), default=None)

    @property
    def due(self) -> list[UnregulatedEvent]:
        """Visits and meetings not done by the day of the report and due within a week of it, or overdue."""
        return [
            event
            for event in self.events
            if event.kind != UnregulatedEvent.Kind.EVENT
            and event.due_on <= self.day + WEEK
            and (event.done_on is None or event.done_on > self.day)
        ]

    @property
    def overdue(self) -> list[UnregulatedEvent]:
        return [event for event in self.due if event.due_on < self.day]

    @property
    def happened(self) -> list[UnregulatedEvent]:
        """Significant events since last week."""
        since = self.day - WEEK
        return [e for e in self.events if e.kind == UnregulatedEvent.Kind.EVENT and since < e.due_on <= self.day]


@dataclass(frozen=True)
class Report:
    """The weekly report of a day. ``lines`` are the cases that were open on any day of the year to it."""

    day: date
    lines: tuple[CaseLine, ...]
    without_case: tuple[WithoutCase, ...]

    @property
    def last_week(self) -> date:
        """The day of the report before."""
        return self.day - WEEK

    @property
    def year_end(self) -> date:
        return year_end(self.day)

    @property
    def next_week(self) -> date:
        """The day of the next report."""
        return self.day + WEEK

    @cached_property
    def current(self) -> list[CaseLine]:
        """Open cases, the longest first."""
        return sorted((line for line in self.lines if not line.is_ended), key=lambda line: line.case.opened_on)

    @property
    def unregulated(self) -> int:
        return sum(line.case.kind == UnregulatedCase.Kind.UNREGULATED for line in self.current)

    @property
    def unregistered(self) -> int:
        return len(self.current) - self.unregulated

    @property
    def under_16(self) -> list[CaseLine]:
        return [line for line in self.current if line.is_under_16]

    @property
    def out_of_area(self) -> int:
        return sum(line.span is not None and line.span.in_area is False for line in self.current)

    @property
    def children_in_year(self) -> int:
        """The rolling total: children with a case that was open on any day of the year to the day."""
        return len({line.case.child for line in self.lines})

    @property
    def started_in_year(self) -> int:
        since = years_back(self.day, 1)
        return sum(line.case.opened_on > since for line in self.lines)

    @property
    def started(self) -> list[CaseLine]:
        """Since last week."""
        return [line for line in self.lines if line.case.opened_on > self.last_week]

    @property
    def ended(self) -> list[CaseLine]:
        """Since last week."""
        return [line for line in self.lines if line.is_ended and (line.case.ended_on or self.day) > self.last_week]

    @property
    def turning_18(self) -> list[CaseLine]:
        """Open cases of those who will be 18 by the end of the reporting year."""
        soon = [line for line in self.current if line.is_18_by_year_end]
        return sorted(soon, key=lambda line: line.born or self.day)

    @property
    def without_advocate(self) -> int:
        return sum(not line.has_advocate for line in self.current)

    @property
    def without_exit_plan(self) -> int:
        return sum(not line.case.exit_plan for line in self.current)

    @property
    def overdue(self) -> int:
        return sum(len(line.overdue) for line in self.current)

    @property
    def due_soon(self) -> int:
        """Visits and meetings due within a week that are not overdue."""
        return len(self.due) - self.overdue

    @property
    def due(self) -> list[tuple[CaseLine, UnregulatedEvent]]:
        """Visits and meetings overdue or due within a week, in the order of their dates."""
        every = [(line, event) for line in self.current for event in line.due]
        return sorted(every, key=lambda pair: (pair[1].due_on, pair[0].case.child))

    @property
    def happened(self) -> list[tuple[CaseLine, UnregulatedEvent]]:
        """Significant events since last week."""
        return [(line, event) for line in self.lines for event in line.happened]

    @property
    def durations(self) -> list[tuple[str, int]]:
        """How many of the open cases have lasted how long."""
        counts = [0] * len(BANDS)
        for line in self.current:
            counts[next(n for n, (_, most) in enumerate(BANDS) if most is None or line.days <= most)] += 1
        return [(label, count) for (label, _), count in zip(BANDS, counts, strict=True)]

    @property
    def weeks(self) -> list[tuple[date, dict[str, int]]]:
        """How many cases were open on the day and on the same weekday of each week of the year before it, by age then.

        The earliest week first; every age in every week.
        """
        days = [self.day - WEEK * back for back in reversed(range(WEEKS + 1))]
        return [(day, self._ages_on(day)) for day in days]

    def _ages_on(self, day: date) -> dict[str, int]:
        counts = dict.fromkeys(AGES, 0)
        for line in self.lines:
            case = line.case
            if case.opened_on <= day and (case.ended_on is None or case.ended_on > day):
                counts[line.age_group_on(day)] += 1
        return counts

    @property
    def moved_on(self) -> list[CaseLine]:
        return [line for line in self.current if line.has_moved_on]


def weekly_report(authority: Authority, day: date) -> Report:
    """The report of a day, in a constant number of queries."""
    since = years_back(day, 1) + timedelta(days=1)
    child = Child.objects.for_authority(authority).filter(identifier=OuterRef("child"))
    cases = list(
        UnregulatedCase.objects.filter(opened_on__lte=day, authority=authority)
        .filter(Q(ended_on=None) | Q(ended_on__gt=since))
        .annotate(is_known=Exists(child), born=Subquery(child.values("date_of_birth")[:1]))
        .order_by("opened_on", "child")
    )
    children = {case.child for case in cases}
    spans = _spans(authority, day, children)
    events = _events(authority, day, children)
    lines = (
        CaseLine(
            case,
            day,
            case.is_known,
            case.born,
            spans.get(case.child),
            tuple(events.get((case.child, case.opened_on), ())),
        )
        for case in cases
    )
    return Report(day, tuple(lines), tuple(placements_without_case(authority, day)))


def _spans(authority: Authority, day: date, children: Iterable[str]) -> dict[str, EpisodeSpan]:
    """Where children live on a day."""
    found = EpisodeSpan.objects.for_authority(authority).in_care_on(day).filter(child__identifier__in=children)
    return {span.child.identifier: span for span in found.select_related("child")}


def _events(authority: Authority, day: date, children: Iterable[str]) -> dict[tuple[str, date], list[UnregulatedEvent]]:
    """What is done in the cases of children, and due within a week of a day, by case and date."""
    found: dict[tuple[str, date], list[UnregulatedEvent]] = {}
    for event in UnregulatedEvent.objects.filter(
        authority=authority, child__in=children, due_on__lte=day + WEEK
    ).order_by("due_on", "kind"):
        found.setdefault((event.child, event.opened_on), []).append(event)
    return found
