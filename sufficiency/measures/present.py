"""The one place where results become what a reader sees: rounded half-up, and small numbers suppressed.

A reader who may not see child-level rows sees ``c`` where a count below the measure's smallest would show (1 to 5
people, as a rule), or where the rest of the cohort is that small: either would say something about one child.
"""

from dataclasses import dataclass
from datetime import date

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure, Number, Result, Unit
from sufficiency.core.rounding import shown

SUPPRESSED = "c"
NOT_KNOWN = "\N{EN DASH}"

DECIMALS = {
    Unit.CHILDREN: 0,
    Unit.YOUNG_PEOPLE: 0,
    Unit.HOUSEHOLDS: 0,
    Unit.APPLICATIONS: 0,
    Unit.ALLEGATIONS: 0,
    Unit.INCIDENTS: 0,
    Unit.HOMES: 0,
    Unit.PLACES: 0,
    Unit.DAYS: 0,
    Unit.POUNDS_A_WEEK: 2,
    Unit.PERCENT: 1,
    Unit.PER_10000: 1,
    Unit.CASES: 1,
    Unit.SCORE: 1,
}
SUFFIX = {Unit.PERCENT: "%"}


@dataclass(frozen=True)
class Shown:
    """A result as a reader may see it: texts ready to print.

    ``value`` is exact, for charts; None when there is none or it is not shown, and so is ``at_most``:
    what it would be with everything unknown counted.
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


def present(result: Result, reader: Reader) -> Shown:
    """A result for a reader."""
    sees_all = reader.may_see_children
    suppressed = not sees_all and any(_few(group, result.measure) for group in result.groups)
    unknown = SUPPRESSED if not sees_all and _few(result.unknown, result.measure) else shown(result.unknown)
    return Shown(
        as_at=result.as_at,
        value=None if suppressed else result.value,
        at_most=None if suppressed else result.at_most,
        text=SUPPRESSED if suppressed else value_text(result.value, result.measure.unit),
        numerator=SUPPRESSED if suppressed else _count_text(result.numerator),
        denominator=SUPPRESSED if suppressed else _count_text(result.denominator),
        unknown=unknown,
        suppressed=suppressed,
        note=result.note,
    )


def value_text(value: Number | None, unit: Unit) -> str:
    """A value in its unit, rounded half-up: 70.0, 40.8%, 51; a dash when there is none."""
    return NOT_KNOWN if value is None else shown(value, DECIMALS[unit]) + SUFFIX.get(unit, "")


def _count_text(number: Number | None) -> str:
    """A whole number as it is; a fraction (of the places gap) to one decimal."""
    if number is None:
        return NOT_KNOWN
    return shown(number, 0 if number == int(number) else 1)


def _few(people: Number, measure: Measure) -> bool:
    return 0 < people < measure.smallest
