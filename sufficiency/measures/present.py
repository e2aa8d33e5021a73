"""The one place where results become what a reader sees: rounded half-up, and small numbers suppressed.

Whoever may see child-level rows sees every figure as it was counted. For all others (docs/small-numbers.md says it in
plain words, ADR 16 why):

- ``c`` stands where 1 to 5 people would be counted, or would be left of the cohort: that says something about one; and
  where 6 or 7 would, which alone are rounded to 5.
- Figures are those of month-ends: from one day to the next single children come and go.
- Counts are rounded to the nearest 5, shares are worked out from rounded counts and are whole percentages, amounts have
  two significant figures. So no difference between two figures, tables or dates is a number of children.
- The figures of the strategy's own headlines (``AS_COUNTED``) are exact, unless they are small.
- Of parts of a whole others are withheld beside a small one that would follow from the whole and the rest.

Every page, chart, table, download and report calls one of these, and takes nothing else from a result:

    present(result, reader)                        -> Shown              one figure
    present_series(results, reader)                -> {day: Shown}       a measure on several days
    present_table(parts, reader, dimension)        -> {key: Shown}       the parts of a whole on a day
    present_count(number, reader)                  -> int | None         a number of children that is no measure
    present_amount(amount, people, reader)         -> Number | None      pounds, days or a mean, that rests on people
    as_seen(result, reader)                        -> Result             numbers for further arithmetic
    day_for(reader, day)                           -> date               the day that is answered in place of one asked
    year_before(reader, day)                       -> date               the day to compare it with

Texts of ``Shown`` are ready to print; its ``value`` is what the text says, for charts. Whoever compares two figures, or
one with an aim, asks ``between`` too: a rounded share may lie some points beside the exact one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_end, years_back
from sufficiency.core.measure import Dimension, Measure, Number, Result, Unit
from sufficiency.core.rounding import half_up, shown

from .small_numbers import (
    BLUR,
    bounds,
    few,
    follows,
    leaves_few,
    month_end_before,
    rough,
    rough_bounds,
    rounded,
    share_bounds,
    smallest_of,
    smallest_rounded,
    withheld,
)

SUPPRESSED = "c"
NOT_KNOWN = "\N{EN DASH}"
MONTH_ENDS_ONLY = "Figures are shown for month-ends alone."

DECIMALS = {
    Unit.CHILDREN: 0,
    Unit.YOUNG_PEOPLE: 0,
    Unit.HOUSEHOLDS: 0,
    Unit.APPLICATIONS: 0,
    Unit.ALLEGATIONS: 0,
    Unit.INCIDENTS: 0,
    Unit.HOMES: 0,
    Unit.PLACES: 0,
    Unit.PLACEMENTS: 0,
    Unit.DAYS: 0,
    Unit.POUNDS_A_WEEK: 2,
    Unit.POUNDS_A_YEAR: 2,
    Unit.PERCENT: 1,
    Unit.PER_10000: 1,
    Unit.CASES: 1,
    Unit.SCORE: 1,
}
SUFFIX = {Unit.PERCENT: "%"}
PREFIX = {Unit.POUNDS_A_WEEK: "£", Unit.POUNDS_A_YEAR: "£"}
COUNTED = frozenset(unit for unit, decimals in DECIMALS.items() if not decimals) - {Unit.DAYS}
# What the strategies themselves are about and print to the child: everybody sees these as they were counted. They are
# few, of all children in care, and never small in numbers that add up (ADR 16).
AS_COUNTED = frozenset(
    {
        "children-in-care",
        "care-rate-per-10000",
        "out-of-area-percent",
        "over-20-miles-percent",
        "unregulated-placements",
        "places-gap",
        "places-gap-strict",
    }
)
# The parts of all children in care that those figures give: to withhold them in a table would hide nothing.
_PARTS_AS_COUNTED = {
    "area": frozenset({"out"}),
    "distance": frozenset({"over-20"}),
}


@dataclass(frozen=True)
class Shown:
    """A result as a reader may see it: texts ready to print.

    ``value`` is what the text says, for charts: exact, or rounded with it; None when there is none or it is not shown,
    and so is ``at_most``: what it would be with everything unknown counted. ``between`` is known of a rounded value:
    from where to where the exact one may lie, as anybody can work out who knows how it is rounded.
    """

    as_at: date
    value: Number | None
    at_most: Number | None
    text: str
    numerator: str
    denominator: str
    unknown: str
    suppressed: bool
    note: str
    is_rounded: bool = False
    between: tuple[Number, Number] | None = None

    @property
    def may_be(self) -> tuple[Number, ...]:
        """What else the exact value could be: with everything unknown counted, and at either end of what is rounded."""
        return (*(() if self.at_most is None else (self.at_most,)), *(self.between or ()))

    def is_apart_from(self, other: "Shown") -> bool:
        """Whether the exact values are sure to differ, in the direction in which the shown ones do."""
        if self.between is None or other.between is None:
            return self.value is not None and other.value is not None and self.value != other.value
        return are_apart(self.between, other.between)


def are_apart(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Whether two ranges of numbers, each its least and most, have none in common."""
    return bool(one[1] < other[0] or other[1] < one[0])


def present(result: Result, reader: Reader) -> Shown:
    """A result for a reader."""
    smallest = smallest_of(result.measure)
    if reader.may_see_children or not smallest:
        return _shown(result, shown(result.unknown))
    if result.as_at != day_for(reader, result.as_at):
        return _hidden(replace(result, note=MONTH_ENDS_ONLY), SUPPRESSED)
    exact, told = result.measure.slug in AS_COUNTED, _told_apart(result)
    hidden = _is_few(result, smallest_of(result.measure, exact=exact), told, exact=exact)
    return _limited(result, smallest, told, hidden=hidden, exact=exact)


def present_series(results: Iterable[Result], reader: Reader) -> dict[date, Shown]:
    """A measure on several days, by day. Each looks as it does alone, so that nothing follows from the others."""
    return {result.as_at: present(result, reader) for result in results}


def present_table(parts: Mapping[str, Result], reader: Reader, dimension: Dimension | None = None) -> dict[str, Shown]:
    """The parts of one whole for a reader, by key: whoever sees the whole too cannot work out what is withheld.

    ``dimension`` is what tells the parts apart. Rounded parts need not add up to the whole.
    """
    if any(_sees_all(at.measure, reader) or at.as_at != day_for(reader, at.as_at) for at in parts.values()):
        return {key: present(result, reader) for key, result in parts.items()}
    exact = _PARTS_AS_COUNTED.get(dimension.slug, frozenset()) if dimension else frozenset()
    each = {key: (result, smallest_of(result.measure), _told_apart(result)) for key, result in parts.items()}
    smallest = max((least for _, least, _ in each.values()), default=0)
    hidden = {key for key, weighed in each.items() if _is_few(*weighed)}
    if _together_leave_few(parts.values(), smallest):
        hidden = set(parts)
    left = _left_by_headlines(dimension, reader)
    for column in zip(*(result.groups for result in parts.values()), strict=False):
        numbers = dict(zip(parts, column, strict=True))
        hidden |= withheld(numbers, smallest, exact)
        for inside in (True, False) if left else ():
            within = {key: number for key, number in numbers.items() if (key in left) is inside}
            hidden |= withheld(within, smallest)
    unknown_hidden = withheld({key: result.unknown for key, result in parts.items()}, smallest)
    return {
        key: _limited(*weighed, hidden=key in hidden, unknown_hidden=key in unknown_hidden)
        for key, weighed in each.items()
    }


def _left_by_headlines(dimension: Dimension | None, reader: Reader) -> tuple[str, ...]:
    """Those not outside the area: all in care and those outside are exact, so these add up too, and so do the rest."""
    return (reader.authority.name, "") if dimension and dimension.slug == "placement-authority" else ()


def present_count(number: int, reader: Reader) -> int | None:
    """A number of children that is not a measure's, rounded as others are; None when it is withheld."""
    if reader.may_see_children:
        return number
    return None if few(number, smallest_rounded(settings.SMALLEST_NUMBER_SHOWN)) else rounded(number)


def present_amount(amount: Number, people: int, reader: Reader) -> Number | None:
    """Pounds, days or a mean of either, that rests on so many people; None when it is withheld."""
    if reader.may_see_children:
        return amount
    return None if few(people, smallest_rounded(settings.SMALLEST_NUMBER_SHOWN)) else rough(amount)


def as_seen(result: Result, reader: Reader) -> Result:
    """A result with the numbers that the reader sees: none when it is withheld, and none of its groups."""
    if _sees_all(result.measure, reader):
        return result
    exact, told = result.measure.slug in AS_COUNTED, _told_apart(result)
    is_few = _is_few(result, smallest_of(result.measure, exact=exact), told, exact=exact)
    if is_few or result.as_at != day_for(reader, result.as_at):
        return replace(result, numerator=None, denominator=None, value=None, at_most=None, unknown=0, groups=())
    few_unknown = _unknown_is_few(result, smallest_of(result.measure), told)
    return replace(_blurred(result, few_unknown=few_unknown, exact=exact), groups=())


def day_for(reader: Reader, day: date) -> date:
    """The day that a reader is answered for: the one asked about, or the last month-end on or before it."""
    return day if reader.may_see_children else month_end_before(day)


def year_before(reader: Reader, day: date) -> date:
    """The same date a year earlier; the month-end for readers who are answered for month-ends."""
    before = years_back(day, 1)
    return before if reader.may_see_children else month_end(before)


def value_text(value: Number | None, unit: Unit) -> str:
    """A value in its unit, rounded half-up: 70.0, 40.8%, 51, £964.97; a dash when there is none."""
    if value is None:
        return NOT_KNOWN
    return f"{PREFIX.get(unit, '')}{shown(value, DECIMALS[unit])}{SUFFIX.get(unit, '')}"


def _sees_all(measure: Measure, reader: Reader) -> bool:
    """Whether the reader sees it as it was counted: who may see children, and what is about no people."""
    return reader.may_see_children or not smallest_of(measure)


Told = tuple[Number, ...]  # what _told_apart says of a result: asked once for all that rests on it


def _is_few(result: Result, smallest: int, told: Told, *, exact: bool = False) -> bool:
    """Whether a figure rests on few people or leaves few; or gives away how few are not known, or are neither.

    One that is shown exactly is not withheld for the sake of others: they are withheld for its.
    """
    if any(few(group, smallest) for group in result.groups):
        return True
    return not exact and ((bool(told) and follows(sum(told), told, smallest)) or _leaves_few(result, smallest))


def _leaves_few(result: Result, smallest: int) -> bool:
    """Whether few are left of a whole that other figures tell, and follow, nearly, from it and its parts as shown."""
    if not result.told:
        return False
    whole, *parts = result.told
    return leaves_few(whole, [*parts, result.numerator or 0], smallest)


def _together_leave_few(parts: Collection[Result], smallest: int) -> bool:
    """Whether the figure of which these are the parts is withheld for the few it leaves: one part may be nearly all."""
    told = [sum(column) for column in zip(*(part.told for part in parts), strict=True)]
    if not told:
        return False
    return leaves_few(told[0], [*told[1:], sum(part.numerator or 0 for part in parts)], smallest)


def _unknown_is_few(result: Result, smallest: int, told: Told) -> bool:
    """Whether few are not known, or would be left who are neither counted nor unknown."""
    return few(result.unknown, smallest) or any(few(number, smallest) for number in told[2:])


def _told_apart(result: Result) -> Told:
    """Those counted, those not known, and all others, of a share whose numbers are people; empty for others."""
    if not result.unknown or not _is_share_of_people(result):
        return ()
    counted, everybody = result.groups[:2]
    others = everybody - counted - result.unknown
    return (counted, result.unknown, others) if others >= 0 else ()


def _is_share_of_people(result: Result) -> bool:
    """Whether it is a percentage of people, or of what is as telling, such as places."""
    return result.measure.unit is Unit.PERCENT and result.groups[:2] == (result.numerator, result.denominator)


def _limited(  # noqa: PLR0913 - what was found out of the result before is given with it
    result: Result, smallest: int, told: Told, *, hidden: bool, unknown_hidden: bool = False, exact: bool = False
) -> Shown:
    """What somebody sees who may not see children."""
    few_unknown = _unknown_is_few(result, smallest, told)
    unknown = SUPPRESSED if unknown_hidden or few_unknown else shown(rounded(result.unknown))
    if hidden:
        return _hidden(result, unknown)
    blurred = _blurred(result, few_unknown=few_unknown, exact=exact)
    if few(result.left_out, smallest):
        blurred = replace(blurred, denominator=None)  # the few follow from how many are left
    between = None if exact or blurred.value is None else _between(result, smallest)
    return _shown(blurred, unknown, between, is_rounded=not exact)


def _between(result: Result, smallest: int) -> tuple[Number, Number]:
    """From where to where the exact value may lie, given how it is rounded."""
    counted, value = result.numerator, result.value or 0
    if _is_share_of_people(result):
        return share_bounds(counted or 0, result.denominator or 0, smallest)
    if result.denominator is None and counted not in result.groups and result.measure.unit in COUNTED:
        return rounded(value) - BLUR, rounded(value) + BLUR  # a difference of counts, which may be negative
    if counted in result.groups:
        least, most = bounds(counted or 0, smallest)
        if value == counted:
            return least, most
        scale = Fraction(value) / Fraction(counted) if counted else 1
        return least * scale, most * scale
    if result.measure.unit is Unit.PERCENT:
        return half_up(value) - Fraction(1, 2), half_up(value) + Fraction(1, 2)
    return rough_bounds(value)


def _blurred(result: Result, *, few_unknown: bool, exact: bool) -> Result:
    """With numbers that tell of no single child, and a value that is worked out from them."""
    # Of how many little is known is not told by what they could turn: a few count as a middling few.
    unknown = smallest_of(result.measure, exact=True) // 2 if few_unknown else rounded(result.unknown)
    counted, everybody, value = result.numerator, result.denominator, result.value
    if exact:
        pass
    elif _is_share_of_people(result):
        counted, everybody = rounded(counted or 0), rounded(everybody or 0)
        value = (200 * counted + everybody) // (2 * everybody) if everybody else None  # half-up
    elif counted in result.groups or (result.measure.unit in COUNTED and everybody is None):
        counted = None if counted is None else rounded(counted)
        value = _of_rounded(result, counted)
    else:
        counted = None if counted is None else rough(counted)
        everybody = (
            everybody if everybody is None else rounded(everybody) if everybody in result.groups else rough(everybody)
        )
        value = None if value is None else half_up(value) if result.measure.unit is Unit.PERCENT else rough(value)
    at_most = None
    if result.at_most is not None and value is not None:
        at_most = _at_most(result.measure.unit, counted, everybody, value, unknown)
    return replace(result, numerator=counted, denominator=everybody, value=value, unknown=unknown, at_most=at_most)


def _of_rounded(result: Result, counted: Number | None) -> Number | None:
    """The count itself, or the rate that it makes of a number that says nothing about children in care."""
    if result.value is None or counted is None:
        return None
    if result.denominator is None or not result.numerator:
        return rounded(result.value) if result.denominator is None else result.value
    return result.value * Fraction(counted) / result.numerator


def _at_most(unit: Unit, numerator: Number | None, denominator: Number | None, value: Number, unknown: int) -> Number:
    """What a value would be with everything unknown counted, by the numbers that are shown."""
    if unit is Unit.PERCENT and denominator:
        return min(100, value + Fraction(100 * unknown, denominator) if unknown else value)
    if unit is Unit.PLACES and numerator is not None:
        return max(0, half_up(numerator + unknown))
    return value + unknown


def _shown(
    result: Result, unknown: str, between: tuple[Number, Number] | None = None, *, is_rounded: bool = False
) -> Shown:
    unit = result.measure.unit
    return Shown(
        as_at=result.as_at,
        value=result.value,
        at_most=result.at_most,
        text=_rounded_text(result.value, unit) if is_rounded else value_text(result.value, unit),
        numerator=_count_text(result.numerator, unit),
        denominator=_count_text(result.denominator, unit),
        unknown=unknown,
        suppressed=False,
        note=result.note,
        is_rounded=is_rounded,
        between=between,
    )


def _hidden(result: Result, unknown: str) -> Shown:
    """Nothing but that there is something."""
    return Shown(
        as_at=result.as_at,
        value=None,
        at_most=None,
        text=SUPPRESSED,
        numerator=SUPPRESSED,
        denominator=SUPPRESSED,
        unknown=unknown,
        suppressed=True,
        note=result.note,
    )


def _rounded_text(value: Number | None, unit: Unit) -> str:
    """A rounded value without decimals that say nothing: 45%, 100,000, 7.4."""
    if value is None:
        return NOT_KNOWN
    decimals = next((n for n in range(2) if (value * 10**n) == int(value * 10**n)), DECIMALS[unit])
    return f"{PREFIX.get(unit, '')}{shown(value, decimals)}{SUFFIX.get(unit, '')}"


def _count_text(number: Number | None, unit: Unit) -> str:
    """A whole number as it is; a fraction (of the places gap, of pounds) to the decimals of its unit, one at least."""
    if number is None:
        return NOT_KNOWN
    return shown(number, 0 if number == int(number) else max(1, DECIMALS[unit]))
