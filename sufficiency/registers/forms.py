"""The form of an entry, worked out from the fields of its register."""

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size, Submit
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from sufficiency.core.models import Authority
from sufficiency.core.pages import DATE_FORMATS
from sufficiency.extracts.cells import CONTROL, MARKUP

from .bounds import bounds
from .fields import FigureField
from .register import Register
from .tables import referred

MOST_RADIOS = 5  # more choices than that stand in a list to open
MOST_OFFERED = 1000  # entries offered to refer to
NOT_GIVEN = ("", "Not given")
SHOWABLE = RegexValidator(CONTROL, "It holds characters that cannot be shown: type it again", inverse_match=True)
PLAIN = RegexValidator(MARKUP, 'It holds one of < > & " { } \\, which a key may not', inverse_match=True)


class RecordForm(forms.Form):
    """A new entry, or one to change: then the key stays as it is, and ``version`` says which state was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, register: Register, authority: Authority, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register, self.authority = register, authority
        self.names = [name for name in register.fields if is_new or name not in register.key]
        for name in self.names:
            self.fields[name] = _form_field(register, name)
        self.fields["why"] = forms.CharField(
            label="Why (optional)",
            help_text="Kept with the history, for whoever asks later.",
            max_length=100,
            required=False,
            validators=[SHOWABLE],
        )
        self.offers = self._offer()
        self.helper = FormHelper(self)
        self.helper.label_size = Size.SMALL
        self.helper.legend_size = Size.SMALL
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("version", *self.names, "why", Submit("save", "Save"))

    def _offer(self) -> dict[str, list[str]]:
        """The entries that can be referred to, which the browser offers as one types, by the id of their list."""
        offers = {}
        for reference in self.register.references:
            name = reference.fields[-1]
            if len(reference.fields) == 1 and name in self.names:
                held = reference.to.model._default_manager.filter(authority=self.authority)
                key = reference.to.key[0]
                offers[f"offers-{name}"] = list(held.order_by(key).values_list(key, flat=True)[:MOST_OFFERED])
                self.fields[name].widget.attrs |= {"list": f"offers-{name}", "autocomplete": "off"}
        return offers

    def clean(self) -> dict[str, Any]:
        """The rules of the register, each beside its field."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):  # a line break could not stand in a cell of a file
                cleaned[name] = " ".join(value.split())
        whole = {**{name: self.initial.get(name) for name in self.register.key}, **cleaned}
        labels = {name: self.register.label(name) for name in self.register.fields}
        for rule in self.register.rules:
            if rule.is_broken(whole):
                self.add_error(rule.field if rule.field in self.fields else None, rule.said(labels))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by field of the register."""
        return {name: self.cleaned_data[name] for name in self.names}

    def leads_nowhere(self, values: Mapping[str, Any]) -> list[str]:
        """Sentences about references of an entry to what the registers do not hold."""
        whole = {**values, "authority": self.authority}
        return [
            f"No {reference.to.one} {values[reference.fields[-1]]} is in the register yet."
            for reference in self.register.references
            if values[reference.fields[-1]] and not referred(reference, whole).exists()
        ]


def initial_of(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an entry as the fields of a form begin with them."""
    as_chosen = {True: "yes", False: "no", None: ""}
    return {
        name: as_chosen[value] if isinstance(register.field(name), models.BooleanField) else value
        for name, value in values.items()
    }


def _form_field(register: Register, name: str) -> forms.Field:
    field = register.field(name)
    label, hint = register.label(name), f"{field.help_text}." if field.help_text else ""
    common: dict[str, Any] = {
        "label": label if not field.blank else f"{label} (optional)",
        "help_text": hint,
        "required": not field.blank,
    }
    required = {"required": f"Enter the {label.lower()}"}
    if isinstance(field, ArrayField):
        return _SeveralCodes(choices=field.base_field.flatchoices, widget=forms.CheckboxSelectMultiple, **common)
    if isinstance(field, models.BooleanField):
        return forms.TypedChoiceField(
            choices=[("yes", "Yes"), ("no", "No"), NOT_GIVEN],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **common,
        )
    if field.choices or name in register.names:
        return _choice(register, name, label, common)
    if isinstance(field, models.DateField):
        widget_of_day = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}
        )
        wrong = f"{label} must be a real date, like 30 11 2020"
        errors = {"required": wrong, "invalid": wrong}
        return forms.DateField(input_formats=DATE_FORMATS, widget=widget_of_day, error_messages=errors, **common)
    if isinstance(field, (models.IntegerField, models.DecimalField)):
        return _number(field, label, common, required)
    made: forms.Field = field.formfield(**common, error_messages=required)
    made.validators.append(SHOWABLE)
    if name in register.key:
        made.validators.append(PLAIN)
    return made


def _choice(register: Register, name: str, label: str, common: Mapping[str, Any]) -> forms.ChoiceField:
    """A code, or a name that the code declares."""
    field, names = register.field(name), register.names.get(name)
    own = list(names.known().items()) if names else field.flatchoices
    first = [("", "Choose one")] if names and not field.blank else []
    choices = [*first, *own, *([NOT_GIVEN] if field.blank else [])]
    faults = {"required": f"Choose the {label.lower()}"} | ({"invalid_choice": names.unknown} if names else {})
    widget = forms.RadioSelect if len(choices) <= MOST_RADIOS else forms.Select
    hint = {"help_text": ""} if names else {}  # it tells who writes a file how names are written
    return forms.ChoiceField(choices=choices, widget=widget, error_messages=faults, **{**common, **hint})


def _number(field: Any, label: str, common: Mapping[str, Any], required: Mapping[str, str]) -> forms.Field:
    """A whole number, an amount or a figure, within the bounds that files have too."""
    least, most = bounds(field)
    is_figure = isinstance(field, FigureField)
    if is_figure:
        least = -most
    is_amount = isinstance(field, models.DecimalField)
    within = f"{label} must be from {least:,} to {most:,}"
    options: dict[str, Any] = {
        "min_value": least,
        "max_value": most,
        "widget": forms.TextInput(
            attrs={"inputmode": "decimal" if is_amount else "numeric", "class": "govuk-input--width-5"}
        ),
        "error_messages": {
            **required,
            "invalid": f"{label} must be a number",
            "min_value": within,
            "max_value": within,
            "max_decimal_places": f"{label} has at most four decimals"
            if is_figure
            else f"{label} must be in pounds and pence, like 965.50",
        },
        **common,
    }
    if is_amount:
        return forms.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places, **options)
    return forms.IntegerField(**options)


class _SeveralCodes(forms.MultipleChoiceField):
    """Codes in the order of their list, so that the same ones are the same value."""

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [code for code, _ in self.widget.choices if code in chosen]


class SaveViewForm(forms.Form):
    """What a saved view is called, and the address that it keeps."""

    name = forms.CharField(max_length=60)
    query = forms.CharField(max_length=2000, required=False)
