"""Where each child lives on the reference day: the cells of the schedule, dealt out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .days import years_between
from .dice import Dice
from .periods import Period
from .places import Place
from .provision import Home, candidates, family_places
from .schedule import ON_REFERENCE_DAY, REFERENCE_DAY, UASC_IN_CARE, UNREGULATED_SOON_18, Setting

_HOME_NOT_KNOWN = 3  # unaccompanied children of whom no home postcode is recorded
# A carer fosters three children at most, save for brothers and sisters.
_ROOM = {
    Setting.OWN_FOSTER: 3,
    Setting.CONNECTED: 2,
    Setting.AGENCY: 3,
    Setting.EXTERNAL_HOME: 4,
    Setting.FOR_ADOPTION: 1,
}


def family_place(period: Period) -> Place:
    """Where the child's family lives, the same for brothers and sisters."""
    return Dice("family", period.family).pick(family_places())


def _age(period: Period) -> float:
    return period.age_on(REFERENCE_DAY)


def _months(period: Period) -> float:
    """Months in care so far."""
    return 12 * years_between(period.start, REFERENCE_DAY)


# Who may live there; children are dealt out in the order of the schedule, the most particular first.
_FITS: dict[Setting, Callable[[Period], bool]] = {
    Setting.FOR_ADOPTION: lambda p: (
        p.leaves_for == "adoption" or (not p.leaves_for and _age(p) < 6.5 and 8 < _months(p) < 36)
    ),
    Setting.FAMILY_UNIT: lambda p: _age(p) < 0.9 and _months(p) < 6,
    Setting.CUSTODY: lambda p: _age(p) > 15.5 and _months(p) > 12 and not p.end,
    Setting.UNREGULATED: lambda p: _age(p) > 16.1,
    Setting.OTHER: lambda p: _age(p) > 15 and not p.at_18,
    Setting.SCHOOL: lambda p: 10 < _age(p) < 16.5 and _months(p) > 8,
    Setting.OWN_HOME: lambda p: 11 < _age(p) < 17.2 and not p.at_18,
    Setting.EXTERNAL_HOME: lambda p: 9.5 < _age(p) < 17.4 and not p.at_18 and not p.leaves_for,
    Setting.HOSPITAL: lambda p: _age(p) > 12 and not p.at_18,
    Setting.PARENTS: lambda p: _months(p) > 5 and not p.at_18 and p.leaves_for in ("", "home"),
    Setting.CONNECTED: lambda p: not p.at_18 and p.leaves_for in ("", "guardianship"),
    Setting.AGENCY: lambda p: _age(p) > 0.5,
    Setting.OWN_FOSTER: lambda _: True,
}


@dataclass
class ReferenceDay:
    """Homes on the reference day, and the children whose family's postcode is not recorded."""

    homes: dict[Period, Home] = field(default_factory=dict)
    family_not_known: set[Period] = field(default_factory=set)


def _pool(setting: Setting, free: list[Period], dice: Dice) -> list[Period]:
    """The children who may live there, in the order in which they are asked."""
    uasc = [p for p in free if p.uasc][: UASC_IN_CARE.get(setting, 0)]
    others = [p for p in free if not p.uasc and _FITS[setting](p)]
    if setting is Setting.UNREGULATED:
        wanted = sum(1 for _ in ON_REFERENCE_DAY[setting].each())
        soon = [p for p in others if p.at_18][: UNREGULATED_SOON_18 - sum(p.at_18 for p in uasc)]
        later = [p for p in others if not p.at_18][: wanted - len(uasc) - len(soon)]
        return dice.shuffled(uasc + soon + later)
    adopted = [p for p in others if setting is Setting.FOR_ADOPTION and p.leaves_for == "adoption"]
    if setting is Setting.EXTERNAL_HOME:
        # Children's homes are for teenagers, mostly: those who are older come first.
        others.sort(key=lambda p: _age(p) < 13)
    return uasc + adopted + [p for p in others if p not in adopted]


def _next_for(setting: Setting, pool: list[Period], out: bool, far: bool) -> tuple[Period, list[Home]]:
    """The first child of the pool for whom there are such homes, and the homes; ValueError when there is none."""
    for period in pool:
        if options := candidates(setting, family_place(period), out=out, far=far):
            return period, options
    raise ValueError(f"The schedule wants more children in '{setting}' than there are who fit.")


def _beside_family(period: Period, options: list[Home], taken: dict[int, list[Home]], dice: Dice) -> Home:
    """The home where a brother or sister lives already, if it is among the options; else one that is not full."""
    together = [home for home in options if home in taken.get(period.family, [])]
    full = Counter(home for some in taken.values() for home in some)
    free = [home for home in options if full[home] < _ROOM.get(home.setting, 99)]
    return dice.pick(together or free or options)


def deal(periods: list[Period]) -> ReferenceDay:
    """Give every child in care on the reference day a home, cell by cell of the schedule."""
    dice = Dice("reference day")
    free = dice.shuffled(period for period in periods if period.is_current)
    day = ReferenceDay()
    of_family: dict[int, list[Home]] = {}
    for setting, cells in ON_REFERENCE_DAY.items():
        pool = _pool(setting, free, dice)
        for out, far in cells.each():
            period, options = _next_for(setting, pool, out, far)
            home = _beside_family(period, options, of_family, dice)
            day.homes[period] = home
            of_family.setdefault(period.family, []).append(home)
            pool.remove(period)
            free.remove(period)
            unknown = period.uasc and (out, far) == (False, False) and setting is Setting.UNREGULATED
            if unknown and len(day.family_not_known) < _HOME_NOT_KNOWN:
                day.family_not_known.add(period)
    return day
