"""Charts: figures, sentences and drawings made from values alone."""

from datetime import date

import plotly.graph_objects as go
import pytest

from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.trends import Point, Trend, trend_chart, trend_sentence

DAYS = [date(2020, 6, 30), date(2020, 7, 31), date(2020, 8, 31), date(2020, 9, 30)]


def trend(*values: float | None, target: float | None = None, is_count: bool = False, suffix: str = "%") -> Trend:
    points = tuple(
        Point(
            day=day,
            value=value,
            shown="c" if value is None else f"{value:g}{suffix}",
            target=target,
            target_shown="" if target is None else f"{target:g}{suffix}",
        )
        for day, value in zip(DAYS, values, strict=False)
    )
    return Trend(title="Out of area", points=points, is_count=is_count, suffix=suffix)


def drawn(shown: Trend) -> Chart:
    """The chart of a trend, whose figure plotly takes."""
    chart = trend_chart(shown, "any")
    go.Figure(chart.figure)  # raises on what plotly does not know
    return chart


def test_sentence_states_the_finding() -> None:
    assert (
        trend_sentence(trend(38, 42, 37, 41, target=30))
        == "Out of area rose from 38% on 30 June 2020 to 41% on 30 September 2020, highest 42% on 31 July 2020, "
        "lowest 37% on 31 August 2020; target 30%."
    )


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (trend(41, 40, 39, 38), "Out of area fell from 41% on 30 June 2020 to 38% on 30 September 2020."),
        (
            trend(41, 40, 40, 41),
            "Out of area was 41% on 30 June 2020 and again on 30 September 2020, lowest 40% on 31 July 2020.",
        ),
        (trend(41), "Out of area was 41% on 30 June 2020."),
        (trend(None, None), "Out of area: no figures to show."),
        (trend(None, 5, 6), "Out of area rose from 5% on 31 July 2020 to 6% on 31 August 2020."),
    ],
    ids=["fell", "unchanged", "one", "none", "withheld"],
)
def test_sentence_fits_what_there_is(shown: Trend, sentence: str) -> None:
    assert trend_sentence(shown) == sentence


def test_sentence_does_not_say_that_a_rounded_share_moved_when_it_may_not_have() -> None:
    first = Point(DAYS[0], 77, "77%", between=(70, 85))
    near, far = Point(DAYS[3], 83, "83%", between=(75, 91)), Point(DAYS[3], 95, "95%", between=(86, 100))
    said = [trend_sentence(Trend("Out of area", (first, last), is_count=False)) for last in (near, far)]
    assert said == [
        "Out of area showed no clear change from 77% on 30 June 2020 to 83% on 30 September 2020.",
        "Out of area rose from 77% on 30 June 2020 to 95% on 30 September 2020.",
    ]


def test_axis_of_shares_ends_at_the_whole() -> None:
    assert (trend(100, 97, 92, 97).axis.low > 0, trend(100, 97, 92, 97).axis.high) == (True, 100)
    assert (trend(60, 80).axis.low, trend(60, 80).axis.high) == (0, 100)


def test_axis_of_counts_always_starts_at_zero() -> None:
    assert trend(480, 481, 479, 482, is_count=True).axis.low == 0


def test_axis_of_rates_starts_at_zero_unless_the_line_would_be_flat() -> None:
    moving, flat = trend(30, 35, 38, 41, target=20), trend(68, 69, 70, 70, target=60)
    assert moving.axis.low == 0
    assert drawn(moving).note == ""
    assert 0 < flat.axis.low < 60
    assert drawn(flat).note == f"The axis starts at {flat.axis.low:g}%, not at zero."


@pytest.mark.parametrize(
    "values",
    [(0, 0, 0), (70, 70, 70), (None, None), (0.01, 0.02), (1, 2, 3), (99_999, 100_001), (25, 26, None)],
    ids=str,
)
@pytest.mark.parametrize("target", [None, 0, 60])
@pytest.mark.parametrize("is_count", [True, False])
def test_axis_holds_every_value_and_the_target(
    values: tuple[float | None, ...], target: float | None, is_count: bool
) -> None:
    shown = trend(*values, target=target, is_count=is_count)
    axis = shown.axis
    for value in [*values, target]:
        assert value is None or axis.low <= value <= axis.high
    assert axis.step > 0
    assert 1 <= axis.span / axis.step <= 8
    assert drawn(shown).table.rows


def test_figure_draws_the_target_dashed_and_names_both_lines_directly() -> None:
    figure = drawn(trend(38, 42, 37, 41, target=30)).figure
    dashed = [trace for trace in figure["data"] if trace.get("line", {}).get("dash")]
    assert [list(trace["y"]) for trace in dashed] == [[30, 30, 30, 30]]
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["<b>41%</b>", "target 30%"]
    assert figure["layout"]["showlegend"] is False


def test_labels_keep_clear_of_the_lines() -> None:
    above, below = trend(38, 42, 46, 50, target=30), trend(29.5, 29, 28, 27, target=30)
    assert _target_label(above)["yanchor"] == "top"
    assert _target_label(below)["yanchor"] == "bottom"
    at_zero = trend(30, 40, 50, 51, target=0)
    assert _target_label(at_zero)["yanchor"] == "bottom"
    # The axis goes on beyond the last day, so that the label of the last value has a place of its own.
    assert drawn(above).figure["layout"]["xaxis"]["range"][1] > DAYS[-1].isoformat()


def _target_label(shown: Trend) -> dict[str, str]:
    return dict(drawn(shown).figure["layout"]["annotations"][1])


def test_withheld_values_are_nowhere_in_the_figure() -> None:
    figure = drawn(trend(None, 41, None)).figure
    line = next(trace for trace in figure["data"] if trace.get("text"))
    assert list(line["y"]) == [None, 41, None]


def test_drawing_without_script_shows_line_target_and_last_value() -> None:
    drawing = drawn(trend(38, 42, 37, 41, target=30)).drawing
    assert drawing.count("<polyline") == 2
    assert "stroke-dasharray" in drawing
    assert ">41%</text>" in drawing
    assert ">target 30%</text>" in drawing


def test_table_behind_the_chart_has_the_latest_day_first() -> None:
    rows = drawn(trend(38, None, target=30)).table.rows
    assert rows == (("31 July 2020", "c", "30%"), ("30 June 2020", "38%", "30%"))
