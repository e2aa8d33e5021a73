"""A count told apart month by month, as areas upon each other."""

from datetime import date
from fractions import Fraction

from sufficiency.core.access import Reader
from sufficiency.core.measure import Unit
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
    drawn = []
    for name, keys in grouped.items():
        points = []
        for day, at in zip(asked.days, shown, strict=True):
            part = [at[key] for key in keys]
            points.append(_sum(day, part) if panel.as_numbers else _share(day, part, list(at.values()), asked.reader))
        if any(point.value for point in points):
            drawn.append(Part(name, tuple(points)))
    if not drawn:
        return None
    return areas_chart(
        Areas(panel.title, tuple(drawn), is_count=panel.as_numbers, suffix="" if panel.as_numbers else "%"),
        f"{panel.measure.slug}-mix-by-{panel.dimension.slug}",
    )


def _share(day: date, part: list[Shown], whole: list[Shown], reader: Reader) -> Point:
    """What part of the whole is, in a hundred: whole hundredths of rounded numbers. Withheld ones count nowhere."""
    total = sum((Fraction(each.value) for each in whole if each.value is not None), Fraction())
    known = [Fraction(each.value) for each in part if each.value is not None]
    if not total:
        return Point(day, None, "")
    share = 100 * sum(known, Fraction()) / total
    if not share and any(each.suppressed for each in part):
        return Point(day, None, SUPPRESSED)
    text = value_text(share, Unit.PERCENT) if reader.may_see_children else f"{rounded(share)}%"
    return Point(day, float(share), text)


def _sum(day: date, part: list[Shown]) -> Point:
    """How many the parts are together; withheld numbers count nowhere."""
    known = sum(each.value for each in part if each.value is not None)
    return Point(day, float(known), f"{known:,}")
