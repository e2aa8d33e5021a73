"""A count told apart month by month, as areas upon each other."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sufficiency.core.measure import Number, Unit
from sufficiency.core.rounding import shown as rounded
from sufficiency.dashboards.charts.areas import Areas, Part, areas_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.trends import Point
from sufficiency.measures.present import SUPPRESSED, Shown, present, present_table, value_text

from .telling import Parts, summed
from .topic import Asked, Mixed


def mixed_chart(panel: Mixed, parts: Parts, asked: Asked) -> Chart | None:
    """The share or number of each group month by month; a month in which a part is withheld leaves it out.

    None where nobody is in any group.
    """
    grouped = {name: [key for key in keys if key in parts] for name, keys in panel.groups.items()}
    named = {key for keys in grouped.values() for key in keys}
    grouped[panel.rest] = [key for key in parts if key not in named]
    shown = [
        present_table({key: results[place] for key, results in parts.items()}, asked.reader, panel.dimension)
        for place in range(len(asked.days))
    ]
    has_rest = bool(grouped[panel.rest])
    told = [[at[key] for key in named] for at in shown]
    wholes = [
        _whole(present(summed(list(results)), asked.reader), of_named, at.values(), has_rest=has_rest)
        for results, of_named, at in zip(zip(*parts.values(), strict=True), told, shown, strict=True)
    ]
    drawn = []
    for name, keys in grouped.items():
        points: list[Point] = []
        for day, at, of_named, whole in zip(asked.days, shown, told, wholes, strict=True):
            part = [at[key] for key in keys]
            left = of_named if name == panel.rest else None
            points.append(_sum(day, part) if panel.as_numbers else _share(day, part, whole, left))
        if any(point.value for point in points):
            drawn.append(Part(name, tuple(points)))
    if not drawn:
        return None
    return areas_chart(
        Areas(panel.title, tuple(drawn), is_count=panel.as_numbers, suffix="" if panel.as_numbers else "%"),
        f"{panel.measure.slug}-mix-by-{panel.dimension.slug}",
    )


def _known(parts: Iterable[Shown]) -> Number:
    """How many parts are together; withheld numbers count nowhere."""
    return sum(each.value for each in parts if each.value is not None)


def _whole(whole: Shown, named: list[Shown], parts: Collection[Shown], *, has_rest: bool) -> Shown:
    """What shares are of: all there are, as every page tells it, where others make up the rest or something is
    withheld, of which the parts that are shown are not all; otherwise those parts together."""
    more = has_rest or any(each.suppressed for each in parts)
    if more and whole.value is not None and _known(named) <= whole.value:
        return whole
    return replace(whole, value=_known(parts), between=None)


def _share(day: date, part: list[Shown], whole: Shown, named: list[Shown] | None) -> Point:
    """What part of the whole is, in a hundred. Of rounded numbers in whole hundredths, and what is left beside those
    ``named`` is the rest of the hundred."""
    total = whole.value or 0
    if not total:
        return Point(day, None, "")
    known = _known(part)
    if not known and any(each.suppressed for each in part):
        return Point(day, None, SUPPRESSED)
    if named is not None and any(each.is_rounded for each in named) and not any(each.suppressed for each in named):
        known = max(0, total - _known(named))
    share = Fraction(100 * known, total)
    if not any(each.is_rounded for each in part):
        return Point(day, float(share), value_text(share, Unit.PERCENT))
    return Point(day, float(share), f"{rounded(share)}%", between=_between(part, whole))


def _between(part: list[Shown], whole: Shown) -> tuple[float, float]:
    """From where to where a share of rounded numbers may lie."""
    ends = [each.between for each in part if each.between]
    least, most = whole.between or (whole.value or 0, whole.value or 0)
    low, high = (sum(end[side] for end in ends) for side in (0, 1))
    return float(100 * low / most), float(min(Fraction(100), 100 * high / max(1, least)))


def _sum(day: date, part: list[Shown]) -> Point:
    known = _known(part)
    return Point(day, float(known), f"{known:,}")
