"""Tables about care leavers."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leavers.birthdays import Turning
from leavers.lodgings import Provider
from leavers.models import CareLeaver
from leavers.reconciliation import Difference
from leavers.registers import LEAVERS, LODGINGS
from leavers.standing import Standing
from sufficiency.core.pages import NOWRAP, NUMERIC, DayColumn
from sufficiency.registers.models import Record
from sufficiency.registers.register import Register
from sufficiency.registers.tables import LINK, TAG, address_of

STYLE = {"class": "govuk-table app-table"}


def entry_link(register: Register, entry: Record) -> SafeString:
    """The key of an entry, leading to its page."""
    return format_html(LINK, address_of(register, entry.pk), entry)


class LeaversTable(tables.Table):
    """Care leavers as they stand on a day."""

    reference = tables.Column(accessor="leaver__reference", verbose_name="Care leaver")
    age = tables.Column(verbose_name="Age", attrs=NUMERIC, order_by="-leaver__date_of_birth")
    group = tables.Column(verbose_name="Service", attrs=NOWRAP)
    entitlement = tables.Column(verbose_name="Entitlement", empty_values=())
    adviser = tables.Column(accessor="leaver__adviser", verbose_name="Adviser", default="None")
    touch = tables.Column(accessor="contact__outcome", verbose_name="Last contact", default="None recorded")
    contacted_on = DayColumn(accessor="contact__contacted_on", verbose_name="On", default="")
    home = tables.Column(accessor="lives", verbose_name="Home")
    suitable = tables.Column(verbose_name="Suitable", attrs=NOWRAP)
    activity = tables.Column(accessor="does", verbose_name="Activity")
    plan = tables.Column(accessor="plan__state", verbose_name="Pathway plan", attrs=NOWRAP)
    plan_due = DayColumn(accessor="plan__next_due", verbose_name="Plan or review due", default="Not known")
    why = tables.Column(verbose_name="Entitled because", orderable=False, attrs={"td": {"class": "app-table__text"}})

    class Meta:
        attrs = STYLE
        order_by = "reference"
        empty_text = "No care leavers match. Choose fewer filters, or another date."

    def render_reference(self, record: Standing) -> SafeString:
        return entry_link(LEAVERS, record.leaver)

    def value_reference(self, record: Standing) -> str:
        return record.leaver.reference

    def render_entitlement(self, record: Standing) -> str:
        text = str(record.entitlement.label) if record.entitlement else "None"
        return f"{text}, by hand" if record.is_by_hand else text

    def render_touch(self, record: Standing) -> str:
        return str(record.contact.get_outcome_display()) if record.contact else ""

    def render_home(self, record: Standing) -> str:
        return str(record.lives.label)

    def render_suitable(self, record: Standing) -> SafeString | str:
        text = str(record.suitable.label)
        return format_html(TAG, "red", text) if record.suitable == "NO" else text

    def value_suitable(self, record: Standing) -> str:
        return str(record.suitable.label)

    def render_activity(self, record: Standing) -> str:
        return str(record.does.label)

    def render_plan(self, record: Standing) -> SafeString | str:
        text = str(record.plan.state)
        return format_html(TAG, "yellow", text) if record.plan.is_overdue else text

    def value_plan(self, record: Standing) -> str:
        return str(record.plan.state)


class TurningTable(tables.Table):
    """Who turns 18, 21 or 25, and what housing they will need."""

    on = DayColumn(verbose_name="Birthday")
    age = tables.Column(verbose_name="Turns", attrs=NUMERIC)
    reference = tables.Column(verbose_name="Who")
    lives = tables.Column(verbose_name="Lives")
    need = tables.Column(verbose_name="Will need")
    needed_from = DayColumn(verbose_name="From")
    adviser = tables.Column(accessor="leaver__adviser", verbose_name="Adviser", default="None")

    class Meta:
        attrs = STYLE
        order_by = "on"
        empty_text = "Nobody turns 18, 21 or 25 in these months."

    def __init__(self, *args: Any, day: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def render_reference(self, record: Turning) -> SafeString | str:
        if record.leaver is None:
            return format_html("{} {}", record.reference, format_html(TAG, "yellow", "Not in the register"))
        return entry_link(LEAVERS, record.leaver)

    def value_reference(self, record: Turning) -> str:
        return record.reference

    def render_need(self, record: Turning) -> SafeString | str:
        if not record.is_late(self.day):
            return record.need
        return format_html("{} {}", record.need, format_html(TAG, "red", "Under 16 weeks"))

    def value_need(self, record: Turning) -> str:
        return record.need


class DifferencesTable(tables.Table):
    """What the return and the registers say differently."""

    reference = tables.Column(verbose_name="Care leaver")
    birthday = DayColumn(verbose_name="About the birthday")
    about = tables.Column(verbose_name="Difference")
    in_return = tables.Column(verbose_name="The return says")
    in_register = tables.Column(verbose_name="The registers say")

    class Meta:
        attrs = STYLE
        order_by = "birthday"
        empty_text = "None: the return and the registers agree."

    def __init__(self, *args: Any, entries: dict[str, CareLeaver], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = entries

    def render_reference(self, record: Difference) -> SafeString | str:
        entry = self.entries.get(record.reference)
        return entry_link(LEAVERS, entry) if entry else record.reference

    def value_reference(self, record: Difference) -> str:
        return record.reference


class LodgingsTable(tables.Table):
    """Providers of supported lodgings on a day."""

    reference = tables.Column(accessor="lodging__reference", verbose_name="Provider")
    locality = tables.Column(accessor="lodging__locality", verbose_name="Locality", default="Not known")
    places = tables.Column(verbose_name="Places", attrs=NUMERIC)
    on_hold = tables.Column(verbose_name="On hold", attrs=NUMERIC)
    used = tables.Column(verbose_name="Used", attrs=NUMERIC)
    vacant = tables.Column(verbose_name="Vacant", attrs=NUMERIC)
    why_on_hold = tables.Column(verbose_name="Why on hold", default="")

    class Meta:
        attrs = STYLE
        order_by = "reference"
        empty_text = "Nobody is approved for supported lodgings on this date."

    def render_reference(self, record: Provider) -> SafeString:
        return entry_link(LODGINGS, record.lodging)

    def render_used(self, record: Provider) -> SafeString | str:
        if not record.is_overfull:
            return str(record.used)
        return format_html("{} {}", record.used, format_html(TAG, "red", "More than available"))
