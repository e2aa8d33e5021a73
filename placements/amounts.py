"""Measures that add up amounts, such as pounds a week or places, beside those that count people."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sufficiency.core.area import Area
from sufficiency.core.measure import Counts, Measure, Result, Tally


@dataclass(frozen=True, kw_only=True)
class AmountOfPeople(Measure):
    """A sum, or a mean, that rests on ``people``: of few of them it says something about one.

    ``times`` is what the sum is multiplied by, such as the weeks of a year.
    """

    people: Tally
    times: int = 1

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), self.people)

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure, multiplied."""
        found = super().result(area, day, counts, prepared)
        return replace(
            found,
            numerator=None if found.numerator is None else found.numerator * self.times,
            value=None if found.value is None else found.value * self.times,
            groups=(counts[self.people],),
        )


@dataclass(frozen=True, kw_only=True)
class ShareOfAmount(Measure):
    """An amount as a percentage of another, 0 to 100; none when the other is 0.

    ``people`` are those on whom numerator and denominator rest, where the amounts are no people themselves.
    """

    people: tuple[Tally, Tally] | None = None

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), *(self.people or ()))

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """The share. What is left of the whole tells as much as the share itself."""
        found = super().result(area, day, counts, prepared)
        part, whole = Fraction(found.numerator or 0), Fraction(found.denominator or 0)
        few, many = (counts[each] for each in self.people) if self.people else (part, whole)
        return replace(found, value=100 * part / whole if whole else None, groups=(few, many, many - few))
