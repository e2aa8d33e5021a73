"""What every answer tells the browser not to do."""

import pytest
from django.test import Client

from sufficiency.core.models import Authority
from tests.dashboards.factory import OFFICER, person, signed_in
from tests.placements.council import found_council

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


@pytest.fixture
def officer(council: Authority) -> Client:
    return signed_in(person(council, OFFICER))


def test_pages_and_faults_carry_every_header(officer: Client) -> None:
    for address in ("/", "/nowhere/", "/audit/", "/sign-in/"):
        response = officer.get(address)
        for name, value in EVERYWHERE.items():
            assert response[name] == value, (address, name)
        assert "camera=()" in response["Permissions-Policy"]
        assert "self" not in response["Permissions-Policy"]


def test_pages_may_send_forms_and_ask_for_data_here_alone(officer: Client) -> None:
    rules = dict(each.strip().split(" ", 1) for each in officer.get("/")["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert officer.get("/")["X-Frame-Options"] == "DENY"


def test_whatever_somebody_signed_in_gets_is_kept_by_no_cache(officer: Client) -> None:
    for address in ("/", "/nowhere/", "/audit/", "/children/", "/children/download/csv/", "/registers/"):
        assert "no-store" in officer.get(address)["Cache-Control"], address


def test_footer_names_the_controller_of_the_data(officer: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_CONTROLLER = "The Council of Example <b>"
    for client, address in ((officer, "/"), (Client(), "/sign-in/")):
        assert "The Council of Example &lt;b&gt; is the controller" in client.get(address).content.decode()


@pytest.mark.django_db
def test_encrypted_connections_alone_for_this_host_and_those_below_it(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/sign-in/")["Location"] == "https://testserver/sign-in/"
    response = client.get("/sign-in/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
