"""Who gets in, and what everybody else is told."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sufficiency.core.models import Authority

from .factory import OFFICER, PASSWORD, People, person, signed_in

PAGES = ["/", "/measures/places-gap/", "/children/", "/data/", "/data/load/", "/data/loads/1/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_asks_for_sign_in(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={address}"


def test_signing_in_leads_to_the_page_asked_for(loaded: Authority) -> None:
    person(loaded, OFFICER)
    sent = {"username": "commissioning.officer", "password": PASSWORD, "next": "/?as-at=2020-11-30"}
    response = Client().post("/sign-in/", sent)
    assert (response.status_code, response["Location"]) == (302, "/?as-at=2020-11-30")


def test_signing_in_never_leads_to_another_site(loaded: Authority) -> None:
    person(loaded, OFFICER)
    sent = {"username": "commissioning.officer", "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post("/sign-in/", sent)["Location"] == "/"


def test_failed_sign_in_says_the_same_whatever_was_wrong(loaded: Authority) -> None:
    person(loaded, OFFICER)
    User.objects.create_user("gone", password=PASSWORD, is_active=False)
    tried = [("commissioning.officer", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD)]
    pages = [Client().post("/sign-in/", {"username": u, "password": p}).content.decode() for u, p in tried]
    for page in pages:
        assert "The user name and password do not match. Check both and try again." in page
        assert "There is a problem" in page


def test_sign_in_page_is_left_by_those_who_have_signed_in(readers: People) -> None:
    assert readers.board.get("/sign-in/").status_code == 302


def test_signing_out_takes_a_post(readers: People) -> None:
    assert readers.officer.get("/sign-out/").status_code == 405
    assert readers.officer.post("/sign-out/")["Location"] == "/sign-in/"
    assert readers.officer.get("/").status_code == 302


def test_somebody_without_a_role_is_told_calmly(council: Authority) -> None:
    response = signed_in(User.objects.create_user("new", password=PASSWORD)).get("/")
    assert response.status_code == 403
    assert "no council has given you a role yet" in response.content.decode()
    assert "Dorset" not in response.content.decode()


def test_role_that_does_not_include_a_page_is_named(readers: People) -> None:
    html = readers.board.get("/children/").content.decode()
    assert "Your role (board member) does not include it." in html


def test_unknown_address_and_measure_are_not_found(readers: People) -> None:
    for address in ("/nowhere/", "/measures/no-such-measure/", "/data/loads/999999/"):
        response = readers.admin.get(address)
        assert response.status_code == 404
        assert "Page not found" in response.content.decode()


def test_faults_of_ours_show_a_page_without_traceback(readers: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("C001 secret")

    monkeypatch.setattr("sufficiency.dashboards.views.overview.overview", broken)
    readers.officer.raise_request_exception = False
    response = readers.officer.get("/")
    assert response.status_code == 500
    assert "something went wrong" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_pages_run_no_inline_script(readers: People) -> None:
    for address in ("/", "/children/", "/measures/places-gap/"):
        response = readers.officer.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in [each.strip() for each in policy.split(";")]  # in whatever order they come
        assert "'unsafe-eval'" not in policy
        html = response.content.decode()
        assert html.count("<script") == html.count('type="application/json"') + html.count('<script type="module" src=')
        assert " onclick=" not in html


def test_signed_in_pages_are_kept_by_no_cache(readers: People) -> None:
    assert "no-store" in readers.officer.get("/children/")["Cache-Control"]
