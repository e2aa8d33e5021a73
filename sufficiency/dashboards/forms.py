"""Forms: the as-at date, and the upload of return files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size, Submit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sufficiency.core.dates import return_year
from sufficiency.core.pages import DATE_FORMATS, Select

from .words import long_date

MOST_FILES, MOST_MEGABYTES = 20, 100
FIRST_RETURN_YEAR = 2010
DROP_ZONE = (
    '<div class="govuk-drop-zone" data-module="govuk-file-upload" data-i18n.choose-files-button="Choose files" '
    'data-i18n.drop-instruction="or drop files" data-i18n.no-file-chosen="No files chosen">{}</div>'
)
# htmx sends the form, so that the page can say how far it is; without scripts the browser sends it as any other.
UPLOAD = {
    "novalidate": "",
    "data-upload": "",
    "hx-post": "",
    "hx-encoding": "multipart/form-data",
    "hx-target": "#main",
    "hx-select": "#main",
    "hx-swap": "outerHTML show:window:top",
    "hx-sync": "this:drop",  # a second click while the first is under way sends nothing
}


EARLIEST = date(1900, 1, 1)  # long before anybody's records, and far enough from the first day there is to count back


class AsAtForm(forms.Form):
    """The day a page speaks for. Its field is called ``as-at``, as in the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as-at"] = forms.DateField(
            label="As at",
            input_formats=DATE_FORMATS,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"}),
            error_messages={
                "required": "Enter the date to show, like 30 11 2020",
                "invalid": "The date to show must be a real date, like 30 11 2020",
            },
        )

    def clean(self) -> dict[str, Any]:
        """Nothing is known of days to come, nor of long ago."""
        cleaned = super().clean() or {}
        day = cleaned.get("as-at")
        if day and day > timezone.localdate():
            self.add_error("as-at", f"The date to show must be today, {long_date(timezone.localdate())}, or earlier")
        elif day and day < EARLIEST:
            self.add_error("as-at", f"The date to show must be {long_date(EARLIEST)} or later")
        return cleaned

    @property
    def day(self) -> date | None:
        """The valid date sent, or None."""
        chosen: date | None = self.cleaned_data.get("as-at") if self.is_bound and self.is_valid() else None
        return chosen


class ComparedForm(forms.Form):
    """The day that a page compares its own with. Its field is called ``compare-with``; blank leaves the usual one.

    The usual one is said beside the field and not in it: it goes with the day of the page, and sent along with an
    earlier day it would lie after that.
    """

    def __init__(
        self, data: Mapping[str, Any], *, day: date | None, usual: date | None, first: date | None = None
    ) -> None:
        asked = data if data.get("compare-with") else None
        super().__init__(asked)
        self.before, self.first = day, first or EARLIEST
        self.usual = usual if usual and not (first and usual < first) else None
        self.fields["compare-with"] = forms.DateField(
            label="Compare with",
            required=False,
            input_formats=DATE_FORMATS,
            widget=forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}
            ),
            error_messages={"invalid": "The date to compare with must be a real date, like 30 9 2020"},
        )

    def clean(self) -> dict[str, Any]:
        """What is compared comes before, and not before anything is known."""
        cleaned = super().clean() or {}
        day = cleaned.get("compare-with")
        if day and self.before and day >= self.before:
            self.add_error("compare-with", f"The date to compare with must be before {long_date(self.before)}")
        elif day and day < self.first:
            self.add_error("compare-with", f"The date to compare with must be {long_date(self.first)} or later")
        return cleaned

    @property
    def day(self) -> date | None:
        """The valid date sent, or None."""
        chosen: date | None = self.cleaned_data.get("compare-with") if self.is_bound and self.is_valid() else None
        return chosen


class MonthsForm(forms.Form):
    """How many months to look ahead."""

    MONTHS = (3, 6, 12, 24)
    USUAL = 12

    months_ahead = forms.TypedChoiceField(
        label="In the next",
        coerce=int,
        required=False,
        choices=[(months, f"{months} months") for months in MONTHS],
        widget=Select(),
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({"months_ahead": data.get("months_ahead", self.USUAL)})

    @property
    def months(self) -> int:
        """What is asked for, or a year."""
        self.full_clean()
        return self.cleaned_data.get("months_ahead") or self.USUAL


class ReturnYearForm(forms.Form):
    """Which of the loaded returns to compare."""

    return_year = forms.TypedChoiceField(label="Return year", coerce=int, required=False, widget=Select())

    def __init__(self, data: Any, years: Sequence[int]) -> None:
        super().__init__(data)
        self.years = years
        self.fields["return_year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

    @property
    def year(self) -> int | None:
        """What is asked for, or the latest; None when none is loaded."""
        self.full_clean()
        return self.cleaned_data.get("return_year") or next(iter(self.years), None)


class SeveralFilesInput(forms.ClearableFileInput):
    """Files chosen or, where scripts run, dropped."""

    allow_multiple_selected = True

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The plain input in the frame that a script makes a drop zone of."""
        plain = super().render(*args, **kwargs)
        return format_html(DROP_ZONE, plain)


class SeveralFiles(forms.FileField):
    """A file field that takes several files and cleans to a list of them."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The files, each of them sound as a single one would have to be."""
        sent: Iterable[Any] = data if isinstance(data, (list, tuple)) and data else [data]
        return [super(SeveralFiles, self).clean(one, initial) for one in sent]


class MendedForm(forms.Form):
    """Rows that were set aside and have been mended."""

    returns = SeveralFiles(
        label="Mended files",
        help_text="The CSV files of rows to mend, after you have mended them.",
        # An empty file goes to the check, which says so beside what else is wrong.
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": "Choose the files to load"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["returns"].widget.attrs |= {"accept": ".csv,text/csv", "class": "govuk-file-upload"}
        self.helper = FormHelper(self)
        self.helper.label_size = Size.SMALL
        self.helper.attrs = UPLOAD
        self.helper.layout = Layout("returns", Submit("check", "Check the files"))

    def clean_returns(self) -> "list[UploadedFile[Any]]":
        """At most so many files, each at most so large."""
        files: list[UploadedFile[Any]] = self.cleaned_data["returns"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files at a time")
        for file in files:
            if (file.size or 0) > MOST_MEGABYTES * 2**20:
                raise forms.ValidationError(f"{file.name} is larger than {MOST_MEGABYTES} MB: load it in parts")
        return files


class PublishedForm(MendedForm):
    """Published files, which belong to no council and to no year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["returns"].label = "Published files"
        self.fields["returns"].help_text = "CSV files as published, dropped here or chosen from your computer."


class UploadForm(MendedForm):
    """The files of one return year."""

    year = forms.IntegerField(
        label="Return year",
        help_text="The year in which the return ends: 2021 is 1 April 2020 to 31 March 2021.",
        min_value=FIRST_RETURN_YEAR,
        error_messages={
            "required": "Enter the year in which the return ends",
            "invalid": "The return year must be a number, like 2021",
            "min_value": f"The return year must be {FIRST_RETURN_YEAR} or later",
        },
    )
    extracted = forms.DateField(
        label="Extracted on (optional)",
        help_text="The day the files were taken from your case system. Leave it blank for today, or for a whole year.",
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "The day of extraction must be a real date, like 30 11 2020"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["returns"].label = "Return files"
        self.fields[
            "returns"
        ].help_text = "CSV files, dropped here or chosen from your computer. Choose all the files of the year together."
        self.fields["extracted"].widget.attrs["class"] = "govuk-input govuk-input--width-10"
        self.fields["year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})
        self.helper.layout = Layout("returns", "year", "extracted", Submit("check", "Check the files"))

    def clean_year(self) -> int:
        """A return cannot end after the one that is running."""
        year: int = self.cleaned_data["year"]
        latest = return_year(timezone.localdate())
        if year > latest:
            raise forms.ValidationError(f"The return year must be {latest} or earlier")
        return year

    def clean_extracted(self) -> date | None:
        """Files cannot have been taken in the future."""
        extracted: date | None = self.cleaned_data["extracted"]
        if extracted and extracted > timezone.localdate():
            raise forms.ValidationError("The day of extraction must be today or earlier")
        return extracted
