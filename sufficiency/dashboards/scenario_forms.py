"""What a reader may have otherwise, in the address: nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from sufficiency.core.pages import DATE_FORMATS
from sufficiency.strategy.forecast import Asked
from sufficiency.strategy.places_gap import Scenario

MOST_CHILDREN, MOST_MONTHS = 20_000, 36


@dataclass(frozen=True)
class Slider:
    """Where a number can be dragged to, in whole steps: its ends, where it stands, and where things stand as they are,
    in words."""

    low: int
    high: int
    at: int
    now: str


def _number(label: str, least: int, most: int, hint: str = "") -> forms.IntegerField:
    """A whole number, blank to leave things as they are; what is wrong with another is said in one sentence."""
    said = f"{label} must be a whole number from {least} to {most:,}"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages={"invalid": said, "min_value": said, "max_value": said},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input govuk-input--width-4"}),
    )


class WhatIfForm(forms.Form):
    """Numbers as they would be otherwise; some can be dragged, too, where a page has said from where."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.sliders: dict[str, Slider] = {}

    def slide(self, sliders: Mapping[str, Slider]) -> None:
        """Let fields be dragged: to start with they stand where they are asked to be, or where things stand."""
        for name, slider in sliders.items():
            asked = self.cleaned_data.get(name)
            self.sliders[name] = slider if asked is None else replace(slider, at=round(asked))

    @property
    def with_sliders(self) -> list[tuple[forms.BoundField, Slider | None]]:
        """Each field, with its slider if it has one."""
        return [(field, self.sliders.get(field.name)) for field in self.visible_fields()]


class ScenarioForm(WhatIfForm):
    """The places gap otherwise. Its fields are called as in the address: ``in-care``, ``share`` and so on."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        share = "Target share, per cent, must be a number from 0 to 100, like 30 or 32.5"
        self.fields["in-care"] = _number("Children in care", 0, MOST_CHILDREN)
        self.fields["share"] = forms.DecimalField(
            label="Target share, per cent",
            required=False,
            min_value=Decimal(0),
            max_value=Decimal(100),
            max_digits=7,
            decimal_places=4,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"), share
            ),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input govuk-input--width-4"}),
        )
        self.fields["utilisation"] = _number("Places in use, per cent", 0, 100)
        self.fields["slip"] = _number("Months schemes are late", 0, MOST_MONTHS)

    @property
    def scenario(self) -> Scenario:
        """What is asked for; what cannot be read is left as it is, with the fault in the form."""
        self.full_clean()
        asked = self.cleaned_data
        share: Decimal | None = asked.get("share")
        return Scenario(
            in_care=asked.get("in-care"),
            share=None if share is None else Fraction(share),
            utilisation=asked.get("utilisation"),
            slip=asked.get("slip") or 0,
        )


class ForecastForm(WhatIfForm):
    """The forecast otherwise."""

    def __init__(self, data: Mapping[str, Any], opens: date) -> None:
        super().__init__(data)
        self.opens = opens
        self.fields["until"] = forms.DateField(
            label="Until",
            required=False,
            input_formats=DATE_FORMATS,
            error_messages={"invalid": "Until must be a real date, like 31 3 2022"},
            widget=forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}
            ),
        )
        self.fields["turning-18"] = _number("Turning 18", 0, MOST_CHILDREN)
        self.fields["exits-low"] = _number("Other exits, at least", 0, MOST_CHILDREN)
        self.fields["exits-high"] = _number("Other exits, at most", 0, MOST_CHILDREN)
        self.fields["entries"] = _number("Entries, at most", 0, MOST_CHILDREN)

    def clean(self) -> dict[str, Any]:
        """A forecast ends after it opens, and its range runs upwards."""
        cleaned = super().clean() or {}
        until, low, high = (cleaned.get(name) for name in ("until", "exits-low", "exits-high"))
        if until and until <= self.opens:
            self.add_error("until", "Until must be later than the day the forecast opens on")
        if low is not None and high is not None and low > high:
            self.add_error("exits-high", "Other exits, at most, must not be fewer than at least")
        return cleaned

    @property
    def asked(self) -> Asked:
        """What is asked for; what cannot be read is left as it is, with the fault in the form."""
        self.full_clean()
        asked = self.cleaned_data
        return Asked(
            until=asked.get("until"),
            exits_low=asked.get("exits-low"),
            exits_high=asked.get("exits-high"),
            entries=asked.get("entries"),
            turning_18=asked.get("turning-18"),
        )
