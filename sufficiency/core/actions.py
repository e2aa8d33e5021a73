"""Giving people access, and ending it. Each is an event of the authority it happens in."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from . import audit
from .models import Authority, Membership, OneTimePassword
from .roles import ADMINISTRATOR, Role
from .sessions import end_sessions

PASSWORD_LENGTH = 20
# Without what people take for each other when they copy from paper.
CHARACTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# Who did it, as the trail has it, when nobody who signs in did.
NO_PERSONS = {
    *("manage.py", "somebody", "demo", "audit_retire", "load_extract", "load_postcodes", "load_returns", "undo_load"),
}
OTHERS_ADDRESS = "Somebody else has this e-mail address."


class AccessRefusedError(Exception):
    """Access is not given or ended; the message is one sentence for the administrator."""


@transaction.atomic
def give_role(  # noqa: PLR0913 - each by its name
    *, user: User, role: Role, authority: Authority, by: str, reason: str = "", until: date | None = None
) -> bool:
    """Give somebody a role in an authority from today, until the first day without it or for good.

    False, and nothing changes, when they hold it already. Raises AccessRefusedError when it would end before it began,
    and for oneself: another administrator must see a reason in it.
    """
    if user.username == by:
        raise AccessRefusedError("You cannot give yourself a role: ask another administrator to.")
    if until is not None and until <= timezone.localdate():
        raise AccessRefusedError("The last day must be today or later.")
    User.objects.select_for_update().get(pk=user.pk)
    if Membership.objects.in_force().filter(user=user, role=role.slug, authority=authority).exists():
        return False
    Membership.objects.create(user=user, role=role.slug, authority=authority, reason=reason, until=until)
    given = {"reason": reason} if reason else {}
    given |= {"until": until.isoformat()} if until else {}
    audit.record(
        actor=by, action="core.give-role", authority=authority.code, subject=user.username, role=role.slug, **given
    )
    return True


@transaction.atomic
def end_role(*, membership: Membership, by: str, reason: str) -> None:
    """End a role at once; whoever holds no other anywhere is signed out everywhere.

    Raises AccessRefusedError for one's own role of administrator, which another must end, and for a role that is over.
    """
    held = Membership.objects.select_for_update().select_related("user").get(pk=membership.pk)
    if not held.is_in_force:
        raise AccessRefusedError("The role has ended already.")
    if held.role == ADMINISTRATOR and held.user.username == by:
        raise AccessRefusedError("You cannot end your own role of administrator: ask another administrator to.")
    held.until, held.end_reason = timezone.localdate(), reason
    held.save()
    left = Membership.objects.in_force().filter(user=held.user).exists()
    audit.record(
        actor=by,
        action="core.end-role",
        authority=held.authority_id,
        subject=held.user.username,
        role=held.role,
        reason=reason,
        sessions_ended=0 if left else end_sessions(held.user),
    )


@transaction.atomic
def close_account(*, user: User, by: str, reason: str) -> int:
    """Somebody leaves: every role ends, whenever it would have, every session, and they sign in no more.

    How many roles they held.
    """
    held = list(Membership.objects.in_force().filter(user=user).order_by("pk"))
    for membership in held:
        end_role(membership=membership, by=by, reason=reason)
    User.objects.filter(pk=user.pk).update(is_active=False)
    sessions = end_sessions(user)
    for code in dict.fromkeys(membership.authority_id for membership in held) or [""]:
        audit.record(
            actor=by,
            action="core.close-account",
            authority=code,
            subject=user.username,
            reason=reason,
            sessions_ended=sessions,
        )
    return len(held)


@transaction.atomic
def add_person(*, username: str, authority: Authority, by: str, email: str = "", with_password: bool = True) -> str:
    """Enter somebody new, who has no role yet; their one-time password, or "" for whoever comes by single sign-on.

    Raises ValidationError for a user name that will not do, AccessRefusedError for somebody else's e-mail address.
    """
    if email and User.objects.filter(email__iexact=email).exists():
        raise AccessRefusedError(OTHERS_ADDRESS)
    if username.lower() in NO_PERSONS:
        raise ValidationError("The audit trail calls a command so: choose another user name.")
    user = User(username=username, email=email)
    password = _random_password() if with_password else ""
    user.set_password(password or None)
    user.full_clean()
    user.save()
    if password:
        OneTimePassword.objects.create(user=user)
    audit.record(actor=by, action="core.add-person", authority=authority.code, subject=username)
    return password


@transaction.atomic
def set_one_time_password(*, user: User, authority: Authority | None, by: str) -> str:
    """Let somebody start over: a new one-time password, no second factor, signed out everywhere. The password."""
    password = _random_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    OneTimePassword.objects.update_or_create(user=user, defaults={"given_at": timezone.now()})
    removed, _ = Authenticator.objects.filter(user=user).delete()
    audit.record(
        actor=by,
        action="core.set-password",
        authority=_code(authority),
        subject=user.username,
        second_factors_removed=removed,
        sessions_ended=end_sessions(user),
    )
    return password


@transaction.atomic
def set_single_sign_on(*, user: User, authority: Authority, by: str, email: str, subject: str) -> None:
    """Say by which e-mail address and which subject the council's own sign-in knows somebody; either may be "".

    Raises AccessRefusedError when somebody else is known by it.
    """
    others = User.objects.exclude(pk=user.pk)
    if email and others.filter(email__iexact=email).exists():
        raise AccessRefusedError(OTHERS_ADDRESS)
    accounts = SocialAccount.objects.filter(provider=settings.SINGLE_SIGN_ON_ID)
    if subject and accounts.filter(uid=subject).exclude(user=user).exists():
        raise AccessRefusedError("Somebody else has this identifier.")
    user.email = email
    user.save(update_fields=["email"])
    accounts.filter(user=user).exclude(uid=subject).delete()
    if subject:
        SocialAccount.objects.get_or_create(user=user, provider=settings.SINGLE_SIGN_ON_ID, uid=subject)
    audit.record(actor=by, action="core.set-single-sign-on", authority=authority.code, subject=user.username)


@transaction.atomic
def sign_out_everywhere(*, user: User, authority: Authority | None, by: str) -> int:
    """End every session of a person; how many there were."""
    ended = end_sessions(user)
    audit.record(
        actor=by,
        action="core.end-sessions",
        authority=_code(authority),
        subject=user.username,
        sessions_ended=ended,
    )
    return ended


def belongs_elsewhere(user: User, authority: Authority) -> bool:
    """Whether another authority lets them in too: then no administrator of this one may touch how they sign in."""
    return Membership.objects.in_force().filter(user=user).exclude(authority=authority).exists()


def _code(authority: Authority | None) -> str:
    return authority.code if authority else ""


def _random_password() -> str:
    return get_random_string(PASSWORD_LENGTH, CHARACTERS)
