"""The page about fostering."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carers.models import Household
from carers.registers import APPROVALS, HOUSEHOLDS
from sufficiency.core.dates import age_on
from sufficiency.core.models import AuditEvent, Authority
from tests.carers.fostering import allegation, application, approval, household, load_fostering, placement, status
from tests.placements.council import load
from tests.registers.council import load as load_register
from tests.returns import NEIGHBOUR, episode, header, one_return

from .factory import People, people, saved_rows

pytestmark = pytest.mark.django_db

PAGE, DOWNLOAD = "/fostering/?as-at=2020-11-30", "/fostering/download/csv/?as-at=2020-11-30"


@pytest.fixture
def readers(council: Authority) -> People:
    """People of a council with three households, of which the second is on hold and the third has no status."""
    own = {"PLACE": "U6", "PLACE_PROVIDER": "PR1"}
    episodes = [episode("01/05/2020", child=name, **own) for name in ("C1", "C2")]
    load(council, one_return(*episodes, headers=[header(name, "15/05/2010") for name in ("C1", "C2")]))
    load_fostering(
        household("F-001"),
        household("F-002", KIND="CONNECTED", LOCALITY="Sea Town"),
        household("F-003", APPROVED_FROM="01/06/2020"),
        household("F-004", APPROVED_TO="01/07/2020", REASON_ENDED="DEREGISTERED"),
        approvals=tuple(approval(name) for name in ("F-001", "F-002", "F-003")),
        statuses=(status(), status("F-002", "ON-HOLD", REASON="=1+1")),
        placements=(placement("C1"),),
        applications=(application("E-1", "01/11/2020"), application("E-2", "02/11/2020", VISITED_ON="10/11/2020")),
        allegations=(allegation("A-1", "15/07/2020"), allegation("A-2", "15/06/2020", "SUBSTANTIATED", "01/07/2020")),
    )
    return people(council)


def text_of(client: Client, address: str) -> str:
    """The text of a page, tags taken out and spaces made one."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize("address", [PAGE, DOWNLOAD])
def test_page_is_for_commissioning_officers_alone(readers: People, address: str) -> None:
    assert readers.officer.get(address).status_code == 200
    assert readers.board.get(address).status_code == 403
    assert readers.admin.get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_page_says_what_the_registers_come_to(readers: People) -> None:
    text = text_of(readers.officer, PAGE)
    assert "3 fostering households, 2 vacant places" in text
    assert "approved for 9 places: 1 filled, 2 vacant and 6 not available" in text
    assert "By the returns 2 children live with our own carers" in text
    assert "Available to receive children 1 33.3%" in text
    assert "With children placed 1 33.3%" in text
    assert "Mainstream 2 6 1 2 3" in text
    assert "Sea Town 1 3 0 0 3" in text
    assert "Why on hold: =1+1 (1)" in text
    assert "Newly approved 1 0 Mainstream 1 0 Connected person 0 0 Ended 1 0 Mainstream: de-registered 1 0" in text
    assert "2 people enquired, and 2 applications are under way" in text
    assert "Visit 1 1 50.0% 8 days" in text
    assert "1 Apr 2020 to 30 Nov 2020 2 1 0 1" in text
    assert "On this date 1 is on-going" in text


def test_page_names_what_does_not_fit(readers: People) -> None:
    text = text_of(readers.officer, PAGE)
    assert "No status is recorded of 1 household" in text
    assert "1 child (C2): with our own carers by the returns, and the register does not say with which" in text
    assert "by the returns" not in text_of(readers.officer, "/fostering/?as-at=2020-04-30")


def test_list_shows_what_is_asked_for(readers: People) -> None:
    def listed(show: str) -> list[str]:
        page = readers.officer.get(f"{PAGE}&show={show}").content.decode()
        return re.findall(r">(F-\d+)</a>", page)

    assert listed("all") == listed("nonsense") == ["F-001", "F-002", "F-003"]
    assert (listed("vacant"), listed("on-hold"), listed("attention")) == (["F-001"], ["F-002"], ["F-003"])


def test_download_holds_the_list_neutralises_formulas_and_is_recorded(readers: People) -> None:
    response = readers.officer.get(f"{DOWNLOAD}&show=on-hold")
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert [(row["Household"], row["Status"], row["Approved"], row["Not available"]) for row in rows] == [
        ("F-002", "On hold", "3", "3")
    ]
    assert rows[0]["Reason"] == "'=1+1"
    event = AuditEvent.objects.get(action="dashboards.fostering-download")
    assert (event.detail["as_at"], event.detail["rows"]) == ("2020-11-30", 1)


def test_fault_in_the_date_is_named_and_the_page_still_shown(readers: People) -> None:
    assert "There is a problem" in text_of(readers.officer, "/fostering/?as-at=yesterday")


def test_empty_registers_give_a_calm_page(council: Authority) -> None:
    text = text_of(people(council).officer, PAGE)
    assert "0 fostering households, 0 vacant places" in text
    assert "No households match." in text


def test_households_of_another_authority_are_not_seen(readers: People) -> None:
    load_register(household("F-777"), register=HOUSEHOLDS, code=NEIGHBOUR)
    load_register(approval("F-777"), register=APPROVALS, code=NEIGHBOUR)
    page = text_of(readers.officer, PAGE)
    assert "3 fostering households" in page
    assert "F-777" not in page


def test_queries_do_not_grow_with_households(readers: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            readers.officer.get(PAGE)
        return len(captured)

    queries()
    few = queries()
    names = [f"F-{number:03}" for number in range(30)]
    load_fostering(*map(household, names), approvals=tuple(map(approval, names)), statuses=tuple(map(status, names)))
    assert queries() == few


def test_page_draws_households_places_and_recruitment_over_time(readers: People) -> None:
    def last(chart: str) -> dict[str, str]:
        head, first, *_ = saved_rows(readers.officer, PAGE, chart)
        return dict(zip(head, first, strict=True))

    # F-001 is available, F-002 on hold, F-003 has no status; F-004 ended on 1 July 2020.
    assert last("fostering-households-mix-by-household-status") == {
        "Month": "November 2020", "Available": "1", "On hold": "1", "Not available": "1",
    }  # fmt: skip
    places = last("approved-places-filled-vacant-and-not-available")
    assert (places["Filled"], places["Vacant"], places["Not available"]) == ("1", "2", "6")
    changes = last("households-approved-and-ended-in-the-year-to-each-month")
    assert (changes["Approved"], changes["Ended"]) == ("1", "1")
    stages = saved_rows(readers.officer, PAGE, "fostering-recruitment")
    assert [row[:2] for row in stages[1:3]] == [["Enquiry", "2"], ["Visit", "1"]]
    lengths = saved_rows(readers.officer, f"{PAGE}&compare-with=2020-06-01", "fostering-approved-for")
    assert lengths[0] == ["Approved for", "30 November 2020", "1 June 2020"]
    since = date(2020, 11, 30)
    years = [age_on(since, each.approved_from) for each in Household.objects.all() if each.approved_to is None]
    bands = zip((0, 1, 3, 6, 10), (1, 3, 6, 10, 99), strict=True)
    assert [int(row[1]) for row in lengths[1:]] == [sum(low <= n < high for n in years) for low, high in bands]
