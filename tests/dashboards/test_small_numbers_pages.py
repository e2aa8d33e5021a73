"""What reaches somebody who may not see children by any page, chart or embedded figure."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from sufficiency.core.access import Reader
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES
from sufficiency.dashboards.reports.content import as_json
from sufficiency.dashboards.reports.drafting import draft
from tests.measures.test_small_numbers import FIRST, LAST, small_council
from tests.placements.council import load
from tests.returns import HOME, Returns, episode, header

from .factory import AS_AT, BOARD, OFFICER, person, signed_in
from .test_strategy_pages import text_of as words_of

pytestmark = pytest.mark.django_db
OWN = "/measures/in-house-foster-percent/"


def returns_of(children: int, *, by_others: int) -> Returns:
    """Children who live with the council's own foster carers, but a few who live with an agency's."""
    rows = [
        episode(
            f"{1 + number % 28:02}/05/2020",
            child=f"S{number:02}",
            PLACE_PROVIDER="PR4" if number < by_others else "PR1",
        )
        for number in range(children)
    ]
    return {
        2021: {
            "header": [header(row["CHILD"], sex="12"[n % 2]) for n, row in enumerate(rows)],
            "episodes": rows,
            "uasc": [],
        }
    }


@pytest.fixture
def readers(council: Authority) -> dict[str, Client]:
    """A board member and an officer of a council with 33 children, 11 of them with agencies."""
    load(council, returns_of(33, by_others=11))
    return {role: signed_in(person(council, role)) for role in (BOARD, OFFICER)}


def drawn(html: str) -> list[Any]:
    """Every number that a page embeds for its charts, and every text that hovers over it."""
    figures = re.findall(r'<script id="chart-[^"]*" type="application/json">(.*?)</script>', html)
    traces = [trace for figure in figures for trace in json.loads(figure)["data"]]
    return [
        each for trace in traces for name in ("y", "text", "customdata", "hovertext") for each in trace.get(name) or []
    ]


def test_board_reads_rounded_figures_in_text_table_and_chart_where_officers_read_exact_ones(
    readers: dict[str, Client],
) -> None:
    address = f"{OWN}?as-at=2020-11-30"
    board, officer = (readers[role].get(address).content.decode() for role in (BOARD, OFFICER))
    assert "66.7%" in officer
    assert ">22<" in officer
    assert "66.7" not in board
    assert ">22<" not in board
    assert "Counted 20 Out of 35" in words_of(readers[BOARD], address)
    assert "57%" in board
    assert {each for each in drawn(board) if isinstance(each, int | float)} <= {0, 57}
    assert "Counts are rounded to the nearest 5" in board


def test_board_asks_for_a_day_and_gets_the_month_end_before_it(readers: dict[str, Client]) -> None:
    asked = [f"/measures/children-in-care/?as-at=2020-{day}" for day in ("11-30", "12-01", "12-30")]
    texts = [words_of(readers[BOARD], address) for address in asked]
    assert all("On 30 November 2020" in text for text in texts)
    assert "these are of 30 November 2020, the last one on or before 30 December 2020" in texts[2]
    assert "On 30 December 2020" in words_of(readers[OFFICER], asked[2])


def test_board_learns_no_birthday_by_forecasts_to_neighbouring_days(readers: dict[str, Client]) -> None:
    ends = ("2026-06-09", "2026-06-10", "2026-06-29")
    assumed = "exits-low=1&exits-high=2&entries=3"
    read = [words_of(readers[BOARD], f"/forecast/?as-at=2020-11-30&until={end}&{assumed}") for end in ends]
    told = [re.search(r"would be in care on (\d+ \w+ \d{4})", text) for text in read]
    assert [match.group(1) if match else "" for match in told] == ["30 November 2025"] * 3


def test_months_of_few_agency_children_are_withheld_in_every_form(council: Authority) -> None:
    load(council, returns_of(33, by_others=4))
    board = signed_in(person(council, BOARD))
    for address in ("/measures/agency-foster-percent/", "/measures/own-provision-percent/", OWN):
        html = board.get(f"{address}?as-at=2020-11-30").content.decode()
        assert not {each for each in drawn(html) if isinstance(each, int | float)} - {0}
        assert "87.9" not in html, "29 of 33"
        assert not re.search(r">(4|29)<", html)
    listed = board.get("/measures/?as-at=2020-11-30&theme=placements").content.decode()
    assert f"{OWN}?as-at=2020-11-30" in listed.partition("</table>")[0]
    assert "12.1%" not in listed, "4 of 33"
    assert "87.9%" not in listed, "29 of 33"


OVERVIEW, IN_CARE, WHERE = "", "in-care/", "where-children-live/"


def test_what_changes_for_single_children_changes_nothing_that_a_board_member_gets(council: Authority) -> None:
    """Neither a page, nor what is drawn or saved from it, nor the report: officers see each of these changes."""
    returns = small_council(130, 130)
    load(council, returns)
    readers = {role: signed_in(person(council, role)) for role in (BOARD, OFFICER)}
    before = {role: everything(client) for role, client in readers.items()}
    report = as_json(draft(reader_of(council), AS_AT, FIRST, LAST, drafts=False))
    _swap_sexes(returns)
    _move_a_home(returns)
    load(council, returns)
    after = {role: everything(client) for role, client in readers.items()}
    assert {page for page in before[BOARD] if before[BOARD][page] != after[BOARD][page]} == set()
    assert as_json(draft(reader_of(council), AS_AT, FIRST, LAST, drafts=False)) == report
    assert {page for page in before[OFFICER] if before[OFFICER][page] != after[OFFICER][page]} == {IN_CARE, WHERE}


def everything(client: Client) -> dict[str, str]:
    """Pages of a day by address, without what differs from one reading to the next."""
    addresses = (OVERVIEW, IN_CARE, WHERE, "measures/children-in-care/")
    texts = {each: client.get(f"/{each}?as-at={AS_AT}").content.decode() for each in addresses}
    return {
        each: re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", at) for each, at in texts.items()
    }


def reader_of(council: Authority) -> Reader:
    return Reader("officer", council, (ROLES[OFFICER],))


def _swap_sexes(returns: Returns) -> None:
    """A girl and a boy of ages with few girls or boys, there all the time: totals stay."""
    there = {row["CHILD"] for row in returns[2020]["episodes"]} & {
        row["CHILD"] for row in returns[2021]["episodes"] if not row["DEC"]
    }
    rows = [row for row in returns[2021]["header"] if row["CHILD"] in there]
    girl = next(row for row in rows if row["SEX"] == "2" and row["DOB"][-4:] in ("2016", "2017", "2018"))
    boy = next(row for row in rows if row["SEX"] == "1" and row["DOB"][-4:] in ("2011", "2012", "2013", "2014"))
    changed = {girl["CHILD"]: "1", boy["CHILD"]: "2"}
    for files in returns.values():
        files["header"] = [row | {"SEX": changed.get(row["CHILD"], row["SEX"])} for row in files["header"]]


def _move_a_home(returns: Returns) -> None:
    """One of those who live in Wales comes from somewhere else, as far away."""
    rows = [row for files in returns.values() for row in files["episodes"]]
    elsewhere = {row["CHILD"] for row in rows if row["PL_POST"] != "QW1 1AA"}
    child = next(row["CHILD"] for row in rows if row["CHILD"] not in elsewhere and not row["DEC"])
    for files in returns.values():
        files["episodes"] = [
            row | {"HOME_POST": "QX2 1AA" if row["HOME_POST"] == HOME else HOME} if row["CHILD"] == child else row
            for row in files["episodes"]
        ]
