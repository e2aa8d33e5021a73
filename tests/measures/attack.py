"""Somebody who may not see children, and adds up and takes apart all figures there are to find out how few they are.

What they know: every number shown, how numbers are rounded, that parts add up to wholes, and which sums of figures are
always other figures. What they solve: between which numbers a withheld count must lie (linear programmes, by HiGHS).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import ceil, floor
from typing import Any

import highspy

from sufficiency.core.access import Reader
from sufficiency.core.measure import Measure, Result, Unit
from sufficiency.core.models import Authority
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.measures.present import AS_COUNTED, SUPPRESSED, Shown, present, present_table
from sufficiency.measures.registry import all_measures

SMALLEST = 6
BLUR = 2
ENDLESS = 1e12
Cell = tuple[object, str, str]  # what is counted, by what it is told apart, and the part; both empty for the whole
WHOLE = ("", "")


def of_people(measure: Measure) -> bool:
    """Whether it is a plain number or share of people, so that its numbers are sums of others."""
    plain = type(measure) is Measure and not any(tally.amount for tally in measure.tallies())
    return plain and measure.smallest > 1 and measure.unit in {Unit.CHILDREN, Unit.YOUNG_PEOPLE, Unit.PERCENT}


MEASURES = [measure for measure in all_measures() if of_people(measure)]


@dataclass
class Outputs:
    """All that a reader gets of a day, and what was counted: by measure, for the whole and for each part."""

    shown: list[tuple[Measure, str, str, Result, Shown]] = field(default_factory=list)

    def counts(self) -> dict[Cell, int]:
        """What was counted: numerators, denominators and unknowns."""
        found: dict[Cell, int] = {}
        for measure, by, part, result, _ in self.shown:
            if result.numerator is not None:
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
    digits = text.replace(",", "").removesuffix("%")
    return int(digits) if re.fullmatch(r"\d+", digits) else None


class Attack:
    """The linear programme of one day."""

    def __init__(self, day: Outputs, identities: Sequence[tuple[Cell, tuple[Cell, ...]]]) -> None:
        self.true = day.counts()
        self.solver = highspy.Highs()
        self.solver.silent()
        self.unknowns = {cell: self.solver.addVariable(lb=0) for cell in self.true}
        self.withheld: dict[str, tuple[Any, int]] = {}
        self._parts_add_up()
        for whole, parts in identities:
            if whole in self.unknowns and all(part in self.unknowns for part in parts):
                self._is(self.unknowns[whole], sum(self.unknowns[part] for part in parts))
        for each in day.shown:
            self._read(*each)

    def _is(self, one: Any, other: Any) -> None:
        self.solver.addConstr(one == other)

    def _parts_add_up(self) -> None:
        tables = defaultdict(list)
        for tally, by, part in self.unknowns:
            if by:
                tables[tally, by].append(self.unknowns[tally, by, part])
        for (tally, _), parts in tables.items():
            if (tally, *WHOLE) in self.unknowns:
                self._is(self.unknowns[tally, *WHOLE], sum(parts))

    def _read(self, measure: Measure, by: str, part: str, result: Result, shown: Shown) -> None:
        """Every number of a figure bounds what was counted; what is withheld is to be found out."""
        cells = {
            name: (tally, by, part)
            for name, tally in (
                ("numerator", measure.numerator),
                ("denominator", measure.denominator),
                ("unknown", measure.unknown),
            )
            if tally is not None and (tally, by, part) in self.unknowns
        }
        exact = measure.slug in AS_COUNTED and not by
        for name, cell in cells.items():
            text = getattr(shown, name)
            number = _number(text)
            at = self.unknowns[cell]
            if number is not None:
                blur = 0 if not number or (exact and name != "unknown") else BLUR
                least = number if not blur else max(SMALLEST, number - blur)
                self.solver.addConstr(at >= least)
                self.solver.addConstr(at <= number + blur)
            elif text == SUPPRESSED:
                self._wanted(f"{measure.slug} {by} {part} {name}", at, self.true[cell])
        if "denominator" in cells and "numerator" in cells:
            rest = self.unknowns[cells["denominator"]] - self.unknowns[cells["numerator"]]
            left = self.true[cells["denominator"]] - self.true[cells["numerator"]]
            others = rest - self.unknowns[cells["unknown"]] if "unknown" in cells else rest
            neither = left - self.true.get(cells.get("unknown", ("", "", "")), 0)
            if neither >= 0:
                self.solver.addConstr(others >= 0)
            if shown.suppressed:
                self._wanted(f"{measure.slug} {by} {part} rest", rest, left)
            elif _number(shown.numerator) == _number(shown.denominator):
                self._is(rest, 0)
            else:
                self.solver.addConstr(rest >= SMALLEST)
            if neither > 0 and "unknown" in cells:
                self._wanted(f"{measure.slug} {by} {part} neither", others, neither)

    def _wanted(self, name: str, at: Any, true: int) -> None:
        if 0 < true < SMALLEST:
            itself = self.solver.addVariable(lb=0)
            self._is(itself, at)
            self.withheld[name] = (itself, true)

    def recovered(self) -> Iterator[tuple[str, int, int, int]]:
        """Of every small count the numbers that it may be, where that is one alone; with what it is."""
        for name, (at, true) in self.withheld.items():
            low, high = self.range_of(at)
            if low == high:
                yield name, low, high, true

    def _best(self, column: int, sense: Any) -> float:
        """The least or greatest that a column may be."""
        self.solver.changeObjectiveSense(sense)
        self.solver.changeColCost(column, 1.0)
        self.solver.run()
        status = self.solver.getModelStatus()
        best = self.solver.getObjectiveValue()
        self.solver.changeColCost(column, 0.0)
        assert status is not highspy.HighsModelStatus.kInfeasible, "what the attacker holds for true is not"
        return best if status == highspy.HighsModelStatus.kOptimal else ENDLESS

    def range_of(self, at: Any) -> tuple[int, int]:
        """Between which numbers a small count lies, for somebody who knows that it is one."""
        low, high = (self._best(at.index, sense) for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize))
        return max(1, ceil(low - 1e-6)), min(SMALLEST - 1, floor(high + 1e-6))
