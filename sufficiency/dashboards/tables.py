"""Tables with sort and pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from placements.codes import LS, PLACE, PLACE_PROVIDER
from placements.models import EpisodeSpan
from sufficiency.core.pages import NOWRAP, NUMERIC, DayColumn
from sufficiency.extracts.kinds import Code
from sufficiency.extracts.models import PUBLISHED, Load, LoadProblem

from .ages import age_band

MOST_NAMES = 6  # of files, in one cell
NOT_KNOWN = "Not known"
STACKED = "govuk-table app-table app-table--stacked"  # one cell below the other on a narrow screen


def label(codes: dict[str, Code], code: str) -> str:
    """What a code stands for; the code itself when it is in no list."""
    if not code:
        return NOT_KNOWN
    return codes[code].label if code in codes else code


class ChildrenTable(tables.Table):
    """Children in care on a day, by the episode that decides where they live."""

    identifier = tables.Column(accessor="child__identifier", verbose_name="Child")
    age_band = tables.Column(
        accessor="child__date_of_birth",
        verbose_name="Age",
        order_by="-child__date_of_birth",
        empty_values=(),
        attrs=NOWRAP,
    )
    legal_status = tables.Column(verbose_name="Legal status", empty_values=())
    place = tables.Column(verbose_name="Placement type", empty_values=())
    place_provider = tables.Column(verbose_name="Provider", empty_values=())
    placement_authority = tables.Column(
        accessor="placement_authority__name", verbose_name="Placement authority", default=NOT_KNOWN
    )
    distance = tables.Column(verbose_name="Miles from home", attrs=NUMERIC, default=NOT_KNOWN)
    placed_since = DayColumn(verbose_name="In this placement since")
    in_care_since = DayColumn(verbose_name="In care since")
    source = tables.Column(accessor="episode", verbose_name="Comes from", order_by=("episode__year", "episode__line"))

    class Meta:
        attrs = {"class": "govuk-table app-table"}
        order_by = "identifier"
        empty_text = "No children match. Choose fewer filters, or another date."

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def order_distance(
        self, queryset: QuerySet[EpisodeSpan], is_descending: bool
    ) -> tuple[QuerySet[EpisodeSpan], bool]:
        """What is not known comes last, whichever way."""
        miles = F("distance")
        ordered = miles.desc(nulls_last=True) if is_descending else miles.asc(nulls_last=True)
        return queryset.order_by(ordered, "child__identifier"), True

    def render_age_band(self, record: EpisodeSpan) -> str:
        return age_band(record.child.date_of_birth, self.day)

    def render_legal_status(self, value: str) -> str:
        return label(LS, value)

    def render_place(self, value: str) -> str:
        return label(PLACE, value)

    def render_place_provider(self, value: str) -> str:
        return label(PLACE_PROVIDER, value)

    def value_distance(self, value: Decimal) -> Decimal:
        """A number in downloads."""
        return value

    def render_source(self, record: EpisodeSpan) -> str:
        return f"{record.episode.year} return, line {record.episode.line}"


class LoadsTable(tables.Table):
    """What was brought in, latest first."""

    started_at = tables.DateTimeColumn(format="j F Y, H:i", verbose_name="When", attrs=NOWRAP)
    by = tables.Column(verbose_name="By")
    year = tables.Column(verbose_name="Return year", default=PUBLISHED.capitalize())
    names = tables.Column(accessor="pk", verbose_name="Files", orderable=False, attrs=NOWRAP)
    row_count = tables.Column(verbose_name="Rows", attrs=NUMERIC)
    problem_count = tables.Column(verbose_name="Problems", attrs=NUMERIC)
    status = tables.Column(verbose_name="Status")
    open = tables.Column(accessor="pk", verbose_name="Details", orderable=False)

    class Meta:
        attrs = {"class": STACKED}
        order_by = "-started_at"

    def render_year(self, value: int) -> str:
        return str(value)

    def render_status(self, record: Load) -> str:
        return str(record.standing.label)

    def render_names(self, record: Load) -> SafeString:
        names = [file.name for file in record.files.all()]
        listed = format_html_join(mark_safe("<br>"), "{}", [(name,) for name in names])
        if len(names) <= MOST_NAMES:
            return listed
        return format_html(
            '<details class="govuk-details app-details"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">{} files</span></summary>'
            '<div class="govuk-details__text">{}</div></details>',
            len(names),
            listed,
        )

    def render_row_count(self, value: int) -> str:
        return f"{value:,}"

    def render_problem_count(self, value: int) -> str:
        return f"{value:,}"

    def render_open(self, record: Load) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">Open<span class="govuk-visually-hidden"> load {}: {}</span></a>',
            reverse("dashboards:load", args=[record.pk]),
            record.pk,
            record.title,
        )


class ProblemsTable(tables.Table):
    """What is wrong with the files of a load, and what to do."""

    file = tables.Column(accessor="file__name", verbose_name="File", attrs={"td": {"class": "app-table__code"}})
    line = tables.Column(verbose_name="Line", attrs=NUMERIC, default="")
    column = tables.Column(verbose_name="Column", default="")
    value = tables.Column(verbose_name="Value", attrs={"td": {"class": "app-table__code"}}, default="")
    severity = tables.Column(verbose_name="Kind")
    message = tables.Column(verbose_name="What to do", orderable=False, attrs={"td": {"class": "app-table__text"}})

    class Meta:
        model = LoadProblem
        fields: tuple[str, ...] = ("file", "line", "column", "value", "severity", "message")
        attrs = {"class": STACKED}

    def render_line(self, value: int) -> str:
        return str(value)


class OpenProblemsTable(ProblemsTable):
    """What is wrong with rows that count, or were set aside."""

    year = tables.Column(accessor="file__year", verbose_name="Return year")

    class Meta(ProblemsTable.Meta):
        fields = ("year", "file", "line", "column", "value", "severity", "message")
        sequence = fields
        empty_text = "Nothing is wrong with the files that count."

    def render_year(self, value: int) -> str:
        return str(value)
