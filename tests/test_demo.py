"""``manage.py demo``: the strategy's figures, through the same path as any council's."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from leavers.reconciliation import reconcile
from placements.costs import weekly_costs
from placements.models import Home
from placements.unregulated import weekly_report
from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.core.roles import ROLES
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.leavers import figures
from sufficiency.dashboards.reports.drafting import draft
from sufficiency.dashboards.reports.figures import FIGURES_HEAD, figures_of
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load
from sufficiency.measures.reading import first_day, last_day
from sufficiency.measures.registry import all_measures, measure_named
from sufficiency.strategy.populations import ages_of

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent.parent / "docs" / "report"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The demo's own JSON; what it put into the database is taken out again at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


def run() -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    call_command("demo", "--no-server", "--format", "json", stdout=out, stderr=err)
    found: dict[str, Any] = json.loads(out.getvalue())
    found["said"] = err.getvalue()
    return found


def value(slug: str, day: date) -> Any:
    return evaluate([measure_named(slug)], Authority.objects.get(code="E06000059"), [day])[slug][0].value


def test_demo_prints_the_three_headline_measures(demo: dict[str, Any]) -> None:
    by_slug = {row["measure"]: row for row in demo["measures"]}
    assert list(by_slug) == ["care-rate-per-10000", "out-of-area-percent", "places-gap"]
    rate, outside, gap = by_slug.values()
    assert (rate["numerator"], rate["denominator"], rate["value"]) == (476, 68000, 70)
    assert (outside["numerator"], outside["denominator"]) == (194, 476)
    assert outside["value"] == pytest.approx(19400 / 476, rel=1e-12)
    assert (gap["numerator"], gap["value"]) == (51.2, 51)
    assert {row["as_at"] for row in demo["measures"]} == {"2020-11-30"}


def test_demo_makes_one_user_a_role_who_can_sign_in(demo: dict[str, Any]) -> None:
    assert [user["role"] for user in demo["users"]] == [role.name for role in ROLES.values()]
    assert len({user["password"] for user in demo["users"]}) == len(ROLES)
    for user in demo["users"]:
        assert set(user) == {"username", "password", "role"}
        assert authenticate(username=user["username"], password=user["password"]) is not None


def test_demo_run_twice_changes_nothing_and_says_so(demo: dict[str, Any]) -> None:
    loads, events = Load.objects.count(), AuditEvent.objects.count()
    again = run()
    assert "Nothing changed" in again["said"]
    assert "Nothing changed" not in demo["said"]
    assert {**again, "said": ""} == {**demo, "said": ""}
    assert (Load.objects.count(), AuditEvent.objects.count()) == (loads, events)


def test_demo_loads_without_an_error(demo: dict[str, Any]) -> None:
    loads = Load.objects.filter(by="demo")
    returns, registers = [2018, 2019, 2020, 2021], [2021, 2024]
    ages = None  # those of all children who live there: published data belong to no return
    assert [load.year for load in loads.order_by("pk")] == [ages, *returns, *registers]
    assert {load.status for load in loads} == {"committed"}
    assert not loads.filter(files__problems__severity="error").exists()
    (ages_here,) = ages_of(["E06000059"], date(2020, 11, 30)).values()
    assert {band: 68_000 * share for band, share in ages_here.shares.items()} == {
        "under-1": 2_600, "1-4": 12_200, "5-9": 19_300, "10-15": 25_900, "16-over": 8_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "day", "figure"),
    [
        ("children-in-care", date(2019, 4, 30), 427),
        ("children-in-care", date(2020, 3, 31), 478),
        ("children-in-care", date(2020, 7, 31), 482),
        ("children-in-care", date(2020, 11, 30), 476),
        ("children-in-care", date(2021, 1, 31), 459),
        ("children-in-care", date(2021, 3, 31), 450),
        ("started-in-year", date(2021, 3, 31), 128),
        ("ceased-in-year", date(2021, 3, 31), 156),
        ("uasc-in-care", date(2020, 11, 30), 14),
        ("unregulated-placements", date(2020, 11, 30), 43),
        ("places-gap", date(2020, 11, 30), 51),
        ("places-gap-strict", date(2020, 11, 30), 52),
    ],
)
def test_demo_gives_the_published_figure(demo: dict[str, Any], slug: str, day: date, figure: int) -> None:
    assert value(slug, day) == figure


@pytest.mark.parametrize(
    ("provision", "children", "out_of_area", "weekly"),
    [
        ("agency-fostering", 106, 66, "102286.93"),
        ("external-residential", 57, 49, "279405.10"),
        ("unregulated", 43, 9, "43560.72"),
    ],
)
def test_demo_costs_a_week_what_the_strategy_says(
    demo: dict[str, Any], provision: str, children: int, out_of_area: int, weekly: str
) -> None:
    costs = weekly_costs(Authority.objects.get(code="E06000059"), date(2020, 11, 30))
    week = next(row.week for row in costs.rows if row.provision.slug == provision)
    assert (week.children, week.listed, week.out_of_area, week.weekly) == (
        children, children, out_of_area, Decimal(weekly)
    )  # fmt: skip
    assert costs.total.weekly == Decimal("425252.75")


def test_demo_has_43_unregulated_cases_of_whom_20_turn_18_by_31_march(demo: dict[str, Any]) -> None:
    report = weekly_report(Authority.objects.get(code="E06000059"), date(2020, 11, 30))
    assert (len(report.current), len(report.turning_18), report.out_of_area) == (43, 20, 9)
    assert (report.without_case, report.moved_on, report.year_end) == ((), [], date(2021, 3, 31))


def test_demo_prints_67_percent_in_foster_care(demo: dict[str, Any]) -> None:
    found = evaluate([measure_named("foster-percent")], Authority.objects.get(code="E06000059"), [date(2020, 11, 30)])
    assert found["foster-percent"][0].numerator == 318


def test_the_series_of_every_measure_equals_the_measure_at_month_ends(demo: dict[str, Any]) -> None:
    dorset = Authority.objects.get(code="E06000059")
    days = list(month_ends(date(2018, 4, 30), date(2021, 3, 31)))
    series = evaluate(all_measures(), dorset, days)
    for n, day in list(enumerate(days))[::4]:
        single = evaluate(all_measures(), dorset, [day])
        assert {slug: results[n] for slug, results in series.items()} == {
            slug: results[0] for slug, results in single.items()
        }


def test_the_number_of_queries_does_not_depend_on_the_months(demo: dict[str, Any]) -> None:
    dorset = Authority.objects.get(code="E06000059")
    counts = []
    for last in (date(2020, 5, 31), date(2021, 3, 31)):
        with CaptureQueriesContext(connection) as queries:
            evaluate(all_measures(), dorset, list(month_ends(date(2020, 4, 30), last)))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_demo_after_its_loads_were_taken_back_loads_them_again(demo: dict[str, Any]) -> None:
    with transaction.atomic():
        undo_load(load=Load.objects.filter(by="demo", files__kind="episodes", year=2021).get(), by="test")
        assert value("children-in-care", date(2021, 3, 31)) != 450
        assert "Nothing changed" not in run()["said"]
        assert value("children-in-care", date(2021, 3, 31)) == 450
        transaction.set_rollback(True)


def test_demo_loads_its_registers_again_after_they_were_taken_back(demo: dict[str, Any]) -> None:
    with transaction.atomic():
        entries = Home.objects.count()
        undo_load(load=Load.objects.filter(by="demo", files__kind="homes").get(), by="test")
        assert not Home.objects.exists()
        assert "Nothing changed" not in run()["said"]
        assert Home.objects.count() == entries > 0
        transaction.set_rollback(True)


def test_demo_never_mixes_with_a_councils_own_returns() -> None:
    episode = b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    files = [SourceFile("episodes.csv", io.BytesIO(episode + b"001,01/06/2018,S,C2,N1,U4,PR1,,,,,,\n"))]
    with transaction.atomic():
        Load.objects.all().update(status=Load.Status.UNDONE)
        load_files(files=files, authority=Authority.objects.get(code="E06000059"), year=2019, by="somebody")
        with pytest.raises(CommandError, match="Returns of Dorset's own are loaded here"):
            run()
        transaction.set_rollback(True)


def test_demo_has_the_published_care_leavers_in_its_registers(demo: dict[str, Any]) -> None:
    found = figures(Authority.objects.get(code="E06000059"), date(2020, 11, 30))
    in_touch, not_in_touch, _ = found.touch
    assert (found.active, in_touch.number, not_in_touch.number, found.unsuitable) == (262, 257, 5, 16)
    unsuitable = {row.home.value: row.unsuitable for row, _ in found.homes if row.unsuitable}
    assert unsuitable == {
        "CUSTODY": 2, "NOT-KNOWN": 2, "EMERGENCY": 3, "BED-AND-BREAKFAST": 5, "WITH-FRIENDS": 4
    }  # fmt: skip
    lodgings = found.lodgings
    assert (len(lodgings.providers), lodgings.places, lodgings.on_hold, lodgings.used) == (25, 26, 7, 16)
    assert (found.posts, found.in_education_or_work, found.not_entered) == (12.5, 128, 4)
    assert {line.text: line.number for line in found.entitlements} == {
        "Eligible": 0, "Relevant": 6, "Former relevant": 256, "Qualifying": 0
    }  # fmt: skip


def test_demo_registers_and_return_on_care_leavers_differ_in_a_few_things(demo: dict[str, Any]) -> None:
    found = reconcile(Authority.objects.get(code="E06000059"), 2021, date(2020, 11, 30))
    assert found.compared > 100
    assert 4 <= len(found.differences) <= 10
    assert {"Not in the register", "Not in the return", "Date of birth", "Home"} <= {
        str(each.about) for each in found.differences
    }


def test_demo_shows_its_strategy_beside_what_its_records_come_to(demo: dict[str, Any]) -> None:
    reader = Client()
    reader.force_login(User.objects.get(username="board-member"))
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reader.get("/strategy/?as-at=2020-11-30").content.decode()))
    assert "476 on 30 November 2020, where the trajectory has 476. On trajectory Exactly on trajectory." in page
    assert "The plans come to 60 places. The strategy says that 51 places are required" in page
    assert "the records of 30 November 2020 come to 51." in page
    for printed, found in (("476 children", "476"), ("70 per 10,000", "70.0"), ("41%", "40.8%"), ("40%", "40.8%"),
                           ("46%", "46.0%"), ("67%", "67%"), ("43 children", "43")):  # fmt: skip
        assert f"30 November 2020 {printed} {found} " in page


def test_demo_report_to_the_board_is_the_one_in_the_docs_and_says_what_the_strategy_prints(
    demo: dict[str, Any],
) -> None:
    dorset, day = Authority.objects.get(code="E06000059"), date(2020, 11, 30)
    officer, first, last = (
        Reader("officer", dorset, (ROLES["commissioning-officer"],)),
        first_day(dorset),
        last_day(dorset),
    )
    assert first and last
    rows = [
        dict(zip(FIGURES_HEAD, row, strict=True)) for row in figures_of(draft(officer, day, first, last, drafts=False))
    ]
    with (GOLDEN / "figures.csv").open(encoding="utf-8", newline="") as golden:
        assert list(csv.DictReader(golden)) == rows
    now = {row["Name"]: (row["Figure"], row["Numerator"], row["Denominator"]) for row in rows if row["What"] == "Now"}
    assert now["children-in-care"][0] == "476"
    assert now["care-rate-per-10000"] == ("70.0", "476", "68,000")
    assert now["out-of-area-percent"] == ("40.8%", "194", "476")
    assert now["over-20-miles-percent"][0] == "46.0%"
    assert now["places-gap"][0] == "51"
    assert now["foster-percent"][0] == "67%"
    assert now["unregulated-placements"][0] == "43"
    aims = {row["Name"]: row["Figure"] for row in rows if row["What"] in ("Target", "Trajectory")}
    assert aims == {
        "children-in-care": "476", "care-rate-per-10000": "60", "out-of-area-percent": "30%",
        "fostering-available-to-children-percent": "85%", "fostering-with-children-percent": "85%",
        "places-gap": "0",
    }  # fmt: skip
    assert (
        next(row["Section"] for row in rows if row["Name"] == "out-of-area-percent")
        == "2. More children living in the area"
    )


def test_first_page_of_the_demo_report_in_the_docs_has_its_figures() -> None:
    text = " ".join(PdfReader(GOLDEN / "board-report.pdf").pages[0].extract_text().split())
    with (GOLDEN / "figures.csv").open(encoding="utf-8", newline="") as golden:
        now = [row for row in csv.DictReader(golden) if row["What"] == "Now"]
    assert len(now) > 10
    for row in now:
        assert f"{row['Measure']} {row['Figure']}" in text


@pytest.mark.parametrize("port", [0, 99999])
def test_demo_refuses_a_port_that_is_none(port: int) -> None:
    with pytest.raises(CommandError, match="from 1 to 65535"):
        call_command("demo", "--port", str(port))


def test_demo_refuses_to_run_in_production(settings: Any) -> None:
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="only with DEPLOYMENT=local"):
        call_command("demo", "--no-server")
