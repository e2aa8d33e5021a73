"""The forms of signing in, in the look of the others."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache

# A code is right for its own half minute and the ones beside it.
CODE_LASTS = 120


class Look(forms.Form):
    """A form with its button and without the library's placeholders; a field left empty says what to enter."""

    button = "Continue"
    labels: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Labels, errors and the button."""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}
            if name in self.labels:
                field.label, field.error_messages["required"] = self.labels[name]
                field.help_text = ""
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(*self.fields, Submit("continue", self.button))


class SignInForm(Look, LoginForm):
    """User name and password; never says which of the two was wrong."""

    button = "Sign in"
    labels = {
        "username": ("User name", "Enter your user name"),
        "password": ("Password", "Enter your password"),
    }

    def dress(self) -> None:
        """The field for the name has the name that it has everywhere else."""
        fields: dict[str, forms.Field] = self.fields
        self.fields = {"username": fields.pop("login"), "password": fields["password"]}
        super().dress()

    def clean(self) -> dict[str, Any]:
        """Under the name by which the library looks for it."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        return super().clean() or {}


class OnceOnly(Look):
    """A code of the app, or a recovery code. No code counts twice, also within the time for which it is right."""

    labels = {"code": ("Code", "Enter the code")}
    user: User

    def clean_code(self) -> str:
        """A right code that has not been used yet."""
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isdigit, code))
        if not cache.add(f"code:{self.user.pk}:{digits}", True, CODE_LASTS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, AuthenticateForm):
    """The second step of signing in."""

    button = "Sign in"


class CodeAgain(OnceOnly, CodeAgainForm):
    """A code, before second factors are changed."""


class PasswordAgain(Look, ReauthenticateForm):
    """The password, before second factors are changed."""

    labels = {"password": ("Password", "Enter your password")}


class ChoosePassword(Look, ChangePasswordForm):
    """A password of one's own."""

    button = "Change the password"
    labels = {
        "oldpassword": ("Present password", "Enter your present password"),
        "password1": ("New password", "Enter a new password"),
        "password2": ("New password again", "Enter the new password again"),
    }

    def dress(self) -> None:
        """With the rule for passwords."""
        super().dress()
        self.fields[
            "password1"
        ].help_text = (
            f"At least {settings.PASSWORD_LENGTH} characters: three or four words that only you would put together."
        )

    def clean_password1(self) -> str:
        """A new one: what is on paper somewhere does not stay."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise forms.ValidationError("The new password must be another than the present one")
        return password


class SetUpApp(Look, ActivateTOTPForm):
    """The first code that an authenticator app shows."""

    button = "Set up the app"
    labels = {"code": ("Code that the app shows", "Enter the code that the app shows")}
    secret: str

    @property
    def key(self) -> str:
        """The app's key as people copy it: in fours, in which apps take it too."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class AddPasskey(Look, AddWebAuthnForm):
    """A passkey, by the name its owner gives it. A script fills in the rest, so that the button submits nothing."""

    labels = {"name": ("Name", "Enter a name")}

    def dress(self) -> None:
        """Without a button that submits: the page's own does, once the passkey is there."""
        super().dress()
        self.fields["name"].help_text = "So that you know it again, like the name of the device it is on."
        self.helper.layout = Layout(*self.fields)
