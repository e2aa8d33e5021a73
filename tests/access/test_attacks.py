"""What a penetration tester would try first, at every address the matrix names."""

import html
import io
import re
import time
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from carers.models import Household
from carers.registers import HOUSEHOLDS
from sufficiency.core.models import Authority
from sufficiency.core.web_role import read_as
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.registers.actions import create_record
from sufficiency.registers.register import Register
from sufficiency.strategy.registers.board import CHALLENGE_CARDS, COMMENTARY
from tests.dashboards.factory import found_loaded_council, person, signed_in
from tests.dashboards.test_data_pages import GOOD
from tests.dashboards.test_data_pages import send as send_file
from tests.placements.council import load
from tests.returns import episode, header

from .matrix import ADMINISTRATOR, AUDITOR, BOARD, COMMISSIONING, DATA, MATRIX, NOBODY, ROLES
from .test_matrix import House, house

__all__ = ["house"]

DAY = "2020-11-30"
# One text that ends a string in SQL, a tag, an attribute, a comment and a script, and that a template would work out.
MARK = "x9x'\"></script><img src=x onerror=alert(9)>{{ 7919|add:83 }}{% now 'Y' %}\\;--/*%s"
WORKED_OUT = "8002"
UNREADABLE = ("\x00", "9" * 400, "-1", "٣", "\u202e", MARK)
SECONDS = 5.0  # far more than any page takes, and far less than what would keep a worker


def is_sound(response: Any) -> bool:
    """Neither a fault of ours nor anything of the mark left as it was sent."""
    if response.status_code >= 500:
        return False
    kind = response.headers.get("Content-Type", "")
    if response.streaming or not kind.startswith(("text/html", "application/json")):
        return True
    text = response.content.decode()
    return "<img src=x" not in text and f"{{{{ {WORKED_OUT}" not in text and f">{WORKED_OUT}{{" not in text


@pytest.fixture
def readers(db: None) -> dict[str, Client]:
    """Somebody of each role of a council with its return loaded."""
    council = found_loaded_council()
    made = {role: signed_in(person(council, role, role)) for role in (COMMISSIONING, DATA, ADMINISTRATOR, AUDITOR)}
    for client in made.values():
        client.raise_request_exception = False
    return made


@pytest.fixture
def third_lock_open(monkeypatch: pytest.MonkeyPatch, db: None) -> Authority:
    """The database would show every request a neighbour's rows too; the neighbour. What pages ask for must do alone."""
    theirs = Authority.objects.get(code="E06000058")

    def opened(codes: list[str], **options: Any) -> None:
        read_as([*codes, "E06000059", theirs.code], **options)

    monkeypatch.setattr("sufficiency.core.middleware.read_as", opened)
    return theirs


def names_in(page: str) -> Iterator[tuple[str, bool]]:
    """What an address may hold, as the page's own forms and links say it, and whether anything may be typed there."""
    for form in re.findall(r"<form\b(?![^>]*post).*?</form>", page, re.S | re.I):
        for tag in re.findall(r"<(?:input|select)\b[^>]*>", form):
            if found := re.search(r'\bname="([^"]+)"', tag):
                yield found[1], bool(re.search(r'type="(?:text|search)"', tag))
    for address in re.findall(r'href="([^"]*\?[^"]*)"', page):
        for name, _ in parse_qsl(urlsplit(html.unescape(address)).query, keep_blank_values=True):
            yield name, False


def test_nothing_that_an_address_may_hold_reaches_sql_a_template_or_the_page(
    readers: dict[str, Client], third_lock_open: Authority
) -> None:
    """Every filter of every page, by the names that the pages themselves use; nor does it bring a neighbour's child."""
    rows = {"header": [header("NEIGHBOUR1")], "episodes": [episode("01/05/2020", child="NEIGHBOUR1")], "uasc": []}
    load(third_lock_open, {2021: rows})
    asked, found = House.address, object.__new__(House)
    found.ids = {"number": Load.objects.get(authority="E06000059").pk, "file": 0, "record": 0}
    found.person, found.views, found.report = {}, {}, {}
    tried = set()
    for name, row in MATRIX.items():
        role = next((role for role in readers if role in (row.reads or ())), None)
        is_page = name.startswith(("dashboards:", "registers:")) and (not row.has_objects or name == "dashboards:load")
        if role is None or not is_page:
            continue
        client, address = readers[role], asked(found, name, role)
        first = client.get(address, {"as-at": DAY})
        names = dict(names_in(first.content.decode())) if "html" in first.headers.get("Content-Type", "") else {}
        typed = {each: MARK for each, is_text in names.items() if is_text}
        chosen = dict.fromkeys({*names, "page", "sort", "show", "rule", "year", "listed", "as-at"}, MARK)
        for sent in (typed, chosen, {"as-at": DAY, **{each: UNREADABLE[1] for each in chosen if each != "as-at"}}):
            response = client.get(address, sent) if sent else first
            assert is_sound(response), (address, sent)
            assert b"NEIGHBOUR1" not in response.getvalue(), (address, sent)
        tried |= names.keys()
    assert {"q", "as-at", "sort"} <= tried


def test_texts_that_cannot_be_read_are_no_fault_of_ours(readers: dict[str, Client]) -> None:
    for text in UNREADABLE:
        for address, role in (
            ("/children/?q={}&as-at=2020-11-30", COMMISSIONING),
            ("/registers/fostering-households/?q={0}&page={0}&sort={0}", COMMISSIONING),
            ("/audit/?q={0}&actor={0}&action={0}&from={0}", AUDITOR),
            ("/people/?q={}", ADMINISTRATOR),
            ("/data/quality/?year={0}&kind={0}&rule={0}", DATA),
            ("/?as-at={}", COMMISSIONING),
        ):
            wanted = address.format(urlencode({"": text})[1:])
            assert is_sound(readers[role].get(wanted)), wanted
        sent = {"username": text, "password": text, "next": text}
        assert is_sound(Client(raise_request_exception=False).post("/sign-in/", sent)), text
        fields = {**ENTRY, "reference": "F-9", "locality": text, "why": text}
        assert is_sound(readers[COMMISSIONING].post("/registers/fostering-households/new/", fields)), text
    # Pages count months and years back from the day they are asked for, here from the first there is.
    for page in ("in-care", "places-gap", "leavers/birthdays", "fostering", "strategy", "unregulated"):
        address = f"/{page}/?as-at=0001-01-01&compare-with=0001-01-01"
        assert is_sound(readers[COMMISSIONING].get(address)), page
    for number in ("9" * 30, "99999999999999999999"):
        for address in (f"/data/loads/{number}/", f"/data/loads/1/files/{number}/original/", f"/people/{number}/"):
            for client in readers.values():
                assert client.get(address).status_code in (403, 404), address
        forget = f"/registers/fostering-households/views/{number}/forget/"
        assert readers[COMMISSIONING].post(forget).status_code == 404


def test_every_form_asks_for_its_token(house: House) -> None:
    without = []
    for name, row in MATRIX.items():
        actor = next((actor for actor in (*ROLES, NOBODY) if actor in (row.sends or ())), None)
        if actor is None:
            continue
        client = Client(enforce_csrf_checks=True)
        client.cookies = house.clients[actor].cookies
        if client.post(house.address(name, actor)).status_code != 403:
            without.append(name)
    assert without == []


def test_numbers_of_others_open_nothing_beside_ones_own(house: House, third_lock_open: Authority) -> None:
    """A file of another load, an entry of another register, somebody else's role beside a person of ours."""
    theirs = third_lock_open
    held = Load.objects.create(authority=theirs, year=2021, reaches="2021-03-31", by="bob", status="committed")
    file = LoadFile.objects.create(load=held, authority=theirs, year=2021, name="e.csv", kind="episodes", size=0)
    ours, person_ = house.ids["number"], house.person
    other_role = theirs.memberships.get(role=BOARD).pk
    tries = [
        (DATA, f"/data/loads/{ours}/files/{file.pk}/original/"),
        (DATA, f"/data/loads/{ours}/files/{file.pk}/to-mend/"),
        (DATA, f"/data/loads/{held.pk}/files/{house.ids['file']}/original/"),
        (DATA, f"/data/loads/{held.pk}/problems/"),
        (COMMISSIONING, f"/registers/homes/{house.ids['record']}/"),
        (COMMISSIONING, f"/registers/homes/{house.ids['record']}/edit/"),
        (ADMINISTRATOR, f"/people/{person_['number']}/roles/{other_role}/end/"),
    ]
    for role, address in tries:
        assert house.clients[role].get(address).status_code == 404, address
        assert house.clients[role].post(address, {"reason": "so"}).status_code in (404, 405), address


def test_nothing_longer_than_a_form_is_read_of_anybody_but_who_may_send_files(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is kept of it: a file goes to the disk while the form's token is looked for."""
    kept: list[str] = []
    monkeypatch.setattr("sufficiency.dashboards.uploads.UploadHandler.new_file", lambda *_, **__: kept.append("file"))
    for actor in (NOBODY, COMMISSIONING, DATA):
        for address in ("/sign-in/", "/data/load/"):
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            client.cookies = house.clients[actor].cookies
            client.cookies["csrftoken"] = "a" * 32
            response = client.post(address, {"returns": io.BytesIO(b"x" * 3_000_000)})
            assert (response.status_code == 413) is (actor != DATA), (actor, address)
            assert bool(kept) is (actor == DATA)


ENTRY = {"reference": "F-1", "kind": "MAINSTREAM", "locality": "Vale", "approved_from": "2015-04-01"}


def test_form_of_an_entry_takes_no_field_that_it_does_not_show(house: House) -> None:
    officer, address = house.clients[COMMISSIONING], "/registers/fostering-households/"
    more = {
        "authority": "E06000058",
        "authority_id": "E06000058",
        "id": "00000000-0000-0000-0000-000000000001",
        "pk": "00000000-0000-0000-0000-000000000001",
        "version": "99",
        "file": "1",
        "line": "1",
        "by_hand": "",
        "history_user": "somebody",
        "by": "somebody",
    }
    assert officer.post(f"{address}new/", ENTRY | more).status_code == 302
    made = Household.objects.get(reference="F-1")
    assert (made.authority_id, made.version, made.file_id, made.line) == ("E06000059", 1, None, None)
    assert str(made.pk) != more["id"]
    line = Household.history.get(id=made.pk)
    assert (line.history_user_id, line.by_hand) == (COMMISSIONING, True)
    changed = ENTRY | more | {"version": "1", "reference": "F-2", "locality": "Hill Town"}
    assert officer.post(f"{address}{made.pk}/edit/", changed).status_code == 302
    made.refresh_from_db()
    assert (made.reference, made.locality, made.version, made.authority_id) == ("F-1", "Hill Town", 2, "E06000059")


def test_no_address_leads_to_another_site(house: House) -> None:
    for text in ("https://evil.example", "//evil.example", "/\\evil.example", "https:evil.example", "\r\nX-Evil: 1"):
        for client in (Client(), house.clients[COMMISSIONING]):
            for address, sent in (
                ("/sign-in/", {"username": "x", "password": "y", "next": text}),
                ("/sign-out/", {"next": text}),
                ("/account/council/", {"authority": "E06000059", "next": text}),
                ("/registers/fostering-households/views/save/", {"name": "mine", "query": text}),
            ):
                response: Any = client.post(f"{address}?{urlencode({'next': text})}", sent)
                assert response.status_code < 500
                assert "X-Evil" not in response.headers
                leads = urlsplit(response.headers.get("Location", "/"))
                assert (leads.scheme, leads.netloc) == ("", ""), (address, text)
        house.clients[COMMISSIONING] = signed_in(house.users[COMMISSIONING])


def test_what_somebody_wrote_is_only_ever_text(readers: dict[str, Client]) -> None:
    """From a register's fields and a file's cells to every page that shows them; a formula stays a text in a file."""
    council, officer, admin = Authority.objects.get(code="E06000059"), readers[COMMISSIONING], readers[DATA]
    formula = '=HYPERLINK("http://evil.example","x")'

    def enter(register: Register, **values: Any) -> Any:
        blank = {name: register.field(name).get_default() for name in register.fields}
        return create_record(register=register, authority=council, values=blank | values, by=MARK, why=MARK[:100])

    marked = enter(HOUSEHOLDS, **ENTRY | {"locality": MARK[:60]})
    enter(HOUSEHOLDS, **ENTRY | {"reference": "F-2", "locality": formula})
    said = {"measure": "places-gap", "as_at": date(2020, 11, 30), "status": "PUBLISHED", "officer": MARK}
    enter(COMMENTARY, text=MARK, caveat=MARK, **said)
    enter(CHALLENGE_CARDS, reference="C1", asked_by="CIC", asked_on=date(2020, 11, 2), text=MARK, due=date(2020, 12, 1))
    send_file(admin, [*GOOD[:1], GOOD[1] | {"CHILD": "T9", "LS": MARK, "PL_POST": formula}])
    base, failed = "/registers/fostering-households/", f"/data/loads/{Load.objects.latest('pk').pk}/"
    shown = [base, f"{base}{marked.pk}/", "/registers/commentary/", "/board/?as-at=2020-11-30", failed]
    figures = ["/?as-at=2020-11-30", "/strategy/", "/fostering/", "/measures/places-gap/?as-at=2020-11-30"]
    for address in (*shown, f"{base}{marked.pk}/edit/", f"{base}{marked.pk}/remove/", *figures):
        response = (admin if address == failed else officer).get(address)
        assert response.status_code == 200, address
        assert is_sound(response), address
        assert address not in shown or "x9x" in response.content.decode(), f"{address} shows it, as text"
    for client, address in ((officer, f"{base}download/csv/"), (admin, f"{failed}problems/")):
        text = client.get(address).content.decode()
        assert "'=HYPERLINK" in text
        assert not re.search(r'(^|,)"?=HYPERLINK', text, re.M)
    book = load_workbook(io.BytesIO(officer.get(f"{base}download/xlsx/").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == f"'{formula}" for cell in cells)
    assert "f" not in {cell.data_type for cell in cells}


def test_reason_for_removing_is_kept_as_what_can_be_shown(house: House) -> None:
    address = f"/registers/fostering-households/{house.ids['record']}/remove/"
    assert house.clients[COMMISSIONING].post(address, {"version": "2", "why": "a\0b\r\n\u202e"}).status_code == 302
    assert Household.history.first().history_change_reason == "ab"


def test_long_addresses_and_many_fields_are_turned_away_at_once(readers: dict[str, Client]) -> None:
    officer = readers[COMMISSIONING]
    for query in ("a=1&" * 50_000, "q=" + "x" * 200_000, "&".join(f"f{n}=1" for n in range(20_000)), "%" * 50_000):
        for address in ("/", "/children/", "/registers/fostering-households/", "/sign-in/"):
            began = time.monotonic()
            response = officer.get(f"{address}?{query}")
            assert response.status_code < 500, (address, query[:10])
            assert time.monotonic() - began < SECONDS
    many = {f"f{number}": "1" for number in range(1_500)}
    assert officer.post("/registers/fostering-households/new/", many).status_code == 400
