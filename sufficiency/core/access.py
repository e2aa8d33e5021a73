"""Two locks: a permission guards each page, and what a page reads is narrowed to the reader's authority."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
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
    authorities: tuple[Authority, ...] = ()  # all that they may read, one at a time

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles permits it."""
        return any(permission in role.permissions for role in self.roles)

    @cached_property
    def may_see_children(self) -> bool:
        return self.may(Permission.SEE_CHILDREN)

    @property
    def may_load(self) -> bool:
        return self.may(Permission.LOAD_EXTRACTS)

    @property
    def may_load_published(self) -> bool:
        return self.may(Permission.LOAD_PUBLISHED)


def reader_for(user: User | AnonymousUser, chosen: str | None = None) -> Reader | None:
    """The reader a user is; None without a membership in force.

    Somebody with memberships in several authorities reads the one they have ``chosen`` (its code), or else the
    one given first; a choice they have no membership for any more counts for nothing.
    """
    if isinstance(user, AnonymousUser):
        return None
    memberships = list(Membership.objects.in_force().filter(user=user).select_related("authority").order_by("pk"))
    if not memberships:
        return None
    authorities = tuple(dict.fromkeys(membership.authority for membership in memberships))
    authority = next((each for each in authorities if each.code == chosen), authorities[0])
    slugs = dict.fromkeys(membership.role for membership in memberships if membership.authority_id == authority.pk)
    roles = tuple(ROLES[slug] for slug in slugs)
    return Reader(name=user.get_username(), authority=authority, roles=roles, authorities=authorities)


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
