"""Which day a reader looks at, and how far what is loaded reaches."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from placements.derivation import EPISODES_KIND
from sufficiency.core.models import Authority
from sufficiency.extracts.models import Load, LoadQuerySet

DEMO = "demo"


@dataclass(frozen=True)
class Reach:
    """The days that the loaded returns speak for; None when nothing is loaded.

    ``first`` is the day on which the first return begins: earlier days cannot be answered.
    """

    first: date | None
    last: date | None

    @property
    def usual(self) -> date | None:
        """The day to show unless another is asked for: today, or the last day when that is earlier."""
        return min(self.last, timezone.localdate()) if self.last else None


def reach_of(authority: Authority) -> Reach:
    """How far an authority's returns go. One query."""
    found = _current_episodes(authority).aggregate(first=Min("year"), last=Max("reaches"))
    return Reach(date(found["first"] - 1, 4, 1) if found["first"] else None, found["last"])


def last_day(authority: Authority) -> date | None:
    """The last day the latest loaded return speaks for; None when nothing is loaded."""
    return reach_of(authority).last


def first_day(authority: Authority) -> date | None:
    """The day on which the first loaded return begins; None when nothing is loaded."""
    return reach_of(authority).first


def default_as_at(authority: Authority) -> date | None:
    """Today, or the last day of the latest loaded return when that is earlier; None when nothing is loaded."""
    return reach_of(authority).usual


def demo_loaded() -> bool:
    """Whether the invented demo records are among what is loaded here, for whichever authority: everybody is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT loaded_by(%s)", [DEMO])
        return bool(cursor.fetchone()[0])


def _current_episodes(authority: Authority) -> LoadQuerySet:
    """Loads whose episodes count: without episodes, other files of a year answer nothing about it."""
    return Load.objects.for_authority(authority).filter(files__current=True, files__kind=EPISODES_KIND)
