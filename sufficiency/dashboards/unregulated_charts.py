"""The weekly report on unregulated placements in a picture."""

from placements.unregulated import AGES, Report

from .charts.areas import Areas, Part, areas_chart
from .charts.chart import Chart
from .charts.trends import Point


def weeks_chart(report: Report) -> Chart | None:
    """Open cases week by week, by age; ages of which there was nobody all year are left out."""
    weeks = report.weeks
    held = [age for age in AGES if any(counts[age] for _, counts in weeks)] or [*AGES[:1]]
    parts = tuple(
        Part(age, tuple(Point(day, float(counts[age]), f"{counts[age]:,}") for day, counts in weeks)) for age in held
    )
    drawn = Areas("Open cases, week by week, by age", parts, is_count=True, by_week=True)
    return areas_chart(drawn, "unregulated-by-week")
