"""The places gap in pictures: from what was needed to what is left to find, and month by month."""

from collections.abc import Iterator
from fractions import Fraction

from sufficiency.strategy.delivered import Kind
from sufficiency.strategy.places_gap import Beginning, Month, PlacesGap

from .charts.areas import Areas, Part, areas_chart
from .charts.chart import Chart
from .charts.lines import Line, Lines, lines_chart
from .charts.trends import Point
from .charts.waterfall import Stage, Waterfall, waterfall_chart
from .words import places_text

ZERO, MINUS = Fraction(), "\N{MINUS SIGN}"
NEED, PLAN, MONTHS = "From needed to still to find", "From planned to not yet begun", "Places needed, month by month"
SHORT = {Kind.RESIDENTIAL: "homes", Kind.IN_HOUSE_FOSTERING: "our carers", Kind.AGENCY_FOSTERING: "agencies"}


def need_chart(gap: PlacesGap, beginning: Beginning | None) -> Chart | None:
    """From what was needed at the ``beginning``, where it is told, to what is left; None without a target."""
    if gap.now.exact is None:
        return None
    stages = tuple(_need(gap, gap.now.exact, beginning))
    return waterfall_chart(Waterfall(NEED, "Places", stages), "places-gap-need")


def _need(gap: PlacesGap, now: Fraction, beginning: Beginning | None) -> Iterator[Stage]:
    """Rounded sums as the page gives them; steps as they are."""
    if beginning and gap.strategy:
        yield _total(f"Needed in {gap.strategy.starts:%B %Y}", beginning.exact, beginning.required)
        yield _step("Changed since", max(now, ZERO) - max(beginning.exact, ZERO))
    yield _total("Needed now", now, gap.now.required or 0)
    for kind, places in gap.end.coming.items():
        if places:
            yield _step(f"To come: {_short(kind)}", -places)
    yield _total(f"Left, {gap.end.day:%B %Y}", now - gap.end.to_come, gap.end.residual or 0)


def kinds_chart(gap: PlacesGap) -> Chart | None:
    """From what the strategy plans, by way of what came, closed and is to come, to what nobody has begun."""
    if not gap.planned or any(plan.is_withheld for plan in gap.kinds):
        return None
    lacking = sum((plan.without_scheme for plan in gap.kinds), ZERO)
    stages = [_total("Planned", Fraction(gap.planned), gap.planned)]
    for plan in gap.kinds:
        if plan.delivered and plan.delivered.net:
            word = "Delivered" if plan.delivered.net > 0 else "Lost"
            stages.append(_step(f"{word}: {_short(plan.kind)}", Fraction(-plan.delivered.net)))
    stages += [_step(f"To come: {_short(plan.kind)}", -plan.coming) for plan in gap.kinds if plan.coming]
    # Kinds of which more comes than was planned do not make up for those of which less does.
    beyond = lacking - Fraction(str(sum(stage.value for stage in stages)))
    if beyond > 0:
        stages.append(_step("Beyond the plan of their kind", beyond))
    stages.append(Stage("Planned without a scheme", float(lacking), places_text(lacking), is_total=True))
    return waterfall_chart(Waterfall(PLAN, "Places", tuple(stages)), "places-gap-plan")


def _short(kind: Kind) -> str:
    return SHORT[kind]


def _total(name: str, exact: Fraction, shown: int) -> Stage:
    return Stage(name, max(0.0, float(exact)), f"{shown:,}", is_total=True)


def _step(name: str, change: Fraction) -> Stage:
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return Stage(name, float(change), f"{sign}{places_text(abs(change))}")


def months_chart(gap: PlacesGap) -> Chart | None:
    """What is needed month by month: met by schemes of each kind, and still to find; None without a target."""
    if gap.now.exact is None or len(gap.months) < 2:
        return None
    coming = [plan.kind for plan in gap.kinds if plan.coming]
    parts = (
        Part(
            "Still to find",
            tuple(Point(each.day, _left(each), f"{each.residual}") for each in gap.months),
        ),
        *(
            Part(
                str(kind.label),
                tuple(Point(each.day, float(each.coming[kind]), places_text(each.coming[kind])) for each in gap.months),
            )
            for kind in coming
        ),
    )
    return areas_chart(Areas(MONTHS, parts, is_count=True, steps=True), "places-gap-months")


def _left(month: Month) -> float:
    """What is left before rounding, so that the whole is what is needed."""
    return float(max(ZERO, (month.exact or ZERO) - month.to_come))


def plan_chart(gap: PlacesGap) -> Chart | None:
    """What is needed, what the schemes leave to find, and what the strategy plans, month by month."""
    if gap.now.exact is None:
        return None
    steps = (
        Line("Needed", tuple(_point(each, each.required) for each in gap.months)),
        Line("Still to find", tuple(_point(each, each.residual) for each in gap.months)),
        Line("Planned by then", tuple(_point(each, each.planned) for each in gap.months)),
    )
    return lines_chart(
        Lines("Needed, still to find and planned", steps if gap.planned else steps[:2], is_count=True, steps=True),
        "places-gap",
    )


def _point(month: Month, value: int | None) -> Point:
    return Point(month.day, None if value is None else float(value), str(value), None)
