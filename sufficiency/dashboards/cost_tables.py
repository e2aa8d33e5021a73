"""Tables about the costs of placements."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from placements.codes import PLACE
from placements.cost_faults import Fault
from placements.provision import BY_SLUG
from placements.registers.costs import COSTS
from sufficiency.core.pages import NOWRAP, NUMERIC, DayColumn

from .money import pounds
from .tables import NOT_KNOWN, label

LINK = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'


class PoundsColumn(tables.Column):
    """Pounds a week: in words on the page, a number in downloads. Nothing comes last, whichever way."""

    def __init__(self, name: str, **options: Any) -> None:
        self.amount = F(name)
        super().__init__(accessor=name, attrs=NUMERIC, default="", **options)

    def render(self, value: Any) -> str:
        return pounds(value)

    def value(self, value: Any) -> Any:
        return value

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        by = self.amount.desc(nulls_last=True) if is_descending else self.amount.asc(nulls_last=True)
        return queryset.order_by(by, "child__identifier"), True


def new_cost(known: Mapping[str, Any]) -> str:
    """Where to enter a cost of which some is known."""
    return f"{reverse('registers:new', args=[COSTS.slug])}?{urlencode(known)}"


class CostChildrenTable(tables.Table):
    """Children in care on a day with what their placements cost in a week."""

    identifier = tables.Column(accessor="child__identifier", verbose_name="Child")
    provision = tables.Column(verbose_name="Provision")
    place = tables.Column(verbose_name="Placement type", empty_values=())
    placement_authority = tables.Column(
        accessor="placement_authority__name", verbose_name="Placement authority", default=NOT_KNOWN
    )
    placed_since = DayColumn(accessor="spell__starts", verbose_name="In this placement since")
    weekly = PoundsColumn("weekly", verbose_name="A week")
    health = PoundsColumn("health", verbose_name="Of it from health")
    education = PoundsColumn("education", verbose_name="Of it from education")
    entries = tables.Column(
        accessor="amounts", verbose_name="In the register", empty_values=(), orderable=False, attrs=NOWRAP
    )

    class Meta:
        attrs = {"class": "govuk-table app-table"}
        order_by = "identifier"
        empty_text = "No children match. Choose another kind of provision, or another date."

    def render_provision(self, value: str) -> str:
        return BY_SLUG[value].title

    def render_place(self, value: str) -> str:
        return label(PLACE, value)

    def render_entries(self, value: int | None, record: Any) -> SafeString:
        """To the child's amounts, or to where one is entered."""
        child = record.child.identifier
        if value:
            address = f"{reverse('registers:list', args=[COSTS.slug])}?{urlencode({'q': child})}"
            return format_html(LINK, address, f"{value} amounts" if value > 1 else "1 amount", f"of {child}")
        since = {"paid_from": record.spell.starts, "placed_on": record.spell.starts}
        return format_html(LINK, new_cost({"child": child, **since}), "Enter a cost", f"for {child}")

    def value_entries(self, value: int | None) -> int:
        """How many amounts are in force."""
        return value or 0


class FaultsTable(tables.Table):
    """Days on which costs and placements do not fit each other."""

    child = tables.Column(verbose_name="Child")
    title = tables.Column(verbose_name="What", order_by=("kind", "child"))
    first = DayColumn(verbose_name="From")
    last = DayColumn(verbose_name="To")
    days = tables.Column(verbose_name="Days", attrs=NUMERIC)
    weekly = tables.Column(verbose_name="A week", attrs=NUMERIC, default="", orderable=False)
    mend = tables.Column(accessor="cost", verbose_name="Put right", empty_values=(), orderable=False, attrs=NOWRAP)

    class Meta:
        attrs = {"class": "govuk-table app-table"}
        empty_text = "Nothing of this kind in the year to this date."

    def render_weekly(self, value: Any) -> str:
        return pounds(value)

    def value_weekly(self, value: Any) -> Any:
        """A number in downloads."""
        return value

    def render_mend(self, record: Fault) -> SafeString:
        """To the amount at fault, or to where the one that is missing is entered."""
        if record.cost is None:
            known = {"child": record.child, "paid_from": record.first}
            return format_html(LINK, new_cost(known), "Enter a cost", f"for {record.child}")
        address = reverse("registers:entry", args=[COSTS.slug, record.cost])
        return format_html(LINK, address, "Open the cost", f"of {record.child} from {record.first}")

    def value_mend(self) -> str:
        """Nothing in downloads: it is a link."""
        return ""
