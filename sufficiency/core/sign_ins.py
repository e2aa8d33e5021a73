"""Who signs in and out, and who tries to, for the audit trail of each authority they may read."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.account.signals import user_logged_in as all_done
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from .audit import record
from .models import Membership, OneTimePassword, PersonSession
from .sessions import ON_ONE_TIME, PROVEN, begin

SOMEBODY = "somebody"
SAID = {"socialaccount": "single sign-on"}  # what the trail calls it; the other steps have names of their own
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@receiver(user_logged_in, dispatch_uid="core.signed-in")
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    begin(request.session)
    if OneTimePassword.objects.filter(user=user).exists():
        request.session[ON_ONE_TIME] = True
    PersonSession.get_session_store_class().clear_expired()
    steps = get_authentication_records(request, user)
    by = [SAID.get(step["method"]) or step.get("type", step["method"]) for step in steps]
    note(user, "core.sign-in", **({"by": ", ".join(by)} if by else {}))


@receiver(all_done, dispatch_uid="core.came-by-single-sign-on")
def _came_by_single_sign_on(request: HttpRequest, user: User, sociallogin: Any = None, **_: Any) -> None:
    """The council's own sign-in asks for the second factor."""
    if sociallogin is not None:
        request.session[PROVEN] = user.pk


@receiver(user_logged_out, dispatch_uid="core.signed-out")
def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        note(user, "core.sign-out")


@receiver(user_login_failed, dispatch_uid="core.sign-in-failed")
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """A name that nobody has is not kept: people type passwords into the wrong field."""
    user = User.objects.filter(username__iexact=credentials.get("username", "")).first()
    if user is None:
        record(actor=SOMEBODY, action="core.sign-in-failed")
    else:
        note(user, "core.sign-in-failed")


@receiver(authenticator_used, dispatch_uid="core.second-factor-used")
def _second_factor_used(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    request.session[PROVEN] = user.pk
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(user, "core.use-recovery-code")


@receiver(authentication_failed, dispatch_uid="core.second-factor-failed")
def _second_factor_failed(user: User, **_: Any) -> None:
    note(user, "core.second-factor-failed")


@receiver(authenticator_added, dispatch_uid="core.second-factor-added")
def _second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in SECOND_FACTORS:
        request.session[PROVEN] = user.pk
        note(user, "core.add-second-factor", kind=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="core.second-factor-removed")
def _second_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type not in SECOND_FACTORS:
        return
    if not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists():
        request.session.pop(PROVEN, None)
    note(user, "core.remove-second-factor", kind=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="core.recovery-codes-renewed")
def _recovery_codes_renewed(user: User, **_: Any) -> None:
    note(user, "core.renew-recovery-codes")


@receiver(password_changed, dispatch_uid="core.password-changed")
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    OneTimePassword.objects.filter(user=user).delete()
    request.session.pop(ON_ONE_TIME, None)
    note(user, "core.change-password")


def note(user: User, action: str, **detail: Any) -> None:
    """An event of something a person did to their own sign-in, in each authority that they may read."""
    held = Membership.objects.in_force().filter(user=user).order_by("authority").values_list("authority", flat=True)
    for authority in held.distinct() or [""]:
        record(actor=user.get_username(), action=action, authority=authority, **detail)
