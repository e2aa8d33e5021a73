"""Charts of several lines, and of the areas of one year, made from values alone."""

import itertools
from datetime import date

import pytest

from sufficiency.dashboards.charts.dots import Dot, Dots, dots_chart
from sufficiency.dashboards.charts.lines import Band, Line, Lines, lines_chart
from sufficiency.dashboards.charts.trends import Point

DAYS = [date(year, 3, 31) for year in (2023, 2024, 2025)]


def line(name: str, *values: float | None) -> Line:
    points = zip(DAYS, values, strict=True)
    return Line(name, tuple(Point(day, value, "c" if value is None else f"{value:g}", None) for day, value in points))


def lines(*drawn: Line, band: Band | None = None, **options: bool) -> Lines:
    return Lines("Rate", drawn, is_count=False, by_year=True, band=band, **options)


def test_sentence_says_where_each_line_begins_and_ends_and_the_range() -> None:
    band = Band("Good neighbours", ((DAYS[0], 40, 60), (DAYS[2], 46, 66)))
    chart = lines_chart(lines(line("Dorset", 65, None, 68), line("England", 70, 69, 67), band=band), "rate")
    assert chart.sentence == (
        "Rate, 2023 to 2025: Dorset rose from 65 to 68; England fell from 70 to 67; Good neighbours: 46 to 66 in 2025."
    )


def test_line_that_is_shorter_than_others_says_from_when() -> None:
    drawn = lines(line("Dorset", 65, 65, 65), line("Devon", None, 60, 57), line("Kent", None, None, 50))
    assert lines_chart(drawn, "rate").sentence == (
        "Rate, 2023 to 2025: Dorset was 65 at both ends; Devon fell from 60 to 57 (2024 to 2025); Kent was 50 (2025)."
    )


def test_rounded_line_that_may_not_have_moved_is_not_said_to() -> None:
    near = (Point(DAYS[0], 10, "10", between=(8, 12)), Point(DAYS[2], 15, "15", between=(13, 17)))
    may_not = (near[0], Point(DAYS[2], 12, "12", between=(10, 14)))
    said = lines_chart(lines(Line("Came", near), Line("Left", may_not)), "rate").sentence
    assert said == "Rate, 2023 to 2025: Came rose from 10 to 15; Left showed no clear change from 10 to 12."


def test_lines_without_figures_are_said_to_have_none() -> None:
    assert lines_chart(lines(line("Dorset", None, None, None)), "rate").sentence == "Rate: no figures to show."
    assert "Dorset c" not in lines_chart(lines(line("Dorset", None, 65, None)), "rate").sentence


def test_names_of_lines_that_end_close_together_are_moved_apart() -> None:
    chart = lines_chart(lines(line("A", 60, 60, 60), line("B", 60, 60, 60.2), line("C", 60, 60, 60.4)), "rate")
    heights = sorted(label["y"] for label in chart.figure["layout"]["annotations"])
    low, high = chart.figure["layout"]["yaxis"]["range"]
    assert min(after - before for before, after in itertools.pairwise(heights)) >= 0.07 * (high - low)
    assert heights[-1] <= high


def test_lines_in_steps_stay_until_they_change() -> None:
    chart = lines_chart(lines(line("Needed", 51, 51, 38), steps=True), "gap")
    assert chart.figure["data"][0]["line"]["shape"] == "hv"
    corners = chart.drawing.split('<polyline points="')[1].split('"')[0].split()
    assert len(corners) == 6, "each turn has a corner of its own"


def test_band_is_drawn_behind_the_lines() -> None:
    chart = lines_chart(
        lines(line("Dorset", 65, 66, 68), band=Band("Good", ((DAYS[0], 40, 60), (DAYS[1], 41, 61)))), "rate"
    )
    assert [trace.get("fill", "") for trace in chart.figure["data"]] == ["toself", ""]
    assert chart.drawing.index("<polygon") < chart.drawing.index("<polyline")


@pytest.mark.parametrize("name", ["<b>Dorset</b>", "A & B"])
def test_names_are_escaped_in_the_drawing(name: str) -> None:
    assert name not in lines_chart(lines(line(name, 1, 2, 3)), "rate").drawing


DOTS = Dots(
    "Rate in 2025",
    (Dot("Devon", 57, "57"), Dot("Dorset", 65, "65", is_own=True), Dot("England", 67, "67", is_reading=True)),
    is_count=False,
    low=46,
    high=66,
)


def test_areas_stand_from_the_lowest_to_the_highest_before_the_range() -> None:
    chart = dots_chart(DOTS, "areas")
    assert chart is not None
    assert [name.strip() for name in chart.figure["layout"]["yaxis"]["ticktext"]] == ["Devon", "Dorset", "England"]
    (band,) = chart.figure["layout"]["shapes"]
    assert (band["x0"], band["x1"]) == (46, 66)
    assert chart.sentence == "Rate in 2025: Dorset 65; lowest Devon 57, highest England 67."


def test_areas_without_any_value_have_no_chart() -> None:
    assert dots_chart(Dots("Rate in 2025", (), is_count=False), "areas") is None


def test_areas_without_the_council_still_have_their_ends() -> None:
    chart = dots_chart(Dots("Rate", DOTS.dots[:1], is_count=False), "areas")
    assert chart is not None
    assert chart.sentence == "Rate: lowest Devon 57, highest Devon 57."
    assert chart.figure["layout"]["shapes"] == []
