"""Tables of the pages about homes."""

from fractions import Fraction
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from placements.contracts import Ending, Milestone
from placements.models import Home, Rating, Registration, Scheme, Step
from placements.occupancy import Occupancy
from placements.pipeline import Progress
from placements.registers.contracts import CONTRACTS, TENDERS
from placements.registers.homes import HOMES
from placements.registers.pipeline import SCHEMES
from sufficiency.core.pages import NOWRAP, NUMERIC, DayColumn
from sufficiency.registers.tables import LINK, TAG, address_of

from .words import listed, long_date, places_text

NOT_KNOWN = "Not known"
COLOURS = {Rating.Rating.RED: "red", Rating.Rating.AMBER: "yellow", Rating.Rating.GREEN: "green"}
_TABLE = {"class": "govuk-table app-table"}


def attention(home: Occupancy) -> list[tuple[str, str]]:
    """What should catch the eye about a home: colour and words of each tag."""
    found = []
    if home.is_unregistered:
        of_age = "red" if home.is_urgent else "yellow"
        found.append((of_age, _unregistered(home)))
    if home.over_by:
        found.append(("yellow", f"{home.over_by} more than registered for"))
    return found


def _unregistered(home: Occupancy) -> str:
    if home.under_16:
        return f"Not registered: {home.under_16} under 16"
    if home.age_unknown:
        return f"Not registered: age of {home.age_unknown} not known"
    return f"Not registered: {home.own} {'child' if home.own == 1 else 'children'}"


class HomesTable(tables.Table):
    """Homes on a day with who lives in them."""

    name = tables.Column(accessor="home__name", verbose_name="Home")
    attention = tables.Column(accessor="is_flagged", verbose_name="Needs attention", orderable=False)
    kind = tables.Column(accessor="home__kind", verbose_name="Kind")
    provider = tables.Column(default=NOT_KNOWN)
    located_in = tables.Column(accessor="home__located_in", verbose_name="Where", empty_values=())
    status = tables.Column(verbose_name="Registration", empty_values=(), attrs=NOWRAP)
    places = tables.Column(accessor="home__places", verbose_name="Places", attrs=NUMERIC)
    own = tables.Column(verbose_name="Our children", attrs=NUMERIC)
    others = tables.Column(verbose_name="Others' children", attrs=NUMERIC, default=NOT_KNOWN)
    vacant = tables.Column(attrs=NUMERIC, default=NOT_KNOWN)
    judgement = tables.Column(accessor="home__judgement", verbose_name="Ofsted", empty_values=())
    rating = tables.Column(verbose_name="Our rating", empty_values=())

    class Meta:
        attrs = _TABLE
        empty_text = "No homes match."

    def __init__(self, *args: Any, names: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names

    def render_name(self, record: Occupancy) -> SafeString:
        return format_html(LINK, address_of(HOMES, record.home.pk), record.home.name)

    def value_name(self, record: Occupancy) -> str:
        return record.home.name

    def render_attention(self, record: Occupancy) -> SafeString:
        return format_html_join(mark_safe("<br>"), TAG, attention(record))

    def value_attention(self, record: Occupancy) -> str:
        return "; ".join(words for _, words in attention(record))

    def render_kind(self, value: str) -> str:
        return str(Home.Kind(value).label)

    def render_located_in(self, record: Occupancy) -> str:
        place = self.names.get(record.home.located_in, record.home.located_in or NOT_KNOWN)
        return f"{place}, {record.home.outward}" if record.home.outward else place

    def render_status(self, value: str | None) -> str:
        return str(Registration.Status(value).label) if value else "None on record"

    def render_judgement(self, value: str) -> str:
        return str(Home.Judgement(value).label) if value else ""

    def render_rating(self, value: str) -> SafeString | str:
        return format_html(TAG, COLOURS[Rating.Rating(value)], Rating.Rating(value).label) if value else "Not rated"

    def value_rating(self, value: str) -> str:
        return str(Rating.Rating(value).label) if value else "Not rated"


class SchemesTable(tables.Table):
    """Schemes on a day: by stage, and within it by the date expected, unless its reader orders otherwise."""

    title = tables.Column(accessor="scheme__title", verbose_name="Scheme")
    stage = tables.Column(orderable=False)
    kind = tables.Column(accessor="scheme__kind", verbose_name="Kind")
    places = tables.Column(accessor="scheme__places", verbose_name="Places", attrs=NUMERIC)
    assumed_in_use = tables.Column(verbose_name="Assumed in use", attrs=NUMERIC)
    expected_on = DayColumn(verbose_name="Expected", default="")
    slips = tables.Column(verbose_name="Slips", orderable=False, empty_values=())
    locality = tables.Column(accessor="scheme__locality", verbose_name="Where", default="")
    # On the page of the scheme and in downloads; here the table would be wider than the page.
    owner = tables.Column(accessor="scheme__owner", verbose_name="Owner", default="", visible=False)
    capital = tables.Column(accessor="scheme__capital", verbose_name="Capital", attrs=NUMERIC, default="")

    class Meta:
        attrs = _TABLE
        empty_text = "No schemes are known on this date."

    def render_title(self, record: Progress) -> SafeString:
        return format_html(LINK, address_of(SCHEMES, record.scheme.pk), record.scheme.title)

    def value_title(self, record: Progress) -> str:
        return record.scheme.title

    def render_stage(self, record: Progress) -> SafeString:
        tags = [("yellow", "Open, but no home is registered")] if record.lacks_home else []
        tags += [("yellow", "Overdue")] if record.is_overdue else []
        stage = format_html("{}", Step.Stage(record.stage).label)
        return format_html("{} {}", stage, format_html_join(" ", TAG, tags))

    def value_stage(self, record: Progress) -> str:
        return str(Step.Stage(record.stage).label)

    def render_kind(self, value: str) -> str:
        return str(Scheme.Kind(value).label)

    def render_assumed_in_use(self, record: Progress, value: Fraction) -> str:
        return "" if record.stage == Step.Stage.ABANDONED else places_text(value)

    def value_assumed_in_use(self, record: Progress, value: Fraction) -> float | None:
        return None if record.stage == Step.Stage.ABANDONED else float(value)

    def render_slips(self, record: Progress) -> SafeString:
        return format_html_join(
            mark_safe("<br>"),
            "From {} to {}, on {}{}",
            ((long_date(s.before), long_date(s.after), long_date(s.said_on), _reason(s.reason)) for s in record.slips),
        )

    def value_slips(self, record: Progress) -> str:
        return "; ".join(f"{slip.before} to {slip.after}{_reason(slip.reason)}" for slip in record.slips)

    def render_capital(self, value: Any) -> str:
        return f"£{value:,.0f}"

    def value_capital(self, value: Any) -> Any:
        return value


def _reason(reason: str) -> str:
    return f": {reason}" if reason else ""


class EndingsTable(tables.Table):
    """Contracts that end soon, the first to end first."""

    title = tables.Column(accessor="contract__reference", verbose_name="Contract")
    route = tables.Column(accessor="contract__route", verbose_name="Route")
    provider = tables.Column()
    homes = tables.Column(empty_values=(), orderable=False)
    places = tables.Column(accessor="contract__places", verbose_name="Places guaranteed", attrs=NUMERIC, default="")
    ends_on = DayColumn(accessor="contract__ends_on", verbose_name="Ends")
    days_left = tables.Column(verbose_name="Days left", attrs=NUMERIC)

    class Meta:
        attrs = _TABLE
        empty_text = "No contract ends within six months."

    def render_title(self, record: Ending) -> SafeString:
        return format_html(LINK, address_of(CONTRACTS, record.contract.pk), _called(record))

    def value_title(self, record: Ending) -> str:
        return _called(record)

    def render_route(self, record: Ending) -> str:
        route = record.contract.get_route_display()
        return f"{route}: {record.framework}, lot {record.contract.lot}" if record.framework else route

    def render_homes(self, record: Ending) -> str:
        return listed(record.homes) if record.homes else ""


def _called(ending: Ending) -> str:
    contract = ending.contract
    return f"{contract.reference}, {contract.title}" if contract.title else contract.reference


class MilestonesTable(tables.Table):
    """Days of tenders, in their order."""

    day = DayColumn(verbose_name="Day")
    what = tables.Column(verbose_name="What happens")
    title = tables.Column(accessor="tender__title", verbose_name="Tender")
    stage = tables.Column(accessor="tender__stage", verbose_name="Stage")
    lots = tables.Column(accessor="tender__lots", verbose_name="Lots", attrs=NUMERIC, default="")

    class Meta:
        attrs = _TABLE
        orderable = False
        empty_text = "No day of a tender is known from this date on."
        caption = "Tender calendar"

    def render_title(self, record: Milestone) -> SafeString:
        return format_html(LINK, address_of(TENDERS, record.tender.pk), record.tender.title)

    def render_stage(self, record: Milestone) -> str:
        return str(record.tender.get_stage_display())
