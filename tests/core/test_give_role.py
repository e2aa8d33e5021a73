"""``manage.py give_role`` and ``start_over``: how a council's first people get in, and get in again."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from sufficiency.core.access import reader_for
from sufficiency.core.models import AuditEvent, Membership
from tests.dashboards.factory import signed_in

pytestmark = pytest.mark.django_db


def give(username: str, role: str = "data-admin", authority: str = "E06000059") -> str:
    out = io.StringIO()
    call_command("give_role", username, "--role", role, "--authority", authority, stdout=out)
    return out.getvalue()


def test_a_new_person_gets_a_password_that_works_and_the_role() -> None:
    said = give("ada")
    found = re.search(r"password (\S+)", said)
    assert found is not None
    user = authenticate(username="ada", password=found[1])
    assert isinstance(user, User)
    reader = reader_for(user)
    assert reader is not None
    assert (reader.authority.code, reader.may_load, reader.may_see_children) == ("E06000059", True, False)
    events = AuditEvent.objects.order_by("number").values_list("action", "subject", "detail")
    assert list(events) == [("core.add-person", "ada", {}), ("core.give-role", "ada", {"role": "data-admin"})]


def test_the_same_role_again_changes_nothing_and_says_so() -> None:
    give("ada")
    before = AuditEvent.objects.count()
    assert give("Ada") == "ada is already data admin of Dorset.\n"
    assert AuditEvent.objects.count() == before


def test_a_second_role_leaves_the_password_alone() -> None:
    give("ada")
    before = User.objects.get().password
    assert "password" not in give("ada", role="board-member")
    assert User.objects.get().password == before


def test_a_name_that_django_would_not_take_is_refused() -> None:
    with pytest.raises(CommandError, match="valid username"):
        give("a b<script>")
    assert not User.objects.exists()


def test_nobody_is_called_what_the_trail_calls_a_command() -> None:
    for name in ("manage.py", "Somebody"):
        with pytest.raises(CommandError, match="choose another user name"):
            give(name)
    assert not User.objects.exists()


def test_a_place_outside_england_has_no_people_here() -> None:
    with pytest.raises(CommandError, match="Wales is no authority of England"):
        give("ada", authority="W92000004")


def test_an_unknown_authority_makes_no_user() -> None:
    with pytest.raises(CommandError, match="No authority has the code 'E99999999'"):
        give("ada", authority="E99999999")
    assert not User.objects.exists()


def test_a_role_with_a_last_day_and_a_reason_is_given_so() -> None:
    last = timezone.localdate() + timedelta(days=4)
    more = ["--last-day", last.isoformat(), "--reason", "inspection"]
    call_command("give_role", "ada", "--role", "auditor", "--authority", "E06000059", *more, stdout=io.StringIO())
    given = Membership.objects.get()
    assert (given.last_day, given.reason) == (last, "inspection")
    assert AuditEvent.objects.get(action="core.give-role").detail["reason"] == "inspection"


def test_a_last_day_that_is_over_gives_nothing_and_makes_nobody() -> None:
    with pytest.raises(CommandError, match="must be today or later"):
        call_command("give_role", "ada", "--role", "auditor", "--authority", "E06000059", "--last-day", "2020-01-01")
    assert not User.objects.exists()


def test_starting_over_prints_a_new_password_and_the_old_one_no_longer_counts() -> None:
    old = re.search(r"password (\S+)", give("ada"))
    out = io.StringIO()
    call_command("start_over", "Ada", stdout=out)
    new = re.search(r"password (\S+)", out.getvalue())
    assert old is not None
    assert new is not None
    assert authenticate(username="ada", password=new[1]) is not None
    assert authenticate(username="ada", password=old[1]) is None
    assert AuditEvent.objects.get(action="core.set-password").subject == "ada"


def test_closing_an_account_ends_every_role_session_and_way_in_and_is_an_event_everywhere() -> None:
    found = re.search(r"password (\S+)", give("ada"))
    assert found is not None
    last = (timezone.localdate() + timedelta(days=30)).isoformat()
    more = ["--authority", "E06000058", "--last-day", last]
    call_command("give_role", "ada", "--role", "auditor", *more, stdout=io.StringIO())
    client = signed_in(User.objects.get())
    call_command("close_account", "ADA", "--reason", "left", stdout=io.StringIO())
    assert not Membership.objects.in_force().exists()
    assert client.get("/account/").status_code == 302
    assert authenticate(username="ada", password=found[1]) is None
    ended = AuditEvent.objects.filter(action__in=["core.end-role", "core.close-account"]).order_by("number")
    assert list(ended.values_list("action", "authority", "detail__reason")) == [
        ("core.end-role", "E06000059", "left"),
        ("core.end-role", "E06000058", "left"),
        ("core.close-account", "E06000059", "left"),
        ("core.close-account", "E06000058", "left"),
    ]
    with pytest.raises(CommandError, match="Nobody has the user name 'eve'"):
        call_command("close_account", "eve", "--reason", "left")


def test_nobody_starts_over_whom_nobody_has_entered() -> None:
    with pytest.raises(CommandError, match="Nobody has the user name 'eve'"):
        call_command("start_over", "eve")
