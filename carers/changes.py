"""Households that were approved and that ended, and allegations, in a span of time: pure reads of the registers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from placements.entries import entries_of
from sufficiency.core.models import Authority

from .models import Allegation, Household

NO_REASON = ""


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def contains(self) -> tuple[date, date]:
        """The bounds, as a query takes them."""
        return self.first, self.last


def year_to(day: date) -> Span:
    """From 1 April to the day."""
    return Span(date(day.year - ((day.month, day.day) < (4, 1)), 4, 1), day)


def year_before(span: Span) -> Span:
    """The whole year to 31 March before one that began on 1 April."""
    return Span(span.first.replace(year=span.first.year - 1), span.first.replace(month=3, day=31))


@dataclass(frozen=True)
class Changes:
    """Households newly approved, by kind, and those whose approval ended, by kind and reason (blank: not given)."""

    span: Span
    approved: Mapping[str, int]
    ended: Mapping[tuple[str, str], int]

    @property
    def all_approved(self) -> int:
        return sum(self.approved.values())

    @property
    def all_ended(self) -> int:
        return sum(self.ended.values())

    def ended_of(self, *, kind: str = "", reason: str | None = None) -> int:
        """How many ended of a kind (blank: any), for a reason (None: any)."""
        return sum(
            number for (of_kind, why), number in self.ended.items() if kind in ("", of_kind) and reason in (None, why)
        )


def changes_in(authority: Authority, span: Span) -> Changes:
    """What changed in a span of time, in two queries."""
    households = entries_of(Household, authority).order_by()
    approved = households.filter(approved_from__range=span.contains).values("kind").annotate(number=Count("pk"))
    ended = households.filter(approved_to__range=span.contains).values("kind", "reason_ended")
    return Changes(
        span,
        {row["kind"]: row["number"] for row in approved},
        {(row["kind"], row["reason_ended"]): row["number"] for row in ended.annotate(number=Count("pk"))},
    )


@dataclass(frozen=True)
class Allegations:
    """Allegations made in a span of time, by their outcome as it was known on its last day."""

    span: Span
    substantiated: int
    not_substantiated: int
    on_going: int

    @property
    def made(self) -> int:
        return self.substantiated + self.not_substantiated + self.on_going


def allegations_in(authority: Authority, span: Span, *, known_on: date | None = None) -> Allegations:
    """Those made in a span, with their outcomes as known on a day: its last unless another is given. One query."""
    known = known_on or span.last
    found = entries_of(Allegation, authority).order_by().filter(made_on__range=span.contains)
    by_outcome = Counter(
        outcome if concluded is None or concluded <= known else Allegation.Outcome.ON_GOING
        for outcome, concluded in found.values_list("outcome", "concluded_on")
    )
    return Allegations(
        span,
        by_outcome[Allegation.Outcome.SUBSTANTIATED],
        by_outcome[Allegation.Outcome.NOT_SUBSTANTIATED],
        by_outcome[Allegation.Outcome.ON_GOING],
    )


def is_open(day: date) -> Q:
    """The condition for allegations that are not concluded by a day."""
    return Q(outcome=Allegation.Outcome.ON_GOING) | Q(concluded_on__gt=day)


def open_allegations(authority: Authority, day: date) -> int:
    """Allegations made by a day and not concluded by it, whenever they were made. One query."""
    return entries_of(Allegation, authority).filter(is_open(day), made_on__lte=day).count()
