"""The day a page speaks for: asked for in the address, or the default, and how far the returns go."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from sufficiency.core.access import Reader
from sufficiency.core.dates import quarter_end_before
from sufficiency.core.measure import Measure
from sufficiency.extracts.models import LoadFile
from sufficiency.extracts.quality import files_that_count, set_aside_by_kind
from sufficiency.measures.present import day_for
from sufficiency.measures.reading import default_as_at, demo_loaded, reach_of

from .forms import AsAtForm, ComparedForm


@dataclass(frozen=True)
class AsAt:
    """``day`` is None when nothing is loaded; ``first`` and ``last`` are the days the returns speak for.

    ``left_out`` counts, by kind of file, the rows that were set aside when the returns were loaded.
    """

    form: AsAtForm
    day: date | None
    first: date | None
    last: date | None
    left_out: dict[str, int]
    asked: date | None = None  # the day asked for, where the reader is answered for the month-end before it
    files: tuple[LoadFile, ...] | None = None  # those that count, where they were asked for

    @property
    def set_aside(self) -> int:
        """All rows that are set aside."""
        return sum(self.left_out.values())

    def could_move(self, measure: Measure) -> int:
        """Rows set aside of the kinds that a measure follows from."""
        return sum(rows for kind, rows in self.left_out.items() if kind in measure.kinds)

    @property
    def before_first(self) -> bool:
        """Whether the day is earlier than anything loaded."""
        return self.day is not None and self.first is not None and self.day < self.first

    @property
    def after_last(self) -> bool:
        """Whether the day is later than anything loaded speaks for."""
        return self.day is not None and self.last is not None and self.day > self.last


def as_at_of(request: HttpRequest, reader: Reader, default: date | None = None) -> AsAt:
    """From the address; a date that cannot be read gives the default, with the fault in the form.

    ``default`` is for pages that rest on something else besides the returns: the earlier of the two days is taken.
    Whoever may not see children is answered for a month-end (docs/small-numbers.md).
    """
    asked = AsAtForm(request.GET) if "as-at" in request.GET else None
    reach = reach_of(reader.authority)
    usual = min(filter(None, (default, reach.usual)), default=None)
    wanted = (asked.day if asked else None) or usual
    day = day_for(reader, wanted) if wanted else None
    form = asked or AsAtForm(initial={"as-at": day})
    files = files_that_count(reader.authority)
    left_out = set_aside_by_kind(reader.authority, files)
    instead_of = wanted if wanted != day else None
    return AsAt(form, day, reach.first, reach.last, left_out, instead_of, files)


def compared_of(request: HttpRequest, as_at: AsAt) -> ComparedForm:
    """The day to compare with, from the address: by default the end of the quarter before."""
    usual = quarter_end_before(as_at.day) if as_at.day else None
    return ComparedForm(request.GET, day=as_at.day, usual=usual, first=as_at.first)


def register_day_of(request: HttpRequest, reader: Reader) -> tuple[AsAt, date]:
    """The day of a page that rests on registers alone: today, however far the returns go, unless the address asks.

    In the demo, whose registers end with its returns, the last day of those.
    """
    asked = AsAtForm(request.GET) if "as-at" in request.GET else None
    today = timezone.localdate()
    day = (asked.day if asked else None) or (demo_loaded() and default_as_at(reader.authority)) or today
    return AsAt(asked or AsAtForm(initial={"as-at": day}), day, None, None, {}), day
