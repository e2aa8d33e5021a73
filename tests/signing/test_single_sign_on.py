"""The council's own sign-in, with a real OpenID provider: who is let in, and that nobody is made by it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from sufficiency.core.actions import set_single_sign_on
from sufficiency.core.models import AuditEvent, Authority, Membership
from sufficiency.core.single_sign_on import single_sign_on
from tests.dashboards.factory import person, signed_in

pytest.importorskip("oauth2_provider", reason="django-oauth-toolkit is not installed, so no provider was started.")

WITH, BACK = "/sign-in/with/council/", "/sign-in/with/council/back/"
PROVIDER = Path(__file__).parent / "provider.py"
ADDRESS = "ann@council.example"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that knows the people of provider.py."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(
        [sys.executable, PROVIDER, str(port), f"http://testserver{BACK}"],
        env=os.environ | {"OAUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONWARNINGS": "ignore"},
        stderr=subprocess.DEVNULL,
    )
    server = f"http://127.0.0.1:{port}/o"
    try:
        for _ in range(300):
            assert started.poll() is None, "The provider ended."
            try:
                requests.get(f"{server}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield server
    finally:
        started.terminate()
        started.wait()


@pytest.fixture
def council_sign_in(provider: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The tracker knows the provider, as from the environment; its address."""
    described = {"SERVER_URL": provider, "CLIENT_ID": "sufficiency", "CLIENT_SECRET": "a secret of the two"}
    for name, value in described.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(environ.Env(), "council", is_local=True)
    return provider


def come(client: Client, server: str, name: str, start: str = WITH) -> Any:
    """Go to the provider, sign in there, and come back; the last response."""
    asked = client.get(start)["Location"]
    assert asked.startswith(server)
    assert parse_qs(urlsplit(asked).query)["code_challenge_method"] == ["S256"]
    with requests.Session() as browser:
        login = f"{server.removesuffix('/o')}/login/"
        browser.get(login, timeout=5)
        sent = {"username": name, "password": "open", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        assert browser.post(login, sent, timeout=5, allow_redirects=False).status_code == 302
        back = browser.get(asked, timeout=5, allow_redirects=False).headers["Location"]
    assert back.startswith(f"http://testserver{BACK}")
    return client.get(back.removeprefix("http://testserver"))


@pytest.fixture
def ann(council: Authority) -> User:
    """An officer whom an administrator has entered with her address at the council, and without a password."""
    user = person(council, "commissioning-officer", "ann.example")
    user.email = ADDRESS
    user.set_unusable_password()
    user.save()
    return user


def test_person_with_a_verified_address_is_let_in_and_known_by_subject_from_then_on(
    council_sign_in: str, ann: User, strict: None
) -> None:
    client = Client()
    assert "Sign in with your council account" in client.get("/sign-in/").content.decode()
    assert come(client, council_sign_in, "ann", f"{WITH}?next=/account/")["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    account = SocialAccount.objects.get()
    assert (account.user, account.extra_data) == (ann, {})
    User.objects.update(email="")
    assert come(Client(), council_sign_in, "ann")["Location"] == "/"
    events = AuditEvent.objects.order_by("number").values_list("action", "detail")
    came = ("core.sign-in", {"by": "single sign-on"})
    assert list(events) == [("core.link-single-sign-on", {}), came, came]


@pytest.mark.parametrize("name", ["stranger", "mallory", "sly"])
def test_nobody_is_let_in_or_made_whom_no_administrator_entered(council_sign_in: str, ann: User, name: str) -> None:
    User.objects.create(username="sly", email="sly@council.example")
    before = User.objects.count()
    client = Client()
    assert come(client, council_sign_in, name)["Location"] == "/sign-in/"
    assert "nobody has let you in here yet" in client.get("/sign-in/").content.decode()
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert AuditEvent.objects.get().action == "core.sign-in-failed"


def test_address_that_two_people_have_lets_in_neither(council_sign_in: str, ann: User) -> None:
    User.objects.create(username="other", email=ADDRESS.upper())
    assert come(Client(), council_sign_in, "ann")["Location"] == "/sign-in/"


def test_person_is_known_by_the_claim_that_the_settings_name(
    council_sign_in: str, ann: User, council: Authority, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OIDC_SUBJECT_CLAIM", "oid")
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(environ.Env(), "council", is_local=True)
    set_single_sign_on(user=ann, authority=council, by="ada", email="", subject="object-of-ann")
    assert come(Client(), council_sign_in, "ann")["Location"] == "/"
    assert come(Client(), council_sign_in, "mallory")["Location"] == "/sign-in/"


def test_person_without_a_role_comes_in_and_sees_nothing(council_sign_in: str, ann: User) -> None:
    Membership.objects.all().delete()
    client = Client()
    come(client, council_sign_in, "ann")
    assert client.get("/").status_code == 403


def test_closed_account_is_not_let_in(council_sign_in: str, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)
    client = Client()
    assert come(client, council_sign_in, "ann")["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302


def test_council_account_is_never_linked_to_the_person_who_happens_to_be_signed_in(
    council_sign_in: str, ann: User
) -> None:
    client = signed_in(User.objects.create(username="mallory"))
    assert come(client, council_sign_in, "mallory", f"{WITH}?process=connect")["Location"] == "/sign-in/"
    assert come(client, council_sign_in, "ann", f"{WITH}?process=connect")["Location"] == "/"
    assert SocialAccount.objects.get().user == ann
    assert "ann.example" in client.get("/account/").content.decode()


def test_answer_that_nobody_asked_for_and_one_from_another_browser_are_refused(council_sign_in: str, ann: User) -> None:
    victim, attacker = Client(), Client()
    asked = attacker.get(WITH)["Location"]
    state = parse_qs(urlsplit(asked).query)["state"][0]
    for query in ("", f"?code=x&state={state}", "?error=access_denied", "?code=x"):
        assert victim.get(f"{BACK}{query}")["Location"] == "/sign-in/"
    assert victim.get("/account/").status_code == 302


def test_coming_back_leads_to_no_other_site(council_sign_in: str, ann: User) -> None:
    assert come(Client(), council_sign_in, "ann", f"{WITH}?next=https://evil.example/")["Location"] == "/"


def test_provider_that_is_not_there_sends_one_back_with_a_sentence(
    council_sign_in: str, db: None, settings: Settings
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = app["settings"] | {"server_url": "http://127.0.0.1:9"}
    client = Client()
    assert client.get(WITH)["Location"] == "/sign-in/"
    assert "Signing in with your council account did not work." in client.get("/sign-in/").content.decode()


def test_without_a_provider_the_way_is_not_there(db: None) -> None:
    assert "council account" not in Client().get("/sign-in/").content.decode()
    assert Client().get(WITH).status_code == 404
    assert Client().get(BACK).status_code == 404


def test_administrator_says_by_what_the_provider_knows_somebody(
    council_sign_in: str, council: Authority, officer: User
) -> None:
    admin = signed_in(person(council, "administrator", "ada"))
    page = admin.get("/people/add/").content.decode()
    assert "With their council account" in page
    sent = {"username": "bob", "email": "bob@council.example", "ways": "account", "role": "board-member"}
    admin.post("/people/add/", sent | {"reason": "joins the board", "last_day": ""})
    bob = User.objects.get(username="bob")
    assert (bob.email, bob.has_usable_password()) == ("bob@council.example", False)
    address = f"/people/{bob.pk}/council-account/"
    admin.post(address, {"subject": "object-of-bob", "email": ""})
    assert SocialAccount.objects.get(user=bob).uid == "object-of-bob"
    refused = admin.post(f"/people/{officer.pk}/council-account/", {"subject": "object-of-bob", "email": ""})
    assert "Somebody else has this identifier." in refused.content.decode()
    admin.post(address, {"subject": "", "email": ""})
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("described", "fault"),
    [
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID must be set"),
        ({"OIDC_CLIENT_ID": "", "OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set"),
        ({"OIDC_SERVER_URL": "http://login.example"}, "must begin with https://"),
        ({"OIDC_SERVER_URL": "https://login.microsoftonline.com/common/v2.0"}, "not everybody's"),
        ({"OIDC_SERVER_URL": "https://login.microsoftonline.com/organizations"}, "not everybody's"),
    ],
)
def test_half_a_description_or_an_unsafe_one_is_refused(
    described: dict[str, str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {"SERVER_URL": "https://login.example", "CLIENT_ID": "c", "CLIENT_SECRET": "s"}
    for name, value in ({f"OIDC_{name}": value for name, value in usual.items()} | described).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=fault):
        single_sign_on(environ.Env(), "council", is_local=False)
