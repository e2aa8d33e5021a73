"""Every address of the project, by every method, for everybody: held against the declared matrix."""

import logging
import zlib
from collections.abc import Iterator
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from carers.registers import HOUSEHOLDS
from sufficiency.core.models import AuditEvent, Authority, Membership
from sufficiency.core.roles import ROLES as DECLARED
from sufficiency.core.roles import Permission
from sufficiency.core.web_role import read_as
from sufficiency.dashboards.reports.content import Content, as_json
from sufficiency.dashboards.views import reports
from sufficiency.extracts.models import Load, LoadContent, LoadFile, LoadProblem
from sufficiency.registers.actions import create_record, edit_record
from sufficiency.registers.models import SavedView
from sufficiency.registers.register import all_registers
from sufficiency.strategy.models import PublishedReport
from tests.dashboards.factory import person, signed_in, small_council_returns
from tests.placements.council import found_council, load

from .matrix import (
    ACTORS,
    ADMINISTRATOR,
    CHILDREN,
    EDITORS,
    LOADERS,
    MATRIX,
    NOBODY,
    QUALITY,
    ROLES,
    WITHOUT_ROLE,
    WITHOUT_ROWS,
)

IN, REFUSED, SIGN_IN, NOT_THERE, NO_SUCH_METHOD = "in", "refused", "sign in first", "not there", "no such method"
NONE: frozenset[str] = frozenset()
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SLUGS = {
    "dashboards:measure": "places-gap",
    "dashboards:benchmark": "children-in-care",
    "dashboards:template-download": "episodes",
}

# Files of rows, which are not there as long as a council has none; its tests are elsewhere.
OF_ROWS = {
    "dashboards:cost-children-download",
    "dashboards:leavers-download",
    "dashboards:leavers-birthdays-download",
    "dashboards:leavers-return-download",
}


def addresses(patterns: list[Any], space: str = "", above: frozenset[str] = NONE) -> Iterator[tuple[str, set[str]]]:
    """Every address of the project by its name, and what has to be put into it."""
    for pattern in patterns:
        asks_for = above | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            within = f"{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, within, asks_for)
        else:
            assert pattern.name, f"{pattern} has no name, so the matrix cannot say whose it is"
            yield f"{space}{pattern.name}", set(asks_for)


PATTERNS = dict(addresses(get_resolver().url_patterns))


class House:
    """Two councils with people of each role, and one thing of each kind that belongs to the first."""

    def __init__(self) -> None:
        ours, theirs = found_council(), Authority.objects.get(code="E06000058")
        self.users = {role: person(ours, role, role) for role in ROLES}
        self.users[WITHOUT_ROLE] = User.objects.create(username="without")
        self.clients = {actor: signed_in(user) for actor, user in self.users.items()} | {NOBODY: Client()}
        self.others = {role: signed_in(person(theirs, role, f"other-{role}")) for role in ROLES}
        self.ids = {"number": _load(ours), "record": _entry(ours)}
        self.ids["file"] = LoadFile.objects.get().pk
        held = Membership.objects.get(user=self.users["board-member"])
        self.report = {"number": _report(ours)}
        self.person = {"number": held.user_id, "role": held.pk}
        self.views = {
            actor: SavedView.objects.create(user=user, register=HOUSEHOLDS.slug, name=actor).pk
            for actor, user in self.users.items()
        }

    def address(self, name: str, actor: str) -> str:
        """The address with what it asks for: something that is there."""
        wanted = {
            "slug": SLUGS.get(name, HOUSEHOLDS.slug),
            "kind": "csv",
            "page": "homes",
            "provider_id": "council",
            "version": 1,
            "pk": 1,
            **self.ids,
            **(self.person if ":person" in name else {}),
            **(self.report if ":report" in name else {}),
            **({"number": self.views.get(actor, 1)} if "view-forget" in name else {}),
        }
        return reverse(name, kwargs={key: wanted[key] for key in PATTERNS[name]})


def _load(council: Authority) -> int:
    load = Load.objects.create(
        authority=council, year=2021, reaches="2021-03-31", by="ann", status=Load.Status.REJECTED
    )
    file = LoadFile.objects.create(
        load=load, authority=council, year=2021, name="e.csv", kind="episodes", sha256="0", size=0
    )
    LoadContent.objects.create(file=file, compressed=zlib.compress(b"CHILD,SEX\n1,2\n"))
    return load.pk


def _report(council: Authority) -> int:
    day = date(2020, 11, 30)
    content = Content(
        council=council.name, code=council.code, day=day, quarter_before=day, year_before=day, reaches=day, strategy="",
        lead="", sections=(), tasks=(), resolved=(), cards=(), is_demo=False,
    )  # fmt: skip
    return PublishedReport.objects.create(
        authority=council, day=day, edition=1, content=as_json(content), published_by="ann"
    ).pk


def _entry(council: Authority) -> Any:
    values: dict[str, Any] = {field: HOUSEHOLDS.field(field).get_default() for field in HOUSEHOLDS.fields}
    values |= {"reference": "F-001", "kind": "MAINSTREAM", "locality": "Hill Town", "approved_from": "2015-04-01"}
    entry = create_record(register=HOUSEHOLDS, authority=council, values=values, by="ann")
    edit_record(
        register=HOUSEHOLDS,
        authority=council,
        record=entry.pk,
        version=1,
        values={**values, "locality": "Vale"},
        by="ann",
    )
    return entry.pk


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    """The councils; pages are not drawn, for what they say is looked at elsewhere."""
    found = House()
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(Template, "render", lambda *_, **__: "")
    monkeypatch.setattr(reports, "paper", lambda *_: b"")
    return found


def send(client: Client, method: str, address: str) -> str:
    """What becomes of a request; whatever it changes is taken back."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        response: Any = client.generic(method, address)
        outcome = outcome_of(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    assert response.status_code < 500, (method, address)
    return outcome


def outcome_of(response: HttpResponse) -> str:
    """What a response comes to, for whoever asked."""
    if response.status_code == 302 and response["Location"].startswith("/sign-in/?next="):
        return SIGN_IN
    return {403: REFUSED, 404: NOT_THERE, 405: NO_SUCH_METHOD}.get(response.status_code, IN)


def expected(name: str, method: str, actor: str) -> set[str]:
    """What may become of it: whoever is kept out may as well be told that there is no such method."""
    row = MATRIX[name]
    allowed = row.reads if method == "GET" else row.sends
    gets_in = {IN, NOT_THERE} if name in OF_ROWS else {IN}
    kept_out = {SIGN_IN} if actor == NOBODY else {REFUSED}
    if not (row.reads or row.sends):
        return {NOT_THERE, NO_SUCH_METHOD, *kept_out}
    if allowed is None:
        looked_at = gets_in if row.reads is not None else set()
        return {NO_SUCH_METHOD, *(looked_at if actor in (row.reads or row.sends or ()) else kept_out)}
    return gets_in if actor in allowed else kept_out


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(PATTERNS) - set(MATRIX) == set(), "say in tests/access/matrix.py who may open it"
    assert set(MATRIX) - set(PATTERNS) == set()
    takes_objects = {
        name
        for name, asks_for in PATTERNS.items()
        if name.startswith(("dashboards:", "registers:")) and {"number", "record"} & asks_for
    }
    assert {name for name, row in MATRIX.items() if row.has_objects} == takes_objects - {"registers:view-forget"}


def test_every_role_is_in_the_matrix_and_every_register_is_guarded_alike() -> None:
    assert set(ROLES) == set(DECLARED)
    assert {(register.sees, register.edits) for register in all_registers()} == {
        (Permission.SEE_REGISTERS, Permission.EDIT_REGISTERS)
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_gets_what_the_matrix_says(house: House, method: str) -> None:
    wrong = []
    for name, row in MATRIX.items():
        # A page that takes no form makes no difference between methods: three people are enough to see that.
        asks = ACTORS if method == "GET" or row.sends is not None else (QUALITY, ADMINISTRATOR, NOBODY)
        for actor in asks:
            found = send(house.clients[actor], method, house.address(name, actor))
            if found not in expected(name, method, actor):
                wrong.append((name, method, actor, found, expected(name, method, actor)))
    assert wrong == []


def test_what_belongs_to_one_authority_is_not_there_for_the_same_role_of_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the database would show it to them: pages ask for nothing of another authority, whatever it shows."""

    def opened(codes: list[str], **options: Any) -> None:
        read_as([*codes, "E06000059"], **options)

    monkeypatch.setattr("sufficiency.core.middleware.read_as", opened)
    wrong = []
    for name, row in MATRIX.items():
        if not row.has_objects:
            continue
        for method, allowed in (("GET", row.reads), ("POST", row.sends)):
            for role in allowed or ():
                found = send(house.others[role], method, house.address(name, role))
                if found != NOT_THERE:
                    wrong.append((name, method, role, found))
    assert wrong == []
    mine = house.views["quality-assurance-officer"]
    address = reverse("registers:view-forget", args=[HOUSEHOLDS.slug, mine])
    for client in (house.clients["commissioning-officer"], house.others["quality-assurance-officer"]):
        assert send(client, "POST", address) == NOT_THERE


# Lists of care leavers, who are not there as long as their registers are empty; its tests are elsewhere.
NOTHING_ENTERED = {"dashboards:leavers-list", "dashboards:leavers-return"}
SHOWN = {200, 409, 422}


def test_whoever_looks_at_rows_stands_in_the_trail_however_they_asked(house: House) -> None:
    """At a list, at one entry, at what was removed, at rows with problems; also by a form that says nothing."""
    load(Authority.objects.get(code="E06000059"), small_council_returns())
    file = house.ids["file"]
    LoadProblem.objects.create(file_id=file, line=2, severity="error", code="unknown", message="", value="")
    unnoted, noted = [], set()
    for name, row in MATRIX.items():
        if name in WITHOUT_ROWS | NOTHING_ENTERED or row.reads not in (CHILDREN, EDITORS, LOADERS):
            continue
        client, address = house.clients[row.reads[0]], house.address(name, row.reads[0])
        for ask in (client.get, client.post) if name.startswith("registers:") else (client.get,):
            with transaction.atomic():
                before = AuditEvent.objects.count()
                is_shown = ask(f"{address}?as-at=2020-11-30").status_code in SHOWN
                if is_shown and AuditEvent.objects.count() == before:
                    unnoted.append((name, ask.__name__))
                noted |= {name} if is_shown else set()
                transaction.set_rollback(True)
    assert unnoted == []
    assert {"dashboards:children", "registers:entry", "registers:edit", "dashboards:load"} <= noted


def test_no_address_takes_another_method(house: House) -> None:
    for name in MATRIX:
        for method in OTHER_METHODS:
            for actor in ("commissioning-officer", NOBODY):
                assert send(house.clients[actor], method, house.address(name, actor)) == NO_SUCH_METHOD, (name, method)
    for name in ("dashboards:overview", "dashboards:audit"):
        for actor in ACTORS:
            address = house.address(name, actor)
            assert send(house.clients[actor], "HEAD", address) == send(house.clients[actor], "GET", address)
