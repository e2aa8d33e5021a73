"""Which day a report is of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from sufficiency.core.dates import quarter_end_before
from sufficiency.core.pages import DATE_FORMATS
from sufficiency.dashboards.words import long_date
from sufficiency.measures.small_numbers import month_end_before

QUARTERS = 6


def quarter_ends(first: date, last: date) -> list[date]:
    """The latest ends of quarters that the returns speak for, the latest first."""
    ends = [quarter_end_before(date.fromordinal(last.toordinal() + 1))]
    while len(ends) < QUARTERS:
        ends.append(quarter_end_before(ends[-1]))
    return [day for day in ends if day >= first]


class QuarterForm(forms.Form):
    """The day a report is of. Its field is called ``quarter-end``; any month-end that the returns speak for will do."""

    def __init__(self, data: Mapping[str, Any] | None, *, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.ends = quarter_ends(first, last)
        usual = next(iter(self.ends), month_end_before(last))
        super().__init__(data if data and data.get("quarter-end") else None, initial={"quarter-end": usual})
        self.usual = usual
        self.fields["quarter-end"] = forms.DateField(
            label="Quarter that ends on",
            input_formats=DATE_FORMATS,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"}),
            error_messages={"invalid": "The end of the quarter must be a real date, like 31 12 2020"},
        )

    def clean(self) -> dict[str, Any]:
        """What the returns do not speak for cannot be reported."""
        cleaned = super().clean() or {}
        day = cleaned.get("quarter-end")
        if day and not self.first <= month_end_before(day) <= day <= self.last:
            reach = f"{long_date(self.first)} to {long_date(self.last)}"
            self.add_error("quarter-end", f"The returns that are loaded speak for {reach}: choose a month-end of these")
        return cleaned

    @property
    def day(self) -> date:
        """The month-end on or before the valid day sent, for the report has no other; or the last end of a quarter."""
        chosen: date | None = self.cleaned_data.get("quarter-end") if self.is_bound and self.is_valid() else None
        return month_end_before(chosen) if chosen else self.usual
