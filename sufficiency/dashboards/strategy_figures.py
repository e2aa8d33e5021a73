"""What the figures that a strategy names come to: evaluated once for a whole page, as its reader may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import Shown, day_for, present_series
from sufficiency.measures.registry import all_measures

from .as_at import AsAt


@dataclass(frozen=True)
class Known:
    """The measures by slug, and what they show on each day asked for that the returns speak for."""

    measures: dict[str, Measure]
    shown: dict[str, dict[date, Shown]]
    first: date | None  # the first day that the returns speak for
    reach: date | None  # the last one

    def on(self, slug: str, day: date) -> Shown | None:
        """What a measure shows; None on a day that was not asked for or cannot be answered."""
        return self.shown.get(slug, {}).get(day)

    def reached(self, slug: str, day: date) -> Shown | None:
        """The same, and None too on a day beyond the returns, of which only what was known before could be shown."""
        return self.on(slug, day) if self.reach and day <= self.reach else None

    def could_tell(self, slug: str, day: date) -> bool:
        """Whether there is such a measure, and the returns speak for the day."""
        if self.first is None or self.reach is None:
            return False
        return slug in self.measures and self.first <= day <= self.reach

    def title(self, slug: str) -> str:
        """What people call a measure; its name while the tracker has none of that name."""
        return self.measures[slug].title if slug in self.measures else slug


def known(reader: Reader, as_at: AsAt, slugs: Iterable[str], days: Collection[date]) -> Known:
    """The figures of measures, by slug, on those of the days that lie within the loaded returns.

    The day of the page counts as within, as on every page: later ones show what was known then. Where the reader is
    answered for month-ends, a day in between shows the figure of the month-end before it.
    """
    measures = {measure.slug: measure for measure in all_measures()}
    wanted = [measures[slug] for slug in sorted(set(slugs)) if slug in measures]
    answered = {day: day_for(reader, day) for day in days if answers(as_at, day)}
    asked = sorted({day for day in answered.values() if answers(as_at, day)})
    results = evaluate(wanted, reader.authority, asked) if wanted and asked else {}
    found = {slug: present_series(series, reader) for slug, series in results.items()}
    shown = {slug: {day: by[on] for day, on in answered.items() if on in by} for slug, by in found.items()}
    return Known(measures, shown, as_at.first, as_at.last)


def answers(as_at: AsAt, day: date) -> bool:
    """Whether the returns say anything about a day, as the page speaks of it."""
    if as_at.first is None or as_at.last is None or as_at.day is None or day < as_at.first:
        return False
    return day <= as_at.last or day == as_at.day
