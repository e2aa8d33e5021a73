"""The pages about a strategy and the board's business, and commentary on the overview."""

import json
import re
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.models import EpisodeSpan
from sufficiency.core.models import Authority
from sufficiency.measures.present import NOT_KNOWN
from sufficiency.strategy.models import (
    Action,
    ActionUpdate,
    Assumption,
    BoardAction,
    BoardUpdate,
    ChallengeCard,
    Commentary,
    PlannedPlaces,
    Priority,
    StatedFigure,
    Strategy,
    SuccessTest,
)
from tests.placements.council import load
from tests.returns import episode, one_return
from tests.strategy.entries import REFERENCE, entered, point, strategy

from .factory import BOARD, IN_CARE, People, person, signed_in

pytestmark = pytest.mark.django_db

AT = date(2020, 11, 30)
STRATEGY, BUSINESS, OVERVIEW = (f"{path}?as-at={AT}" for path in ("/strategy/", "/board/", "/"))
IN_CARE_SLUG, OUT_OF_AREA_SLUG = "children-in-care", "out-of-area-percent"
OURS: dict[str, Any] = {"strategy": REFERENCE}


def text_of(client: Client, address: str = STRATEGY) -> str:
    """The text of a page, without scripts and drawings, spaces made one."""
    response = client.get(address)
    assert response.status_code == 200
    html = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+(?=[.,:])", "", re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))))


def successful(council: Authority, reference: str = "T1", **values: Any) -> SuccessTest:
    told = OURS | {"title": f"Test {reference}", "baseline_on": date(2020, 6, 30)} | values
    return entered(SuccessTest, council, reference=reference, **told)


@pytest.fixture
def plan(loaded: Authority) -> Authority:
    """The loaded council, whose strategy has a priority with an action that is overdue."""
    entered(Priority, loaded, **OURS, number=1, title="Live nearer home", why="Too far away")
    entered(
        Action, loaded, **OURS, reference="1.1", priority=1, title="Open a home", owner="Manager", due=date(2020, 9, 1)
    )
    entered(
        ActionUpdate, loaded, **OURS, action="1.1", since=date(2020, 8, 1), status="GOOD-PROGRESS", note="Site found"
    )
    entered(ActionUpdate, loaded, **OURS, action="1.1", since=date(2020, 12, 1), status="COMPLETE", note="Opened")
    return loaded


@pytest.mark.parametrize("address", [STRATEGY, BUSINESS])
def test_everybody_who_sees_measures_reads_it_and_only_officers_are_led_to_the_registers(
    readers: People, plan: Authority, address: str
) -> None:
    for reader in (readers.officer, readers.board, readers.admin):
        assert ("/registers/" in reader.get(address).content.decode()) is (reader is readers.officer)
    assert Client().get(address).status_code == 302


def test_actions_are_shown_with_status_due_day_and_whether_they_are_overdue(readers: People, plan: Authority) -> None:
    text = text_of(readers.board)
    assert "On 30 November 2020: 1 priority, 1 action, of which 1 is overdue." in text
    assert "1. Live nearer home Too far away" in text
    assert "1.1 Open a home Manager 1 September 2020 Overdue Good progress, 1 August 2020: Site found" in text
    later = text_of(readers.board, "/strategy/?as-at=2020-12-01")
    assert "Complete, 1 December 2020: Opened" in later
    assert "1 August 2020: Good progress. Site found" in later
    assert "verdue" not in later


def test_targets_stand_with_figure_distance_source_and_note(readers: People, loaded: Authority) -> None:
    text = text_of(readers.board)
    assert "Placed outside the area 30% 41.7% 42.9% Off target 11.7 percentage points above target" in text
    assert "Children in care per 10,000 60 per 10,000 5.3 5.1 On target 54.7 below target 1 April 2020 made up" in text


def test_trajectory_has_its_chart_its_points_and_the_variance_of_the_day(readers: People, loaded: Authority) -> None:
    for day, value in ((date(2020, 10, 31), 40), (AT + timedelta(30), 34), (date(2021, 6, 30), 30)):
        point(loaded, IN_CARE_SLUG, day, value)
    aimed = 40 - Fraction(6 * 30, 60)  # 30 of the 60 days from the first point to the second
    text = text_of(readers.board)
    assert f"{IN_CARE} on 30 November 2020, where the trajectory has {aimed}. On trajectory 1 below trajectory." in text
    assert "31 October 2020 40 36 4 below trajectory made up" in text
    assert f"30 December 2020 34 {NOT_KNOWN} made up" in text
    assert "children in care" in text and "; trajectory to 30." in text
    html = readers.board.get(STRATEGY).content.decode()
    figure = json.loads(re.search(r'id="chart-trajectory-children-in-care"[^>]*>(.*?)</script>', html).group(1))  # type: ignore[union-attr]
    way, values = figure["data"][:2]
    at = dict(zip(way["x"], way["y"], strict=True))
    assert (at["2020-11-30"], at["2021-06-30"], at["2020-09-30"]) == (aimed, 30, None)
    known = {day: value for day, value in zip(values["x"], values["y"], strict=True) if value is not None}
    assert max(known) == "2020-11-30"
    assert (known["2020-11-30"], way["line"]["shape"]) == (IN_CARE, "linear")


@pytest.mark.parametrize(
    ("ends", "standing", "distance"),
    [
        ((52, 48), "trajectory 50% target 30% On trajectory", "8.3 percentage points below trajectory."),
        ((42, 38), "trajectory 40% target 30% Near trajectory", "1.7 percentage points above trajectory."),
        # 15 of 36 live outside the area; where 2 live is not known, and 17 of 36 would be too many.
        ((44, 40), "trajectory 42% target 30% Cannot be said", "0.3 percentage points below trajectory."),
    ],
)
def test_overview_holds_a_figure_against_its_trajectory_before_its_target(
    readers: People, loaded: Authority, ends: tuple[int, int], standing: str, distance: str
) -> None:
    for day, value in zip((date(2020, 11, 20), date(2020, 12, 10)), ends, strict=True):
        point(loaded, OUT_OF_AREA_SLUG, day, value)
    text = text_of(readers.board, OVERVIEW)
    assert f"Placed outside the area 41.7% {standing}" in text
    assert distance in text
    assert "41.7% target 30% Off target" in text_of(readers.board, "/?as-at=2020-12-31")


@pytest.mark.parametrize(
    ("values", "verdict", "why"),
    [
        ({"measure": IN_CARE_SLUG, "direction": "FEWER", "baseline": 40}, "Met", ""),
        ({"measure": IN_CARE_SLUG, "direction": "FEWER", "baseline": IN_CARE}, "Not met", ""),
        ({"measure": "foster-percent", "direction": "MORE"}, "Met", ""),
        (
            {"measure": IN_CARE_SLUG, "direction": "FEWER", "baseline": 40, "baseline_on": AT},
            "Cannot be said",
            "The returns do not reach beyond 30 November 2020.",
        ),
        (
            {"measure": IN_CARE_SLUG, "direction": "FEWER", "baseline_on": date(2022, 3, 31)},
            "Cannot be said",
            "now: \N{EN DASH}. The returns do not reach beyond 31 March 2022.",
        ),
        (
            {"measure": IN_CARE_SLUG, "direction": "FEWER", "baseline_on": date(2020, 3, 31)},
            "Cannot be said",
            "There is no figure of 31 March 2020.",
        ),
        ({}, "Cannot be said", "people judge it, and have not yet"),
        ({"judged": "MET"}, "Met", ""),
    ],
)
def test_success_test_has_a_verdict_with_its_reason(
    readers: People, loaded: Authority, values: dict[str, Any], verdict: str, why: str
) -> None:
    successful(loaded, **values)
    text = text_of(readers.officer).partition("Success tests")[2]
    assert f"Test T1 {verdict} " in text
    assert why in text


def test_nothing_is_said_of_days_beyond_the_returns_as_if_it_were_known(readers: People, loaded: Authority) -> None:
    successful(loaded, measure=IN_CARE_SLUG, direction="FEWER", baseline_on=date(2022, 3, 31))
    entered(StatedFigure, loaded, **OURS, reference="F", title="Printed", measure=IN_CARE_SLUG, day=date(2022, 3, 31),
            figure=40, counted_in="children")  # fmt: skip
    text = text_of(readers.officer, "/strategy/?as-at=2022-03-31")
    assert f"31 March 2022: {NOT_KNOWN}; now: {NOT_KNOWN}. The returns do not reach beyond 31 March 2022." in text
    assert f"31 March 2022 40 children {NOT_KNOWN}" in text


def test_success_test_takes_its_baseline_from_the_returns(readers: People, loaded: Authority) -> None:
    successful(loaded, measure=IN_CARE_SLUG, direction="FEWER")
    children = [row for row in loaded_children(loaded) if row <= date(2020, 6, 30)]
    text = text_of(readers.officer)
    assert f"Children in care: fewer than at the baseline. 30 June 2020: {len(children)}; now: {IN_CARE}." in text


def loaded_children(council: Authority) -> list[date]:
    """The days on which the council's children came, of whom none has left."""
    return list(EpisodeSpan.objects.filter(authority=council).values_list("in_care_since", flat=True))


def test_figures_too_small_to_show_reach_no_board_member(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}", PL_POST="QY1 1AA") for n in range(4))))
    successful(council, measure=IN_CARE_SLUG, direction="FEWER", baseline=40)
    point(council, IN_CARE_SLUG, date(2020, 9, 30), 41)
    point(council, IN_CARE_SLUG, date(2020, 12, 31), 39)
    entered(StatedFigure, council, **OURS, reference="F", title="Printed", measure=IN_CARE_SLUG, day=AT, figure=40,
            counted_in="children")  # fmt: skip
    board = signed_in(person(council, BOARD))
    html = board.get(STRATEGY).content.decode()
    text = text_of(board)
    assert "c on 30 November 2020" in text
    assert "Test T1 Cannot be said" in text
    assert "40 children c" in text
    drawn = json.loads(re.search(r'id="chart-trajectory-children-in-care"[^>]*>(.*?)</script>', html).group(1))  # type: ignore[union-attr]
    assert set(drawn["data"][1]["y"]) <= {0, None}
    assert not re.search(r"\b(35|36|37)\b[^<]* below trajectory", text)


def test_printed_figures_stand_beside_what_the_records_come_to(readers: People, loaded: Authority) -> None:
    stated = OURS | {"title": "Share outside", "measure": OUT_OF_AREA_SLUG, "day": AT, "counted_in": "%"}
    for reference, figure, source in (("F1", 41, "section 1.6"), ("F2", 40, "section 5.1")):
        entered(StatedFigure, loaded, **stated, reference=reference, figure=figure, source=source, note="They differ")
    entered(StatedFigure, loaded, **OURS, reference="F3", title="Cost", day=AT, figure="102286.93",
            counted_in="pounds a week", source="section 1.9")  # fmt: skip
    text = text_of(readers.board)
    assert "30 November 2020 41% 41.7% section 1.6 Note: They differ" in text
    assert "30 November 2020 40% 41.7% section 5.1 Note: They differ" in text
    assert f"30 November 2020 £102,286.93 a week {NOT_KNOWN} section 1.9" in text


def test_targets_stand_beside_the_day_that_the_address_compares_with(readers: People, loaded: Authority) -> None:
    html = readers.board.get(f"{STRATEGY}&compare-with=2020-10-31").content.decode()
    assert 'name="compare-with" value="2020-10-31"' in html
    assert 'data-label="On 31 October 2020"' in html
    html = readers.board.get(f"{STRATEGY}&compare-with=2021-10-31").content.decode()
    assert "The date to compare with must be before 30 November 2020" in html
    assert "<title>Error: " in html


def test_printed_figures_beyond_the_first_twenty_are_folded_away_and_none_is_left_out(
    readers: People, loaded: Authority
) -> None:
    told = OURS | {"counted_in": "children", "measure": IN_CARE_SLUG}
    for number in range(22):
        day = AT if number < 20 else date(2020, 8, 31)
        title = f"Figure {number}."
        entered(StatedFigure, loaded, **told, reference=f"F{number:02}", title=title, day=day, figure=number)
    text = text_of(readers.board)
    assert text.index("Figure 19.") < text.index("2 more printed figures") < text.index("Figure 20.")
    assert all(f"Figure {number}." in text for number in range(22))
    assert f"30 November 2020 19 children {IN_CARE}" in text
    assert "31 August 2020 20 children Look up" in text
    assert f'href="/measures/{IN_CARE_SLUG}/?as-at=2020-08-31"' in readers.board.get(STRATEGY).content.decode()


def test_planned_places_add_up_and_carers_are_no_places(readers: People, loaded: Authority) -> None:
    planned = OURS | {"due": date(2022, 3, 31), "source": "table"}
    for kind, counted_in, number in (("RESIDENTIAL", "PLACES", 20), ("IN-HOUSE-FOSTERING", "PLACES", 15),
                                     ("IN-HOUSE-FOSTERING", "CARERS", 7)):  # fmt: skip
        entered(PlannedPlaces, loaded, kind=kind, counted_in=counted_in, number=number, **planned)
    entered(Assumption, loaded, **OURS, begins_on=AT, ends_on=date(2022, 3, 31), turning_18=82, exits_low=40,
            exits_high=50, entries_cap=90, source="section 1.4")  # fmt: skip
    text = text_of(readers.board)
    assert "The plans come to 35 places." in text
    assert "own carers 7 carers 31 March 2022 table" in text
    assert "82 turn 18, 40 to 50 others leave care, at most 90 come into care (section 1.4)" in text


def test_strategy_of_the_day_is_shown_unless_another_is_asked_for_and_drafts_are_not(
    readers: People, loaded: Authority
) -> None:
    strategy(loaded, "next", date(2024, 4, 1), date(2027, 3, 31), title="The next one")
    strategy(loaded, "draft", date(2020, 4, 1), date(2027, 3, 31), title="A draft", status=Strategy.Status.DRAFT)
    assert "1 April 2018 to 31 March 2023 Made up, 2018-2023" in text_of(readers.board)
    assert "31 March 2027: not yet begun The next one" in text_of(readers.board, f"{STRATEGY}&strategy=next")
    assert "A draft" not in text_of(readers.board, f"{STRATEGY}&strategy=draft")


def test_pages_without_entries_are_calm(council: Authority) -> None:
    Strategy.objects.all().delete()
    board = signed_in(person(council, BOARD))
    assert "No strategy is entered yet." in text_of(board, "/strategy/")
    assert "0 open actions, 0 open challenge cards Nothing is overdue." in text_of(board, "/board/")


@pytest.mark.parametrize("address", ["/strategy/?as-at=yesterday", "/board/?as-at=yesterday"])
def test_fault_in_the_date_is_named_and_the_page_still_shown(readers: People, address: str) -> None:
    assert "There is a problem" in text_of(readers.board, address)


def test_another_councils_strategy_and_board_are_never_seen(readers: People, plan: Authority) -> None:
    kent = Authority.objects.get(code="E10000016")
    strategy(kent, title="Kent's own")
    entered(Action, kent, **OURS, reference="1.9", priority=1, title="Theirs", owner="O")
    entered(BoardAction, kent, met_on=AT, number=1, text="Theirs", owner="O")
    entered(ChallengeCard, kent, reference="C", asked_by="A", asked_on=AT, text="Theirs")
    entered(Commentary, kent, measure=OUT_OF_AREA_SLUG, as_at=AT, text="Theirs", status="PUBLISHED", officer="O")
    for address in (STRATEGY, BUSINESS, OVERVIEW):
        assert "Theirs" not in text_of(readers.officer, address)
        assert "Kent" not in text_of(readers.officer, address)


def test_board_page_shows_what_is_open_overdue_and_asked_again(readers: People, loaded: Authority) -> None:
    met = date(2020, 9, 9)
    for number, due in ((1, date(2020, 10, 31)), (2, date(2021, 1, 31))):
        entered(BoardAction, loaded, met_on=met, number=number, text=f"Do {number}", owner="Nurse", due=due)
    entered(BoardUpdate, loaded, met_on=met, number=2, since=date(2020, 11, 1), status="DONE", note="Done so")
    asked: dict[str, Any] = {"asked_by": "Council of children", "asked_on": met, "text": "Why so far?"}
    entered(ChallengeCard, loaded, reference="C-1", responded_on=met, response="We build.", **asked)
    entered(ChallengeCard, loaded, reference="C-2", again="C-1", **asked | {"asked_on": AT})
    text = text_of(readers.board, BUSINESS)
    assert "1 open action, 2 open challenge cards Overdue: 1 action and 0 responses." in text
    assert "9 September 2020, 1 Do 1 Nurse 31 October 2020 Overdue Nothing reported yet" in text
    assert "Asks again what C-1 asked on 9 September 2020." in text
    assert "Asked again by C-2 on 30 November 2020." in text
    assert "9 September 2020: We build." in text
    assert "Done, 1 November 2020: Done so" in text.partition("Actions done or dropped")[2]


def test_board_members_read_published_commentary_and_officers_drafts_with_the_way_to_change_them(
    readers: People, loaded: Authority
) -> None:
    said: dict[str, Any] = {"measure": OUT_OF_AREA_SLUG, "officer": "Manager", "caveat": "Two postcodes missing."}
    entered(Commentary, loaded, **said, as_at=date(2020, 9, 30), status="PUBLISHED", text="As expected.")
    draft = entered(Commentary, loaded, **said, as_at=AT, status="DRAFT", text="Still to be checked.")
    board, officer = (text_of(reader, OVERVIEW) for reader in (readers.board, readers.officer))
    assert "As expected. Two postcodes missing. Manager, on the figure of 30 September 2020" in board
    assert "Still to be checked" not in board and "commentary" not in board
    assert "Draft Still to be checked. Two postcodes missing. Manager, on the figure of 30 November 2020" in officer
    html = readers.officer.get(OVERVIEW).content.decode()
    assert f"/registers/commentary/{draft.pk}/" in html
    assert "/registers/commentary/new/?measure=places-gap&amp;as_at=2020-11-30" in html


def test_officer_writes_commentary_on_the_registers_page_and_only_on_a_measure_there_is(
    readers: People, loaded: Authority
) -> None:
    address = "/registers/commentary/new/"
    sent = {
        "measure": "places-gap",
        "as_at": "2020-11-30",
        "text": "Short.",
        "status": "PUBLISHED",
        "officer": "Manager",
    }
    refused = readers.officer.post(address, sent | {"measure": "castles"})
    assert refused.status_code == 422
    assert "No measure has this name" in refused.content.decode()
    assert readers.board.post(address, sent).status_code == 403
    assert not Commentary.objects.exists()
    assert readers.officer.post(address, sent).status_code == 302
    assert "Short. Manager, on the figure of 30 November 2020" in text_of(readers.board, OVERVIEW)


def test_queries_grow_neither_with_entries_nor_with_months(readers: People, plan: Authority) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            readers.officer.get(address)
        return len(captured)

    def some(first: int, last: int) -> None:
        for number in range(first, last):
            successful(plan, f"T{number}", measure=IN_CARE_SLUG, direction="FEWER", baseline=number)
            point(plan, IN_CARE_SLUG, date(2020, 10, 1) + timedelta(40 * number), 40)
            entered(Action, plan, **OURS, reference=f"1.{number}", priority=number, title="Do", owner="O")
            entered(BoardAction, plan, met_on=AT, number=number, text="Do", owner="O")
            entered(StatedFigure, plan, **OURS, reference=f"F{number}", title="Printed", measure=OUT_OF_AREA_SLUG,
                    day=AT - timedelta(number), figure=40, counted_in="%")  # fmt: skip

    some(2, 4)
    queries(STRATEGY)
    few = {address: queries(address) for address in (STRATEGY, BUSINESS)}
    some(4, 20)
    assert {address: queries(address) for address in few} == few
    assert few[STRATEGY] <= 32
    assert len(readers.board.get(STRATEGY).content) < 300_000
