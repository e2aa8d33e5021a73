"""Pictures of the page about fostering that no measure has: how long households are approved, and recruitment."""

from carers.places import approved_for_years
from carers.recruitment import Funnel, funnel_on
from sufficiency.core.dates import years_back

from .charts.bars import Bar, Bars, bars_chart
from .charts.chart import Chart
from .topics.topic import Asked
from .words import long_date


def lengths_chart(asked: Asked) -> Chart:
    """How many households have been approved for how long, beside the day of comparison."""
    days = [asked.day, *([asked.compared] if asked.compared else [])]
    counts = [approved_for_years(asked.reader.authority, day) for day in days]
    groups = tuple(
        Bar(band, tuple(float(each[band]) for each in counts), tuple(f"{each[band]:,}" for each in counts))
        for band in counts[0]
    )
    drawn = Bars(
        title="How long households have been approved",
        of="Approved for",
        series=tuple(long_date(day) for day in days),
        groups=groups,
        is_count=True,
    )
    return bars_chart(drawn, "fostering-approved-for")


def recruitment_chart(asked: Asked, funnel: Funnel) -> Chart:
    """How far the year's enquiries came, beside those of the year before as far as they had come by its end."""
    before = funnel_on(asked.reader.authority, years_back(asked.day, 1))
    groups = tuple(
        Bar(now.title, (float(now.reached), float(then.reached)), (f"{now.reached:,}", f"{then.reached:,}"))
        for now, then in zip(funnel.steps, before.steps, strict=True)
    )
    drawn = Bars(
        title="How far enquiries came",
        of="Stage",
        series=(f"Year to {long_date(asked.day)}", "Year before"),
        groups=groups,
        is_count=True,
    )
    return bars_chart(drawn, "fostering-recruitment")
