"""The demo's two strategies: loaded as anybody's files, every figure with where it is stated."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from sufficiency.core.models import Authority
from sufficiency.core.rounding import shown
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Status
from sufficiency.registers.register import all_registers
from sufficiency.strategy.board import business_on
from sufficiency.strategy.demo import demo_strategies
from sufficiency.strategy.models import (
    Action,
    Assumption,
    PlannedPlaces,
    Priority,
    StatedFigure,
    Strategy,
    SuccessTest,
    Target,
    TrajectoryPoint,
    strategy_on,
)
from sufficiency.strategy.progress import priorities_on
from sufficiency.strategy.trajectories import aimed_at

pytestmark = pytest.mark.django_db
NOVEMBER, MARCH_2022 = date(2020, 11, 30), date(2022, 3, 31)
FIRST, SECOND = "2020-2023", "2024-2027"


@pytest.fixture(scope="module")
def dorset(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The council with the files of both strategies and nothing else."""
    with django_db_blocker.unblock(), transaction.atomic():
        council = Authority.objects.get(code="E06000059")
        for year, files in demo_strategies().items():
            sources = [SourceFile(name, io.BytesIO(content)) for name, content in files.items()]
            outcome = load_files(files=sources, authority=council, year=year, by="test")
            assert outcome.status is Status.COMMITTED
            assert list(outcome.problems) == []
        yield council
        transaction.set_rollback(True)


def test_every_row_of_the_files_becomes_the_entry_that_it_describes(dorset: Authority) -> None:
    registers = {register.slug: register for register in all_registers()}
    wanted: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
    for _, files in sorted(demo_strategies().items()):
        for name, content in files.items():
            register = registers[name.removesuffix(".csv")]
            for row in csv.DictReader(io.StringIO(content.decode())):
                key = tuple(row[register.column(field)] for field in register.key)
                wanted.setdefault(register.slug, {})[key] = row
    for slug, rows in wanted.items():
        register = registers[slug]
        held = register.model._default_manager.filter(authority=dorset).values(*register.fields)
        assert len(held) == len(rows), slug
        for entry in held:
            row = rows[tuple(written(entry[field]) for field in register.key)]
            assert {register.column(field): written(value) for field, value in entry.items()} == row | {
                column: written(Decimal(cell)) for column, cell in row.items() if column in FIGURES and cell
            }


FIGURES = ("VALUE", "TARGET", "FIGURE", "BASELINE", "SECOND_BASELINE")


def written(value: object) -> str:
    """A value as the file writes it; figures without needless noughts."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


@pytest.mark.parametrize("model", [Strategy, Priority, Action, Target, TrajectoryPoint, SuccessTest, PlannedPlaces,
                                   StatedFigure, Assumption])  # fmt: skip
def test_every_entry_says_where_it_is_stated(dorset: Authority, model: Any) -> None:
    entries = model.objects.filter(authority=dorset)
    assert entries
    assert not entries.filter(source="").exists()


def test_strategies_follow_each_other(dorset: Authority) -> None:
    first, second = Strategy.objects.filter(authority=dorset).order_by("starts")
    assert (first.reference, first.status, first.successor) == (FIRST, "SUPERSEDED", SECOND)
    assert (second.status, second.successor) == ("CURRENT", "")
    assert [strategy_on(dorset, day) for day in (NOVEMBER, date(2023, 6, 1), date(2025, 1, 1))] == [first, None, second]


def test_targets_and_trajectory_of_2020_r3(dorset: Authority) -> None:
    targets = Target.objects.for_authority(dorset).filter(strategy=FIRST)
    assert {each.measure: each.value for each in targets} == {
        "care-rate-per-10000": 60,
        "out-of-area-percent": 30,
        "fostering-available-to-children-percent": 85,
        "fostering-with-children-percent": 85,
    }
    assert "given as 55" in targets.get(measure="care-rate-per-10000").note
    points = list(TrajectoryPoint.objects.for_authority(dorset))
    days = (NOVEMBER, MARCH_2022, date(2023, 3, 31), date(2024, 3, 31))
    aimed = [aimed_at(points, "children-in-care", day) for day in days]
    assert aimed == [476, 440, 410, 380]
    assert [shown(value * 10_000 / 68_000, 2) for value in aimed if value] == ["70.00", "64.71", "60.29", "55.88"]


def test_places_g5_51_required_and_60_planned_both_stand_with_their_source(dorset: Authority) -> None:
    places = PlannedPlaces.objects.filter(authority=dorset, counted_in="PLACES")
    assert {(each.kind, each.number, each.due) for each in places} == {
        (kind, 20, MARCH_2022) for kind in ("RESIDENTIAL", "IN-HOUSE-FOSTERING", "AGENCY-FOSTERING")
    }
    required = StatedFigure.objects.get(authority=dorset, measure="places-gap")
    planned = sum(each.number for each in places)
    assert (planned, required.figure, planned - required.figure) == (60, 51, 9)
    assert "line 29" in required.source and "60" in required.note
    assert all("line 33" in each.source and "51 are required" in each.note for each in places)


def test_places_g6_and_g8_of_another_count_or_unit_stand_beside_with_their_source(dorset: Authority) -> None:
    own = PlannedPlaces.objects.filter(authority=dorset, kind="IN-HOUSE-FOSTERING").order_by("counted_in")
    carers, places = own
    assert (carers.counted_in, carers.number, places.counted_in, places.number) == ("CARERS", 20, "PLACES", 20)
    assert ("line 31" in carers.source, "line 33" in places.source) == (True, True)
    assert "not carers" in carers.note and "not places" in places.note
    residential = PlannedPlaces.objects.get(authority=dorset, kind="RESIDENTIAL")
    assert "20, 25 and 35 stand for the same" in residential.note


def test_active_households_p10_have_two_definitions_of_85_percent(dorset: Authority) -> None:
    first, second = StatedFigure.objects.filter(authority=dorset, figure=85).order_by("reference")
    assert "registered, active and available" in first.title and "section 8.2" in first.source
    assert "with children placed" in second.title and "September 2020" in second.source
    assert first.note and second.note


def test_out_of_area_g1_41_and_40_percent_of_one_day_both_stand_with_their_source(dorset: Authority) -> None:
    stated = StatedFigure.objects.filter(authority=dorset, measure="out-of-area-percent", day=NOVEMBER)
    stated = stated.order_by("reference")
    assert [(each.figure, each.day) for each in stated] == [(41, NOVEMBER), (40, NOVEMBER)]
    assert ["section 1.6" in stated[0].source, "section 5.1" in stated[1].source] == [True, True]


def test_costs_c4_of_206_children_are_425252_75_a_week(dorset: Authority) -> None:
    costs = StatedFigure.objects.filter(authority=dorset, title__startswith="Weekly cost")
    assert [each.figure for each in costs.order_by("reference")] == [
        Decimal("102286.93"), Decimal("279405.10"), Decimal("43560.72")
    ]  # fmt: skip
    assert sum(each.figure for each in costs) == Decimal("425252.75")


# The check, and the figures that contradict each other, or themselves, each with the line that prints it.
CONTRADICTIONS = {
    "r8": [("482", 1436), ("71.2", 1437)],
    "r10": [("62.7", 507), ("54", 987), ("44.4", 507)],
    "g13": [("38", 1352), ("45", 1441)],
    "g15": [("60", 933), ("101", 933)],
    "p2": [("103", 213), ("106", 36), ("212", 213)],
    "p3": [("69", 1483)],
    "p5": [("97", 238), ("97", 1496)],
    "p11": [("205", 212), ("140", 1487), ("210", 1214)],
    "p12": [("19", 239)],
    "p14": [("202", 1214)],
    "p20": [("72", 1740)],
    "p21": [("60", 1452)],
    "p22": [("43", 152), ("55", 152), ("45", 1457)],
    "l8": [("20", 460), ("16", 262), ("8", 469), ("7", 262), ("83", 452), ("86", 1509)],
    "l13": [("34.8", 513), ("38.7", 513)],
    "l15": [("157", 1000), ("170", 510), ("152", 1196), ("123", 1500)],
    "l16": [("75", 1827)],
    "h2": [("52.6", 1217), ("52.9", 1227)],
    "h4": [("0.9", 1249), ("34.5", 1249)],
    "h9": [("52.6", 1183), ("55.3", 1509)],
    "a2": [("103", 1734)],
    "w8": [("279", 2303)],
}


@pytest.mark.parametrize("printed", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_figures_that_contradict_each_other_stand_with_source_and_note(
    dorset: Authority, printed: list[tuple[str, int]]
) -> None:
    for figure, line in printed:
        (stated,) = [
            each
            for each in StatedFigure.objects.filter(authority=dorset, figure=Decimal(figure))
            if re.search(rf"\(lines? {line}\b", each.source)
        ]
        assert stated.note, stated.title


def test_flows_come_to_434_to_444_with_440_inside(dorset: Authority) -> None:
    assumed = Assumption.objects.get(authority=dorset)
    assert (assumed.begins_on, assumed.ends_on) == (NOVEMBER, MARCH_2022)
    before_exits = 476 - assumed.turning_18 + assumed.entries_cap
    closing = [before_exits - assumed.exits_high, before_exits - assumed.exits_low]
    aimed = aimed_at(TrajectoryPoint.objects.for_authority(dorset), "children-in-care", MARCH_2022)
    assert (closing, aimed, Decimal(sum(closing)) / 2) == ([434, 444], 440, 439)


def test_strategy_of_2024_has_seven_priorities_with_actions_and_six_success_tests(dorset: Authority) -> None:
    strategy = Strategy.objects.get(authority=dorset, reference=SECOND)
    priorities = priorities_on(strategy, date(2024, 4, 1))
    assert [each.number for each in priorities] == list(range(1, 8))
    assert all(len(each.actions) >= 2 and all(one.action.owner for one in each.actions) for each in priorities)
    tests = SuccessTest.objects.filter(authority=dorset, strategy=SECOND).order_by("reference")
    assert [(each.measure, each.direction) for each in tests] == [
        ("children-in-care", "FEWER"),
        ("foster-percent", "MORE"),
        ("childrens-home-percent", "FEWER"),
        ("", ""),
        ("adopted-percent", "MORE"),
        ("leavers-in-bed-and-breakfast", "NONE"),
    ]
    assert tests[0].baseline == 450


def test_board_has_open_and_overdue_actions_and_a_card_that_asks_again(dorset: Authority) -> None:
    business = business_on(dorset, date(2021, 2, 28))
    assert {each.is_open for each in business.resolved} == {True, False}
    assert any(each.is_overdue for each in business.resolved)
    assert [each.repeats.reference for each in business.asked if each.repeats] == ["C-01"]
