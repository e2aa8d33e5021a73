"""Columns, pyramids and compasses, made from values alone."""

import itertools
from datetime import date
from math import hypot

import plotly.graph_objects as go
import pytest

from placements.headings import Outward
from placements.measures import CHILDREN_IN_CARE
from sufficiency.core.access import Reader
from sufficiency.core.measure import Dimension, Result
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES
from sufficiency.dashboards.charts.bars import Bar, Bars, bars_chart
from sufficiency.dashboards.charts.columns import Column, Columns, columns_chart
from sufficiency.dashboards.charts.compass import Compass, Heading, compass_chart, wind_of
from sufficiency.dashboards.charts.pyramid import Ages, Pyramid, Whole, pyramid_chart
from sufficiency.dashboards.topics.nearness import merged
from sufficiency.dashboards.topics.telling import told_chart
from sufficiency.dashboards.topics.topic import Asked


def homes(*groups: Bar, suffix: str = "") -> str:
    """What bars of two days say."""
    days = ("30 November 2020", "30 September 2020")
    return bars_chart(Bars("Homes", "Kind", days, groups, is_count=True, suffix=suffix), "homes").sentence


def test_bars_say_which_is_the_largest_and_which_moved_most() -> None:
    near = Bar("Near", (9, 12), ("9", "12"))
    far = Bar("Far", (20, 19), ("20", "19"))
    few = Bar("Few", (None, 2), ("c", "2"))
    assert homes(near, far, few) == (
        "Homes: the largest is Far (20), followed by Near (9). Since 30 September 2020 Near fell most, from 12 to 9."
    )
    assert homes(near, few, suffix="%").startswith("Homes: the only figure shown is Near (9). Since 30 September 2020")
    hidden = Bar("Few", (None, None), ("c", "c"))
    assert homes(hidden) == "Homes: every figure is withheld, because few are counted in one of them."
    assert homes() == "Homes: no figures to show."
    assert homes(near, far, suffix="%").startswith("Homes: the highest is Far (20), followed by Near (9).")


def test_bars_of_rounded_numbers_do_not_say_that_one_moved_when_it_may_not_have() -> None:
    near = Bar("Near", (10, 15), ("10", "15"), is_apart=False)
    assert homes(near).endswith("None is clearly different from 30 September 2020.")
    far = Bar("Far", (20, 10), ("20", "10"))
    assert homes(near, far).endswith("Since 30 September 2020 Far rose most, from 10 to 20.")


def months(*values: float | None) -> Columns:
    names = ("December 2020", "January 2021", "February 2021")
    columns = (
        Column(name, name[:3], (value,), ("c" if value is None else f"{value:g}",))
        for name, value in zip(names, values, strict=True)
    )
    return Columns("Who turns 18", "When", ("Children",), tuple(columns))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((3, 9, 2), "Who turns 18: 14 in all, most in January 2021 (9)."),
        ((None, 9, 2), "Who turns 18: most of those shown in January 2021 (9)."),
        ((0, 0, 0), "Who turns 18: none from December 2020 to February 2021."),
        ((None, None, None), "Who turns 18: no number can be shown."),
    ],
)
def test_columns_say_how_many_and_when_most(values: tuple[float | None, ...], sentence: str) -> None:
    chart = columns_chart(months(*values), "any")
    assert chart is not None
    go.Figure(chart.figure)
    assert chart.sentence == sentence
    assert chart.table.rows[0] == ("December 2020", "c" if values[0] is None else f"{values[0]}")
    assert chart.drawing.count("<rect") == sum(value is not None for value in values)


def test_columns_of_several_kinds_stand_upon_each_other() -> None:
    columns = tuple(Column(name, name, (2, 3), ("2", "3")) for name in "AB")
    chart = columns_chart(Columns("Homes", "From", ("Own tenancy", "Lodgings"), columns), "any")
    assert chart is not None
    go.Figure(chart.figure)
    assert [trace["base"] for trace in chart.figure["data"]] == [[0, 0], [2, 2]]
    assert chart.table.head == ("From", "Own tenancy", "Lodgings")
    assert columns_chart(Columns("Homes", "From", ("Any",), ()), "any") is None


def test_pyramid_has_girls_to_the_left_and_withholds_both_numbers_in_table_and_figure() -> None:
    groups = (
        Ages("Under 1", None, None, "c", "c", ("c", "5%")),
        Ages("10 to 15", 20, 30, "20", "30", ("50%", "39%")),
    )
    wholes = (Whole("Here", "Of all here", "of those here"), Whole("England", "In England", "in England"))
    chart = pyramid_chart(Pyramid("Age and sex", groups, wholes), "any")
    go.Figure(chart.figure)
    girls, boys = chart.figure["data"]
    assert (girls["x"], boys["x"]) == ([None, -20], [None, 30])
    assert chart.table.rows[0] == ("Under 1", "c", "c", "c", "5%")
    assert chart.sentence == (
        "Age and sex: most are 10 to 15, 20 girls and 30 boys: 50% of those here, 39% in England."
    )
    low, high = chart.figure["layout"]["xaxis"]["range"]
    assert low == -high
    assert -low >= 30


def test_compass_keeps_directions_and_the_order_of_distances() -> None:
    headings = (Heading("BH1", 90, 4, 30), Heading("SN1", 0, 60, 8), Heading("EX4", 270, 40, 9))
    chart = compass_chart(Compass("From home", headings), "any")
    assert chart is not None
    go.Figure(chart.figure)
    (drawn,) = chart.figure["data"]
    east, north, west = zip(drawn["x"], drawn["y"], strict=True)
    assert east[0] > 0 == round(east[1], 3)
    assert north[1] > 0 == round(north[0], 3)
    assert west[0] < 0
    assert hypot(*east) < hypot(*west) < hypot(*north) < 1
    assert [row[0] for row in chart.table.rows] == ["SN1", "EX4", "BH1"]
    assert chart.sentence == (
        "From home: most live in BH1 (30 children, 4 miles to the east); furthest away of the places shown is "
        "SN1 (8 children, 60 miles to the north)."
    )
    assert compass_chart(Compass("From home", ()), "any") is None


def test_words_of_the_compass_never_lie_upon_each_other() -> None:
    headings = tuple(Heading(f"QX{n}", 40 + n, 20 + n / 10, 9) for n in range(12))
    chart = compass_chart(Compass("From home", headings), "any")
    assert chart is not None
    named = [each for each in chart.figure["layout"]["annotations"] if each["text"].startswith("QX")]
    assert named
    for one, other in itertools.combinations(named, 2):
        assert (one["x"], one["y"]) != (other["x"], other["y"])
    assert len(named) < len(headings)


@pytest.mark.parametrize(("bearing", "wind"), [(0, "north"), (44, "north-east"), (200, "south"), (350, "north")])
def test_directions_are_called_by_the_nearest_of_eight(bearing: float, wind: str) -> None:
    assert wind_of(bearing) == wind


def test_small_places_are_merged_with_those_in_the_same_direction_or_left_out() -> None:
    places = [
        Outward("A1", 9, 3, 0),
        Outward("B1", 3, 30, 1),  # east, 20 to 50 miles: six together
        Outward("B2", 3, 40, -1),
        Outward("C1", 5, 0, 30),  # alone in the north
    ]
    headings, left_out = merged(places, 6)
    assert [(each.name, each.children) for each in headings] == [("A1", 9), ("East, 20 to 50 miles", 6)]
    assert headings[1].miles == pytest.approx(35)
    assert left_out == 5
    assert sum(each.children for each in headings) + left_out == sum(place.children for place in places)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (
            "commissioning-officer",
            (("Place 08", "8"), ("Place 07", "7"), ("Place 06", "6"), ("Place 05", "5"), ("All others", "10")),
        ),
        ("board-member", (("Place 08", "10"), ("All others", "30"))),
    ],
)
def test_smallest_of_many_parts_are_added_up_before_anything_is_withheld(
    role: str, told: tuple[tuple[str, str], ...]
) -> None:
    reader = Reader("somebody", Authority(code="E06000059", name="Ours"), (ROLES[role],))
    chart = told_chart(
        Asked(reader, date(2020, 11, 30), None, (date(2020, 11, 30),)),
        title="Where",
        measure=CHILDREN_IN_CARE,
        dimension=Dimension("where", "Where", {}),
        parts={f"Place {number:02}": [result(number, reader.authority)] for number in range(1, 9)},
        most=5,
    )
    assert chart.table.rows == told


def result(number: int, authority: Authority) -> Result:
    return Result(CHILDREN_IN_CARE, authority, date(2020, 11, 30), number, None, number, 0, (number,))
