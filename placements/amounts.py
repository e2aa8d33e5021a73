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

    ``times`` is what the sum is multiplied by, such as the weeks of a year. ``all_people`` are those on whom a larger
    sum rests that is told too: what is left of that for few of them says as much.
    """

    people: Tally
    all_people: Tally | None = None
    times: int = 1

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return (*super().tallies(), self.people, *([self.all_people] if self.all_people else []))

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """As of any measure, multiplied."""
        found = super().result(area, day, counts, prepared)
        people = counts[self.people]
        rest = (max(0, counts[self.all_people] - people),) if self.all_people else ()
        return replace(
            found,
            numerator=None if found.numerator is None else found.numerator * self.times,
            value=None if found.value is None else found.value * self.times,
            groups=(people, *rest),
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
