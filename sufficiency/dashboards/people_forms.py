"""The forms by which administrators give and end access."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Submit
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone

from sufficiency.core.pages import DATE_FORMATS
from sufficiency.core.roles import ROLES, Role

from .people import knows_single_sign_on

REASON = {"required": "Enter the reason", "max_length": "The reason must be 200 characters or fewer"}
USERNAME_LENGTH = 150


class RoleForm(forms.Form):
    """A role, why, and until when."""

    button = "Give the role"
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        choices=[Choice(role.slug, role.name.capitalize(), hint=role.description) for role in ROLES.values()],
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Their post, or what they need it for. Auditors read it.",
        max_length=200,
        error_messages=REASON,
    )
    last_day = forms.DateField(
        label="Last day (optional)",
        help_text="For somebody who needs it for some time, such as an inspector. Leave it blank otherwise.",
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}),
        error_messages={"invalid": "The last day must be a real date, like 30 11 2026"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(*self.fields, Submit("continue", self.button))

    def clean_last_day(self) -> date | None:
        """Access begins today, so that it cannot have ended before."""
        last_day: date | None = self.cleaned_data["last_day"]
        if last_day and last_day < timezone.localdate():
            raise forms.ValidationError("The last day must be today or later")
        return last_day

    @property
    def given(self) -> Mapping[str, Any]:
        """What was chosen, as :func:`~sufficiency.core.actions.give_role` takes it."""
        last_day = self.cleaned_data["last_day"]
        return {
            "role": self.chosen_role,
            "reason": self.cleaned_data["reason"],
            "until": last_day and last_day + timedelta(days=1),
        }

    @property
    def chosen_role(self) -> Role:
        """The role that was chosen."""
        return ROLES[self.cleaned_data["role"]]


class PersonForm(RoleForm):
    """Somebody new, with their first role."""

    button = "Add the person"
    field_order = ["username", "email", "ways", "role", "reason", "last_day"]
    username = forms.CharField(
        label="User name",
        help_text="Letters, digits and @ . + - _, like ann.example. Who has an account here already keeps how they "
        "sign in.",
        max_length=USERNAME_LENGTH,
        validators=[UnicodeUsernameValidator(message="The user name may hold letters, digits and @ . + - _ only")],
        error_messages={"required": "Enter a user name"},
    )
    email = forms.EmailField(
        label="E-mail address at the council (optional)",
        help_text="Only to know them by when they come by their council account. Nothing is ever sent there.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address like ann.example@council.example"},
    )
    ways = forms.ChoiceField(
        label="How they sign in",
        widget=forms.RadioSelect,
        choices=[("account", "With their council account"), ("password", "With a password and a second step")],
        error_messages={"required": "Choose how they sign in"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not knows_single_sign_on():
            del self.fields["ways"], self.fields["email"]
            self.helper.layout = Layout(*self.fields, Submit("continue", self.button))

    @property
    def with_password(self) -> bool:
        """Whether they get a one-time password."""
        return self.cleaned_data.get("ways", "password") == "password"


class ReasonForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label="Reason", help_text="Auditors read it.", max_length=200, error_messages=REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("reason", Submit("end", "End the role", css_class="govuk-button--warning"))


class SingleSignOnForm(forms.Form):
    """By what the council's own sign-in knows somebody."""

    subject = forms.CharField(
        label="Identifier at the provider (optional)",
        help_text="In Microsoft Entra ID the object ID of the user. It never changes, so it is the safer of the two.",
        required=False,
        max_length=191,
    )
    email = forms.EmailField(
        label="E-mail address (optional)",
        help_text="Counts once, and only when the provider says that it has verified it; from then on the identifier.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address like ann.example@council.example"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("subject", "email", Submit("save", "Save"))
