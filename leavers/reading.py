"""What the registers and the returns hold of care leavers, each kind of entry read once for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Max, Model, Q

from placements.entries import entries_of
from placements.models import CarePeriod, Child
from sufficiency.core.dates import OPEN
from sufficiency.core.models import Authority
from sufficiency.extracts.models import LoadFile

from .entitlement import Care, Stay
from .models import Accommodation, Activity, CareLeaver, Contact, Home

Of = TypeVar("Of", bound=Model)


def care_of(authority: Authority, children: Iterable[str]) -> tuple[dict[str, list[Care]], set[str]]:
    """The periods of care of children by CHILD, in the order of time; and who came unaccompanied to seek asylum."""
    known = Child.objects.filter(authority=authority, identifier__in=list(children))
    unaccompanied = set(known.exclude(uasc_until=None).values_list("identifier", flat=True))
    care: dict[str, list[Care]] = defaultdict(list)
    periods = CarePeriod.objects.filter(authority=authority, child__in=known).order_by("child", "starts")
    for identifier, *period in periods.values_list("child__identifier", "starts", "ends", "reason_ceased"):
        care[identifier].append(Care(*period))
    return care, unaccompanied


def by_leaver(model: type[Of], authority: Authority, where: Q, field: str) -> dict[str, list[Of]]:
    """The entries that meet a condition, by care leaver, in the order of the days in a field."""
    found: dict[str, list[Of]] = defaultdict(list)
    for entry in entries_of(model, authority).filter(where).order_by("leaver", field):
        found[entry.leaver].append(entry)  # type: ignore[attr-defined]
    return found


def covering(last: Any, ends: str, day: date) -> Any:
    """The last of the entries that had begun, if any had, when it has not ended."""
    return last if last is not None and ((end := getattr(last, ends)) is None or end > day) else None


def with_parents(homes: Iterable[Accommodation]) -> list[Stay]:
    """The stays with parents among somebody's homes."""
    return [Stay(home.moved_in, home.moved_out or OPEN) for home in homes if home.home == Home.WITH_PARENTS]


def known_until(authority: Authority) -> date | None:
    """The last day the registers of care leavers speak for; None when nothing is in them.

    The day to which the latest file reaches, or that of the latest change by hand when it is later.
    """
    models: tuple[Any, ...] = (CareLeaver, Contact, Accommodation, Activity)
    by_hand = (model.history.filter(authority=authority, by_hand=True) for model in models)
    first, *others = (
        kept.order_by().values("authority").annotate(latest=Max("history_date")).values_list("latest")
        for kept in by_hand
    )
    of_files = (Q(pk__in=entries_of(model, authority).values("file")) for model in models)
    files = LoadFile.objects.filter(reduce(or_, of_files), current=True)
    changed = [latest.date() for (latest,) in first.union(*others) if latest]
    return max(filter(None, (*changed, files.aggregate(day=Max("load__reaches"))["day"])), default=None)
