"""The overview: three headline measures at a day, each with its target, its direction and its trend."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.http import urlencode

from placements.measures import CARE_RATE, CHILDREN_IN_CARE, OUT_OF_AREA
from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends, months_back, quarter_end_before
from sufficiency.core.measure import Measure
from sufficiency.core.roles import Permission
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import Shown, day_for, present_series, year_before
from sufficiency.measures.registry import all_measures
from sufficiency.strategy.aims import Aim, Aims, aims_of
from sufficiency.strategy.commentary import commentary_on
from sufficiency.strategy.measures import PLACES_GAP
from sufficiency.strategy.models import Commentary
from sufficiency.strategy.registers.board import COMMENTARY
from sufficiency.strategy.watched import watched

from .charts.chart import Chart
from .charts.trends import trend_chart, trend_of
from .measure_rows import MeasureRows, Published, measure_rows
from .standing import distance, standing
from .status import NOT_SHOWN, Status
from .words import aim_text, change_since, long_date, target_text, unknown_of

MONTHS = 36
NO_POPULATION = "Ask whoever runs this service to load the population estimate of that mid-year, or an earlier one."
UNSURE_GAP = (
    "Whether more places are needed cannot be said: for too many children it is not known where they live. "
    "Their postcodes may be missing, or the postcode directory not loaded."
)
TOO_SMALL = "Withheld (c): so few children that the figure could say something about one of them."


@dataclass(frozen=True)
class Headline:
    """A measure on a card, the measure whose children the card leads to, and what the card says in words."""

    measure: Measure
    rows: Measure
    sentence: Callable[["Figures"], str]


@dataclass(frozen=True)
class Card:
    """One headline measure, ready to show."""

    measure: Measure
    shown: Shown
    status: Status
    target: str
    trajectory: str
    difference: str
    change: str
    others: str  # what was published of other councils
    sentence: str
    rows_text: str
    rows_address: str
    definition_address: str
    chart: Chart
    unknown: str
    set_aside: int  # rows that could move the figure, were they not set aside
    commentary: Commentary | None
    write_address: str  # where to write one of this date; empty for those who may not


@dataclass(frozen=True)
class Overview:
    """All the page shows besides its date form."""

    lead: str
    cards: tuple[Card, ...]
    rows: MeasureRows  # the other measures that the strategies in force speak of

    @property
    def charts(self) -> list[Chart]:
        return [card.chart for card in self.cards]


@dataclass(frozen=True)
class Figures:
    """What each measure, by slug, shows on each day, what it should reach, and what officers say of it.

    ``drawn`` are the days of the trends; the last of them is the day the page speaks for, beside ``compared``.
    """

    reader: Reader
    shown: dict[str, dict[date, Shown]]
    aims: Aims
    commentary: dict[str, Commentary]
    drawn: list[date]
    compared: date | None = None

    @property
    def as_at(self) -> date:
        return self.drawn[-1]

    @property
    def area(self) -> str:
        return self.reader.authority.name

    def now(self, measure: Measure) -> Shown:
        """What a measure shows on the day the page speaks for."""
        return self.shown[measure.slug][self.as_at]

    def then(self, measure: Measure, day: date) -> Shown | None:
        """What it showed on an earlier day; None before the first return."""
        return self.shown[measure.slug].get(day)

    def series(self, measure: Measure) -> list[Shown]:
        """What it shows on the days of the trends."""
        return [self.shown[measure.slug][day] for day in self.drawn]

    @property
    def nobody(self) -> bool:
        """Whether no child is in care: then there is nothing to judge."""
        return self.now(CHILDREN_IN_CARE).value == 0

    def aim(self, measure: Measure, at: Shown) -> Aim | None:
        """What it is held against on the day."""
        return self.aims.on(measure.slug, at.as_at)

    def target(self, measure: Measure, at: Shown) -> Fraction | None:
        """The target in force on the day, whether there is a trajectory to it or not."""
        aim, target = self.aim(measure, at), self.aims.target(measure.slug, at.as_at)
        if aim and aim.is_trajectory:
            return Fraction(target.value) if target else None
        return aim.value if aim else None


def _rate_sentence(figures: Figures) -> str:
    rate, in_care = figures.now(CARE_RATE), figures.now(CHILDREN_IN_CARE)
    if rate.value is None:
        return f"In the council's care: {in_care.text}. {rate.note} {NO_POPULATION}"
    return f"{in_care.text} in the council's care, out of {rate.denominator} children who live in {figures.area}."


def _out_of_area_sentence(figures: Figures) -> str:
    share = figures.now(OUT_OF_AREA)
    return f"{share.numerator} of {share.denominator} children in care live outside {figures.area}."


def _gap_sentence(figures: Figures) -> str:
    gap = figures.now(PLACES_GAP)
    if gap.value is None:
        return gap.note
    if gap.value == 0 and gap.at_most:
        return UNSURE_GAP
    if figures.nobody:
        return "No child is in care on this day."
    if gap.value == 0:
        return f"{figures.area} has the places it needs to meet its out-of-area target."
    return f"{gap.text} more {_places(gap)} in {figures.area} would meet the out-of-area target."


HEADLINES = (
    Headline(CARE_RATE, CHILDREN_IN_CARE, _rate_sentence),
    Headline(OUT_OF_AREA, OUT_OF_AREA, _out_of_area_sentence),
    Headline(PLACES_GAP, OUT_OF_AREA, _gap_sentence),
)


def overview(
    reader: Reader,
    as_at: date,
    first: date,
    could_move: Callable[[Measure], int],
    compared: date | None = None,
) -> Overview:
    """The overview of a reader's authority at a day.

    ``first`` is the first day the loaded returns speak for; ``could_move`` tells how many rows set aside could
    move a measure; ``compared`` is the day to compare with, the end of the quarter before unless given. The number of
    queries depends neither on the months drawn nor on the children counted.
    """
    months = [day for day in month_ends(max(months_back(as_at, MONTHS), first), as_at) if day != as_at]
    before = day_for(reader, compared) if compared else quarter_end_before(as_at)
    earlier = [day for day in (before, year_before(reader, as_at)) if day >= first]
    measures = [CHILDREN_IN_CARE, *(headline.measure for headline in HEADLINES)]
    results = evaluate(measures, reader.authority, sorted({as_at, *months, *earlier}))
    figures = Figures(
        reader=reader,
        shown={slug: present_series(series, reader) for slug, series in results.items()},
        aims=aims_of(reader.authority),
        commentary=commentary_on(reader.authority, as_at, drafts=reader.may(Permission.SEE_REGISTERS)),
        drawn=[*months, as_at],
        compared=before,
    )
    rows = measure_rows(
        _others(figures),
        reader,
        as_at,
        first,
        aims=figures.aims,
        compared=before if compared else None,
        beside=[headline.measure.slug for headline in HEADLINES],
    )
    cards = (
        replace(_card(headline, figures, could_move(headline.measure)), others=published.sentence)
        for headline in HEADLINES
        for published in [rows.published.get(headline.measure.slug, Published())]
    )
    return Overview(lead=_lead(figures), cards=tuple(cards), rows=rows)


def _others(figures: Figures) -> list[Measure]:
    """What the strategies in force on the day aim at or are judged by, headlines apart, in the catalogue's order."""
    spoken_of = watched(figures.reader.authority, figures.as_at, figures.aims)
    spoken_of -= {headline.measure.slug for headline in HEADLINES}
    return [measure for measure in all_measures() if measure.slug in spoken_of]


def _card(headline: Headline, figures: Figures, set_aside: int) -> Card:
    measure, now = headline.measure, figures.now(headline.measure)
    before = figures.then(measure, figures.compared) if figures.compared else None
    aim = figures.aim(measure, now)
    return Card(
        measure=measure,
        shown=now,
        status=NOT_SHOWN if figures.nobody else standing(measure, now, aim),
        target=target_text(figures.target(measure, now), measure.unit),
        trajectory=aim_text(aim, measure.unit) if aim and aim.is_trajectory else "",
        difference=distance(measure, now, aim),
        change=change_since(now, before, measure.unit),
        others="",
        sentence=TOO_SMALL if now.suppressed else headline.sentence(figures),
        rows_text=f"The {figures.now(headline.rows).numerator} children" if figures.reader.may_see_children else "",
        rows_address=f"{_address('dashboards:children', figures)}&measure={headline.rows.slug}",
        definition_address=_address("dashboards:measure", figures, slug=measure.slug),
        chart=trend_chart(trend_of(measure, figures.series(measure), figures.aims), measure.slug),
        unknown=unknown_of(now),
        set_aside=set_aside,
        commentary=figures.commentary.get(measure.slug),
        write_address=_write_address(measure, figures) if figures.reader.may(Permission.EDIT_REGISTERS) else "",
    )


def _write_address(measure: Measure, figures: Figures) -> str:
    """Where to write on the figure shown: a new commentary, or the one there is of that date."""
    said = figures.commentary.get(measure.slug)
    if said and said.as_at == figures.as_at:
        return reverse("registers:edit", args=[COMMENTARY.slug, said.pk])
    known = {"measure": measure.slug, "as_at": figures.as_at.isoformat()}
    return f"{reverse('registers:new', args=[COMMENTARY.slug])}?{urlencode(known)}"


def _lead(figures: Figures) -> str:
    """The answer to the page's question in a sentence or two."""
    in_care, share, gap = (figures.now(measure) for measure in (CHILDREN_IN_CARE, OUT_OF_AREA, PLACES_GAP))
    year_ago = figures.then(OUT_OF_AREA, year_before(figures.reader, figures.as_at))
    parts = [
        f"The number of children in our care on {long_date(figures.as_at)} is too small to show."
        if in_care.suppressed
        else f"On {long_date(figures.as_at)}, {in_care.text} {_children(in_care)} in our care."
    ]
    if share.value is not None and year_ago and year_ago.value is not None and share.text != year_ago.text:
        moved = "larger" if share.value > year_ago.value else "smaller"
        parts.append(f"A {moved} share of them live outside {figures.area} than a year ago.")
    if gap.value:
        parts.append(f"We need {gap.text} more {_places(gap)} in {figures.area} to reach the strategy's target.")
    elif gap.value == 0 and gap.at_most:
        parts.append(UNSURE_GAP)
    elif gap.value == 0 and not figures.nobody:
        parts.append(f"{figures.area} has enough places to meet the strategy's target.")
    return " ".join(parts)


def _children(in_care: Shown) -> str:
    return "child was" if in_care.value == 1 else "children were"


def _places(gap: Shown) -> str:
    return "place" if gap.value == 1 else "places"


def _address(name: str, figures: Figures, **named: str) -> str:
    return f"{reverse(name, kwargs=named)}?as-at={figures.as_at.isoformat()}"
