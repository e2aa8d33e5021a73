"""How django-allauth signs people in here: whom it lets in, what it says, and how it keeps second factors."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from sufficiency.core.access import reader_for
from sufficiency.core.audit import record
from sufficiency.core.models import OneTimePassword
from sufficiency.core.sessions import AUTHORITY, is_new
from sufficiency.core.sign_ins import SOMEBODY, note

from .context import first_page

JUST_SIGNED_IN = 5 * 60
NO_MATCH = "The user name and password do not match. Check both and try again."
TOO_MANY = "Too many tries went wrong. Wait five minutes, then try again."
WRONG_CODE = "The code is not right. Enter the one that your app shows now."
NOT_LET_IN = (
    "Your council knows you, but nobody has let you in here yet. Ask whoever looks after this service in your council."
)
NO_SINGLE_SIGN_ON = "Signing in with your council account did not work. Try again."
SAID = {
    "account/messages/password_changed.txt": "Your password is changed. You are signed out everywhere else.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "That is not your password",
        "enter_current_password": "That is not your present password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers: administrators enter people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person whom a name and a password belong to.

        Accounts that are closed, and one-time passwords that nobody used in time, are answered as wrong ones are.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        one_time = OneTimePassword.objects.filter(user=user).first()
        return None if one_time and one_time.is_too_old else user

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Whether to ask for the password again before second factors are changed: not of who has just signed in."""
        return not is_new(self.request.session, JUST_SIGNED_IN) and super().is_reauthentication_required(
            app=app, **options
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody begins who asked for no page."""
        return first_page(reader_for(request.user, request.session.get(AUTHORITY)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After choosing a password."""
        return self.get_login_redirect_url(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Only single sign-on comes here: by password a closed account is none."""
        messages.warning(request, NOT_LET_IN)
        return redirect("account_login")

    def add_message(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """What we have words for; that somebody is signed in or out, they see."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes; what opens them is kept encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """For the database, under a key made from the secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted, under the secret key of now or one of those before."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a new passkey is called unless its owner says otherwise."""
        return "Passkey"

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("second factors", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-in by the council's own provider: only of people whom an administrator has entered."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody is made by it."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match who comes: by the subject kept with a person, or else, once, by an address the provider has verified.

        Raises ImmediateHttpResponse, back to the sign-in page, when nobody matches. What else the provider
        tells of them is not kept.
        """
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        user = _person_with_address([each.email for each in sociallogin.email_addresses if each.verified is True])
        if user is None:
            record(actor=SOMEBODY, action="core.sign-in-failed", by="single sign-on")
            messages.warning(request, NOT_LET_IN)
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
        note(user, "core.link-single-sign-on")

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_: Any, **__: Any) -> None:
        """Back to the sign-in page, whatever went wrong."""
        record(actor=SOMEBODY, action="core.sign-in-failed", by="single sign-on")
        messages.warning(request, NO_SINGLE_SIGN_ON)
        raise ImmediateHttpResponse(redirect("account_login"))


def _person_with_address(addresses: list[str]) -> User | None:
    """The one person with one of the verified addresses, who is linked to no subject yet."""
    for address in addresses:
        found = list(User.objects.filter(email__iexact=address, socialaccount__isnull=True)[:2])
        if len(found) == 1:
            return found[0]
    return None
