"""Which extracts feed a measure, and how fresh they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Value

from sufficiency.core.measure import Measure
from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import LoadFile
from sufficiency.extracts.quality import Coverage, coverage
from sufficiency.registers.register import Register, all_registers


@dataclass(frozen=True)
class Feed:
    """A kind of file that feeds measures: which of it was loaded last, when, and how far it reaches; None if none."""

    slug: str
    title: str
    year: int | None
    reaches: date | None
    loaded_at: datetime | None


def fed_by(measure: Measure) -> tuple[str, ...]:
    """Slugs of the kinds of file, those of registers included, whose rows could move a measure; in a fixed order."""
    return tuple(sorted({*measure.kinds, *measure.needs}))


def feeds_of(
    measures: Iterable[Measure], authority: Authority, files: Iterable[LoadFile] | None = None
) -> tuple[Feed, ...]:
    """What is loaded of each kind that feeds any of the measures, each kind once. One query, or none where the
    ``files`` that count are at hand."""
    covered = coverage(authority, files)
    kinds = sorted({slug for measure in measures for slug in fed_by(measure)})
    return tuple(_feed(slug, covered.get(slug)) for slug in kinds)


@dataclass(frozen=True)
class Behind:
    """Registers of which nothing was heard after a day: what they say of later days is what was known then."""

    titles: tuple[str, ...]
    until: date

    @property
    def said(self) -> str:
        """The titles one after the other: ``Care leavers, pathway plans and visits``."""
        first, *others = self.titles
        small = [title if title.startswith("Ofsted") else f"{title[:1].lower()}{title[1:]}" for title in others]
        *head, last = [first, *small]
        return f"{', '.join(head)} and {last}" if head else last


def behind(feeds: Iterable[Feed], authority: Authority, day: date | None) -> tuple[Behind, ...]:
    """The registers among feeds whose latest file ends before ``day`` and in which nobody has changed anything since.

    By the day they end on, the earliest first. No query where there is none; otherwise one.
    """
    registers = {register.slug: register for register in all_registers()}
    late = {feed: registers[feed.slug] for feed in feeds if feed.slug in registers and _ends_before(feed, day)}
    changed = _changed_by_hand(late.values(), authority) if late else {}
    ends: dict[date, list[str]] = defaultdict(list)
    for feed, register in late.items():
        until = max(filter(None, (feed.reaches, changed.get(feed.slug))))
        if day and until < day:
            ends[until].append(register.title)
    return tuple(Behind(tuple(titles), until) for until, titles in sorted(ends.items()))


def _ends_before(feed: Feed, day: date | None) -> bool:
    return day is not None and feed.reaches is not None and feed.reaches < day


def _changed_by_hand(registers: Iterable[Register], authority: Authority) -> dict[str, date]:
    """The day of the latest change on a page, by slug. One query."""
    first, *others = (
        register.history._default_manager.filter(authority=authority, by_hand=True)
        .order_by()
        .values(slug=Value(register.slug))
        .annotate(latest=Max("history_date"))
        .values_list("slug", "latest")
        for register in registers
    )
    return {slug: latest.date() for slug, latest in first.union(*others) if latest}


def _feed(slug: str, covered: Coverage | None) -> Feed:
    title = kind_named(slug).title
    if covered is None:
        return Feed(slug, title, None, None, None)
    load = covered.latest.load
    return Feed(slug, title, max(covered.by_year), load.reaches, load.finished_at or load.started_at)
