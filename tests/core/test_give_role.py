"""``manage.py give_role``: how a council's first people get in."""

import io
import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from sufficiency.core.access import reader_for
from sufficiency.core.models import AuditEvent

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


def test_a_place_outside_england_has_no_people_here() -> None:
    with pytest.raises(CommandError, match="Wales is no authority of England"):
        give("ada", authority="W92000004")


def test_an_unknown_authority_makes_no_user() -> None:
    with pytest.raises(CommandError, match="No authority has the code 'E99999999'"):
        give("ada", authority="E99999999")
    assert not User.objects.exists()
