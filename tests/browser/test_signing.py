"""Signing in with a second step, and giving access, in a real browser."""

import re

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.dashboards.factory import OFFICER, PASSWORD, person
from tests.placements.council import found_council
from tests.signing.desk import code

from .conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """What limits tries is no model's table, so that nothing flushes it between tests."""
    cache.clear()


def is_fine(visitor: Visitor) -> None:
    assert visitor.findings() == [], visitor.page.url
    assert visitor.faults == [], visitor.page.url


def press(visitor: Visitor, name: str) -> None:
    """Press the button, or the one that looks like it, and wait for the page it leads to."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name).click()


def enter(visitor: Visitor, name: str, password: str) -> None:
    visitor.go("/sign-in/")
    visitor.page.get_by_label("User name").fill(name)
    visitor.page.get_by_label("Password").fill(password)
    press(visitor, "Sign in")


def test_officer_sets_up_an_app_and_a_passkey_and_signs_in_with_each(visitor: Visitor, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    person(found_council(), OFFICER, "ann")
    keys = visitor.page.context.new_cdp_session(visitor.page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})

    enter(visitor, "ann", PASSWORD)
    assert "Set up a second step" in visitor.says()
    is_fine(visitor)
    visitor.page.get_by_role("link", name="Set up an authenticator app").click()
    key = visitor.page.locator("#app-key").inner_text().replace(" ", "")
    is_fine(visitor)
    visitor.page.get_by_label("Code that the app shows").fill(code(key))
    press(visitor, "Set up the app")
    assert len(re.findall(r"^\d{8}$", visitor.says(), re.MULTILINE)) == 10
    is_fine(visitor)
    press(visitor, "I have kept them: go on")
    press(visitor, "Sign out")

    enter(visitor, "ann", PASSWORD)
    assert "Second step" in visitor.says()
    visitor.page.get_by_label("Code").fill("000000")
    press(visitor, "Sign in")
    assert "The code is not right." in visitor.says()
    is_fine(visitor)
    visitor.page.get_by_label("Code").fill(code(key))
    press(visitor, "Sign in")
    visitor.page.wait_for_url(f"{visitor.server}/")

    visitor.go("/account/second-step/passkeys/add/")
    is_fine(visitor)
    visitor.page.get_by_label("Name").fill("My telephone")
    press(visitor, "Set up the passkey")
    visitor.go("/account/second-step/passkeys/")
    assert "My telephone" in visitor.says()
    is_fine(visitor)
    press(visitor, "Sign out")

    enter(visitor, "ann", PASSWORD)
    is_fine(visitor)
    press(visitor, "Use your passkey")
    visitor.page.wait_for_url(f"{visitor.server}/")
    visitor.go("/account/")
    is_fine(visitor)


def test_administrator_adds_a_person_who_chooses_a_password_and_ends_their_role(visitor: Visitor) -> None:
    person(found_council(), "administrator", "ada")
    enter(visitor, "ada", PASSWORD)
    visitor.page.wait_for_url("**/people/")
    press(visitor, "Add a person")
    press(visitor, "Add the person")
    assert "Choose a role" in visitor.says()
    is_fine(visitor)
    visitor.page.get_by_label("User name").fill("bob")
    visitor.page.get_by_label("Board member").check()
    visitor.page.get_by_label("Reason").fill("joins the board")
    press(visitor, "Add the person")
    password = visitor.page.locator("#one-time-password").inner_text()
    is_fine(visitor)
    visitor.page.get_by_role("link", name="Go to bob").click()
    is_fine(visitor)
    visitor.page.get_by_role("link", name="End the role of board member").click()
    visitor.page.get_by_label("Reason").fill("left the board")
    press(visitor, "End the role")
    assert "bob is no longer board member." in visitor.says()
    press(visitor, "Sign out")

    enter(visitor, "bob", password)
    assert "Choose a password" in visitor.says()
    is_fine(visitor)
    own = "larks over wet heather"
    for label, value in (("Present", password), ("New password again", own)):
        visitor.page.get_by_label(label).fill(value)
    visitor.page.get_by_label("New password", exact=True).fill(own)
    press(visitor, "Change the password")
    assert "no council has given you a role yet" in visitor.says()
