"""Charts of the pages about places: steps, timelines, spreads and dots, made from values alone."""

from datetime import date
from fractions import Fraction

import plotly.graph_objects as go
import pytest

from sufficiency.dashboards.charts.areas import Areas, Part, areas_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.scatter import Scatter, Spot, scatter_chart
from sufficiency.dashboards.charts.spreads import Spread, Spreads, spreads_chart
from sufficiency.dashboards.charts.timeline import Stretch, Timeline, timeline_chart
from sufficiency.dashboards.charts.trends import Point
from sufficiency.dashboards.charts.waterfall import Stage, Waterfall, waterfall_chart

DAY, MINUS = date(2020, 11, 30), "\N{MINUS SIGN}"
STAGES = (
    Stage("Needed now", 51.2, "51", is_total=True),
    Stage("To come: homes", -13.6, f"{MINUS}13.6"),
    Stage("Closing", 2, "+2"),
    Stage("Left", 39.6, "40", is_total=True),
)


def sound(chart: Chart | None) -> Chart:
    """A chart whose figure plotly takes and which is drawn on the server too."""
    assert chart is not None
    go.Figure(chart.figure)  # raises on what plotly does not know
    assert str(chart.drawing).startswith("<svg")
    return chart


def bar_ends(chart: Chart) -> list[tuple[float, float]]:
    return [
        (base, base + length)
        for trace in chart.figure["data"]
        if trace["type"] == "bar"
        for base, length in zip(trace["base"], trace["x"], strict=True)
    ]


def test_each_step_begins_where_the_one_before_ended() -> None:
    chart = sound(waterfall_chart(Waterfall("From needed to left", "Places", STAGES), "steps"))
    for found, expected in zip(bar_ends(chart), [(0, 51.2), (51.2, 37.6), (37.6, 39.6), (0, 39.6)], strict=True):
        assert found == pytest.approx(expected)
    steps = f"to come: homes {MINUS}13.6; closing +2"
    assert chart.sentence == f"From needed to left: 51 needed now, 40 left ({steps})."
    assert chart.table.rows == tuple((stage.name, stage.shown) for stage in STAGES)
    assert chart.figure["layout"]["xaxis"]["range"][0] == 0


def test_more_taken_away_than_there_was_goes_below_zero() -> None:
    stages = (STAGES[0], Stage("To come", -60, f"{MINUS}60"), Stage("Left", 0, "0", is_total=True))
    chart = sound(waterfall_chart(Waterfall("Steps", "Places", stages), "steps"))
    assert chart.figure["layout"]["xaxis"]["range"][0] <= 51.2 - 60


def scheme(name: str, first: date | None, now: date | None, *, is_done: bool = False) -> Stretch:
    return Stretch(name, date(2020, 6, 1), first, now, "2 places", ("2",), is_done)


def test_timeline_tells_what_slipped_from_what_was_said_at_first() -> None:
    rows = (
        scheme("Slipped", date(2020, 12, 31), date(2021, 3, 31)),
        scheme("Earlier", date(2021, 3, 31), date(2020, 12, 31)),
        scheme("Opened", date(2020, 9, 30), date(2020, 10, 31), is_done=True),
        scheme("Undated", None, None),
    )
    drawn = Timeline("Schemes", rows, DAY, ("Scheme", "Places"), ("As first said", "Slipped", "Open"), "Two slipped.")
    chart = sound(timeline_chart(drawn, "schemes"))
    said, slipped, opened = chart.figure["data"]
    assert len(said["x"]) == len(rows)
    assert slipped["base"] == ["2020-12-31", "2020-09-30"]
    assert slipped["x"] == [(date(2021, 3, 31) - date(2020, 12, 31)).days * 86_400_000, 31 * 86_400_000]
    assert opened["x"] == ["2020-10-31"]
    assert chart.sentence == "Two slipped."
    assert chart.table.rows[0] == ("Slipped", "2")
    assert timeline_chart(Timeline("Schemes", (), DAY, (), ("", "", ""), ""), "none") is None


def test_spread_shows_middle_half_mean_and_ends_of_each_group() -> None:
    groups = (Spread("Homes", (4000, 5000, 5200, 6000, 9000)), Spread("Agencies", (800, 1000)))
    chart = sound(spreads_chart(Spreads("Weekly price", "Kind", "Placements", groups, prefix="£"), "spread"))
    assert bar_ends(chart) == [(5000, 6000)], "two values have no middle half"
    assert chart.table.rows == (
        ("Homes", "5", "£4,000", "£5,000", "£5,200", "£5,840", "£6,000", "£9,000"),
        ("Agencies", "2", "£800", "", "£900", "£900", "", "£1,000"),
    )
    assert chart.sentence == (
        "Weekly price: highest on average is Homes, £5,840 (£4,000 to £9,000); "
        "lowest is Agencies, £900 (£800 to £1,000)."
    )
    assert spreads_chart(Spreads("Weekly price", "Kind", "Placements", ()), "none") is None


def test_scatter_colours_groups_and_lists_the_dearest_first() -> None:
    spots = (
        Spot("Near", "Good", 3, 4000, "3 miles", "£4,000"),
        Spot("Far", "Inadequate", 60, 6000, "60 miles", "£6,000"),
    )
    drawn = Scatter(
        "Price and distance", "Home", "Miles", "A week", ("Good", "Outstanding", "Inadequate"), spots, "So."
    )
    chart = sound(scatter_chart(drawn, "dots"))
    good, inadequate = chart.figure["data"]
    assert (good["x"], good["y"], inadequate["x"]) == ([3], [4000], [60])
    assert good["marker"]["color"] != inadequate["marker"]["color"]
    assert chart.table.head == ("Home", "Miles", "A week")
    assert [row[0] for row in chart.table.rows] == ["Far", "Near"]


def test_areas_in_steps_stay_level_until_the_next_day() -> None:
    days = (date(2020, 11, 30), date(2020, 12, 31))
    part = Part("Left", tuple(Point(day, value, f"{value:g}") for day, value in zip(days, (4.0, 2.0), strict=True)))
    filled = sound(areas_chart(Areas("Places", (part,), is_count=True, steps=True), "area")).figure["data"][0]
    corners = [("2020-11-30", 4.0), ("2020-12-31", 4.0), ("2020-12-31", 2.0)]
    assert list(zip(filled["x"], filled["y"], strict=True))[:3] == corners
    assert Fraction(filled["y"][-1]) == 0
