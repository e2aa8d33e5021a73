"""A count told apart month by month, as areas upon each other."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sufficiency.core.access import Reader
from sufficiency.core.measure import Number, Unit
from sufficiency.core.rounding import shown as rounded
from sufficiency.dashboards.charts.areas import Areas, Part, areas_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.trends import Point
from sufficiency.measures.present import SUPPRESSED, Shown, present_table, value_text

from .telling import Parts
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
    totals = [_known(at.values()) for at in shown]
    drawn = []
    for name, keys in grouped.items():
        points = []
        for day, at, total in zip(asked.days, shown, totals, strict=True):
            part = [at[key] for key in keys]
            points.append(_sum(day, part) if panel.as_numbers else _share(day, part, total, asked.reader))
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


def _share(day: date, part: list[Shown], total: Number, reader: Reader) -> Point:
    """What part of the whole is, in a hundred: whole hundredths of rounded numbers. Withheld ones count nowhere."""
    if not total:
        return Point(day, None, "")
    share = Fraction(100 * _known(part), total)
    if not share and any(each.suppressed for each in part):
        return Point(day, None, SUPPRESSED)
    text = value_text(share, Unit.PERCENT) if reader.may_see_children else f"{rounded(share)}%"
    return Point(day, float(share), text)


def _sum(day: date, part: list[Shown]) -> Point:
    known = _known(part)
    return Point(day, float(known), f"{known:,}")
