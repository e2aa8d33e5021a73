"""Filters of the list of children. Each choice is a condition, so that a measure can be counted under the same one."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from placements.codes import LEGAL_STATUS_GROUPS, PLACE_GROUPS, PLACE_PROVIDER
from placements.dimensions import SEX, SEXES
from placements.measures import NO_BIRTH_DATE
from placements.models import EpisodeSpan
from sufficiency.core.models import Authority
from sufficiency.core.pages import Select

from .ages import AGE_BANDS, born_in_band

UNKNOWN = ("unknown", "Not known")
_BANDS = {band.slug: band for band in AGE_BANDS}

Condition = Callable[[Any, date], Q]
Groups = Mapping[str, tuple[str, ...]]
_PROVIDERS = {meaning.label: (code,) for code, meaning in PLACE_PROVIDER.items()}


def _in_group(field: str, groups: Groups) -> Condition:
    """The field holds one of the codes of the group chosen, or nothing."""
    codes = {slugify(label): codes for label, codes in groups.items()} | {UNKNOWN[0]: ("",)}
    return lambda value, _day: Q(**{f"{field}__in": codes[value]})


def _age(value: str, day: date) -> Q:
    return NO_BIRTH_DATE if value == UNKNOWN[0] else born_in_band(_BANDS[value], day)


def _authority(value: Authority, _day: date) -> Q:
    return Q(placement_authority=value)


def _area(value: str, _day: date) -> Q:
    return {"in": Q(in_area=True), "out": Q(in_area=False)}.get(value, Q(in_area__isnull=True))


def _distance(value: str, _day: date) -> Q:
    return {"over": Q(distance__gt=20), "within": Q(distance__lte=20)}.get(value, Q(distance__isnull=True))


def _sex(value: str, _day: date) -> Q:
    return ~Q(child__sex__in=SEXES) if value == UNKNOWN[0] else Q(child__sex=value)


CONDITIONS: dict[str, Condition] = {
    "place": _in_group("place", PLACE_GROUPS),
    "provider": _in_group("place_provider", _PROVIDERS),
    "legal_status": _in_group("legal_status", LEGAL_STATUS_GROUPS),
    "age": _age,
    "sex": _sex,
    "authority": _authority,
    "area": _area,
    "distance": _distance,
}


def _choice(label: str, choices: list[tuple[str, str]]) -> django_filters.ChoiceFilter:
    select = Select()
    return django_filters.ChoiceFilter(label=label, choices=[*choices, UNKNOWN], empty_label="All", widget=select)


def _groups(groups: Groups) -> list[tuple[str, str]]:
    return [(slugify(label), label) for label in groups]


class ChildrenFilter(django_filters.FilterSet):
    """What to narrow a list of children by."""

    place = _choice("Placement type", _groups(PLACE_GROUPS))
    provider = _choice("Provider", _groups(_PROVIDERS))
    legal_status = _choice("Legal status", _groups(LEGAL_STATUS_GROUPS))
    age = _choice("Age", [(band.slug, band.label) for band in AGE_BANDS])
    sex = _choice("Sex", [(key, SEX.label(key)) for key in SEXES])
    authority = django_filters.ModelChoiceFilter(
        label="Placement authority",
        queryset=Authority.objects.none(),
        empty_label="All",
        widget=Select(),
    )
    area = _choice("In or out of area", [("in", "In area"), ("out", "Out of area")])
    distance = _choice("Miles from home", [("over", "More than 20"), ("within", "20 or fewer")])

    class Meta:
        model = EpisodeSpan
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[EpisodeSpan], *, day: date) -> None:
        super().__init__(data, queryset)
        self.day = day
        # Only where children of this list live: never a place that other authorities use.
        used = queryset.order_by().values("placement_authority")
        self.filters["authority"].queryset = Authority.objects.filter(pk__in=used)

    @property
    def condition(self) -> Q:
        """What the valid choices say together; a choice that cannot be read says nothing."""
        self.form.is_valid()
        chosen = ((name, self.form.cleaned_data.get(name)) for name in CONDITIONS)
        return reduce(and_, (CONDITIONS[name](value, self.day) for name, value in chosen if value), Q())

    @property
    def said(self) -> list[str]:
        """The valid choices in words: ``Placement type: Foster care``."""
        self.form.is_valid()
        found = []
        for name, field in self.form.fields.items():
            if value := self.form.cleaned_data.get(name):
                words = dict(field.choices).get(value, value) if isinstance(value, str) else value
                found.append(f"{field.label}: {words}")
        return found

    @property
    def chosen(self) -> dict[str, str]:
        """The valid choices, by name, as the address holds them."""
        self.form.is_valid()
        values = {name: self.form.cleaned_data.get(name) for name in CONDITIONS}
        return {name: getattr(value, "pk", value) for name, value in values.items() if value}

    def filter_queryset(self, queryset: QuerySet[EpisodeSpan]) -> QuerySet[EpisodeSpan]:
        """The rows that meet the condition."""
        return queryset.filter(self.condition)
