"""Which day a reader looks at, and how far what is loaded reaches."""

from datetime import date

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from placements.derivation import EPISODES_KIND
from sufficiency.core.models import Authority
from sufficiency.extracts.models import Load, LoadQuerySet

DEMO = "demo"


def last_day(authority: Authority) -> date | None:
    """The last day the latest loaded return speaks for; None when nothing is loaded."""
    return _current_episodes(authority).aggregate(day=Max("reaches"))["day"]


def first_day(authority: Authority) -> date | None:
    """The day on which the first loaded return begins: earlier days cannot be answered. None when nothing is loaded."""
    year = _current_episodes(authority).aggregate(year=Min("year"))["year"]
    return date(year - 1, 4, 1) if year else None


def default_as_at(authority: Authority) -> date | None:
    """Today, or the last day of the latest loaded return when that is earlier; None when nothing is loaded."""
    last = last_day(authority)
    return min(last, timezone.localdate()) if last else None


def demo_loaded() -> bool:
    """Whether the invented demo records are among what is loaded here, for whichever authority: everybody is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT loaded_by(%s)", [DEMO])
        return bool(cursor.fetchone()[0])


def _current_episodes(authority: Authority) -> LoadQuerySet:
    """Loads whose episodes count: without episodes, other files of a year answer nothing about it."""
    return Load.objects.for_authority(authority).filter(files__current=True, files__kind=EPISODES_KIND)
