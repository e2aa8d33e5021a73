"""The data-quality page: open problems by rule, rows set aside, freshness and coverage of each kind."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import Kind, all_kinds
from sufficiency.extracts.models import LoadProblem
from sufficiency.extracts.quality import (
    Waiting,
    coverage,
    files_with_rows_set_aside,
    problems_that_count,
    set_aside_by_kind,
)


@dataclass(frozen=True)
class Rule:
    """A rule that rows break: what its message says of the first of them, and how many there are."""

    code: str
    severity: str
    column: str
    example: str
    count: int


@dataclass(frozen=True)
class Freshness:
    """How far one kind of file goes, and for each year of the page its rows; None where it is not loaded."""

    kind: Kind
    year: int
    reaches: date
    loaded_at: datetime
    by: str
    rows: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class Quality:
    """All the page shows besides the rows of a rule."""

    rules: tuple[Rule, ...]
    set_aside: int
    files: tuple[Waiting, ...]
    years: tuple[int, ...]
    fresh: tuple[Freshness, ...]
    missing: tuple[Kind, ...]


def quality_of(authority: Authority) -> Quality:
    """The quality of what counts of an authority."""
    covered = coverage(authority)
    years = sorted({year for each in covered.values() for year in each.by_year})
    span = tuple(range(years[0], years[-1] + 1)) if years else ()
    kinds = [kind for kind in all_kinds() if not kind.is_published]
    fresh = []
    for kind in kinds:
        if kind.slug in covered:
            latest = covered[kind.slug].latest
            load, rows = latest.load, tuple((year, covered[kind.slug].rows(year)) for year in span)
            when = load.finished_at or load.started_at
            fresh.append(Freshness(kind, max(covered[kind.slug].by_year), load.reaches, when, load.by, rows))
    return Quality(
        rules=rules_of(problems_that_count(authority)),
        set_aside=sum(set_aside_by_kind(authority).values()),
        files=tuple(files_with_rows_set_aside(authority)),
        years=span,
        fresh=tuple(fresh),
        missing=tuple(kind for kind in kinds if kind.slug not in covered),
    )


def rules_of(problems: QuerySet[LoadProblem]) -> tuple[Rule, ...]:
    """Rules with rows that break them, errors first, the most frequent before the others."""
    broken = (
        problems.order_by()
        .values("code", "severity")
        .annotate(count=Count("pk"), first=Min("pk"))
        .order_by("severity", "-count", "code")
    )
    firsts = LoadProblem.objects.in_bulk([rule["first"] for rule in broken])
    return tuple(
        Rule(rule["code"], rule["severity"], first.column, first.message, rule["count"])
        for rule in broken
        for first in [firsts[rule["first"]]]
    )


def rows_of_rule(authority: Authority, rule: str) -> QuerySet[LoadProblem]:
    """The open problems of a rule; of all rules when it is blank."""
    problems = problems_that_count(authority).select_related("file")
    return (problems.filter(code=rule) if rule else problems).order_by("severity", "-file__year", "file", "line", "pk")
