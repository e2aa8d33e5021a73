"""What reaches somebody who may not see children by any page, chart or embedded figure."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from sufficiency.core.models import Authority
from tests.placements.council import load
from tests.returns import Returns, episode, header

from .factory import BOARD, OFFICER, person, signed_in
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
    assert [match.group(1) if match else "" for match in told] == ["31 May 2026"] * 3


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
