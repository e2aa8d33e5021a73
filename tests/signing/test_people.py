"""Administrators give and end access; the audit trail knows, and nobody keeps what has ended."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sufficiency.core.access import reader_for
from sufficiency.core.actions import AccessRefusedError, add_person, end_role, give_role
from sufficiency.core.models import AuditEvent, Authority, Membership, PersonSession
from sufficiency.core.roles import ROLES, Permission
from tests.dashboards.factory import OFFICER, PASSWORD, person, signed_in

from .desk import sign_in

NEIGHBOUR = "E06000058"
WHY = "joins the commissioning team"


@pytest.fixture
def neighbour(council: Authority) -> Authority:
    return Authority.objects.get(code=NEIGHBOUR)


@pytest.fixture
def admin(council: Authority) -> Client:
    """Signed in as the administrator of the council."""
    return signed_in(person(council, "administrator", "ada"))


def events(action: str) -> list[tuple[str, str, str, dict[str, object]]]:
    found = AuditEvent.objects.filter(action=action).order_by("number")
    return list(found.values_list("actor", "authority", "subject", "detail"))


def give(client: Client, user: User, role: str = "board-member", **more: str) -> str:
    sent = {"role": role, "reason": WHY, "last_day": "", **more}
    return client.post(f"/people/{user.pk}/give/", sent, follow=True).content.decode()


def test_administrator_sees_people_and_nothing_else(admin: Client) -> None:
    assert admin.get("/people/").status_code == 200
    for address in ("/", "/children/", "/measures/places-gap/", "/data/", "/registers/", "/homes/", "/audit/"):
        assert admin.get(address).status_code == 403, address


def test_nobody_else_sees_people(council: Authority) -> None:
    for role in set(ROLES) - {"administrator"}:
        client = signed_in(person(council, role))
        for address in ("/people/", "/people/add/", "/people/1/", "/people/1/give/", "/people/1/password/"):
            assert client.get(address).status_code == 403, (role, address)


def test_administrator_begins_with_the_people(council: Authority) -> None:
    person(council, "administrator", "ada")
    assert sign_in(Client(), "ada")["Location"] == "/people/"


def test_added_person_gets_a_password_shown_once_and_the_role(admin: Client, council: Authority) -> None:
    sent = {"username": "new.officer", "role": OFFICER, "reason": WHY, "last_day": ""}
    page = admin.post("/people/add/", sent).content.decode()
    found = re.search(r'id="one-time-password">(\w{20})<', page)
    assert found is not None
    user = User.objects.get(username="new.officer")
    assert found[1] not in admin.get(f"/people/{user.pk}/").content.decode()
    client = Client()
    sign_in(client, "new.officer", found[1])
    assert client.get("/")["Location"] == "/account/password/"
    reader = reader_for(user)
    assert reader is not None
    assert reader.may_see_children
    assert events("core.add-person") == [("ada", council.code, "new.officer", {})]
    assert events("core.give-role") == [("ada", council.code, "new.officer", {"role": OFFICER, "reason": WHY})]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"username": "a b<script>"}, "letters, digits"),
        ({"username": ""}, "Enter a user name"),
        ({"role": "emperor"}, "Choose a role"),
        ({"reason": ""}, "Enter the reason"),
        ({"reason": "x" * 201}, "200 characters or fewer"),
        ({"last_day": "2020-01-01"}, "must be today or later"),
        ({"last_day": "31/02/2020"}, "must be a real date"),
    ],
)
def test_faulty_person_is_refused_with_the_reason(admin: Client, sent: dict[str, str], fault: str) -> None:
    page = admin.post("/people/add/", {"username": "new", "role": OFFICER, "reason": WHY, "last_day": ""} | sent)
    assert fault in page.content.decode()
    assert not User.objects.filter(username="new").exists()


def test_person_of_another_council_keeps_their_password_and_cannot_be_touched(
    admin: Client, neighbour: Authority
) -> None:
    viewer = person(neighbour, "regional-viewer", "rae")
    before = viewer.password
    assert admin.get(f"/people/{viewer.pk}/").status_code == 404
    sent = {"username": "Rae", "role": "regional-viewer", "reason": WHY, "last_day": ""}
    assert "password" not in admin.post("/people/add/", sent, follow=True).content.decode().lower()
    viewer.refresh_from_db()
    assert (viewer.password, User.objects.filter(username__iexact="rae").count()) == (before, 1)
    assert admin.get(f"/people/{viewer.pk}/").status_code == 200
    for address in ("password", "council-account"):
        assert admin.post(f"/people/{viewer.pk}/{address}/").status_code == 404
    viewer.refresh_from_db()
    assert viewer.password == before


def test_roles_and_people_of_another_council_are_not_found(admin: Client, neighbour: Authority) -> None:
    stranger = person(neighbour, OFFICER, "stranger")
    membership = Membership.objects.get(user=stranger)
    for address in ("", "give/", f"roles/{membership.pk}/end/", "password/", "council-account/"):
        assert admin.get(f"/people/{stranger.pk}/{address}").status_code == 404, address
    assert admin.post(f"/people/{stranger.pk}/sign-out/").status_code == 404
    own = User.objects.get(username="ada")
    assert admin.post(f"/people/{own.pk}/roles/{membership.pk}/end/", {"reason": WHY}).status_code == 404
    assert "stranger" not in admin.get("/people/").content.decode()


def test_role_is_given_in_the_administrators_council_alone_whatever_is_sent(
    admin: Client, officer: User, council: Authority
) -> None:
    give(admin, officer, authority=NEIGHBOUR, person="1", since="2000-01-01", until="2999-01-01")
    given = Membership.objects.get(user=officer, role="board-member")
    assert (given.authority, given.since, given.until) == (council, timezone.localdate(), None)


def test_role_that_is_held_already_is_not_given_again(admin: Client, officer: User) -> None:
    assert "ann is commissioning officer already" in give(admin, officer, OFFICER)
    assert Membership.objects.filter(user=officer).count() == 1


def test_role_until_a_last_day_ends_by_itself(admin: Client, officer: User) -> None:
    last = timezone.localdate() + timedelta(days=3)
    assert (
        "board member until" in give(admin, officer, last_day=last.isoformat()) + admin.get("/people/").content.decode()
    )
    given = Membership.objects.get(user=officer, role="board-member")
    assert given.until == last + timedelta(days=1)
    Membership.objects.filter(pk=given.pk).update(since=last - timedelta(days=9), until=timezone.localdate())
    reader = reader_for(officer)
    assert reader is not None
    assert [role.slug for role in reader.roles] == [OFFICER]


def test_person_whose_role_ends_sees_nothing_from_the_next_page_on(
    admin: Client, officer: User, council: Authority
) -> None:
    client = signed_in(officer)
    assert client.get("/").status_code == 200
    membership = Membership.objects.get(user=officer)
    page = admin.post(f"/people/{officer.pk}/roles/{membership.pk}/end/", {"reason": "left the council"}, follow=True)
    assert "ann is no longer commissioning officer." in page.content.decode()
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert signed_in(officer).get("/").status_code == 403
    assert events("core.end-role") == [
        ("ada", council.code, "ann", {"role": OFFICER, "reason": "left the council", "sessions_ended": 1})
    ]
    assert admin.post(f"/people/{officer.pk}/roles/{membership.pk}/end/", {"reason": "again"}).status_code == 404


def test_ending_one_role_of_two_takes_that_one_at_once_and_leaves_the_session(admin: Client, officer: User) -> None:
    give(admin, officer)
    client = signed_in(officer)
    assert client.get("/children/").status_code == 200
    membership = Membership.objects.get(user=officer, role=OFFICER)
    admin.post(f"/people/{officer.pk}/roles/{membership.pk}/end/", {"reason": "moved"})
    assert (client.get("/children/").status_code, client.get("/").status_code) == (403, 200)


def test_role_can_be_given_ended_and_given_again_on_one_day(admin: Client, officer: User) -> None:
    for _ in range(2):
        membership = Membership.objects.in_force().get(user=officer, role=OFFICER)
        admin.post(f"/people/{officer.pk}/roles/{membership.pk}/end/", {"reason": "a slip"})
        assert "ann is now commissioning officer." in give(admin, officer, OFFICER)
    assert Membership.objects.filter(user=officer).count() == 3


def test_ending_needs_a_reason(admin: Client, officer: User) -> None:
    membership = Membership.objects.get(user=officer)
    page = admin.post(f"/people/{officer.pk}/roles/{membership.pk}/end/", {"reason": ""}).content.decode()
    assert "Enter the reason" in page
    assert reader_for(officer) is not None


def test_administrator_cannot_end_their_own_role_of_administrator_and_another_can(
    admin: Client, council: Authority
) -> None:
    own = Membership.objects.get(user__username="ada")
    page = admin.post(f"/people/{own.user_id}/roles/{own.pk}/end/", {"reason": "tired"}).content.decode()
    assert "ask another administrator" in page
    assert admin.get("/people/").status_code == 200
    other = signed_in(person(council, "administrator", "bea"))
    other.post(f"/people/{own.user_id}/roles/{own.pk}/end/", {"reason": "left"})
    assert admin.get("/people/").status_code == 302


def test_administrator_gives_themselves_no_role_and_another_can(admin: Client, council: Authority) -> None:
    own = User.objects.get(username="ada")
    assert "ask another administrator" in give(admin, own, OFFICER)
    sent = {"username": "ADA", "role": OFFICER, "reason": WHY, "last_day": ""}
    assert "ask another administrator" in admin.post("/people/add/", sent).content.decode()
    assert admin.get("/children/").status_code == 403
    assert events("core.give-role") == []
    give(signed_in(person(council, "administrator", "bea")), own, OFFICER)
    assert events("core.give-role") == [("bea", council.code, "ada", {"role": OFFICER, "reason": WHY})]


def test_administrator_changes_nobodys_sign_in_who_is_themselves(admin: Client) -> None:
    own = User.objects.get(username="ada")
    assert admin.post(f"/people/{own.pk}/password/").status_code == 404
    assert sign_in(Client(), "ada", PASSWORD).status_code == 302


def test_new_one_time_password_ends_the_old_one_and_every_session(
    admin: Client, officer: User, council: Authority
) -> None:
    client = signed_in(officer)
    assert "Make sure first that it is they who ask." in admin.get(f"/people/{officer.pk}/password/").content.decode()
    page = admin.post(f"/people/{officer.pk}/password/").content.decode()
    found = re.search(r'id="one-time-password">(\w{20})<', page)
    assert found is not None
    assert client.get("/").status_code == 302
    assert sign_in(Client(), "ann").status_code == 200
    assert sign_in(Client(), "ann", found[1]).status_code == 302
    detail = {"second_factors_removed": 0, "sessions_ended": 1}
    assert events("core.set-password") == [("ada", council.code, "ann", detail)]


def test_administrator_signs_somebody_out_everywhere(admin: Client, officer: User) -> None:
    first, second = signed_in(officer), signed_in(officer)
    assert admin.get(f"/people/{officer.pk}/sign-out/").status_code == 405
    assert "signed out everywhere" in admin.post(f"/people/{officer.pk}/sign-out/", follow=True).content.decode()
    assert (first.get("/").status_code, second.get("/").status_code) == (302, 302)
    assert not PersonSession.objects.filter(user=officer).exists()


def test_who_went_to_another_council_is_left_alone_there(admin: Client, officer: User, neighbour: Authority) -> None:
    end_role(membership=Membership.objects.get(user=officer), by="ada", reason="moved")
    give_role(user=officer, role=ROLES[OFFICER], authority=neighbour, by="x")
    client = signed_in(officer)
    assert admin.post(f"/people/{officer.pk}/sign-out/").status_code == 404
    assert client.get("/account/").status_code == 200


def test_form_opened_for_one_council_is_not_taken_for_another(officer: User, neighbour: Authority) -> None:
    give_role(user=officer, role=ROLES["data-admin"], authority=neighbour, by="x")
    client = signed_in(officer)
    client.handler.enforce_csrf_checks = True
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/account/council/").content.decode())
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1]}
    assert client.post("/account/council/", sent | {"authority": neighbour.code}).status_code == 302
    late = client.post("/data/load/", sent)
    assert late.status_code == 403
    assert "another council was chosen" in late.content.decode()


def test_nobody_new_gets_somebody_elses_address(admin: Client, council: Authority, neighbour: Authority) -> None:
    User.objects.create(username="rae", email="rae@council.example")
    with pytest.raises(AccessRefusedError, match="Somebody else"):
        add_person(username="rae2", email="Rae@council.example", authority=council, by="ada")


def test_list_of_people_asks_the_database_as_often_for_more_of_them(
    admin: Client, council: Authority, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        person(council, OFFICER, f"person{number:02}")
    with django_assert_max_num_queries(9):
        html = admin.get("/people/").content.decode()
    assert "person19" in html


def test_access_that_would_end_before_it_begins_is_refused(officer: User, council: Authority) -> None:
    with pytest.raises(AccessRefusedError, match="today or later"):
        give_role(user=officer, role=ROLES["auditor"], authority=council, by="x", until=date(2020, 1, 1))
    membership = Membership.objects.get(user=officer)
    end_role(membership=membership, by="x", reason="left")
    with pytest.raises(AccessRefusedError, match="ended already"):
        end_role(membership=membership, by="x", reason="left")


def test_person_of_several_councils_reads_one_at_a_time_and_chooses_which(
    council: Authority, neighbour: Authority
) -> None:
    viewer = person(council, "regional-viewer", "rae")
    give_role(user=viewer, role=ROLES["data-admin"], authority=neighbour, by="x")
    client = signed_in(viewer)
    assert council.name in client.get("/").content.decode()
    assert client.get("/data/").status_code == 403
    page = client.get("/account/council/").content.decode()
    assert council.name in page
    assert neighbour.name in page
    assert client.post("/account/council/", {"authority": neighbour.code})["Location"] == "/"
    assert f"{neighbour.name} <a" in client.get("/").content.decode()
    assert client.get("/data/").status_code == 200
    assert events("core.choose-authority") == [("rae", neighbour.code, "", {})]
    assert council.name in signed_in(viewer).get("/").content.decode()


def test_no_address_and_no_form_lets_anybody_read_a_council_that_has_not_let_them_in(
    officer: User, council: Authority, neighbour: Authority
) -> None:
    client = signed_in(officer)
    assert client.get("/account/council/").status_code == 404
    assert client.post("/account/council/", {"authority": neighbour.code}).status_code == 404
    html = client.get(f"/?authority={neighbour.code}").content.decode()
    assert neighbour.name not in html
    third = Authority.objects.get(code="E06000052")
    give_role(user=officer, role=ROLES["board-member"], authority=third, by="x")
    assert client.post("/account/council/", {"authority": neighbour.code}).status_code == 404
    client.post("/account/council/", {"authority": third.code})
    end_role(membership=Membership.objects.get(user=officer, authority=third), by="x", reason="over")
    assert council.name in client.get("/").content.decode()


def test_regional_viewer_and_board_member_see_no_children_anywhere() -> None:
    for slug in ("regional-viewer", "board-member"):
        assert ROLES[slug].permissions == {Permission.SEE_MEASURES}
        assert not ROLES[slug].sees_children
    assert ROLES["administrator"].permissions == {Permission.MANAGE_PEOPLE}
