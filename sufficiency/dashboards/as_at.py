"""The day a page speaks for: asked for in the address, or the default, and how far the returns go."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure
from sufficiency.extracts.quality import set_aside_by_kind
from sufficiency.measures.reading import default_as_at, demo_loaded, first_day, last_day

from .forms import AsAtForm


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


def as_at_of(request: HttpRequest, reader: Reader) -> AsAt:
    """From the address; a date that cannot be read gives the default, with the fault in the form."""
    asked = AsAtForm(request.GET) if "as-at" in request.GET else None
    day = (asked.day if asked else None) or default_as_at(reader.authority)
    form = asked or AsAtForm(initial={"as-at": day})
    left_out = set_aside_by_kind(reader.authority)
    return AsAt(form, day, first_day(reader.authority), last_day(reader.authority), left_out)


def register_day_of(request: HttpRequest, reader: Reader) -> tuple[AsAt, date]:
    """The day of a page that rests on registers alone: today, however far the returns go, unless the address asks.

    In the demo, whose registers end with its returns, the last day of those.
    """
    asked = AsAtForm(request.GET) if "as-at" in request.GET else None
    today = timezone.localdate()
    day = (asked.day if asked else None) or (demo_loaded() and default_as_at(reader.authority)) or today
    return AsAt(asked or AsAtForm(initial={"as-at": day}), day, None, None, {}), day
