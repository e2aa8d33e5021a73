"""Draws that come out the same at every run, on every machine.

A die is seeded by a name, not by the order of calls elsewhere: what one child's history draws does
not change another's.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import log
from typing import TypeVar

SEED = "demo council"
T = TypeVar("T")


class Dice:
    """Draws for one purpose, such as the history of one child."""

    def __init__(self, *purpose: object) -> None:
        # Nothing secret is drawn; text seeds do not depend on the interpreter's hash seed.
        self._random = random.Random(":".join([SEED, *map(str, purpose)]))  # noqa: S311

    def chance(self, probability: float) -> bool:
        """True with that probability (0 to 1)."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included; first when last is earlier."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, all alike likely."""
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as likely as its weight."""
        point = self._random.random() * sum(weights.values())
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        return next(reversed(list(weights)))

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a random order."""
        return sorted(items, key=lambda _: self._random.random())

    def sample(self, weights: Mapping[T, float], count: int) -> list[T]:
        """So many different keys; heavier ones sooner (Efraimidis and Spirakis' reservoir keys)."""
        keys = {choice: -log(1 - self._random.random()) / weight for choice, weight in weights.items() if weight > 0}
        if len(keys) < count:
            raise ValueError(f"{count} asked for, {len(keys)} to choose from")
        return sorted(keys, key=keys.__getitem__)[:count]
