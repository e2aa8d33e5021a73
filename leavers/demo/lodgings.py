"""Supported lodgings of the demo: who provides them, and which places are on hold."""

from collections.abc import Iterable, Iterator
from datetime import date

from placements.demo.dice import Dice
from placements.demo.writing import written

# Corporate parenting board, 9 September 2020: 25 providers, 26 places, 7 of them on hold, 16 care leavers.
PROVIDERS = tuple(f"SL{number:02d}" for number in range(1, 26))
WITH_TWO_PLACES = PROVIDERS[:1]
ON_HOLD = PROVIDERS[-7:]
ENDED = ("SL91", "SL92")
_LOCALITIES = ("Weymouth", "Dorchester", "Blandford", "Wimborne", "Bridport", "Swanage", "Sherborne")
_REASONS = ("Shielding during the pandemic", "Illness in the family", "Taking a break", "Building work at home")


def lodging_rows() -> Iterator[tuple[str, ...]]:
    """Reference, locality, places, approved from, approved to."""
    for provider in (*PROVIDERS, *ENDED):
        dice = Dice("lodging", provider)
        since = dice.day(date(2012, 1, 9), date(2017, 3, 31))
        until = dice.day(date(2018, 5, 1), date(2020, 2, 28)) if provider in ENDED else None
        places = 2 if provider in WITH_TWO_PLACES else 1
        yield provider, dice.pick(_LOCALITIES), str(places), written(since), written(until)


def lodging_status_rows() -> Iterator[tuple[str, ...]]:
    """Lodging, since, places on hold, why."""
    for number, provider in enumerate(ON_HOLD):
        dice = Dice("on hold", provider)
        yield provider, written(dice.day(date(2020, 3, 20), date(2020, 10, 30))), "1", _REASONS[number % len(_REASONS)]
    recovered = PROVIDERS[2]
    yield recovered, "06/04/2020", "1", _REASONS[0]
    yield recovered, "03/08/2020", "0", ""


def lodgings_of(children: Iterable[str]) -> dict[str, str]:
    """By CHILD: the provider with whom somebody lives on the reference day."""
    free = [provider for provider in PROVIDERS if provider not in ON_HOLD]
    return dict(zip(sorted(children), [WITH_TWO_PLACES[0], *free], strict=False))
