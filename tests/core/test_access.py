"""Who is a reader of what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sufficiency.core.access import permission_required, reader_for
from sufficiency.core.models import Authority, Membership
from sufficiency.core.roles import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("somebody")


def give(user: User, role: str, authority: str = "E06000059", **dates: object) -> Membership:
    return Membership.objects.create(user=user, authority_id=authority, role=role, **dates)


def test_nobody_reads_anything() -> None:
    assert reader_for(AnonymousUser()) is None


def test_a_user_without_a_membership_is_no_reader(user: User) -> None:
    assert reader_for(user) is None


def test_a_membership_that_ended_or_has_not_begun_gives_nothing(user: User) -> None:
    today = timezone.localdate()
    give(user, "board-member", since=today - timedelta(days=9), until=today)
    give(user, "data-admin", since=today + timedelta(days=1))
    assert reader_for(user) is None


def test_roles_of_another_authority_do_not_add_up(user: User) -> None:
    give(user, "board-member")
    give(user, "commissioning-officer", authority="E06000058")
    reader = reader_for(user)
    assert reader is not None
    assert reader.authority == Authority(code="E06000059")
    assert not reader.may_see_children


@pytest.mark.parametrize(
    ("role", "permitted"),
    [
        (
            "commissioning-officer",
            {
                Permission.SEE_MEASURES,
                Permission.SEE_CHILDREN,
                Permission.SEE_REGISTERS,
                Permission.EDIT_REGISTERS,
                Permission.PUBLISH_REPORTS,
            },
        ),
        ("board-member", {Permission.SEE_MEASURES}),
        ("data-admin", {Permission.SEE_MEASURES, Permission.LOAD_EXTRACTS, Permission.LOAD_PUBLISHED}),
    ],
)
def test_a_role_permits_what_it_declares_and_nothing_else(user: User, role: str, permitted: set[Permission]) -> None:
    give(user, role)
    reader = reader_for(user)
    assert reader is not None
    assert {permission for permission in Permission if reader.may(permission)} == permitted


def test_a_guarded_view_refuses_readers_without_the_permission_and_users_without_a_reader(user: User) -> None:
    view = permission_required(Permission.SEE_CHILDREN)(lambda _request: HttpResponse("rows"))
    request = HttpRequest()
    for reader in (None, reader_for(user)):
        request.reader = reader  # type: ignore[attr-defined]
        with pytest.raises(PermissionDenied):
            view(request)
    give(user, "board-member")
    request.reader = reader_for(user)  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        view(request)
    give(user, "commissioning-officer")
    request.reader = reader_for(user)  # type: ignore[attr-defined]
    assert view(request).content == b"rows"
