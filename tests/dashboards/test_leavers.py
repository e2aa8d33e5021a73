"""The pages about care leavers: who may see them, that each count is that of its list, and what leaves the house."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leavers import registers
from leavers.models import CareLeaver
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.registers.actions import edit_record
from tests.leavers.council import leaver, load_leavers, load_part
from tests.placements.homes import load_schemes, scheme, step
from tests.placements.test_extract_rules import file_of
from tests.placements.test_extract_rules import load as load_files_of
from tests.registers.council import Row, neighbour

from .factory import OFFICER, People, person, signed_in

AS_AT = "as-at=2020-11-30"
PAGES = ("", "list/", "birthdays/", "return/", "lodgings/")
DOWNLOADS = ("list/download/csv/", "birthdays/download/csv/", "return/download/csv/")
BY_HAND = {"CHILD": "", "ENTITLEMENT_OVERRIDE": "FORMER-RELEVANT", "OVERRIDE_REASON": "In care elsewhere"}


def part(leaver: str, **cells: str) -> Row:
    return {"LEAVER": leaver} | cells


@pytest.fixture
def kept(loaded: Authority) -> Authority:
    """The council with a few care leavers in its registers."""
    load_leavers(
        leaver("L1", ADVISER="PA1", **BY_HAND),
        leaver("L2", ADVISER="=cmd", **BY_HAND),
        leaver("L3", **BY_HAND),
        leaver("L4", SERVICE_TO="01/06/2020", **BY_HAND),
        leaver("L5", DATE_OF_BIRTH="20/12/1999", **BY_HAND),
        extracted=date(2020, 11, 30),
    )
    load_part(
        registers.ACCOMMODATION,
        part("L1", MOVED_IN="01/05/2020", HOME="OWN-TENANCY", SUITABLE="YES"),
        part("L2", MOVED_IN="01/05/2020", HOME="BED-AND-BREAKFAST", SUITABLE="NO", REASON_UNSUITABLE="No lease"),
        part("L3", MOVED_IN="01/05/2020", HOME="SUPPORTED-LODGINGS", SUITABLE="YES", LODGING="S1"),
    )
    load_part(registers.LODGINGS, {"REFERENCE": "S1", "LODGING_PLACES": "2", "APPROVED_FROM": "01/05/2018"})
    load_part(
        registers.CONTACTS,
        part("L1", CONTACTED_ON="20/11/2020", OUTCOME="IN-TOUCH"),
        part("L2", CONTACTED_ON="20/11/2020", OUTCOME="REFUSED"),
    )
    load_part(registers.ACTIVITIES, part("L1", BEGAN_ON="01/05/2020", ACTIVITY="WORK"))
    load_files_of({"oc3": file_of("oc3", {"CHILD": "L9", "DOB": "10/06/2001", "IN_TOUCH": "YES"})}, year=2021)
    return loaded


def html_of(client: Client, address: str) -> str:
    response = client.get(f"/leavers/{address}")
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def test_only_those_who_may_see_registers_see_care_leavers(readers: People, kept: Authority) -> None:
    for address in (*PAGES, *DOWNLOADS):
        assert readers.officer.get(f"/leavers/{address}?{AS_AT}").status_code == 200, address
        assert readers.board.get(f"/leavers/{address}?{AS_AT}").status_code == 403, address
        assert readers.admin.get(f"/leavers/{address}?{AS_AT}").status_code == 403, address
        assert Client().get(f"/leavers/{address}").status_code == 302, address
    assert 'href="/leavers/"' not in readers.board.get("/leavers/").content.decode()


def test_another_council_sees_nothing_of_them(kept: Authority) -> None:
    stranger = signed_in(person(neighbour(), OFFICER, name="stranger"))
    for address in PAGES:
        html = html_of(stranger, f"{address}?{AS_AT}")
        assert "No care leavers are in the register yet" in html or address == "birthdays/", address
        assert not re.search(r"\bL[1-5]\b", html), address


def test_page_says_how_many_have_a_service_are_in_touch_and_live_unsuitably(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"?{AS_AT}")
    assert "4 care leavers with an active service on 30 November 2020</h1>" in html
    assert "In touch with 1 of them. 1 lives in a home that does not suit them; for 50.0% it is suitable" in html
    assert "it is suitable, and of 1 it is not known." in html
    assert "1 of 4 are in education, employment or training." in html
    assert "1 providers with 2 places: 0 on hold, 1 used, 1 vacant." in html


def test_page_opens_on_the_last_day_that_the_registers_speak_for(readers: People, loaded: Authority) -> None:
    load_leavers(leaver("L1", **BY_HAND), extracted=date(2020, 11, 1))
    html = html_of(readers.officer, "")
    assert "on 1 November 2020</h1>" in html
    assert "The registers tell of the days to 1 November 2020." in html
    assert "Later days show what was known then." not in html
    assert "Later days show what was known then." in html_of(readers.officer, f"?{AS_AT}")


def test_page_opens_no_later_than_the_returns_speak_for(readers: People, loaded: Authority) -> None:
    load_leavers(leaver("L1", **BY_HAND), extracted=date(2020, 11, 1))
    held = CareLeaver.objects.get()
    edit_record(
        register=registers.LEAVERS, authority=loaded, record=held.pk, version=1, values={"adviser": "X"}, by="officer"
    )
    assert "on 31 March 2021</h1>" in html_of(readers.officer, "")


def test_every_count_is_that_of_the_list_behind_it(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"?{AS_AT}")
    compared = 0
    for table in html.split("<h2")[1:]:
        column = 0 if 'id="plans"' in table else 2 if 'id="advisers"' in table else -1
        for row in re.findall(r'<tr class="govuk-table__row"><th.*?</tr>', table):
            if found := re.search(r'href="(/leavers/list/[^"]+)"', row):
                count = re.findall(r"<td[^>]*>(?:<strong>)?([^<]*)", row)[column]
                heading = html_of(readers.officer, found[1].removeprefix("/leavers/").replace("&amp;", "&"))
                assert re.search(rf"{count} care leavers? on 30 November 2020</h1>", heading), row
                compared += 1
    assert compared >= 12


def test_list_narrows_to_what_is_chosen(readers: People, kept: Authority) -> None:
    for choices, references in (
        ("group=ACTIVE", "L1 L2 L3 L5"),
        ("group=IN_TOUCH", "L4"),
        ("suitable=NO", "L2"),
        ("home=SUPPORTED-LODGINGS", "L3"),
        ("touch=in", "L1"),
        ("touch=out&group=ACTIVE", "L2 L3 L5"),
        ("age=18-20&adviser=none", "L3 L4 L5"),
        ("activity=WORK", "L1"),
        ("entitlement=FORMER-RELEVANT", "L1 L2 L3 L4 L5"),
        ("entitlement=none", ""),
        ("plan=NONE&adviser=PA1", "L1"),
    ):
        response = readers.officer.get(f"/leavers/list/?{AS_AT}&{choices}")
        found = [row.record.leaver.reference for row in response.context["table"].rows]
        assert " ".join(found) == references, choices


def test_choice_that_does_not_exist_is_named_and_narrows_nothing(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"list/?{AS_AT}&home=castle&page=999")
    assert "Choose one of the options for Home" in html
    assert "5 care leavers on" in html


def test_download_holds_every_row_and_no_formula_and_is_on_record(readers: People, kept: Authority) -> None:
    response = readers.officer.get(f"/leavers/list/download/csv/?{AS_AT}&group=ACTIVE")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [row["Care leaver"] for row in rows] == ["L1", "L2", "L3", "L5"]
    assert rows[1]["Adviser"] == "'=cmd"
    event = AuditEvent.objects.filter(action="dashboards.care-leavers-download").get()
    assert (event.actor, event.detail["rows"]) == ("commissioning.officer", 4)
    assert "L1" not in str(event.detail)


def test_birthdays_look_ahead_as_far_as_asked(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"birthdays/?{AS_AT}&months_ahead=3")
    assert "1 turns 18, 21 or 25 in the 3 months after 30 November 2020</h1>" in html
    assert "For 1 of them nothing is planned, and less than 16 weeks are left" in html
    assert '<option value="3" selected>' in html
    assert '<option value="12" selected>' in html_of(readers.officer, f"birthdays/?{AS_AT}")
    assert "There is a problem" in html_of(readers.officer, f"birthdays/?{AS_AT}&months_ahead=7")


def test_flats_for_18_and_over_of_the_pipeline_stand_beside_the_housing_needed(
    readers: People, kept: Authority
) -> None:
    assert "Flats for 18 and over" not in html_of(readers.officer, f"birthdays/?{AS_AT}")
    load_schemes(
        [scheme("S-1", KIND="FLATS", PLACES="12"), scheme("S-2", KIND="FLATS"), scheme("S-3")],
        [
            step("01/02/2020", "BUILDING", "31/01/2022", of="S-1"),
            step("01/02/2020", "ABANDONED", of="S-2"),
            step("01/02/2020", "IDEA", of="S-3"),
        ],
    )
    html = html_of(readers.officer, f"birthdays/?{AS_AT}")
    row = re.search(r"Scheme S-1</a></th>(.*?)</tr>", html)
    assert row and re.findall(r">([^<>]+)</td>", row[1]) == ["Being built", "31 January 2022", "12"]
    assert not re.search("Scheme S-[23]", html), "abandoned; a children's home"
    assert "Scheme S-1" not in html_of(readers.officer, "birthdays/?as-at=2020-01-31")


def test_return_compared_lists_what_differs(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"return/?{AS_AT}")
    assert "5 differences in the return of 2021</h1>" in html, "L9 is not in the register; four not in the return"
    assert "1 row compared, with 0 of which the registers agree." in html
    assert html.count("Not in the return") == 4
    assert "There is a problem" in html_of(readers.officer, f"return/?{AS_AT}&return_year=1999")


def test_lodgings_say_who_provides_them(readers: People, kept: Authority) -> None:
    html = html_of(readers.officer, f"lodgings/?{AS_AT}")
    assert "1 vacant of 2 places with 1 provider on 30 November 2020</h1>" in html
    assert ">S1</a>" in html


def test_entry_says_what_follows_from_the_others(readers: People, kept: Authority) -> None:
    def page(register: registers.Register, reference: str) -> str:
        held = register.model._default_manager.get(reference=reference)
        response = readers.officer.get(f"/registers/{register.slug}/{held.pk}/")
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    of_leaver = page(registers.LEAVERS, "L1")
    assert "Pathway plan today No plan" in of_leaver
    assert re.search(r"Entitlement today (Former relevant: In care elsewhere|None: 25 or older)", of_leaver)
    assert "On hold today 0 Used today 1 Vacant today 1" in page(registers.LODGINGS, "S1")


def test_number_of_queries_does_not_depend_on_the_number_of_care_leavers(readers: People, kept: Authority) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            readers.officer.get(f"/leavers/{address}?{AS_AT}")
        return len(captured)

    few = {address: (queries(address), queries(address))[1] for address in PAGES}
    load_leavers(*(leaver(f"M{n}", DATE_OF_BIRTH="20/12/1999", **BY_HAND) for n in range(40)))
    for address in PAGES:
        assert queries(address) <= few[address], address
