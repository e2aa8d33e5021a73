"""Two locks: a permission guards each page, and what a page reads is narrowed to the reader's authority."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .models import Authority, Membership
from .roles import ROLES, Permission, Role

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Reader:
    """Somebody signed in, the authority they look at, and what their roles there permit."""

    name: str
    authority: Authority
    roles: tuple[Role, ...]

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles permits it."""
        return any(permission in role.permissions for role in self.roles)

    @property
    def may_see_children(self) -> bool:
        return self.may(Permission.SEE_CHILDREN)

    @property
    def may_load(self) -> bool:
        return self.may(Permission.LOAD_EXTRACTS)

    @property
    def may_load_published(self) -> bool:
        return self.may(Permission.LOAD_PUBLISHED)


def reader_for(user: User | AnonymousUser) -> Reader | None:
    """The reader a user is; None without a membership in force.

    Somebody with memberships in several authorities reads the one given first.
    """
    if isinstance(user, AnonymousUser):
        return None
    memberships = list(Membership.objects.in_force().filter(user=user).select_related("authority").order_by("pk"))
    if not memberships:
        return None
    authority = memberships[0].authority
    roles = tuple(ROLES[membership.role] for membership in memberships if membership.authority_id == authority.pk)
    return Reader(name=user.get_username(), authority=authority, roles=roles)


def permission_required(permission: Permission) -> Callable[[View], View]:
    """Guard a view: 403 for readers whose roles do not permit it, and for users without a membership."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reader: Reader | None = getattr(request, "reader", None)
            if reader is None or not reader.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
