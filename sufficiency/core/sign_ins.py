"""Who signs in and out, and who tries to, for the audit trail of each authority they may read."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from .audit import record
from .models import Membership

SOMEBODY = "somebody"


@receiver(user_logged_in, dispatch_uid="core.signed-in")
def _signed_in(user: User, **_: Any) -> None:
    _note(user, "core.sign-in")


@receiver(user_logged_out, dispatch_uid="core.signed-out")
def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        _note(user, "core.sign-out")


@receiver(user_login_failed, dispatch_uid="core.sign-in-failed")
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """A name that nobody has is not kept: people type passwords into the wrong field."""
    user = User.objects.filter(username=credentials.get("username")).first()
    if user is None:
        record(actor=SOMEBODY, action="core.sign-in-failed")
    else:
        _note(user, "core.sign-in-failed")


def _note(user: User, action: str) -> None:
    held = Membership.objects.in_force().filter(user=user).order_by("authority").values_list("authority", flat=True)
    for authority in held.distinct() or [""]:
        record(actor=user.get_username(), action=action, authority=authority)
