"""Who the children are: births, ways of leaving, brothers and sisters, and those who come back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from .days import birthday, years_between
from .dice import Dice
from .periods import Period
from .schedule import BIRTHS, LAST_DAY, REFERENCE_DAY, UASC_IN_CARE, UASC_WHO_LEFT


@dataclass(frozen=True)
class Leave:
    """A way of ceasing to be in care before 18."""

    weight: float
    least_days: int
    most_years: float
    youngest: float  # age at leaving, in years
    oldest: float


LEAVES = {
    "adoption": Leave(40, 330, 3.5, 1.0, 6.5),
    "guardianship": Leave(38, 120, 6.0, 0.6, 14.0),
    "home": Leave(36, 5, 9.0, 0.1, 17.6),
    "arrangements order": Leave(5, 60, 6.0, 0.4, 15.0),
    "relatives": Leave(4, 5, 6.0, 1.0, 17.0),
    "transfer": Leave(1.5, 5, 20.0, 2.0, 17.0),
    "remand": Leave(1.5, 5, 0.4, 14.0, 17.6),
    "other": Leave(3, 5, 20.0, 5.0, 17.6),
}
# On 1 April 2019 Christchurch passed to another council, and with it the children of its families.
BOUNDARY_CHANGE, TRANSFERRED = date(2019, 4, 1), 9

# Age at entry: (from, to) in years and how common it is.
_ENTRY_AGES = {(0.0, 0.9): 18.0, (1.0, 4.9): 18.0, (5.0, 9.9): 17.0, (10.0, 13.9): 22.0, (14.0, 17.2): 25.0}
_BACK_WITHIN = 12  # periods of children who come back


@dataclass(frozen=True)
class Person:
    """A child as the header of a return describes them; UASC until 18 when ``uasc``."""

    identifier: str
    born: date
    sex: str  # 1 boy, 2 girl: the codes of these years
    ethnicity: str
    uasc: bool
    mother_of: date | None = None


def _choose_leaves(periods: list[Period], dice: Dice) -> None:
    """Say how each child who ceases before 18 leaves."""
    leavers = [period for period in periods if period.end and not period.at_18]
    for period in leavers:
        years = years_between(period.start, period.until)
        possible = {
            name: leave.weight
            for name, leave in LEAVES.items()
            if leave.least_days <= years * 365.25 and years <= leave.most_years
        }
        period.leaves_for = dice.weighted(possible)
    april = [p for p in leavers if p.end and (p.end.year, p.end.month) == (2019, 4)]
    for period in april[:TRANSFERRED]:
        period.leaves_for, period.end = "transfer", BOUNDARY_CHANGE


def _born_for_entry(period: Period, dice: Dice, youngest_at_end: float, oldest_at_end: float) -> date:
    """A birth that gives a usual age at entry and an age within the bounds when the period ends."""
    end = period.until
    earliest = birthday(end, -int(oldest_at_end) - 1) + timedelta(days=int((1 - oldest_at_end % 1) * 365) + 1)
    latest = min(period.start, end - timedelta(days=int(youngest_at_end * 365.25)))
    ages = {
        band: weight
        for band, weight in _ENTRY_AGES.items()
        if period.start - timedelta(days=int(band[0] * 365.25)) >= earliest
    }
    low, high = dice.weighted(ages) if ages else (0.0, 0.9)
    born = period.start - timedelta(days=dice.between(int(low * 365.25), int(high * 365.25)))
    return max(earliest, min(latest, born))


def _choose_births(periods: list[Period], dice: Dice) -> None:
    """Give every child a birth; those in care on the reference day by the schedule's ages."""
    for period in periods:
        if period.at_18 and period.end:
            period.born = birthday(period.end, -18)
        elif period.leaves_for:
            leave = LEAVES[period.leaves_for]
            period.born = _born_for_entry(period, dice, leave.youngest, leave.oldest)
        elif not period.is_current:
            period.born = _born_for_entry(period, dice, 0.0, 17.8)
    _choose_uasc(periods, dice)
    _births_on_reference_day([period for period in periods if period.is_current], dice)


def _choose_uasc(periods: list[Period], dice: Dice) -> None:
    """Mark the unaccompanied asylum-seeking children: teenagers who came in the last two years."""
    count = sum(UASC_IN_CARE.values())
    current = [p for p in periods if p.is_current and years_between(p.start, REFERENCE_DAY) < 1.9 and not p.leaves_for]
    leaving = [p for p in current if p.at_18][:4]
    staying = dice.shuffled(p for p in current if not p.at_18)[: count - len(leaving)]
    gone = [p for p in periods if p.at_18 and not p.is_current and years_between(p.start, p.until) < 1.9]
    gone = dice.shuffled(p for p in gone if p.until < REFERENCE_DAY)[:UASC_WHO_LEFT]
    for period in leaving + staying + gone:
        period.uasc = True
    for period in staying:
        period.born = dice.day(BIRTHS[1][0], BIRTHS[2][1])


def _births_on_reference_day(current: list[Period], dice: Dice) -> None:
    """Deal out the births that the schedule wants and nobody has yet, youngest first.

    A child must be born before care begins, so the youngest have the fewest periods to choose from.
    """
    births = []
    for first, last, wanted in BIRTHS:
        taken = sum(first <= period.born <= last for period in current)
        births += [dice.day(first, last) for _ in range(wanted - taken)]
    free = [period for period in current if period.born == date.min]
    for born in sorted(births, reverse=True):
        weights = {p: _entry_weight(years_between(born, p.start)) for p in free if p.start >= born}
        period = dice.sample(weights, 1)[0]
        period.born = born
        free.remove(period)


def _entry_weight(age: float) -> float:
    return next(weight / (high - low) for (low, high), weight in _ENTRY_AGES.items() if age < high + 0.1 or low == 14)


def _choose_families(periods: list[Period], dice: Dice) -> None:
    """Let some children who start in the same month be brothers and sisters who come on the same day."""
    by_month: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for period in periods:
        period.family = period.number
        if not period.uasc and period.leaves_for != "remand" and period.age_on(period.start) < 14:
            by_month[period.start.year, period.start.month].append(period)
    for cohort in by_month.values():
        family: list[Period] = []
        for period in sorted(cohort, key=lambda p: p.born):
            gap = (period.born - family[-1].born).days if family else 0
            if family and 330 <= gap <= 2000 and len(family) < 4 and dice.chance(0.6):
                family.append(period)
            else:
                _come_together(family)
                family = [period]
        _come_together(family)


def _come_together(family: list[Period]) -> None:
    for period in family:
        period.family = family[0].number
        period.start = max(brother.start for brother in family)


def _returns(periods: list[Period], dice: Dice) -> dict[Period, Period]:
    """Children who went home and came back: later period -> earlier period.

    At least a year lies between the two starts and between the two ends, so that a child who starts
    or ceases in any year does so once in it.
    """
    back: dict[Period, Period] = {}
    later_periods = dice.shuffled(
        p for p in periods if not p.uasc and p.family == p.number and p.leaves_for != "adoption"
    )
    went_home = dice.shuffled(p for p in periods if p.leaves_for == "home" and p.end and p.end < REFERENCE_DAY)
    for earlier in went_home:
        for later in later_periods:
            starts_apart = (later.start - earlier.start).days > 366 and later.start > earlier.until + timedelta(days=40)
            ends_apart = (later.until - earlier.until).days > 366
            free = later not in back and later not in back.values() and earlier not in back
            if free and starts_apart and ends_apart and 0.2 < later.age_on(earlier.start) < 14:
                back[later] = earlier
                break
        if len(back) == _BACK_WITHIN:
            break
    return back


def _identifiers(count: int, dice: Dice) -> list[str]:
    """Different texts of six digits, some with leading zeros."""
    return [f"{number:06d}" for number in dice.shuffled(range(3071, 3071 + count * 797, 797))]


def _person(identifier: str, period: Period, ethnicity: str) -> Person:
    dice = Dice("person", identifier)
    sex = dice.weighted({"1": 0.94, "2": 0.06} if period.uasc else {"1": 0.548, "2": 0.452})
    mother_of = None
    if sex == "2" and period.age_on(LAST_DAY) > 17 and dice.chance(0.05):
        mother_of = birthday(period.born, 16) + timedelta(days=dice.between(60, 500))
    if period.uasc:
        ethnicity = dice.weighted({"AOTH": 3, "OOTH": 5, "BAFR": 4})
    return Person(identifier, period.born, sex, ethnicity, period.uasc, mother_of)


def _ethnicity(family: int) -> str:
    weights = {
        "WBRI": 82,
        "WOTH": 3,
        "WROM": 1,
        "MWBC": 3,
        "MOTH": 3,
        "MWAS": 2.5,
        "MWBA": 1,
        "BAFR": 1,
        "AOTH": 2,
        "NOBT": 0.5,
    }
    return Dice("ethnicity", family).weighted(weights)


def make_children(periods: list[Period]) -> dict[Period, Person]:
    """Complete the periods with births, families and ways of leaving, and say whose each is."""
    dice = Dice("children")
    _choose_leaves(periods, dice)
    _choose_births(periods, dice)
    _choose_families(periods, dice)
    back = _returns(periods, dice)
    for later, earlier in back.items():
        earlier.born, earlier.family = later.born, earlier.number
    first_periods = [period for period in periods if period not in back]
    people = {
        period: _person(identifier, period, _ethnicity(period.family))
        for period, identifier in zip(first_periods, _identifiers(len(first_periods), dice), strict=True)
    }
    for later, earlier in back.items():
        people[later] = people[earlier]
    return people
