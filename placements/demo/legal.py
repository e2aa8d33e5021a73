"""Under which legal status a child is in care, from the first day to the last."""

from datetime import date, timedelta

from .dice import Dice
from .periods import Period
from .schedule import FIRST_DAY, Setting
from .stays import Stay, unchanged_at_opening

Statuses = dict[date, str]  # first day: LS

_POLICE_PROTECTION_DAYS, _EMERGENCY_ORDER_DAYS = 3, 8


def _first_status(period: Period, dice: Dice) -> str:
    if period.age_on(period.start) >= 14:
        return dice.weighted({"V2": 80, "C1": 14, "L1": 6})
    if (period.until - period.start).days < 120:
        return dice.weighted({"V2": 62, "C1": 20, "L1": 9, "L2": 9})
    return dice.weighted({"V2": 48, "C1": 36, "L1": 8, "L2": 8})


def _towards_care_order(period: Period, dice: Dice) -> Statuses:
    """Voluntary care, protection and proceedings, and the care order that may come after six months."""
    # Brothers and sisters who came together came under the same status.
    first = _first_status(period, Dice("legal status", period.family))
    statuses, proceedings = {period.start: first}, period.start
    if first in ("L1", "L2"):
        proceedings += timedelta(days=_POLICE_PROTECTION_DAYS if first == "L1" else _EMERGENCY_ORDER_DAYS)
        first = "C1" if dice.chance(0.6) else "V2"
        statuses[proceedings] = first
    if first == "V2":
        if not dice.chance(0.25 if period.age_on(period.start) >= 14 else 0.65):
            return statuses
        proceedings += timedelta(days=dice.between(25, 160))
        statuses[proceedings] = "C1"
    statuses[proceedings + timedelta(days=dice.between(150, 290))] = "C2"
    return statuses


def _with_care_order_by(day: date, statuses: Statuses, period: Period) -> Statuses:
    """Living with parents while in care needs a care order: bring it forward when there is none."""
    current = max(since for since in statuses if since <= day)
    if statuses[current] in ("C1", "C2"):
        return statuses
    ordered = max(period.start, day - timedelta(days=20))
    kept = {since: status for since, status in statuses.items() if since < ordered}
    return {**kept, ordered: "C1", day + timedelta(days=170): "C2"}


def make_statuses(period: Period, stays: list[Stay]) -> Statuses:
    """The legal statuses of a period of care, by their first day."""
    dice = Dice("legal", period.number)
    if period.uasc:
        return {period.start: "V2"}
    if period.leaves_for == "remand":
        return {period.start: "J1"}
    statuses = _towards_care_order(period, dice)
    placed = next((stay.start for stay in stays if stay.code in ("A5", "A6")), None)
    if placed:
        # Carers with whom the child already lives become adopters on the day of the order.
        with_same_carer = any(stay.start == placed and stay.same_carer for stay in stays)
        lead = 0 if with_same_carer else dice.between(0, 150)
        order = min(placed, max(period.start + timedelta(days=40), placed - timedelta(days=lead)))
        statuses = {since: status for since, status in statuses.items() if since < order - timedelta(days=15)}
        statuses = {**statuses, order: "E1"}
    for stay in stays:
        if stay.home.setting is Setting.PARENTS:
            statuses = _with_care_order_by(stay.start, statuses, period)
    if unchanged_at_opening(period):
        before = [since for since in sorted(statuses) if since < FIRST_DAY]
        at_opening = statuses[before[-1]]
        statuses = {period.start: at_opening, **{s: ls for s, ls in statuses.items() if s >= FIRST_DAY}}
    return {since: statuses[since] for since in sorted(statuses) if since < period.until}
