"""The first step: the same answer for everybody, few tries, and a session that is new and ends."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sufficiency.core.models import AuditEvent, Authority, OneTimePassword, PersonSession
from sufficiency.core.sessions import SEEN, STARTED
from tests.dashboards.factory import PASSWORD, person, signed_in

from .desk import sign_in

WRONG = "never the one"


def said(response: object) -> str:
    """The page but for what is new on each: its token and the name that was typed."""
    html = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'value="[^"]*"', "", html)


def test_wrong_password_unknown_name_closed_account_and_no_password_read_alike(officer: User) -> None:
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    User.objects.create_user("by-single-sign-on")
    tries = [("ann", WRONG), ("nobody", WRONG), ("gone", PASSWORD), ("by-single-sign-on", PASSWORD)]
    answers = [sign_in(Client(), *each) for each in tries]
    assert {(answer.status_code, said(answer)) for answer in answers} == {(200, said(answers[0]))}
    assert "The user name and password do not match." in said(answers[0])


def test_unknown_names_take_as_many_hashings_as_known_ones(officer: User) -> None:
    User.objects.create_user("by-single-sign-on")
    counts = []
    for name in ("ann", "nobody", "by-single-sign-on"):
        hashing = PBKDF2PasswordHasher.encode
        with patch.object(PBKDF2PasswordHasher, "encode", autospec=True, side_effect=hashing) as encode:
            sign_in(Client(), name, WRONG)
        counts.append(encode.call_count)
    assert counts[0] == counts[1] == counts[2] >= 1


def test_guessing_one_persons_password_is_stopped_for_a_while_whoever_guesses(officer: User) -> None:
    for number in range(5):
        assert "do not match" in said(sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), "ann", WRONG))
    right = sign_in(Client(REMOTE_ADDR="198.51.100.9"), "ann", PASSWORD)
    assert "Too many tries went wrong." in said(right)
    assert right.status_code == 200


def test_guessing_at_names_that_nobody_has_is_stopped_alike(officer: User) -> None:
    for _ in range(5):
        sign_in(Client(), "nobody", WRONG)
    assert "Too many tries went wrong." in said(sign_in(Client(), "nobody", WRONG))


def test_trying_many_names_from_one_place_is_stopped(officer: User) -> None:
    answers = [said(sign_in(Client(), f"name{number}", WRONG)) for number in range(31)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 30 + [True]


def test_place_is_the_one_that_the_proxy_saw_not_the_one_that_the_client_claims(
    officer: User, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"})
        answer = said(sign_in(client, f"name{number}", WRONG))
    assert "Too many tries" in answer
    elsewhere = Client(headers={"x-forwarded-for": "198.51.100.7, 198.51.100.8"})
    assert sign_in(elsewhere, "ann").status_code == 302


def test_limits_are_kept_where_all_web_servers_see_them(officer: User) -> None:
    sign_in(Client(), "ann", WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 3


def test_flood_from_one_place_gets_a_calm_page(officer: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(Client(), "ann") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Too many tries" in said(answers[-1])


def test_many_right_sign_ins_from_one_place_are_let_in(officer: User) -> None:
    for _ in range(12):
        assert sign_in(Client(), "ann").status_code == 302


def test_signing_in_gives_a_new_session_and_token_and_ends_the_one_before(officer: User) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = session.session_key
    before = session.session_key
    sign_in(client, "ann")
    after = client.cookies["session"].value
    assert after != before
    assert not PersonSession.objects.filter(session_key=before).exists()
    stolen = Client()
    stolen.cookies["session"] = before
    assert stolen.get("/").status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_signing_in_leads_to_no_other_site(officer: User, target: str) -> None:
    for address in ("/sign-in/", f"/sign-in/?next={target}"):
        response = Client().post(address, {"username": "ann", "password": PASSWORD, "next": target})
        assert response["Location"] == "/"


def test_session_ends_after_half_an_hour_without_a_page(officer: User) -> None:
    client = signed_in(officer)
    session = PersonSession.objects.get(user=officer)
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    PersonSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_pages_keep_a_session_alive_with_at_most_one_write_a_minute(officer: User) -> None:
    client = signed_in(officer)
    PersonSession.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/account/")
    assert PersonSession.objects.get(user=officer).expire_date < timezone.now() + timedelta(minutes=6)
    session = client.session
    session[SEEN] -= 61
    session.save()
    PersonSession.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/account/")
    assert PersonSession.objects.get(user=officer).expire_date > timezone.now() + timedelta(minutes=29)


@pytest.mark.parametrize(("hours", "goes_on"), [(11.9, True), (12, False), (None, False), (-1, False)])
def test_session_ends_twelve_hours_after_sign_in_however_busy(
    officer: User, hours: float | None, goes_on: bool
) -> None:
    client = signed_in(officer)
    session = client.session
    if hours is None:
        del session[STARTED]
    else:
        session[STARTED] -= int(hours * 3600)
    session.save()
    assert (client.get("/account/").status_code == 200) is goes_on
    assert PersonSession.objects.filter(user=officer).exists() is goes_on


def test_cookie_ends_with_the_browser_and_scripts_cannot_read_it(officer: User) -> None:
    client = Client()
    sign_in(client, "ann")
    cookie = client.cookies["session"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_expired_sessions_are_cleared_as_people_sign_in(officer: User) -> None:
    signed_in(officer)
    PersonSession.objects.update(expire_date=timezone.now() - timedelta(days=1))
    signed_in(officer)
    assert PersonSession.objects.count() == 1


def test_signing_out_everywhere_ends_every_session_at_once(officer: User, council: Authority) -> None:
    other = signed_in(person(council, "board-member", "bob"))
    first, second = signed_in(officer), signed_in(officer)
    assert "In 2 browsers." in first.get("/account/").content.decode()
    assert first.post("/account/sign-out-everywhere/")["Location"] == "/sign-in/"
    assert [client.get("/account/").status_code for client in (first, second, other)] == [302, 302, 200]
    assert AuditEvent.objects.get(action="core.end-sessions").detail == {"sessions_ended": 2}


def test_request_under_way_does_not_bring_an_ended_session_back(officer: User) -> None:
    client = signed_in(officer)
    session = client.session
    assert session[STARTED]
    PersonSession.objects.filter(user=officer).delete()
    session[SEEN] = 0
    with pytest.raises(UpdateError):
        session.save()
    assert not PersonSession.objects.filter(user=officer).exists()


def test_one_time_password_opens_the_page_to_choose_ones_own_and_nothing_else(officer: User) -> None:
    OneTimePassword.objects.create(user=officer)
    client, own = Client(), "larks over wet heather"
    sign_in(client, "ann")
    for address in ("/", "/children/", "/account/", "/account/second-step/"):
        assert client.get(address)["Location"] == "/account/password/", address
    sent = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "must be another" in client.post("/account/password/", sent).content.decode()
    sent |= {"password1": own, "password2": own}
    assert client.post("/account/password/", sent)["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert sign_in(Client(), "ann", own)["Location"] == "/"
    assert Client().post("/sign-in/", {"username": "ann", "password": PASSWORD}).status_code == 200


def test_one_time_password_that_nobody_used_in_time_is_answered_as_a_wrong_one(officer: User) -> None:
    OneTimePassword.objects.create(user=officer, given_at=timezone.now() - timedelta(days=8))
    late = sign_in(Client(), "ann")
    assert said(late) == said(sign_in(Client(), "ann", WRONG))


@pytest.mark.parametrize(
    ("password", "fault"),
    [("short one", "at least 12 characters"), ("password1234", "too common"), ("982374982374982", "entirely numeric")],
)
def test_weak_passwords_are_refused(officer: User, password: str, fault: str) -> None:
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert fault in signed_in(officer).post("/account/password/", sent).content.decode()


def test_choosing_a_password_signs_one_out_everywhere_else(officer: User) -> None:
    here, there = signed_in(officer), signed_in(officer)
    own = "larks over wet heather"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": own, "password2": own})
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_nobody_can_register(officer: User) -> None:
    for address in ("/signup/", "/sign-in/signup/", "/accounts/signup/", "/account/signup/"):
        assert Client().get(address).status_code == 404
