"""Care leavers counted: by what they are entitled to, how they live, what they do and who works with them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from placements.entries import entries_of
from placements.models import EpisodeSpan
from sufficiency.core.models import Authority

from .days import birthday
from .entitlement import LEAST_AGE, OF_AGE, Life, find
from .models import Accommodation, Activity, Adviser, Entitlement, Home
from .plans import PlanState
from .reading import care_of
from .standing import Group, Standing

Suitable = Accommodation.Suitable


@dataclass(frozen=True)
class HomeTally:
    """How many live in a kind of home, and whom it suits."""

    home: Home
    suitable: int
    unsuitable: int
    not_known: int

    @property
    def total(self) -> int:
        return self.suitable + self.unsuitable + self.not_known


@dataclass(frozen=True)
class Caseload:
    """The care leavers of an adviser; ``adviser`` is None for those with an adviser whom the register does not hold."""

    reference: str
    adviser: Adviser | None
    cases: int

    @property
    def for_full_time(self) -> float | None:
        """Cases for each full-time post."""
        return self.cases * 100 / self.adviser.working_time if self.adviser else None


@dataclass(frozen=True)
class PlanTally:
    """The pathway plans of a set of people."""

    people: int
    with_plan: int
    recent: int
    first_overdue: int
    review_overdue: int


def in_group(people: Iterable[Standing], group: Group) -> list[Standing]:
    """Those for whom the service does that."""
    return [person for person in people if person.group is group]


def entitlements(people: Sequence[Standing]) -> list[tuple[Entitlement | None, int]]:
    """Every entitlement with how many have it, and None with those who have none, when there are any."""
    counts = Counter(person.entitlement for person in people)
    rows: list[tuple[Entitlement | None, int]] = [(entitlement, counts[entitlement]) for entitlement in Entitlement]
    return [*rows, (None, counts[None])] if counts[None] else rows


def homes(people: Sequence[Standing]) -> list[HomeTally]:
    """The kinds of home that somebody lives in, in the order of the list of kinds."""
    counts = Counter((person.lives, person.suitable) for person in people)
    rows = [
        HomeTally(home, *(counts[home, suitable] for suitable in (Suitable.YES, Suitable.NO, Suitable.NOT_KNOWN)))
        for home in Home
    ]
    return [row for row in rows if row.total]


def activities(people: Sequence[Standing]) -> list[tuple[Activity.Doing, int]]:
    """What they do, or why nothing."""
    counts = Counter(person.does for person in people)
    return [(doing, counts[doing]) for doing in Activity.Doing]


def plans(people: Sequence[Standing]) -> PlanTally:
    """How their pathway plans stand."""

    def count(holds: Callable[[Standing], bool]) -> int:
        return sum(map(holds, people))

    return PlanTally(
        people=len(people),
        with_plan=count(lambda person: person.plan.last_on is not None),
        recent=count(lambda person: person.plan.is_recent(person.day)),
        first_overdue=count(lambda person: person.plan.state is PlanState.FIRST_OVERDUE),
        review_overdue=count(lambda person: person.plan.state is PlanState.REVIEW_OVERDUE),
    )


def caseloads(authority: Authority, active: Iterable[Standing], day: date) -> list[Caseload]:
    """Everybody who works as an adviser on a day, and who is named as one, with their care leavers."""
    working = entries_of(Adviser, authority).filter(Q(works_to=None) | Q(works_to__gt=day), works_from__lte=day)
    advisers = {adviser.adviser: adviser for adviser in working.order_by("adviser")}
    cases = Counter(person.leaver.adviser for person in active if person.leaver.adviser)
    return [Caseload(name, advisers.get(name), cases[name]) for name in sorted(advisers.keys() | cases.keys())]


def full_time_posts(caseloads: Iterable[Caseload]) -> float:
    """The working time of advisers, in full-time posts."""
    return sum(each.adviser.working_time for each in caseloads if each.adviser) / 100


def eligible_without_entry(authority: Authority, people: Iterable[Standing], day: date) -> list[str]:
    """CHILD of the children in care who are eligible on a day and whom the register does not hold."""
    held = {person.leaver.child for person in people}
    in_care = EpisodeSpan.objects.for_authority(authority).in_care_on(day)
    born = {
        identifier: day_of_birth
        for identifier, day_of_birth in in_care.values_list("child__identifier", "child__date_of_birth")
        if day_of_birth and birthday(day_of_birth, LEAST_AGE) <= day < birthday(day_of_birth, OF_AGE)
    }
    missing = sorted(born.keys() - held)
    care, _ = care_of(authority, missing)
    return [child for child in missing if find(Life(born[child], care[child]), day).entitlement is not None]
