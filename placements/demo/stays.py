"""Where a child lives from the first day in care to the last."""

from dataclasses import dataclass
from datetime import date, timedelta

from .days import birthday
from .dice import Dice
from .periods import Period
from .places import Place
from .provision import Home, candidates
from .schedule import FIRST_DAY, REFERENCE_DAY, Setting

YEAR_BEFORE = date(2019, 12, 1)  # first day of the year to the reference day
TWO_YEARS_BEFORE = date(2018, 11, 30)
THIRTY_MONTHS_BEFORE = date(2018, 5, 30)

# Chances, chosen so that the measures come out near the published ones: of children long in care 72%
# live with the same carer for two years, 10% have three placements in a year, a third more than one.
STABLE = 0.72
MOVES_IN_YEAR = {0: 0.60, 1: 0.27, 2: 0.09, 3: 0.04}
UNCHANGED_AT_OPENING = 0.72  # children whose first episode still runs when the first return begins

FOSTER = (Setting.OWN_FOSTER, Setting.CONNECTED, Setting.AGENCY)
# Settings by age in years at the start of the stay: (up to, weights).
_BY_AGE: tuple[tuple[float, dict[Setting, float]], ...] = (
    (1.5, {Setting.OWN_FOSTER: 60, Setting.CONNECTED: 18, Setting.AGENCY: 12, Setting.FAMILY_UNIT: 5,
           Setting.PARENTS: 5}),
    (9.5, {Setting.OWN_FOSTER: 50, Setting.CONNECTED: 18, Setting.AGENCY: 24, Setting.PARENTS: 8}),
    (16.0, {Setting.OWN_FOSTER: 38, Setting.CONNECTED: 11, Setting.AGENCY: 27, Setting.EXTERNAL_HOME: 15,
            Setting.OWN_HOME: 3, Setting.PARENTS: 5, Setting.SCHOOL: 1}),
    (19.0, {Setting.UNREGULATED: 40, Setting.OWN_FOSTER: 24, Setting.AGENCY: 18, Setting.EXTERNAL_HOME: 10,
            Setting.PARENTS: 6, Setting.CONNECTED: 2}),
)  # fmt: skip
_OUT_OF_AREA = {
    Setting.OWN_FOSTER: 0.2, Setting.CONNECTED: 0.25, Setting.AGENCY: 0.58, Setting.EXTERNAL_HOME: 0.82,
    Setting.UNREGULATED: 0.2, Setting.FOR_ADOPTION: 0.65, Setting.PARENTS: 0.15, Setting.FAMILY_UNIT: 0.6,
}  # fmt: skip
_OUT_OF_AREA_TREND = ((date(2019, 4, 1), 0.86), (date(2020, 4, 1), 0.95), (date.max, 1.15))
# The first day on which a stay that covers the reference day may begin.
_FROM_AGE = {Setting.UNREGULATED: 16, Setting.EXTERNAL_HOME: 9, Setting.OWN_HOME: 10, Setting.SCHOOL: 9}
_AT_MOST_DAYS = {
    Setting.FOR_ADOPTION: 260, Setting.FAMILY_UNIT: 130, Setting.CUSTODY: 90, Setting.HOSPITAL: 30,
    Setting.OTHER: 150, Setting.PARENTS: 800, Setting.EXTERNAL_HOME: 1100,
}  # fmt: skip
_WHY_MOVED = {
    "CARPL": 55.0, "CREQB": 14, "CREQO": 10, "CHILD": 6, "LAREQ": 5, "STAND": 2, "ALLEG": 2, "CLOSE": 2, "OTHER": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Stay:
    """From this day the child lives there; ``why`` is the reason for leaving the place before."""

    start: date
    home: Home
    code: str  # PLACE
    same_carer: bool = False
    why: str = ""


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _moves(first: date, before: date, dice: Dice) -> list[date]:
    """Days of moves after the first day: early ones are frequent, later ones years apart."""
    moves: list[date] = []
    day, early = first, 0.45
    while True:
        day += _days(dice.between(10, 160) if dice.chance(early) else dice.between(300, 2600))
        if day >= before - _days(6):
            return moves
        moves.append(day)
        early = 0.26


def _earliest(period: Period, setting: Setting) -> date:
    """The first day on which a stay there on the reference day may have begun."""
    first = period.start
    if setting in _FROM_AGE:
        first = max(first, birthday(period.born, _FROM_AGE[setting]))
    if setting in _AT_MOST_DAYS:
        first = max(first, REFERENCE_DAY - _days(_AT_MOST_DAYS[setting]))
    return min(first, REFERENCE_DAY - _days(2))


def _moves_up_to_reference(period: Period, setting: Setting, dice: Dice) -> list[date]:
    """Days of moves up to the one into the home of the reference day."""
    earliest = _earliest(period, setting)
    long_term = period.start <= THIRTY_MONTHS_BEFORE and period.age_on(REFERENCE_DAY) < 16
    if long_term and earliest <= TWO_YEARS_BEFORE and dice.chance(STABLE):
        # Children who settle do so early.
        current = min(dice.day(earliest, TWO_YEARS_BEFORE) for _ in range(4))
        in_year: list[date] = []
    else:
        count = dice.weighted(MOVES_IN_YEAR)
        if earliest >= YEAR_BEFORE and earliest > period.start:
            count = max(1, count)
        window = max(YEAR_BEFORE, period.start + _days(4))
        if count:
            current = dice.day(max(earliest, window), REFERENCE_DAY - _days(1))
        elif earliest >= YEAR_BEFORE:
            current = period.start
        else:
            current = dice.day(max(earliest, TWO_YEARS_BEFORE) if long_term else earliest, YEAR_BEFORE - _days(1))
        in_year = [day for _ in range(count - 1) if (day := dice.day(window, current - _days(5))) < current - _days(4)]
    unchanged = unchanged_at_opening(period)
    if unchanged and current < FIRST_DAY and earliest == period.start:
        current = period.start
    before = _moves(period.start, min(current, YEAR_BEFORE), dice)
    return sorted({day for day in (*before, *in_year, current) if day > period.start})


def unchanged_at_opening(period: Period) -> bool:
    """Whether the child's first episode still runs when the first return begins."""
    return period.start < FIRST_DAY and Dice("unchanged", period.number).chance(UNCHANGED_AT_OPENING)


def _days_of_moves(period: Period, now: Home | None, dice: Dice) -> tuple[list[date], date | None]:
    """First days of all stays, and that of the stay which covers the reference day."""
    current = None
    if now:
        moves = _moves_up_to_reference(period, now.setting, dice)
        current = moves[-1] if moves else period.start
        leaving = period.at_18 or period.leaves_for or now.setting is Setting.FOR_ADOPTION
        if not leaving and dice.chance(0.04 if current <= TWO_YEARS_BEFORE else 0.14):
            moves.append(dice.day(REFERENCE_DAY + _days(1), period.until - _days(8)))
    else:
        moves = _moves(period.start, period.until, dice)
        if period.leaves_for == "adoption":
            placed = period.until - _days(dice.between(150, 300))
            moves = [day for day in moves if day < placed - _days(20)] + [placed]
    if unchanged_at_opening(period):
        moves = [day for day in moves if day >= FIRST_DAY or day == current]
    return [period.start, *moves], current


def _setting(period: Period, start: date, end: date, adopted: bool, dice: Dice) -> Setting:
    """A setting that fits the child's age and how long the stay is."""
    if period.leaves_for == "remand":
        return Setting.CUSTODY
    age = period.age_on(start)
    if period.uasc:
        return dice.weighted({Setting.UNREGULATED: 6, Setting.AGENCY: 3}) if age >= 16.05 else Setting.AGENCY
    weights = next(weights for limit, weights in _BY_AGE if age < limit)
    length = (end - start).days
    fitting = {
        setting: weight
        for setting, weight in weights.items()
        if length <= _AT_MOST_DAYS.get(setting, 9999)
        and age >= _FROM_AGE.get(setting, 0) + (0.05 if setting is Setting.UNREGULATED else 0)
        and not (setting is Setting.PARENTS and (adopted or start == period.start))
    }
    return dice.weighted(fitting)


def _home(setting: Setting, family: Place, start: date, dice: Dice, avoid: set[Place]) -> Home:
    """A home of that setting: most are near, and fewer were out of area in the earlier years."""
    trend = next(factor for until, factor in _OUT_OF_AREA_TREND if start < until)
    out = dice.chance(_OUT_OF_AREA.get(setting, 0.5) * trend)
    far = dice.chance(0.8 if out else 0.2)
    for options in (
        candidates(setting, family, out=out, far=far),
        candidates(setting, family, out=out),
        candidates(setting, family),
    ):
        if left := [home for home in options if home.where not in avoid]:
            return dice.pick(left)
    return dice.pick(candidates(setting, family))


def make_stays(period: Period, family: Place, now: Home | None) -> list[Stay]:
    """The stays of a period; ``now`` is the home that covers the reference day, if it does."""
    dice = Dice("stays", period.number)
    starts, current = _days_of_moves(period, now, dice)
    adopted = period.leaves_for == "adoption" or (now is not None and now.setting is Setting.FOR_ADOPTION)
    stays: list[Stay] = []
    for number, start in enumerate(starts):
        end = (*starts[1:], period.until)[number]
        following = (*starts[1:], None)[number]
        if start == current and now:
            home = now
        else:
            avoid = {stays[-1].home.where} if stays else set()
            if following == current and now:
                avoid.add(now.where)
            last_of_adopted = period.leaves_for == "adoption" and following is None
            setting = Setting.FOR_ADOPTION if last_of_adopted else _setting(period, start, end, adopted, dice)
            home = _home(setting, family, start, dice, avoid)
        stays.append(Stay(start, home, home.code, why=dice.weighted(_WHY_MOVED) if stays else ""))
    return _with_carers_kept(stays, period, dice)


def _with_carers_kept(stays: list[Stay], period: Period, dice: Dice) -> list[Stay]:
    """Changes of a placement that leave the child with the same carers.

    Foster placements may become long-term ones (U6 to U4, U3 to U1), and some children are adopted
    by the carers with whom they already live (U5, then A5).
    """
    result: list[Stay] = []
    for number, stay in enumerate(stays):
        end = stays[number + 1].start if number + 1 < len(stays) else period.until
        before = result[-1].start if result else stay.start
        early = stay.home.setting is Setting.FOR_ADOPTION and (stay.start - before).days > 60 and dice.chance(0.25)
        if early and stays[number - 1].home.setting is Setting.OWN_FOSTER:
            kept = stay.home
            result[-1] = Stay(result[-1].start, kept, "U5", why=result[-1].why)
            result.append(Stay(stay.start, kept, "A5", same_carer=True, why="PLACE"))
            continue
        result.append(stay)
        matched = stay.start + _days(dice.between(300, 500))
        long_term = {"U6": "U4", "U3": "U1"}.get(stay.code)
        changes_in_returns = matched > FIRST_DAY or not unchanged_at_opening(period)
        if long_term and matched < end - _days(120) and dice.chance(0.5):
            if changes_in_returns:
                result.append(Stay(matched, stay.home, long_term, same_carer=True, why="PLACE"))
            else:
                result[-1] = Stay(stay.start, stay.home, long_term, why=stay.why)
    return result
