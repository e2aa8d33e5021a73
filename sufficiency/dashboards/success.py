"""What a page says of each success test of a strategy. No query here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sufficiency.core.measure import Unit
from sufficiency.measures.present import NOT_KNOWN, Shown
from sufficiency.strategy.models import SuccessTest
from sufficiency.strategy.success import Leg, Verdict, verdict_of

from .as_at import AsAt
from .status import Status
from .strategy_figures import Known
from .words import long_date, target_text

VERDICTS = {
    Verdict.MET: Status("on", "Met", "●"),
    Verdict.NOT_MET: Status("off", "Not met", "▲"),
    Verdict.UNSAID: Status("none", "Cannot be said", "○"),
}
JUDGED_BY_PEOPLE = "No measure can tell: people judge it, and have not yet."


@dataclass(frozen=True)
class LegLine:
    """One measure of a test in words."""

    title: str
    direction: str
    baseline: str
    now: str
    why_unsaid: str


@dataclass(frozen=True)
class SuccessLine:
    """A success test on a day."""

    entry: SuccessTest
    status: Status
    legs: tuple[LegLine, ...]
    why_unsaid: str


def slugs_of(tests: Iterable[SuccessTest]) -> set[str]:
    """The measures that tests name."""
    return {slug for test in tests for slug in (test.measure, test.second_measure) if slug}


def success_line(test: SuccessTest, figures: Known, as_at: AsAt, day: date) -> SuccessLine:
    """A test on a day. A figure counts only when the returns reach beyond the day of the baseline."""
    reach = min(day, as_at.last) if as_at.last else None
    has_moved_on = reach is not None and reach > test.baseline_on
    sides = list(_sides(test))
    legs = [_leg(side, test.baseline_on, figures, day, has_moved_on=has_moved_on) for side in sides]
    verdict = verdict_of(test, legs)
    return SuccessLine(
        entry=test,
        status=VERDICTS[verdict],
        legs=tuple(_line(leg, figures, test.baseline_on, has_moved_on=has_moved_on) for leg in legs),
        why_unsaid=JUDGED_BY_PEOPLE if not legs and verdict is Verdict.UNSAID else "",
    )


Side = tuple[str, str, Fraction | None]  # measure, direction, baseline as it was entered


def _sides(test: SuccessTest) -> Iterator[Side]:
    for measure, direction, baseline in (
        (test.measure, test.direction, test.baseline),
        (test.second_measure, test.second_direction, test.second_baseline),
    ):
        if measure:
            yield measure, direction, None if baseline is None else Fraction(baseline)


def _leg(side: Side, baseline_on: date, figures: Known, day: date, *, has_moved_on: bool) -> Leg:
    slug, direction, baseline = side
    before: Shown | None = figures.reached(slug, baseline_on)
    now: Shown | None = figures.on(slug, day) if has_moved_on else None
    return Leg(
        measure=slug,
        direction=direction,
        baseline=baseline if baseline is not None else before.value if before else None,
        now=now.value if now else None,
        now_may_be=now.may_be if now else (),
        baseline_may_be=(before.between or ()) if baseline is None and before else (),
    )


def _line(leg: Leg, figures: Known, baseline_on: date, *, has_moved_on: bool) -> LegLine:
    measure = figures.measures.get(leg.measure)

    def text(value: Fraction | int | None) -> str:
        return NOT_KNOWN if value is None else target_text(Fraction(value), measure.unit if measure else Unit.SCORE)

    return LegLine(
        title=figures.title(leg.measure),
        direction=SuccessTest.Direction(leg.direction).label,
        baseline=text(leg.baseline),
        now=text(leg.now),
        why_unsaid=_why(leg, baseline_on, has_moved_on=has_moved_on),
    )


def _why(leg: Leg, baseline_on: date, *, has_moved_on: bool) -> str:
    """Why nothing can be said of a measure; empty when something can."""
    if leg.verdict is not Verdict.UNSAID:
        return ""
    if not has_moved_on:
        return f"The returns do not reach beyond {long_date(baseline_on)}."
    if leg.now is None:
        return "There is no figure to show."
    if leg.baseline is None and leg.direction != SuccessTest.Direction.NONE:
        return f"There is no figure of {long_date(baseline_on)}."
    return "What is not known, or lost by rounding, could turn it."
