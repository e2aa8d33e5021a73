"""Giving people access."""

from django.contrib.auth.models import User
from django.db import transaction

from . import audit
from .models import Authority, Membership
from .roles import Role


@transaction.atomic
def give_role(*, user: User, role: Role, authority: Authority, by: str) -> bool:
    """Give somebody a role in an authority from today; False, and nothing changes, when they hold it already."""
    held = Membership.objects.in_force().filter(user=user, role=role.slug, authority=authority)
    if held.exists():
        return False
    Membership.objects.create(user=user, role=role.slug, authority=authority)
    audit.record(
        actor=by, action="core.give-role", authority=authority.code, subject=user.get_username(), role=role.slug
    )
    return True
