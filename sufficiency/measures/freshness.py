"""Which extracts feed a measure, and how fresh they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sufficiency.core.measure import Measure
from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.quality import Latest, latest_by_kind


@dataclass(frozen=True)
class Feed:
    """A kind of file that feeds measures: which of it was loaded last, when, and how far it reaches; None if none."""

    title: str
    year: int | None
    reaches: date | None
    loaded_at: datetime | None


def fed_by(measure: Measure) -> tuple[str, ...]:
    """Slugs of the kinds of file, those of registers included, whose rows could move a measure; in a fixed order."""
    return tuple(sorted({*measure.kinds, *measure.needs}))


def freshness_of(measure: Measure, authority: Authority) -> tuple[Feed, ...]:
    """What is loaded of each kind that feeds a measure. One query."""
    return feeds_of([measure], authority)


def feeds_of(measures: Iterable[Measure], authority: Authority) -> tuple[Feed, ...]:
    """What is loaded of each kind that feeds any of the measures, each kind once. One query."""
    latest = latest_by_kind(authority)
    kinds = sorted({slug for measure in measures for slug in fed_by(measure)})
    return tuple(_feed(slug, latest.get(slug)) for slug in kinds)


def _feed(slug: str, latest: Latest | None) -> Feed:
    title = kind_named(slug).title
    if latest is None:
        return Feed(title, None, None, None)
    return Feed(title, latest.year, latest.reaches, latest.loaded_at)
