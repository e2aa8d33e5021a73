"""Who turns 18, 21 and 25 in the coming months, and what housing they will need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from placements.codes import PLACE
from placements.entries import entries_of
from placements.models import EpisodeSpan
from sufficiency.core.dates import years_back
from sufficiency.core.models import Authority

from .days import birthday, months_after
from .models import CareLeaver, Home, LeaverSpan

AGES = (18, 21, 25)
SERVED = (LeaverSpan.Service.ACTIVE, LeaverSpan.Service.IN_CARE, LeaverSpan.Service.IN_TOUCH)
# What is read of a care leaver.
SHOWN = ("reference", "child", "date_of_birth", "adviser", "housing_next", "housing_from")
# What the council says an application to its housing register takes (Placement Sufficiency Strategy 2020-23).
TIME_TO_HOUSE = timedelta(weeks=16)
# Homes that nobody has to leave for turning 21 or 25.
LASTING = frozenset({
    Home.OWN_TENANCY, Home.PRIVATE_RENTED, Home.UNIVERSITY, Home.LODGINGS, Home.WITH_PARENTS, Home.WITH_RELATIVES,
    Home.RESIDENTIAL, Home.OTHER, Home.ABROAD,
})  # fmt: skip
NOT_PLANNED, STAYS, NOT_KNOWN = "Not planned yet", "Can stay where they are", "Not known: no active service"


@dataclass(frozen=True)
class Turning:
    """Somebody who turns 18, 21 or 25; ``leaver`` is None for a child in care whom the register does not hold."""

    reference: str
    age: int
    on: date
    lives: str
    need: str
    needed_from: date
    leaver: CareLeaver | None

    def is_late(self, day: date) -> bool:
        """Whether nothing is planned although a housing application takes longer than what is left."""
        return self.need == NOT_PLANNED and self.needed_from - day < TIME_TO_HOUSE


def turning(authority: Authority, day: date, months: int) -> list[Turning]:
    """In the order of the days: those who turn 18, 21 or 25 after a day and at most so many months later.

    Children in care turn 18, whether the register holds them or not; care leavers turn any of them while the
    service is theirs, or there is a duty to keep in touch.
    """
    last = months_after(day, months)
    spans = EpisodeSpan.objects.for_authority(authority).in_care_on(day).filter(_born_for(day, last, "born"))
    in_care = {
        identifier: (birthday(born, AGES[0]), place)
        for identifier, born, place in spans.values_list("child__identifier", "born", "place")
        if day < birthday(born, AGES[0]) <= last
    }
    people = list(_people(authority, day, _born_for(day, last, "date_of_birth") | Q(child__in=in_care)))
    by_child = {person.leaver.child: person for person in people if person.leaver.child}
    found = [
        _turns(by_child.get(identifier), identifier, AGES[0], on, _placed(place))
        for identifier, (on, place) in in_care.items()
    ]
    for person in people:
        if person.leaver.child in in_care or person.service not in SERVED:
            continue
        for age in AGES:
            on = birthday(person.leaver.date_of_birth, age)
            if day < on <= last:
                found.append(_turns(person, person.leaver.reference, age, on, str(person.lives.label)))
    return sorted(found, key=lambda one: (one.on, one.reference))


@dataclass(frozen=True)
class _Person:
    """A care leaver of the register on a day: what the service does for them, if anything, and their kind of home."""

    leaver: CareLeaver
    service: str
    lives: Home


def _people(authority: Authority, day: date, which: Q) -> Iterator[_Person]:
    """Care leavers who meet a condition, in the order of their references."""
    leavers = entries_of(CareLeaver, authority).filter(which).order_by("reference")
    spans = LeaverSpan.objects.covering(day).filter(authority=authority, leaver__in=leavers.order_by().values("pk"))
    held = {pk: told for pk, *told in spans.values_list("leaver_id", "service", "home")}
    for leaver in leavers.only("authority", *SHOWN):
        service, home = held.get(leaver.pk, ("", ""))
        yield _Person(leaver, service, Home(home or Home.NOT_KNOWN))


def _born_for(day: date, last: date, born: str) -> Q:
    """The condition for who turns 18, 21 or 25 after a day and until the last, and a few who nearly do."""
    return reduce(or_, (Q(**{f"{born}__range": (years_back(day, age), years_back(last, age))}) for age in AGES))


def needs(people: Sequence[Turning]) -> list[tuple[str, list[int]]]:
    """Kinds of home with how many of those who turn 18, 21 and 25 need one; the commonest first."""
    counts: dict[str, list[int]] = {}
    for one in people:
        counts.setdefault(one.need, [0] * len(AGES))[AGES.index(one.age)] += 1
    last = (STAYS, NOT_KNOWN, NOT_PLANNED)
    return sorted(counts.items(), key=lambda row: (row[0] in last and last.index(row[0]) + 1, -sum(row[1]), row[0]))


def _placed(place: str) -> str:
    return PLACE[place].label if place in PLACE else "Placement not known"


def _turns(person: _Person | None, reference: str, age: int, on: date, lives: str) -> Turning:
    planned = person.leaver.housing_next if person else ""
    needed = person.leaver.housing_from if person else None
    if planned:
        need = str(Home(planned).label)
    elif age != AGES[0] and person and person.lives in LASTING:
        need = STAYS
    elif person and person.service == LeaverSpan.Service.IN_TOUCH:
        need = NOT_KNOWN
    else:
        need = NOT_PLANNED
    return Turning(reference, age, on, lives, need, needed or on, person.leaver if person else None)
