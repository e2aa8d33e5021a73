"""The one place where results become what a reader sees: rounded half-up, and small numbers suppressed.

A reader who may not see child-level rows sees ``c`` where a count below the measure's smallest would show (1 to 5
people, as a rule), or where the rest of the cohort is that small: either would say something about one child. Of parts
of a whole a second one is withheld where a single one would follow from the whole and the others.
"""

from collections.abc import Mapping
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
    hidden = not reader.may_see_children
    return _shown(
        result,
        figures_hidden=hidden and any(_few(group, result.measure) for group in result.groups),
        unknown_hidden=hidden and _few(result.unknown, result.measure),
    )


def present_parts(parts: Mapping[str, Result], reader: Reader) -> dict[str, Shown]:
    """The parts of one whole for a reader, by key: whoever sees the whole too cannot work out what is withheld."""
    if reader.may_see_children or not parts:
        return {key: present(result, reader) for key, result in parts.items()}
    groups = {key: result.groups for key, result in parts.items()}
    unknown = {key: (result.unknown,) for key, result in parts.items()}
    smallest = next(iter(parts.values())).measure.smallest
    figures_hidden, unknown_hidden = _withheld(groups, smallest), _withheld(unknown, smallest)
    return {
        key: _shown(result, figures_hidden=key in figures_hidden, unknown_hidden=key in unknown_hidden)
        for key, result in parts.items()
    }


def _withheld(groups: Mapping[str, tuple[Number, ...]], smallest: int) -> set[str]:
    """The parts with a small number; and where only one has it, the part with the next smallest number beside it."""
    withheld = {key for key, numbers in groups.items() if any(0 < number < smallest for number in numbers)}
    if len(withheld) != 1:
        return withheld
    (alone,) = withheld
    for place, number in enumerate(groups[alone]):
        others = {key: numbers[place] for key, numbers in groups.items() if key != alone and numbers[place]}
        if 0 < number < smallest and others:
            withheld.add(min(others, key=lambda key: others[key]))
    return withheld


def _shown(result: Result, *, figures_hidden: bool, unknown_hidden: bool) -> Shown:
    return Shown(
        as_at=result.as_at,
        value=None if figures_hidden else result.value,
        at_most=None if figures_hidden else result.at_most,
        text=SUPPRESSED if figures_hidden else value_text(result.value, result.measure.unit),
        numerator=SUPPRESSED if figures_hidden else _count_text(result.numerator, result.measure.unit),
        denominator=SUPPRESSED if figures_hidden else _count_text(result.denominator, result.measure.unit),
        unknown=SUPPRESSED if unknown_hidden else shown(result.unknown),
        suppressed=figures_hidden,
        note=result.note,
    )


def value_text(value: Number | None, unit: Unit) -> str:
    """A value in its unit, rounded half-up: 70.0, 40.8%, 51, £964.97; a dash when there is none."""
    if value is None:
        return NOT_KNOWN
    return f"{PREFIX.get(unit, '')}{shown(value, DECIMALS[unit])}{SUFFIX.get(unit, '')}"


def _count_text(number: Number | None, unit: Unit) -> str:
    """A whole number as it is; a fraction (of the places gap, of pounds) to the decimals of its unit, one at least."""
    if number is None:
        return NOT_KNOWN
    return shown(number, 0 if number == int(number) else max(1, DECIMALS[unit]))


def _few(people: Number, measure: Measure) -> bool:
    return 0 < people < measure.smallest
