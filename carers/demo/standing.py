"""What each household of the demo is approved for, and whether it can take a child, over time."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from placements.demo.dice import Dice
from placements.demo.schedule import LAST_DAY, REFERENCE_DAY

from .households import Carers, households
from .schedule import ACTIVE, BEGINS, CONNECTED, HOLDS_BY, HOLDS_FROM, MAINSTREAM, ON_HOLD

AVAILABLE, FULL, HOLD, NOT_AVAILABLE = "AVAILABLE", "FULL", "ON-HOLD", "NOT-AVAILABLE"
REVIEWS = date(2019, 12, 1), date(2020, 9, 30)
USUAL_LIMIT = 3  # children in a foster home who are not brothers and sisters
# Places for which a household is approved beyond those it uses: at first, and after a review.
_SPARE = {0: 55.0, 1: 38, 2: 7}
_SPARE_AFTER_REVIEW = {0: 80.0, 1: 20}
_WHY_ON_HOLD = {"Hesitant because of Covid-19": 75.0, "Shielding because of Covid-19": 25}
_WHY_NOT = {
    "Illness in the family": 25.0,
    "Change in the household": 20,
    "Own children need the room": 15,
    "Works full-time for now": 15,
    "Respite only": 15,
    "Moves house": 10,
}
CHILDREN_LEFT = "The children they were approved for have left"

Status = tuple[date, str, str]  # since, status, reason


def approvals(carers: Carers) -> list[tuple[date, int]]:
    """For how many children the household is approved, from which day on."""
    if carers.kind == CONNECTED:
        return _for_their_own(carers)
    dice = Dice("approved for", carers.reference)
    review = max(dice.day(*REVIEWS), carers.approved_from + timedelta(days=300))
    if review > LAST_DAY or (carers.approved_to and review >= carers.approved_to):
        return [(carers.approved_from, _number(carers.most(), _SPARE, dice))]
    first = _number(carers.most(before=review), _SPARE, dice)
    then = _number(carers.most(review), _SPARE_AFTER_REVIEW, dice)
    return [(carers.approved_from, first), *([(review, then)] if then != first else [])]


def _number(most: int, spare: Mapping[int, float], dice: Dice) -> int:
    return max(most, 1, min(USUAL_LIMIT, most + dice.weighted(spare)))


def _for_their_own(carers: Carers) -> list[tuple[date, int]]:
    """Connected persons are approved for the children who live with them."""
    found = [(carers.approved_from, max(1, carers.living_there(carers.first)) if carers.placements else 1)]
    for day in carers.changes():
        living = carers.living_there(day)
        if living and living != found[-1][1]:
            found.append((day, living))
    return found


def statuses(carers: Carers) -> Iterator[Status]:
    """Whether the household can take a child, over time."""
    held = _held().get(carers.reference)
    days = {carers.approved_from, *carers.changes(), *(day for day, _ in approvals(carers))}
    before: Status | None = None
    for day in sorted(days):
        if (held and day >= held[0]) or not carers.is_approved(day):
            continue
        status = _by_children(carers, day)
        if before is None or status[1:] != before[1:]:
            before = status
            yield status
    if held and carers.is_approved(held[0]):
        yield held


def approved_for(carers: Carers, day: date) -> int:
    """The number of children the household is approved for on a day."""
    return [number for since, number in approvals(carers) if since <= day][-1]


def _by_children(carers: Carers, day: date) -> Status:
    living = carers.living_there(day)
    if living >= approved_for(carers, day):
        return day, FULL, ""
    return (day, NOT_AVAILABLE, CHILDREN_LEFT) if carers.kind == CONNECTED else (day, AVAILABLE, "")


@cache
def _held() -> dict[str, Status]:
    """Since when and why a household takes no child on the reference day, by its reference.

    ValueError when fewer than the published number can be on hold or not available.
    """
    dice = Dice("on hold")
    now = [each for each in households() if each.is_approved(REFERENCE_DAY)]
    free = dice.shuffled(each for each in now if each.kind == MAINSTREAM and not _takes(each, HOLDS_BY))
    held: dict[str, Status] = {}
    for has_children, number in ON_HOLD.items():
        some = [each for each in free if bool(each.living_there(REFERENCE_DAY)) is has_children]
        some = [each for each in some if _settled(each) < HOLDS_BY]
        for carers in some[:number]:
            since = dice.day(max(HOLDS_FROM, _settled(carers)), HOLDS_BY)
            held[carers.reference] = since, HOLD, dice.weighted(_WHY_ON_HOLD)
    rest = [each for each in free if each.reference not in held and each.last <= REFERENCE_DAY]
    inactive = sum(each.kind == CONNECTED and not each.living_there(REFERENCE_DAY) for each in now)
    wanted = len(now) - ACTIVE - sum(ON_HOLD.values()) - inactive
    for carers in [each for each in rest if _settled(each) < REFERENCE_DAY][:wanted]:
        since = dice.day(_settled(carers), REFERENCE_DAY)
        held[carers.reference] = since, NOT_AVAILABLE, dice.weighted(_WHY_NOT)
    if len(held) < sum(ON_HOLD.values()) + wanted:
        raise ValueError("Too few households of the demo can be on hold or not available.")
    return held


def _takes(carers: Carers, after: date) -> bool:
    """Whether a child still comes."""
    return any(each.starts > after for each in carers.placements)


def _settled(carers: Carers) -> date:
    """From when on the household is left alone: no child comes or leaves before the reference day."""
    changes = [day for day in carers.changes() if day <= REFERENCE_DAY]
    return max(carers.approved_from + timedelta(days=20), *(day + timedelta(days=3) for day in changes[-1:]), BEGINS)
