"""What to narrow the list of a register by, worked out from its declaration. The address holds every choice."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet

from sufficiency.core.pages import DATE_FORMATS, Select

from .models import Record
from .periods import in_force
from .register import Register

SEARCH = "q"  # in the address: words that someone looks for
NOT_GIVEN = ("not-given", "Not given")
YES_NO = [("yes", "Yes"), ("no", "No")]
MOST_VALUES = 200  # of a text: more than that nobody chooses from a list


def filters_for(register: Register, data: Any, entries: QuerySet[Record], day: date) -> django_filters.FilterSet:
    """The filters of a register over entries, as an address chooses them; flags are those of the day."""
    declared: dict[str, Any] = {SEARCH: _search(register)} if register.search else {}
    if register.period:
        declared["as-at"] = _as_at(register)
    declared |= {name: _coded(register, name, entries) for name in register.filters}
    if register.flags:
        declared["flag"] = _flag(register, day)
    meta = type("Meta", (), {"model": register.model, "fields": []})
    made = type("RegisterFilter", (django_filters.FilterSet,), {**declared, "Meta": meta})
    return made(data, entries)


def chosen(filters: django_filters.FilterSet) -> dict[str, str]:
    """The choices that were made and could be read, as the address holds them."""
    valid = filters.form.cleaned_data if filters.form.is_valid() else {}
    return {name: filters.data[name] for name, value in valid.items() if value}


def _search(register: Register) -> django_filters.CharFilter:
    def narrowed(entries: QuerySet[Record], _name: str, text: str) -> QuerySet[Record]:
        return entries.filter(reduce(or_, (Q(**{f"{name}__icontains": text}) for name in register.search)))

    return django_filters.CharFilter(
        label="Search", method=narrowed, widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search"})
    )


def _as_at(register: Register) -> django_filters.DateFilter:
    def narrowed(entries: QuerySet[Record], _name: str, day: date) -> QuerySet[Record]:
        return entries.filter(in_force(register, day))

    return django_filters.DateFilter(
        label="In force on",
        method=narrowed,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"}),
        error_messages={"invalid": "The date must be a real date, like 30 11 2020"},
    )


def _choice(label: str, choices: list[tuple[str, str]], method: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        method=method,
        empty_label="All",
        widget=Select(),
    )


def _coded(register: Register, name: str, entries: QuerySet[Record]) -> django_filters.ChoiceFilter:
    field = register.field(name)
    is_list, is_bool = isinstance(field, ArrayField), isinstance(field, models.BooleanField)
    nothing: Any = [] if is_list else None if is_bool else ""

    def narrowed(found: QuerySet[Record], _name: str, value: str) -> QuerySet[Record]:
        if value == NOT_GIVEN[0]:
            return found.filter(**{name: nothing})
        if is_bool:
            return found.filter(**{name: value == "yes"})
        return found.filter(**({f"{name}__contains": [value]} if is_list else {name: value}))

    if is_bool:
        choices = list(YES_NO)
    elif coded := (field.base_field if is_list else field).flatchoices:
        choices = [(str(value), str(label)) for value, label in coded]
    else:
        used = entries.order_by(name).values_list(name, flat=True).exclude(**{name: nothing}).distinct()
        choices = [(value, value) for value in used[:MOST_VALUES]]
    if field.blank:
        choices.append(NOT_GIVEN)
    return _choice(register.label(name), choices, narrowed)


def _flag(register: Register, day: date) -> django_filters.ChoiceFilter:
    conditions = {flag.slug: flag.where(day) for flag in register.flags}

    def narrowed(entries: QuerySet[Record], _name: str, slug: str) -> QuerySet[Record]:
        return entries.filter(conditions[slug])

    return _choice("Needs attention", [(flag.slug, flag.title) for flag in register.flags], narrowed)
