"""The pages about homes: who lives where, places to come, contracts and tenders."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from placements.registers.contracts import CONTRACTS, COVERED_HOMES, FRAMEWORKS, TENDERS
from placements.registers.costs import COSTS
from placements.registers.homes import HOMES, PROVIDERS
from placements.registers.pipeline import SCHEMES
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.registers.register import Register
from tests.placements.council import load
from tests.placements.homes import home, load_homes, load_schemes, load_statuses, scheme, step
from tests.registers.council import load as load_register
from tests.registers.council import neighbour
from tests.returns import NEIGHBOUR, episode, header, one_return

from .factory import OFFICER, People, people, person, saved_rows, signed_in

pytestmark = pytest.mark.django_db

HOMES_PAGE, PIPELINE, CONTRACTS_PAGE = "/homes/", "/homes/pipeline/", "/homes/contracts/"
PROVIDERS_PAGE = "/homes/providers/"
AS_AT = "as-at=2020-11-30"
FORMULA = "=1+1"


@pytest.fixture
def readers(council: Authority) -> People:
    """People of a council with two children in one home of its area, and another child in one that is not registered.

    A fourth lives in a home that the register does not hold.
    """
    places = {"A1": "1", "A2": "1", "A3": "2", "A4": "404"}
    episodes = [
        episode("01/05/2020", child=name, PLACE="K2", PLACE_PROVIDER="PR4", URN=urn) for name, urn in places.items()
    ]
    load(council, one_return(*episodes, headers=[header(name, "15/05/2006") for name in places]))
    load_homes(home("H-1", URN="1", NAME=FORMULA, OUTWARD="QX1"), others="1")
    load_register(
        home("H-1", URN="1", NAME=FORMULA, OUTWARD="QX1"),
        home("H-2", URN="2", PLACES="1", LOCATED_IN=NEIGHBOUR),
        home("H-3", URN="3", LOCATED_IN=NEIGHBOUR),
        register=HOMES,
    )
    return people(council)


def text_of(client: Client, address: str) -> str:
    """The text of a page, tags taken out and spaces made one."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def html_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    "address", [HOMES_PAGE, PIPELINE, CONTRACTS_PAGE, PROVIDERS_PAGE, "/homes/homes/download/csv/"]
)
def test_pages_are_for_commissioning_officers_alone(readers: People, address: str) -> None:
    assert readers.officer.get(address).status_code == 200
    assert readers.board.get(address).status_code == 403
    assert readers.admin.get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_homes_page_leads_with_the_places_in_the_area(readers: People) -> None:
    said = text_of(readers.officer, f"{HOMES_PAGE}?{AS_AT}")
    assert "4 places in 1 registered children's home" in said
    assert "2 of our own children live there, with 1 of other authorities" in said
    assert "1 place is vacant." in said
    assert "1 of our children lives in a children's home whose URN" in said


def test_child_under_16_in_an_unregistered_home_is_named_in_red(readers: People) -> None:
    html = html_of(readers.officer, f"{HOMES_PAGE}?{AS_AT}&show=attention")
    assert '<strong class="govuk-tag govuk-tag--red">Not registered: 1 under 16</strong>' in html
    assert "1 child lives in 1 home that is not registered, 1 of them under 16." in html
    load_statuses(*({"HOME": name, "SINCE": "01/01/2015", "STATUS": "REGISTERED"} for name in ("H-1", "H-2")))
    assert "govuk-tag--red" not in html_of(readers.officer, f"{HOMES_PAGE}?{AS_AT}&show=all")


def listed(client: Client, show: str = "") -> list[str]:
    table = client.get(f"{HOMES_PAGE}?{AS_AT}&show={show}").context["page"].table
    return [row.record.home.reference for row in table.paginated_rows]


def test_homes_page_lists_what_is_asked_for(readers: People) -> None:
    assert listed(readers.officer) == listed(readers.officer, "nonsense") == ["H-1"]
    assert listed(readers.officer, "our-children") == ["H-2", "H-1"]
    assert listed(readers.officer, "attention") == ["H-2"]
    assert listed(readers.officer, "all") == ["H-2", "H-1", "H-3"]


def test_provider_has_its_homes_our_children_there_and_their_mean_price(readers: People) -> None:
    load_register({"REFERENCE": "P-1", "NAME": FORMULA, "KIND": "PRIVATE"}, register=PROVIDERS)
    load_register(
        home("H-1", URN="1", OUTWARD="QX1", PROVIDER="P-1", JUDGEMENT="GOOD"),
        home("H-2", URN="2", PLACES="1", LOCATED_IN=NEIGHBOUR, PROVIDER="P-1"),
        register=HOMES,
    )
    paid = {"A1": "4000", "A2": "5000", "A4": "1"}
    load_register(
        *({"CHILD": child, "PAID_FROM": "01/05/2020", "CORE": core} for child, core in paid.items()), register=COSTS
    )
    html = html_of(readers.officer, f"{PROVIDERS_PAGE}?{AS_AT}")
    assert "1 provider, 3 of our children" in html
    (row,) = download(readers.officer, "providers")
    assert row == {
        "Provider": f"'{FORMULA}", "Our children": "3", "Mean price a week": "4500", "Homes": "2", "Places": "5",
        "Ofsted": "1 good; 1 no judgement", "Our rating": "",
    }  # fmt: skip
    prices = saved_rows(readers.officer, f"{PROVIDERS_PAGE}?{AS_AT}", "price-by-judgement")
    assert [each[:2] for each in prices[1:]] == [["Good", "2"]], "the price of a child in no registered home is no"
    judged = saved_rows(readers.officer, f"{HOMES_PAGE}?{AS_AT}", "children-by-judgement")
    assert judged[1:] == [["Good", "2"], ["No judgement", "1"]]


def download(client: Client, page: str) -> list[dict[str, str]]:
    response = client.get(f"/homes/{page}/download/csv/?{AS_AT}")
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_every_column_of_the_homes_can_order_them(readers: People) -> None:
    names = [column.name for column in readers.officer.get(HOMES_PAGE).context["page"].table.columns]
    for name in names:
        for way in ("", "-"):
            assert readers.officer.get(f"{HOMES_PAGE}?{AS_AT}&show=all&sort={way}{name}").status_code == 200


def test_download_of_homes_is_harmless_complete_and_on_record(readers: People) -> None:
    response = readers.officer.get(f"/homes/homes/download/csv/?{AS_AT}&show=all")
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    assert [row["Home"] for row in rows] == ["House H-2", f"'{FORMULA}", "House H-3"]
    assert (rows[0]["Needs attention"], rows[0]["Our children"]) == ("Not registered: 1 under 16", "1")
    assert (rows[1]["Vacant"], rows[2]["Vacant"]) == ("1", "")
    event = AuditEvent.objects.get(action="dashboards.homes-download")
    assert (event.actor, event.detail["rows"], event.detail["as_at"]) == ("commissioning.officer", 3, "2020-11-30")
    assert readers.officer.get(f"/homes/homes/download/pdf/?{AS_AT}").status_code == 404
    assert readers.officer.get(f"/homes/cellars/download/csv/?{AS_AT}").status_code == 404


@pytest.mark.parametrize("page", ["homes", "pipeline", "contracts"])
def test_every_page_downloads_as_a_workbook(readers: People, page: str) -> None:
    load_schemes([scheme(TITLE=FORMULA)], [step("01/01/2020", "IDEA", "01/03/2021")])
    response = readers.officer.get(f"/homes/{page}/download/xlsx/?{AS_AT}&show=all")
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert len(rows) == {"homes": 4, "pipeline": 2, "contracts": 1}[page]
    assert page != "pipeline" or rows[1][0] == f"'{FORMULA}"


def test_days_before_the_first_return_show_no_figures(readers: People) -> None:
    said = text_of(readers.officer, f"{HOMES_PAGE}?as-at=2020-03-31")
    assert "Nothing is known of this date" in said
    assert "vacant" not in said
    assert readers.officer.get("/homes/homes/download/csv/?as-at=2020-03-31").status_code == 302


def test_officers_of_another_authority_see_nothing_of_it(readers: People) -> None:
    load_schemes([scheme()], [step("01/01/2020", "IDEA")])
    load_register({"REFERENCE": "T-1", "TITLE": "Beds", "STAGE": "OPEN"}, register=TENDERS)
    other = signed_in(person(neighbour(), OFFICER, "other.officer"))
    for address in (HOMES_PAGE, PIPELINE, CONTRACTS_PAGE):
        said = text_of(other, f"{address}?{AS_AT}")
        assert "H-1" not in said
        assert "Scheme S-1" not in said
        assert "Beds" not in said


def test_pipeline_page_sums_and_lists_the_schemes(readers: People) -> None:
    load_schemes(
        [scheme(UTILISATION="50", CAPITAL="650000"), scheme("S-2", KIND="FLATS", PLACES="12")],
        [
            step("01/06/2020", "APPROVED", "30/09/2020"),
            step("01/09/2020", "BUILDING", "01/11/2020", why="Wet summer"),
            step("01/01/2020", "IDEA", of="S-2"),
        ],
    )
    said = text_of(readers.officer, f"{PIPELINE}?{AS_AT}")
    assert "9 places in children's homes, available or in development" in said
    assert "On 30 November 2020, 4 are available in registered homes and 5 are in development." in said
    assert "Plans take 6.5 of them to be in use at any time." in said
    assert "From 30 September 2020 to 1 November 2020, on 1 September 2020: Wet summer" in said
    assert "Being built Overdue" in said
    assert "£650,000" in said
    assert "Being built: 1 (5 places)" in said
    assert "Expected by Children's home Fostering Flats for 18 and over 1 November 2020 2.5 0 0" in said


def test_scheme_that_is_open_without_a_home_is_said_to_count_nowhere(readers: People) -> None:
    load_schemes([scheme()], [step("01/01/2020", "OPEN")])
    said = text_of(readers.officer, f"{PIPELINE}?{AS_AT}")
    assert "Scheme S-1 is said to be open, but no home of it is registered" in said
    assert "Open, but no home is registered" in said


def test_pages_of_registers_speak_for_today_and_of_no_day_to_come(readers: People) -> None:
    today = timezone.localdate()
    for address in (PIPELINE, CONTRACTS_PAGE):
        assert readers.officer.get(address).context["page"].day == today
        tomorrow = today + timedelta(days=1)
        said = text_of(readers.officer, f"{address}?as-at={tomorrow}")
        assert "The date to show must be today" in said


def test_contracts_page_lists_endings_and_the_tender_calendar(readers: People) -> None:
    load_register({"REFERENCE": "P-1", "NAME": "Alder", "KIND": "PRIVATE"}, register=PROVIDERS)
    load_register({"REFERENCE": "F-1", "TITLE": "The framework", "ENDS_ON": "01/02/2021"}, register=FRAMEWORKS)
    contract = {"PROVIDER": "P-1", "ROUTE": "BLOCK", "STARTS_ON": "01/01/2020"}
    load_register(
        contract | {"REFERENCE": "C-1", "TITLE": "Two homes", "ENDS_ON": "30/05/2021", "PLACES": "5"},
        contract | {"REFERENCE": "C-2", "ENDS_ON": "31/05/2021"},
        contract | {"REFERENCE": "C-3", "ENDS_ON": "30/11/2020"},
        contract | {"REFERENCE": "C-4", "ENDS_ON": "01/12/2020", "ROUTE": "FRAMEWORK", "FRAMEWORK": "F-1", "LOT": "2"},
        contract | {"REFERENCE": "C-5"},
        register=CONTRACTS,
    )
    load_register({"CONTRACT": "C-1", "HOME": "H-2"}, {"CONTRACT": "C-1", "HOME": "H-404"}, register=COVERED_HOMES)
    tender = {"STAGE": "PLANNED", "OPENS_ON": "30/11/2020", "CONTRACT_STARTS_ON": "01/08/2021"}
    load_register(
        tender | {"REFERENCE": "T-1", "TITLE": "Supported housing", "LOTS": "2", "CLOSES_ON": "01/02/2021"},
        tender | {"REFERENCE": "T-2", "TITLE": "Cancelled", "STAGE": "CANCELLED"},
        {"REFERENCE": "T-3", "TITLE": "Some day", "STAGE": "PLANNED"},
        {"REFERENCE": "T-4", "TITLE": "Long ago", "STAGE": "OPEN", "CONTRACT_STARTS_ON": "01/01/2020"},
        register=TENDERS,
    )
    page = readers.officer.get(f"{CONTRACTS_PAGE}?{AS_AT}").context["page"]
    assert [row.record.contract.reference for row in page.table.rows] == ["C-4", "C-1"]
    assert [(each.day, each.what, each.tender.reference) for each in page.calendar.milestones] == [
        (date(2020, 11, 30), "Opens", "T-1"),
        (date(2021, 2, 1), "Closes", "T-1"),
        (date(2021, 8, 1), "Contract starts", "T-1"),
    ]
    said = text_of(readers.officer, f"{CONTRACTS_PAGE}?{AS_AT}")
    assert "2 contracts end within six months" in said
    assert "Framework that ends by then: The framework , on 1 February 2021." in said.replace(
        "framework,", "framework ,"
    )
    assert "C-1, Two homes Block contract Alder House H-2 and H-404 5 30 May 2021 181" in said
    assert "Framework call-off: The framework, lot 2" in said
    assert "No day to come is known of Some day (planned)" in said
    assert "Long ago" not in said


def entry_says(client: Client, register: Register, reference: str) -> str:
    held = register.model._default_manager.get(reference=reference)
    return text_of(client, f"/registers/{register.slug}/{held.pk}/")


def test_page_of_a_home_says_who_lives_there_and_of_a_scheme_how_far_it_is(readers: People) -> None:
    said = entry_says(readers.officer, HOMES, "H-1")
    assert "Registration now Registered Our children there now 2 Others' children there now 1" in said
    assert "Vacant places now 1" in said
    assert "Registration now None on record" in entry_says(readers.officer, HOMES, "H-2")
    load_schemes(
        [scheme(), scheme("S-2"), scheme("S-3")],
        [
            step("01/06/2020", "APPROVED", "30/09/2020"),
            step("01/09/2020", "BUILDING", "01/11/2020"),
            step("01/09/2020", "OPEN", of="S-2"),
        ],
    )
    said = entry_says(readers.officer, SCHEMES, "S-1")
    assert "Stage now Being built Expected 1 November 2020 Date moved 1 time, by 32 days in all" in said
    said = entry_says(readers.officer, SCHEMES, "S-2")
    assert "Stage now Open" in said
    assert "Date moved" not in said
    assert "Stage now" not in entry_says(readers.officer, SCHEMES, "S-3")


@pytest.mark.parametrize("address", [HOMES_PAGE, PIPELINE, CONTRACTS_PAGE])
def test_number_of_queries_does_not_grow(readers: People, address: str) -> None:
    load_schemes([scheme()], [step("01/01/2020", "IDEA")])
    with CaptureQueriesContext(connection) as few:
        readers.officer.get(f"{address}?{AS_AT}&show=all")
    names = [f"S-{n}" for n in range(30)]
    load_homes(*(home(f"H-{n}", URN=str(n)) for n in range(30)), others="1")
    load_schemes([scheme(name) for name in names], [step("01/01/2020", "IDEA", of=name) for name in names])
    with CaptureQueriesContext(connection) as many:
        readers.officer.get(f"{address}?{AS_AT}&show=all")
    assert len(many) <= len(few)
