"""Who stands in the demo's register of care leavers, and who among them has an active service on the reference day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from placements.demo import demo_lives
from placements.demo.aftercare import LONG_ENOUGH, Leaver, died_before, fares
from placements.demo.days import birthday, years_between
from placements.demo.dice import Dice
from placements.demo.episodes import Episode
from placements.demo.schedule import FIRST_DAY, REFERENCE_DAY
from placements.demo.stretches import Stretch
from sufficiency.core.dates import age_on

# Corporate parenting board, 9 September 2020, "262 young people receiving an active leaving care service". The strategy
# says 260 on 30 November, an earlier report 264 (oracles L9: date each); the demo follows the first, as it
# comes with the counts of those in touch and of their homes.
ACTIVE = 262
NOT_YET_ENTERED = 4  # eligible children whom nobody has entered in the register yet
_OVER = ("DIED", "NREQ", "RHOM")  # IN_TOUCH of those who need no service
UNLINKED = "CL-0001"  # somebody whom the register has not linked with the child in care


@dataclass(frozen=True)
class Told:
    """What the return on care leavers says about a birthday."""

    on: date
    in_touch: str
    activity: str
    home: str


@dataclass(frozen=True)
class Member:
    """Somebody in the register; ``left`` is None for those still in care."""

    child: str
    born: date
    left: date | None
    rec: str
    told: Sequence[Told]
    came: date | None = None  # the first day in care of which the returns tell
    is_active: bool = False
    is_unaccompanied: bool = False
    is_fostered: bool = False  # on the reference day

    @property
    def dice(self) -> Dice:
        return Dice("register", self.child)

    @property
    def age(self) -> float:
        """On the reference day, in years with a fraction."""
        return years_between(self.born, REFERENCE_DAY)

    @property
    def turns_16(self) -> date:
        return birthday(self.born, 16)

    @property
    def turns_18(self) -> date:
        return birthday(self.born, 18)

    @property
    def last_told(self) -> Told | None:
        return self.told[-1] if self.told else None

    @property
    def has_died(self) -> bool:
        return any(told.in_touch == "DIED" for told in self.told)

    @property
    def is_in_care(self) -> bool:
        return self.left is None

    @property
    def returns_know_care(self) -> bool:
        """Whether the returns tell of the time in care."""
        return self.came is not None

    @property
    def is_in_returns(self) -> bool:
        """Whether they tell of somebody at all, in care or after it."""
        return self.returns_know_care or bool(self.told)


def members() -> list[Member]:
    """Everybody in the register, in the order of their identifiers."""
    in_care, left = demo_lives()
    stretch_of = {(stretch.person.identifier, stretch.end): stretch for stretch in in_care}
    alive = [
        leaver for leaver in left if not died_before(leaver, age_on(FIRST_DAY - timedelta(days=1), leaver.born) + 1)
    ]
    gone = [_gone(leaver, stretch_of.get((leaver.identifier, leaver.left))) for leaver in alive]
    gone = [member for member in gone if member.left and member.left <= REFERENCE_DAY]
    active = {member.child for member in _active(gone)}
    with_service = [Member(**{**vars(member), "is_active": member.child in active}) for member in gone]
    found = [*with_service, *_too_short(in_care), *_eligible(in_care)]
    return sorted(found, key=lambda member: member.child)


def _gone(leaver: Leaver, stretch: Stretch | None) -> Member:
    return Member(
        leaver.identifier,
        leaver.born,
        leaver.left,
        leaver.rec,
        tuple(_told(leaver)),
        came=stretch.start if stretch else None,
        is_unaccompanied=stretch.person.uasc if stretch else False,
    )


def _told(leaver: Leaver) -> Iterable[Told]:
    """The rows of the returns about birthdays that lie before the reference day, or on it."""
    for age in range(17, 22):
        on = birthday(leaver.born, age)
        if max(leaver.left, FIRST_DAY) <= on <= REFERENCE_DAY and not died_before(leaver, age):
            yield Told(on, *fares(leaver, age))


def _active(gone: Iterable[Member]) -> list[Member]:
    """Those whom the service works with: the youngest of those who still need it."""
    possible = [m for m in gone if not (m.last_told and m.last_told.in_touch in _OVER) and not m.has_died]
    youngest = sorted(possible, key=lambda member: (member.born, member.child), reverse=True)
    return youngest[:ACTIVE]


def _too_short(in_care: Iterable[Stretch]) -> list[Member]:
    """Those who left care at 16 or 17 after less than 13 weeks: qualifying, and without an active service."""
    return [
        Member(stretch.person.identifier, stretch.person.born, stretch.end, stretch.rec, (), came=stretch.start)
        for stretch in in_care
        if stretch.end
        and birthday(stretch.person.born, 16) < stretch.end <= REFERENCE_DAY
        and _counted(stretch, stretch.end) < LONG_ENOUGH
        and years_between(stretch.person.born, REFERENCE_DAY) < 21
    ]


def _eligible(in_care: Iterable[Stretch]) -> list[Member]:
    """Those in care at 16 or 17 for 13 weeks, but for some who are not entered yet."""
    found = [
        Member(
            stretch.person.identifier,
            stretch.person.born,
            None,
            "",
            (),
            came=stretch.start,
            is_unaccompanied=stretch.person.uasc,
            is_fostered=any(e.place.startswith("U") for e in stretch.episodes if _covers_reference_day(e)),
        )
        for stretch in in_care
        if stretch.lasts_on(REFERENCE_DAY)
        and birthday(stretch.person.born, 16) <= REFERENCE_DAY < birthday(stretch.person.born, 18)
        and _counted(stretch, REFERENCE_DAY) >= LONG_ENOUGH
    ]
    return sorted(found, key=lambda member: (member.born, member.child))[:-NOT_YET_ENTERED]


def _counted(stretch: Stretch, until: date) -> timedelta:
    """Time in care since the 14th birthday."""
    return until - max(stretch.start, birthday(stretch.person.born, 14))


def _covers_reference_day(episode: Episode) -> bool:
    return episode.starts <= REFERENCE_DAY and (episode.ends is None or episode.ends > REFERENCE_DAY)
