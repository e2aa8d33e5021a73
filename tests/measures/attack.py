"""Somebody who may not see children, and adds up and takes apart all figures there are to find out how few they are.

What they know: every number shown, in tables and charts and on several days, how numbers are rounded, that parts add
up to wholes, which sums of figures are always other figures, and how those of a day come of those of the day before it.
What they solve: between which numbers a withheld count must lie (linear programmes, by HiGHS).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise
from math import ceil, floor
from typing import Any

import highspy

from placements.annual import YearlyMeasure
from placements.missing import YearToDayMeasure
from placements.rates import UnderlyingChange
from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure, Result, Unit
from sufficiency.core.models import Authority
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.measures.present import AS_COUNTED, SUPPRESSED, Shown, present, present_table
from sufficiency.measures.registry import all_measures, measure_named

from .drawings import CHILDREN, SEX_AND_AGE, SMALLEST_ROUNDED, Cell, Drawings, Drawn

SMALLEST = 6
BLUR = 2
ENDLESS = 1e12
UNTRUE = "what the attacker holds for true is not"
WHOLE = ("", "")
STARTED, CEASED, IN_YEAR = (
    measure_named(slug).numerator for slug in ("started-in-year", "ceased-in-year", "in-care-in-year")
)
PLAIN = (Measure, YearlyMeasure, YearToDayMeasure, UnderlyingChange)
FOR_LIFE = ("", "sex", "ethnicity")  # by what nobody moves from one part to another


def of_people(measure: Measure) -> bool:
    """Whether it is a plain number or share of people, so that its numbers are sums of others."""
    plain = type(measure) in PLAIN and not any(tally.amount for tally in measure.tallies())
    people = {Unit.CHILDREN, Unit.YOUNG_PEOPLE, Unit.HOUSEHOLDS, Unit.PERCENT}
    return plain and measure.smallest > 1 and measure.unit in people


MEASURES = [measure for measure in all_measures() if of_people(measure)]


@dataclass
class Outputs:
    """All that a reader gets of a day, and what was counted: by measure, for the whole and for each part."""

    shown: list[tuple[Measure, str, str, Result, Shown]] = field(default_factory=list)
    drawings: list[Drawings] = field(default_factory=list)

    def counts(self) -> dict[Cell, int]:
        """What was counted: numerators, denominators and unknowns, and what charts alone tell."""
        found: dict[Cell, int] = {cell: number for each in self.drawings for cell, number in each.counted.items()}
        for measure, by, part, result, _ in self.shown:
            if isinstance(measure, UnderlyingChange):
                found[measure.ceased_earlier, by, part] = int(result.groups[-1])
            elif result.numerator is not None:
                for tally, number in (
                    (measure.numerator, result.numerator),
                    (measure.denominator, result.denominator),
                    (measure.unknown, result.unknown),
                ):
                    if tally is not None and number is not None:
                        found[tally, by, part] = int(number)
        return found


def outputs(
    authority: Authority, days: Sequence[date], reader: Reader, measures: Sequence[Measure], dimensions: Collection[str]
) -> list[Outputs]:
    """Of each day measures and their breakdowns by dimensions, by slug; as the reader sees them."""
    found = [Outputs() for _ in days]
    wholes = evaluate(measures, authority, days)
    for measure in measures:
        for each, result in zip(found, wholes[measure.slug], strict=True):
            each.shown.append((measure, *WHOLE, result, present(result, reader)))
    by_dimension = defaultdict(list)
    for measure in measures:
        for dimension in measure.dimensions:
            if dimension.slug in dimensions:
                by_dimension[dimension].append(measure)
    for dimension, told_apart in by_dimension.items():
        told = breakdown(told_apart, dimension, authority, days)
        for measure in told_apart:
            for number, each in enumerate(found):
                parts = {key: series[number] for key, series in told[measure.slug].items()}
                shown = present_table(parts, reader, dimension)
                each.shown += [(measure, dimension.slug, key, parts[key], shown[key]) for key in parts]
    return found


def always(samples: Sequence[Mapping[Cell, int]]) -> list[tuple[Cell, tuple[Cell, ...]]]:
    """Which counts have always been the sum of one or two others: what follows from definitions alone."""
    cells = [cell for cell in samples[0] if all(cell in sample for sample in samples)]
    series = {cell: tuple(sample[cell] for sample in samples) for cell in cells}
    moving = {cell: numbers for cell, numbers in series.items() if len(set(numbers)) >= 4}
    first: dict[tuple[int, ...], Cell] = {}
    found: list[tuple[Cell, tuple[Cell, ...]]] = []
    for cell, numbers in sorted(moving.items(), key=lambda item: item[0][1:] != WHOLE):
        if numbers in first:
            found.append((cell, (first[numbers],)))
        else:
            first[numbers] = cell
    wholes = [(numbers, cell) for numbers, cell in first.items() if cell[1:] == WHOLE]
    for (a, one), (b, other) in combinations(wholes, 2):
        total = first.get(tuple(x + y for x, y in zip(a, b, strict=True)))
        if total is not None:
            found.append((total, (one, other)))
    return found


def _number(text: str) -> int | None:
    digits = text.replace(",", "").replace("\N{MINUS SIGN}", "-").removesuffix("%")
    return int(digits) if re.fullmatch(r"-?\d+", digits) else None


def _numbers(low: float, high: float) -> tuple[int, int]:
    """The least and the most of the small whole numbers from one to the other."""
    return max(1, ceil(low - 1e-6)), min(SMALLEST - 1, floor(high + 1e-6))


def _is_one_number(low: float, high: float) -> bool:
    least, most = _numbers(low, high)
    return least >= most


class Attack:
    """The linear programme of a day, or of several that follow each other; ``years_before`` are those a year earlier,
    of which what everybody knows exactly is read alone."""

    def __init__(
        self,
        days: Sequence[Outputs],
        identities: Sequence[tuple[Cell, tuple[Cell, ...]]],
        years_before: Sequence[Outputs] = (),
    ) -> None:
        self.solver = highspy.Highs()
        self.solver.silent()
        self.withheld: dict[str, tuple[Any, int]] = {}
        self._asked: set[tuple[object, ...]] = set()
        self._days = [_Day(self, day, f"{number}: ", identities) for number, day in enumerate(days)]
        for before, after in pairwise(self._days):
            self._follows(before, after)
        for year_before, day in zip(years_before, self._days, strict=False):
            self._has_changed(year_before, day)

    def unknown(self) -> Any:
        """A number of people that is not known."""
        return self.solver.addVariable(lb=0)

    def same(self, one: Any, other: Any) -> None:
        """That two sums of them are the same."""
        self.solver.addConstr(one == other)

    def between(self, at: Any, least: int, most: int) -> None:
        """That a sum of them lies between two numbers."""
        self.solver.addConstr(at >= least)
        self.solver.addConstr(at <= most)

    def wanted(self, name: str, cells: tuple[object, ...], at: Any, true: int) -> None:
        """A small number that is to be found out, once under whichever name."""
        if 0 < true < SMALLEST and cells not in self._asked:
            self._asked.add(cells)
            itself = self.unknown()
            self.same(itself, at)
            self.withheld[name] = (itself, true)

    def _follows(self, before: "_Day", after: "_Day") -> None:
        """Children in care are those of before and who came, without who left: at least what a year's grew by."""
        parts = [cell[1:] for cell in after.at if cell[0] == CHILDREN and cell[1] in FOR_LIFE]
        for part in parts:
            if (CHILDREN, *part) not in before.at:
                continue
            came, left = self.unknown(), self.unknown()
            self.same(after.at[CHILDREN, *part], before.at[CHILDREN, *part] + came - left)
            for tally, moved in ((STARTED, came), (CEASED, left)):
                if (tally, *part) in before.at and (tally, *part) in after.at:
                    self.solver.addConstr(moved >= after.at[tally, *part] - before.at[tally, *part])

    def _has_changed(self, year_before: Outputs, day: "_Day") -> None:
        """Those who came in a year, less those who left, are what the number in care has changed by."""
        for measure, by, part, result, shown in year_before.shown:
            if measure.numerator == CHILDREN and (by, part) == WHOLE and not shown.suppressed:
                came, left, at_all = ((tally, *WHOLE) for tally in (STARTED, CEASED, IN_YEAR))
                before = int(result.numerator or 0)
                if (CHILDREN, *WHOLE) in day.at and came in day.at and left in day.at:
                    self.same(day.at[CHILDREN, *WHOLE], before + day.at[came] - day.at[left])
                if at_all in day.at and came in day.at:
                    self.solver.addConstr(day.at[at_all] <= before + day.at[came])

    def recovered(self) -> Iterator[tuple[str, int, int, int]]:
        """Of every small count the numbers that it may be, where that is one alone; with what it is."""
        for name in self._still_open():
            at, true = self.withheld[name]
            low, high = self.range_of(at)
            if low == high:
                yield name, low, high, true

    def _still_open(self) -> list[str]:
        """The small counts that may not yet be seen to be more than one number, pushing many up or down at once."""
        reach = dict.fromkeys(self.withheld, (ENDLESS, -ENDLESS))
        open_, before = list(self.withheld), 0
        while open_ and len(open_) != before:
            before = len(open_)
            for bit in (-1, *range(len(open_).bit_length())):
                signs = {name: 1.0 if bit < 0 or number >> bit & 1 else -1.0 for number, name in enumerate(open_)}
                costs = {self.withheld[name][0].index: sign for name, sign in signs.items()}
                for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                    values = self._pushed(costs, sense)
                    for name in open_:
                        at, (low, high) = values[self.withheld[name][0].index], reach[name]
                        reach[name] = (min(low, at), max(high, at))
                open_ = [name for name in open_ if _is_one_number(*reach[name])]
        return open_

    def _pushed(self, costs: Mapping[int, float], sense: Any) -> Sequence[float]:
        """What each column is where these together are least or most, of what can be without end as it is found."""
        self.solver.changeObjectiveSense(sense)
        for column, cost in costs.items():
            self.solver.changeColCost(column, cost)
            self.solver.changeColBounds(column, 0, SMALLEST)
        self.solver.run()
        assert self.solver.getModelStatus() != highspy.HighsModelStatus.kInfeasible, UNTRUE
        values: Sequence[float] = self.solver.getSolution().col_value
        for column in costs:
            self.solver.changeColCost(column, 0.0)
            self.solver.changeColBounds(column, 0, highspy.kHighsInf)
        return values

    def _best(self, column: int, sense: Any) -> float:
        """The least or greatest that a column may be."""
        self.solver.changeObjectiveSense(sense)
        self.solver.changeColCost(column, 1.0)
        self.solver.run()
        status = self.solver.getModelStatus()
        best = self.solver.getObjectiveValue()
        self.solver.changeColCost(column, 0.0)
        assert status != highspy.HighsModelStatus.kInfeasible, UNTRUE
        return best if status == highspy.HighsModelStatus.kOptimal else ENDLESS

    def range_of(self, at: Any) -> tuple[int, int]:
        """Between which numbers a small count lies, for somebody who knows that it is one."""
        low, high = (self._best(at.index, sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize))
        return _numbers(low, high)


class _Day:
    """What is known of a day, read into the programme."""

    def __init__(
        self, attack: Attack, day: Outputs, name: str, identities: Sequence[tuple[Cell, tuple[Cell, ...]]]
    ) -> None:
        self._attack, self._name = attack, name
        self.true = day.counts()
        self.at = {cell: attack.unknown() for cell in self.true}
        self._parts_add_up()
        for whole, parts in (*identities, *(each for one in day.drawings for each in one.sums)):
            if whole in self.at and all(part in self.at for part in parts):
                attack.same(self.at[whole], sum(self.at[part] for part in parts))
        for each in day.shown:
            self._read(*each)
        for one in day.drawings:
            for drawn in one.drawn:
                self._look(drawn)

    def _parts_add_up(self) -> None:
        tables = defaultdict(list)
        for tally, by, part in self.at:
            if by and (tally, *WHOLE) in self.at:
                tables[tally, by].append(self.at[tally, by, part])
        for (tally, by), parts in tables.items():
            if by != SEX_AND_AGE:
                self._attack.same(self.at[tally, *WHOLE], sum(parts))

    def _look(self, drawn: Drawn) -> None:
        """A number of a chart."""
        known = [cell for cell in drawn.cells if cell in self.at]
        at, true = sum(self.at[cell] for cell in known), sum(self.true[cell] for cell in known)
        self._told(drawn.text, at, str(drawn.cells), (*known,), true, exact=False)

    def _told(self, text: str, at: Any, name: str, cells: tuple[object, ...], true: int, *, exact: bool) -> None:
        number = _number(text)
        if number is not None:
            blur = 0 if not number or exact else BLUR
            self._attack.between(at, number if not blur else max(SMALLEST_ROUNDED, number - blur), number + blur)
        elif text == SUPPRESSED:
            self._attack.wanted(f"{self._name}{name}", (self._name, *cells), at, true)

    def _read(self, measure: Measure, by: str, part: str, result: Result, shown: Shown) -> None:
        """Every number of a figure bounds what was counted; what is withheld is to be found out."""
        if isinstance(measure, UnderlyingChange):
            grown, cell = _number(shown.numerator), (measure.ceased_earlier, by, part)
            if grown is not None and (measure.numerator, by, part) in self.at:
                self._attack.between(self.at[measure.numerator, by, part] - self.at[cell], grown - BLUR, grown + BLUR)
            return
        cells = {
            name: (tally, by, part)
            for name, tally in (
                ("numerator", measure.numerator),
                ("denominator", measure.denominator),
                ("unknown", measure.unknown),
            )
            if tally is not None and (tally, by, part) in self.at
        }
        called = f"{measure.slug} {by} {part}"
        exact = measure.slug in AS_COUNTED and not by
        for name, cell in cells.items():
            is_exact = exact and name != "unknown"
            text = getattr(shown, name)
            self._told(text, self.at[cell], f"{called} {name}", (cell,), self.true[cell], exact=is_exact)
        if "denominator" in cells and "numerator" in cells:
            self._others(called, cells, shown, exact=exact)

    def _others(self, called: str, cells: Mapping[str, Cell], shown: Shown, *, exact: bool) -> None:
        """Those of a cohort who are not counted, and of them those of whom all is known."""
        whole, counted = cells["denominator"], cells["numerator"]
        rest, left = self.at[whole] - self.at[counted], self.true[whole] - self.true[counted]
        unknown = cells.get("unknown")
        others = rest - self.at[unknown] if unknown else rest
        neither = left - (self.true[unknown] if unknown else 0)
        if neither >= 0:
            self._attack.solver.addConstr(others >= 0)
        if shown.suppressed:
            self._attack.wanted(f"{self._name}{called} rest", (self._name, whole, counted), rest, left)
        elif _number(shown.numerator) == _number(shown.denominator):
            self._attack.same(rest, 0)
        else:
            self._attack.solver.addConstr(rest >= (SMALLEST if exact else SMALLEST_ROUNDED))
        if neither > 0 and unknown:
            name = f"{self._name}{called} neither"
            self._attack.wanted(name, (self._name, whole, counted, unknown), others, neither)
