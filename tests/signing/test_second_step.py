"""The second step: nobody goes on without one, no code counts twice, guessing is stopped, and nothing of it is told."""

import json
import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import Settings

from sufficiency.core.actions import set_one_time_password
from sufficiency.core.models import AuditEvent, Authority
from tests.dashboards.factory import OFFICER, PASSWORD, person, signed_in
from tests.placements.council import found_council

from .desk import code, set_up_app, sign_in

CODE = "/sign-in/code/"


@pytest.fixture
def key(officer: User) -> str:
    """The officer has set up an authenticator app, and recovery codes with it; the app's key."""
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    RecoveryCodes.activate(officer)
    return secret


@pytest.mark.django_db(transaction=True)
def test_whoever_has_no_second_step_yet_sets_one_up_first(strict: None) -> None:
    person(found_council(), OFFICER, "ann")
    client = Client()
    sign_in(client, "ann")
    for address in ("/", "/children/", "/account/", "/people/", "/account/second-step/codes/"):
        assert client.get(address)["Location"] == "/account/second-step/", address
    key = set_up_app(client)
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get("/account/second-step/codes/").content.decode())
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    again = client.get("/account/second-step/codes/").content.decode()
    assert not set(codes) & set(re.findall(r"\d{8}", again))

    client.post("/sign-out/")
    assert sign_in(client, "ann")["Location"] == CODE
    assert client.post(CODE, {"code": code(key)})["Location"] == "/"
    actions = list(AuditEvent.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["core.sign-in", "core.add-second-factor", "core.sign-out", "core.sign-in"]


def test_password_alone_opens_nothing(officer: User, key: str, strict: None) -> None:
    client = Client()
    assert sign_in(client, "ann")["Location"] == CODE
    for address in ("/", "/account/", "/account/second-step/", "/account/second-step/app/", "/account/password/"):
        assert client.get(address)["Location"].startswith("/sign-in/?next="), address
    assert not AuditEvent.objects.filter(action="core.sign-in").exists()


def test_session_without_a_second_step_opens_nothing_however_it_was_made(officer: User, key: str, strict: None) -> None:
    assert signed_in(officer).get("/")["Location"] == "/account/second-step/"


def test_right_code_signs_in_and_leads_where_one_wanted_to_go(officer: User, key: str, strict: None) -> None:
    client = Client()
    sign_in(client, "ann", next="/children/?as-at=2020-11-30")
    wrong = client.post(CODE, {"code": "000000"})
    assert "The code is not right." in wrong.content.decode()
    assert client.post(CODE, {"code": code(key)})["Location"] == "/children/?as-at=2020-11-30"
    assert client.get("/").status_code == 200
    actions = list(AuditEvent.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["core.second-factor-failed", "core.sign-in"]
    assert AuditEvent.objects.get(action="core.sign-in").detail == {"by": "password, totp"}


def test_second_step_leads_to_no_other_site(officer: User, key: str) -> None:
    client = Client()
    sign_in(client, "ann", next="https://evil.example/")
    assert client.post(f"{CODE}?next=https://evil.example/", {"code": code(key)})["Location"] == "/"


def test_no_code_counts_twice(officer: User, key: str) -> None:
    now, first, second = code(key), Client(), Client()
    for client in (first, second):
        sign_in(client, "ann")
    assert first.post(CODE, {"code": now}).status_code == 302
    for same in (now, f"{now[:3]} {now[3:]}"):
        assert second.post(CODE, {"code": same}).status_code == 200
    with (
        connection.cursor() as cursor
    ):  # the library's own note of it lasts half a minute, the code a minute and a half
        cursor.execute("DELETE FROM core_cache WHERE cache_key LIKE '%totp.used%'")
    assert second.post(CODE, {"code": now}).status_code == 200


def test_code_of_the_half_minute_before_or_after_counts_and_no_other(officer: User, key: str) -> None:
    outcomes = []
    for steps in (-3, -1, 1, 3):
        client = Client()
        sign_in(client, "ann")
        outcomes.append(client.post(CODE, {"code": code(key, steps)}).status_code)
    assert outcomes == [200, 302, 302, 200]


def test_guessing_codes_is_stopped_for_a_while_also_from_elsewhere(officer: User, key: str) -> None:
    for number in range(5):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(client, "ann")
        assert "not right" in client.post(CODE, {"code": "000000"}).content.decode()
    client = Client(REMOTE_ADDR="198.51.100.9")
    sign_in(client, "ann")
    assert "Too many tries went wrong." in client.post(CODE, {"code": code(key)}).content.decode()


def test_recovery_code_counts_once(officer: User, key: str) -> None:
    spare = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()[0]
    outcomes = []
    for _ in range(2):
        client = Client()
        sign_in(client, "ann")
        outcomes.append(client.post(CODE, {"code": spare}).status_code)
    assert outcomes == [302, 200]
    assert AuditEvent.objects.filter(action="core.use-recovery-code").count() == 1


def test_removing_the_last_second_step_leads_to_setting_one_up(officer: User, key: str, strict: None) -> None:
    client = Client()
    sign_in(client, "ann")
    client.post(CODE, {"code": code(key)})
    assert client.post("/account/second-step/app/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert client.get("/")["Location"] == "/account/second-step/"
    assert AuditEvent.objects.filter(action="core.remove-second-factor").exists()


def test_changing_the_second_step_later_asks_for_the_password_again(officer: User, key: str) -> None:
    client = Client()
    sign_in(client, "ann")
    client.post(CODE, {"code": code(key)})
    session = client.session
    session["signed_in_at"] -= 600
    session.save()
    for address in ("app/remove/", "passkeys/add/", "codes/renew/"):
        response = client.get(f"/account/second-step/{address}")
        assert response["Location"].startswith("/account/again/?next="), address
    assert "not your password" in client.post("/account/again/", {"password": "wrong"}).content.decode()
    assert client.post("/account/again/", {"password": PASSWORD}).status_code == 302
    assert client.get("/account/second-step/app/remove/").status_code == 200


def test_on_one_machine_nobody_must_have_one(officer: User) -> None:
    client = Client()
    assert sign_in(client, "ann")["Location"] == "/"
    assert client.get("/").status_code == 200


def test_starting_anew_takes_the_second_step_away(officer: User, key: str, council: Authority, strict: None) -> None:
    password = set_one_time_password(user=officer, authority=council, by="admin")
    client = Client()
    assert sign_in(client, "ann").status_code == 200
    sign_in(client, "ann", password)
    assert client.get("/")["Location"] == "/account/password/"
    own = "larks over wet heather"
    client.post("/account/password/", {"oldpassword": password, "password1": own, "password2": own})
    assert client.get("/")["Location"] == "/account/second-step/"


def test_keys_lie_encrypted_in_the_database_and_stay_readable_when_the_secret_key_changes(
    officer: User, key: str, settings: Settings
) -> None:
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(row_to_json(mfa_authenticator))::text FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
    assert key not in stored
    assert spare not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether, and as long as the one before it was"
    client = Client()
    sign_in(client, "ann")
    assert client.post(CODE, {"code": code(key)}).status_code == 302


def test_neither_logs_nor_the_audit_trail_hold_what_opens_an_account(
    officer: User, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    caplog.set_level(logging.DEBUG)
    client, now = Client(), code(key)
    sign_in(client, "ann", "a wrong password")
    sign_in(client, "ann")
    for sent in ("000000", now):
        client.post(CODE, {"code": sent})
    client.get("/account/second-step/")
    told = caplog.text + json.dumps(list(AuditEvent.objects.values("actor", "action", "subject", "detail")))
    for secret in (key, now, spare, PASSWORD, "a wrong password", client.cookies["session"].value):
        assert secret not in told
