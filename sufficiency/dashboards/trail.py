"""The audit trail of an authority, as its auditors read it."""

import json
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet

from sufficiency.core.models import AuditEvent, Authority
from sufficiency.core.pages import DATE_FORMATS, NOWRAP, NUMERIC, Select

TOLD_APART = ("registers", "strategy")  # where the same is done, such as to look or to enter


def in_words(action: str) -> str:
    """What was done, as auditors read it: Children list, of ``dashboards.children-list``."""
    where, _, what = action.partition(".")
    words = f"{where} {what}" if where in TOLD_APART else what
    return words.replace("-", " ").capitalize()


def events_of(authority: Authority) -> QuerySet[AuditEvent]:
    """What was done in an authority, or with what concerns them all; the latest first."""
    return AuditEvent.objects.filter(authority__in=[authority.code, ""])


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d")
    return django_filters.DateFilter(
        "at", lookup_expr=f"date__{lookup}", label=label, widget=widget, input_formats=DATE_FORMATS
    )


class TrailFilter(django_filters.FilterSet):
    """Who, what, when, and words in what it was about."""

    actor = django_filters.CharFilter(
        label="Who", lookup_expr="icontains", widget=forms.TextInput(attrs={"class": "govuk-input"})
    )
    action = django_filters.ChoiceFilter(label="What", empty_label="All", widget=Select())
    subject = django_filters.CharFilter(
        label="About", lookup_expr="icontains", widget=forms.TextInput(attrs={"class": "govuk-input"})
    )
    since = _day("From", "gte")
    until = _day("To", "lte")

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[AuditEvent]) -> None:
        super().__init__(data, queryset)
        actions = queryset.order_by("action").values_list("action", flat=True).distinct()
        self.filters["action"].extra["choices"] = [(action, in_words(action)) for action in actions]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid choices, by name."""
        self.form.is_valid()
        given = self.form.cleaned_data.items()
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in given if value}


class TrailTable(tables.Table):
    """Events, the latest first."""

    number = tables.Column(verbose_name="Number", attrs=NUMERIC)
    at = tables.DateTimeColumn(format="j F Y, H:i:s", verbose_name="When", attrs=NOWRAP)
    actor = tables.Column(verbose_name="Who")
    action = tables.Column(verbose_name="What")
    subject = tables.Column(verbose_name="About", default="")
    detail = tables.Column(verbose_name="In detail", orderable=False, default="")

    class Meta:
        attrs = {"class": "govuk-table app-table app-table--stacked"}
        order_by = "-number"
        empty_text = "Nothing matches. Choose fewer filters."

    def render_action(self, value: str) -> str:
        return in_words(value)

    def value_action(self, value: str) -> str:
        """Files keep the name: other programs look for it."""
        return value

    def render_detail(self, value: dict[str, Any]) -> str:
        return ", ".join(f"{name}: {self._said(each)}" for name, each in value.items())

    @staticmethod
    def _said(value: Any) -> str:
        return json.dumps(value) if isinstance(value, dict | list) else str(value)
