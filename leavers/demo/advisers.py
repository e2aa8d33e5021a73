"""Personal advisers of the demo, and whose care leavers are whose."""

from collections.abc import Iterable, Iterator
from datetime import date

from placements.demo.days import birthday
from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY
from placements.demo.writing import written

from .people import Member

# Corporate parenting board, 9 September 2020: from 9 to 12.5 full-time posts, held by 17 people.
_BEFORE, _RECRUITED = (100,) * 7 + (50,) * 4, (100,) + (50,) * 5
RECRUITED_ON = date(2020, 8, 3)
_FIRST = date(2016, 4, 4)
SHARES = {f"PA{number:02d}": share for number, share in enumerate((*_BEFORE, *_RECRUITED), 1)}
TEAMS = ("East", "West")


def adviser_rows() -> Iterator[tuple[str, ...]]:
    """Adviser, team, working time, from, to."""
    for number, (adviser, share) in enumerate(SHARES.items()):
        dice = Dice("adviser", adviser)
        since = RECRUITED_ON if number >= len(_BEFORE) else dice.day(_FIRST, date(2019, 9, 30))
        yield adviser, TEAMS[number % 2], str(share), written(since), ""


def advisers_of(everybody: Iterable[Member]) -> dict[str, str]:
    """By CHILD: the adviser of each with an active service, as evenly as working time allows, and of some at 17."""
    everybody = list(everybody)
    cases = dict.fromkeys(SHARES, 0)
    found = {}
    for member in Dice("advisers").shuffled(member for member in everybody if member.is_active):
        adviser = min(SHARES, key=lambda one: ((cases[one] + 1) / SHARES[one], one))
        cases[adviser] += 1
        found[member.child] = adviser
    for member in everybody:
        if member.is_in_care and birthday(member.born, 17) <= REFERENCE_DAY:
            found[member.child] = Dice("adviser of", member.child).weighted(dict(SHARES))
    return found
