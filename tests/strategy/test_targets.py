"""The register of targets: loaded and taken back as any file, and in force beside those entered with a strategy."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command

from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.measures.registry import all_measures
from sufficiency.strategy.models import Strategy, Target, target_for
from sufficiency.strategy.registers.aims import TARGETS
from tests.dashboards.factory import people

from .entries import REFERENCE, strategy, target

pytestmark = pytest.mark.django_db

HEADER = "MEASURE,TARGET,FROM,SOURCE"
OUT_OF_AREA = "out-of-area-percent"
DAY = date(2021, 1, 1)


@pytest.fixture
def council() -> Authority:
    """A council with a strategy and one target entered."""
    authority = Authority.objects.get(code="E06000059")
    strategy(authority, starts=date(2020, 4, 1))
    target(authority, OUT_OF_AREA, 40, date(2020, 4, 1), source="entered")
    return authority


def load(authority: Authority, *rows: str, year: int = 2021) -> Outcome:
    content = "\n".join((HEADER, *rows, "")).encode()
    return load_files(files=[SourceFile("targets.csv", BytesIO(content))], authority=authority, year=year, by="test")


def in_force(authority: Authority, measure: str = OUT_OF_AREA, day: date = DAY) -> tuple[float, str] | None:
    target = target_for(list(Target.objects.for_authority(authority)), measure, day)
    return (float(target.value), target.source) if target else None


def undo(outcome: Outcome) -> None:
    undo_load(load=Load.objects.get(pk=outcome.load_id), by="test")


def test_loaded_target_takes_over_on_its_day_and_undo_gives_way_to_the_entered_one(council: Authority) -> None:
    outcome = load(council, f"{OUT_OF_AREA},30.5,01/10/2020,board paper")
    assert (outcome.status, outcome.files[0].kind) == (Status.COMMITTED, "targets")
    assert list(outcome.problems) == []
    assert in_force(council) == (30.5, "board paper")
    assert in_force(council, day=date(2020, 9, 30)) == (40, "entered")
    undo(outcome)
    assert in_force(council) == (40, "entered")


def test_of_two_targets_for_the_same_day_the_loaded_one_is_in_force(council: Authority) -> None:
    load(council, f"{OUT_OF_AREA},30,01/04/2020,board paper")
    assert in_force(council) == (30, "board paper")


def test_loaded_target_knows_its_file_and_line(council: Authority) -> None:
    outcome = load(council, f"{OUT_OF_AREA},30,01/10/2020,", "care-rate-per-10000,60,01/10/2020,")
    loaded = Target.objects.get(measure="care-rate-per-10000")
    assert loaded.file is not None
    assert (loaded.file.load_id, loaded.line) == (outcome.load_id, 3)


def test_a_years_file_replaces_that_years_targets(council: Authority) -> None:
    load(council, f"{OUT_OF_AREA},30,01/10/2020,first", "care-rate-per-10000,60,01/10/2020,first")
    load(council, f"{OUT_OF_AREA},29,01/10/2020,second")
    assert in_force(council) == (29, "second")
    assert in_force(council, "care-rate-per-10000") is None


def test_for_the_same_day_the_latest_year_wins_in_whatever_order_they_come(council: Authority) -> None:
    load(council, f"{OUT_OF_AREA},28,01/10/2020,later", year=2022)
    earlier = load(council, f"{OUT_OF_AREA},30,01/10/2020,earlier", year=2021)
    assert in_force(council) == (28, "later")
    undo(earlier)
    assert in_force(council) == (28, "later")


def test_target_without_a_strategy_is_warned_about_and_waits_for_one(tmp_path: Path) -> None:
    authority = Authority.objects.get(code="E06000054")
    outcome = load(authority, f"{OUT_OF_AREA},30,01/10/2020,board paper")
    assert [(each.code, each.line, each.value) for _, each in outcome.problems] == [("no-strategy", 2, "01/10/2020")]
    assert in_force(authority) is None
    described = {"authority": "E06000054", "title": "New", "starts": "2020-04-01", "ends": "2023-03-31", "targets": []}
    (tmp_path / "strategy.json").write_text(json.dumps(described), encoding="utf-8")
    call_command("enter_strategy", tmp_path / "strategy.json", verbosity=0)
    assert in_force(authority) == (30, "board paper")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("castles,30,01/10/2020,", ("unknown-measure", "MEASURE")),
        (f"{OUT_OF_AREA},a third,01/10/2020,", ("wrong-form", "TARGET")),
        (f"{OUT_OF_AREA},30%,01/10/2020,", ("wrong-form", "TARGET")),
        (f"{OUT_OF_AREA},30,,", ("blank", "FROM")),
    ],
)
def test_faulty_target_is_rejected_and_nothing_changes(council: Authority, row: str, fault: tuple[str, str]) -> None:
    outcome = load(council, row)
    assert outcome.status is Status.REJECTED
    assert [(each.code, each.column) for _, each in outcome.problems if each.severity == "error"] == [fault]
    assert in_force(council) == (40, "entered")


def test_another_authoritys_targets_stay(council: Authority) -> None:
    load(Authority.objects.get(code="E06000054"), f"{OUT_OF_AREA},30,01/10/2020,")
    assert in_force(council) == (40, "entered")


def test_every_measure_can_have_a_target() -> None:
    assert set(TARGETS.names["measure"].known()) == {measure.slug for measure in all_measures()}


def test_officer_enters_a_target_on_a_page_in_the_unit_of_its_measure(council: Authority) -> None:
    officer, address = people(council).officer, "/registers/targets/new/"
    sent = {"strategy": REFERENCE, "measure": OUT_OF_AREA, "value": "-0.25", "in_force_from": "2021-01-01"}
    for value, fault in (("thirty", "Target must be a number"), ("0.12345", "Target has at most four decimals")):
        refused = officer.post(address, sent | {"value": value})
        assert refused.status_code == 422
        assert fault in refused.content.decode()
    assert officer.post(address, sent).status_code == 302
    assert in_force(council) == (-0.25, "")
    listed = officer.get("/registers/targets/").content.decode()
    assert ">-0.25<" in listed and ">40<" in listed and "£" not in listed


def test_targets_of_a_draft_and_of_a_part_of_the_measure_are_not_in_force(council: Authority) -> None:
    strategy(council, "draft", status=Strategy.Status.DRAFT)
    target(council, OUT_OF_AREA, 10, date(2020, 9, 1), strategy="draft")
    target(council, OUT_OF_AREA, 20, date(2020, 9, 1), scope="Aged 16 and 17")
    assert in_force(council) == (40, "entered")


def test_file_of_targets_may_say_more_and_its_list_loads_again_unchanged(council: Authority) -> None:
    rows = (
        "STRATEGY,MEASURE,SCOPE,TARGET,FROM,DUE,SOURCE,NOTE",
        f"{REFERENCE},{OUT_OF_AREA},,30.5,01/10/2020,01/03/2021,s,n",
    )
    source = SourceFile("targets.csv", BytesIO("\n".join(rows).encode()))
    assert load_files(files=[source], authority=council, year=2021, by="test").status is Status.COMMITTED
    loaded = Target.objects.get(value=Decimal("30.5"))
    assert (loaded.strategy, loaded.due, loaded.note) == (REFERENCE, date(2021, 3, 1), "n")
    Target.objects.exclude(pk=loaded.pk).delete()
    download = people(council).officer.get("/registers/targets/download/file/")
    content = b"".join(download.streaming_content) if download.streaming else download.content  # type: ignore[attr-defined]
    again = load_files(files=[SourceFile("again.csv", BytesIO(content))], authority=council, year=2021, by="test")
    assert [(each.new, each.changed, each.unchanged, each.gone) for each in again.files] == [(0, 0, 1, 0)]
