"""Tables of the page about fostering."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from carers.models import HouseholdSpan, Status
from carers.places import NO_LOCALITY
from carers.registers import HOUSEHOLDS
from sufficiency.core.pages import NUMERIC
from sufficiency.registers.tables import LINK, TAG, address_of

COLOURS = {
    Status.Status.AVAILABLE: "green",
    Status.Status.FULL: "blue",
    Status.Status.ON_HOLD: "yellow",
    Status.Status.NOT_AVAILABLE: "grey",
}


def attention(each: HouseholdSpan) -> list[tuple[str, str]]:
    """What does not fit about a household: colour and words of each tag."""
    found = []
    if not each.status:
        found.append(("yellow", "No status"))
    if each.approved_for is None:
        found.append(("yellow", "No approval"))
    elif each.over_by:
        found.append(("yellow", f"{each.over_by} over approval"))
    return found


class HouseholdsTable(tables.Table):
    """Households that are approved on a day, with their places."""

    household = tables.Column(accessor="reference", verbose_name="Household")
    kind = tables.Column(verbose_name="Kind")
    locality = tables.Column(verbose_name="Locality", default=NO_LOCALITY)
    status = tables.Column(verbose_name="Status", empty_values=())
    reason = tables.Column(verbose_name="Reason", default="")
    approved = tables.Column(verbose_name="Approved", attrs=NUMERIC)
    filled = tables.Column(verbose_name="Filled", attrs=NUMERIC)
    vacant = tables.Column(verbose_name="Vacant", attrs=NUMERIC)
    not_available = tables.Column(verbose_name="Not available", attrs=NUMERIC)

    class Meta:
        attrs = {"class": "govuk-table app-table"}
        empty_text = "No households match."

    def render_household(self, record: HouseholdSpan) -> SafeString:
        name = format_html(LINK, address_of(HOUSEHOLDS, record.household_id), record.reference)
        tags = format_html_join(mark_safe(" "), TAG, attention(record))
        return format_html("{} {}", name, tags) if tags else name

    def value_household(self, record: HouseholdSpan) -> str:
        return record.reference

    def render_status(self, record: HouseholdSpan) -> Any:
        if not record.status:
            return ""
        status = Status.Status(record.status)
        return format_html(TAG, COLOURS[status], status.label)

    def value_status(self, record: HouseholdSpan) -> str:
        return str(Status.Status(record.status).label) if record.status else ""
