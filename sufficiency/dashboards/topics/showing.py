"""Works a topic out for a reader: every panel's figures, with one query a relation for all that they share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends, months_back, quarter_end_before
from sufficiency.core.measure import Dimension, Measure, Result
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.dashboards.charts.areas import Areas, Part, areas_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.lines import Line, Lines, lines_chart
from sufficiency.dashboards.charts.trends import is_count, point_of, trend_chart, trend_of
from sufficiency.dashboards.children import listable_measures
from sufficiency.dashboards.filters import ChildrenFilter
from sufficiency.dashboards.measure_rows import MeasureRows, measure_rows
from sufficiency.measures.present import PREFIX, SUFFIX, Shown, day_for, present
from sufficiency.strategy.aims import Aims, aims_of

from .mixing import mixed_chart
from .telling import told_chart, two_days
from .topic import (
    Asked,
    Beside,
    Drawn,
    Link,
    Listed,
    Mixed,
    Panel,
    Together,
    Told,
    Topic,
    Trended,
    can_be_narrowed,
    panel_can_be_narrowed,
)

MONTHS = 36
HEIGHT, WIDTH = 240, 520


@dataclass(frozen=True)
class Cell:
    """A measure of one source: what it shows now and on the day of comparison, and the address of its definition."""

    of: str
    now: Shown
    before: Shown | None
    address: str


@dataclass(frozen=True)
class ShownBeside:
    """Sources side by side: what each column is of, and rows of a title and a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    before: date | None  # the day of comparison


@dataclass(frozen=True)
class ShownPanel:
    """A panel ready to show: a chart, rows, or sources side by side; none where there is nothing to show."""

    title: str
    chart: Chart | None = None
    rows: MeasureRows | None = None
    links: tuple[Link, ...] = ()
    about: str = ""
    is_wide: bool = False  # it needs the whole width of the page
    beside: ShownBeside | None = None
    is_whole: bool = False  # filters were asked for that do not narrow it


@dataclass(frozen=True)
class ShownSection:
    title: str
    about: str
    panels: tuple[ShownPanel, ...]

    @property
    def identifier(self) -> str:
        return slugify(self.title)


@dataclass(frozen=True)
class Found:
    """What the lead and the panels of a topic speak from: what each measure shows, by slug and day."""

    asked: Asked
    shown: Mapping[str, Mapping[date, Shown]]
    aims: Aims

    def now(self, measure: Measure) -> Shown:
        """What a measure shows on the day."""
        return self.shown[measure.slug][self.asked.day]

    def before(self, measure: Measure) -> Shown | None:
        """What it showed on the day of comparison; None without one."""
        return self.shown[measure.slug].get(self.asked.compared) if self.asked.compared else None


Parts = Mapping[tuple[str, str], Mapping[str, list[Result]]]  # by measure and dimension, then by part, one a day


@dataclass(frozen=True)
class ShownTopic:
    lead: str
    sections: tuple[ShownSection, ...]

    @property
    def panels(self) -> dict[str, tuple[ShownPanel, ...]]:
        """The panels of each section, by its title in small letters, as ``the_week``: so that templates can say it."""
        return {section.identifier.replace("-", "_"): section.panels for section in self.sections}

    @property
    def charts(self) -> list[Chart]:
        return [panel.chart for section in self.sections for panel in section.panels if panel.chart]


def asked_of(
    reader: Reader, day: date, first: date, compared: date | None, filters: ChildrenFilter | None = None
) -> Asked:
    """Month ends of three years up to the day, none before the first return; by default compared with the end of
    the quarter before."""
    usual = quarter_end_before(day)
    compared = day_for(reader, compared) if compared else None
    days = (*(each for each in month_ends(max(months_back(day, MONTHS), first), day) if each != day), day)
    asked = Asked(reader, day, compared or (usual if usual >= first else None), days)
    if filters is None or not filters.chosen:
        return asked
    return replace(asked, filters=filters.condition, narrowing=f"&{urlencode(filters.chosen)}")


def show(topic: Topic, asked: Asked, first: date) -> ShownTopic:
    """The topic for a reader."""
    found = _found(topic, asked)
    told, mixed = _told(topic, asked), _mixed(topic, asked)
    painters = _Painters(found, told, mixed, _rows(topic, found, first))
    return ShownTopic(
        lead=topic.lead(found),
        sections=tuple(
            ShownSection(
                section.title,
                section.about,
                tuple(painters.paint(panel) for panel in section.panels if _may_see(asked.reader, panel)),
            )
            for section in topic.sections
        ),
    )


def _may_see(reader: Reader, panel: Panel) -> bool:
    return not isinstance(panel, Drawn) or panel.permission is None or reader.may(panel.permission)


def _found(topic: Topic, asked: Asked) -> Found:
    """The measures of lines over all days; those that only stand beside others or in the lead on two."""
    lines = {each for panel in topic.panels if isinstance(panel, Together) for each in panel.lines.values()}
    drawn = lines | {panel.measure for panel in topic.panels if isinstance(panel, Trended)}
    beside = {each for panel in topic.panels if isinstance(panel, Beside) for each in panel.measures}
    over_time = _evaluated(drawn, asked, sorted({*asked.days, *two_days(asked)}))
    now = _evaluated((beside | set(topic.needs)) - drawn, asked, two_days(asked))
    # What is aimed at is for all children, and says nothing about some of them.
    return Found(asked, over_time | now, Aims([], []) if asked.filters else aims_of(asked.reader.authority))


def _evaluated(measures: set[Measure], asked: Asked, days: list[date]) -> dict[str, dict[date, Shown]]:
    """What measures show, by slug and day."""
    ordered = sorted(measures, key=lambda measure: measure.slug)
    narrowed = [measure for measure in ordered if asked.filters and can_be_narrowed(measure)]
    whole = [measure for measure in ordered if measure not in narrowed]
    results = {
        slug: series
        for group, filters in ((narrowed, asked.filters), (whole, None))
        if group
        for slug, series in evaluate(group, asked.reader.authority, days, filters).items()
    }
    return {slug: {at.as_at: present(at, asked.reader) for at in series} for slug, series in results.items()}


def _rows(topic: Topic, found: Found, first: date) -> MeasureRows:
    """Rows of all the panels that list measures: worked out together, since many rest on the same rows."""
    asked = found.asked
    groups: dict[bool, list[Measure]] = {False: [], True: []}
    for panel in topic.panels:
        if isinstance(panel, Listed):
            groups[bool(asked.filters) and panel_can_be_narrowed(panel)] += panel.measures
    whole, narrowed = (
        measure_rows(
            measures,
            asked.reader,
            asked.day,
            first,
            aims=found.aims,
            compared=asked.compared,
            filters=asked.filters if is_narrowed else None,
        )
        for is_narrowed, measures in groups.items()
    )
    return replace(whole, rows=(*whole.rows, *narrowed.rows))


def _told(topic: Topic, asked: Asked) -> Parts:
    """Parts on the day and on the day of comparison."""
    return _parts([panel for panel in topic.panels if isinstance(panel, Told)], asked, two_days(asked))


def _mixed(topic: Topic, asked: Asked) -> Parts:
    """Parts month by month."""
    return _parts([panel for panel in topic.panels if isinstance(panel, Mixed)], asked, list(asked.days))


def _parts(panels: list[Told] | list[Mixed], asked: Asked, days: list[date]) -> Parts:
    """One query a dimension and relation."""
    by_dimension: dict[tuple[Dimension, bool], list[Measure]] = defaultdict(list)
    for panel in panels:
        by_dimension[panel.dimension, bool(asked.filters) and can_be_narrowed(panel.measure)].append(panel.measure)
    return {
        (slug, dimension.slug): parts
        for (dimension, narrowed), measures in by_dimension.items()
        for slug, parts in breakdown(
            list(dict.fromkeys(measures)),
            dimension,
            asked.reader.authority,
            days,
            asked.filters if narrowed else None,
        ).items()
    }


@dataclass(frozen=True)
class _Painters:
    """Makes panels of figures."""

    found: Found
    told: Parts
    mixed: Parts
    rows: MeasureRows

    def paint(self, panel: Panel) -> ShownPanel:
        """The panel as it is shown."""
        asked = self.found.asked
        match panel:
            case Trended():
                shown = ShownPanel(panel.measure.title, self._trend(panel), links=_links(panel.measure, asked))
            case Together():
                shown = ShownPanel(panel.title, self._together(panel), links=_definitions(panel.lines, asked))
            case Told():
                shown = ShownPanel(panel.title, self._bars(panel), links=_links(panel.measure, asked))
            case Mixed():
                shown = ShownPanel(panel.title, self._areas(panel), links=_links(panel.measure, asked))
            case Listed():
                shown = ShownPanel("", rows=self.rows.of(panel.measures))
            case Drawn():
                links = (*(_links(panel.of, asked) if panel.of else ()), *panel.links(asked))
                shown = ShownPanel(panel.title, panel.draw(asked), about=panel.about, links=links)
            case Beside():
                shown = ShownPanel(panel.title, beside=self._beside(panel))
        return replace(shown, is_whole=bool(asked.filters) and not panel_can_be_narrowed(panel))

    def _series(self, measure: Measure) -> list[Shown]:
        return [self.found.shown[measure.slug][day] for day in self.found.asked.days]

    def _trend(self, panel: Trended) -> Chart:
        trend = trend_of(panel.measure, self._series(panel.measure), self.found.aims)
        return trend_chart(trend, panel.measure.slug, height=HEIGHT, width=WIDTH)

    def _together(self, panel: Together) -> Chart | None:
        lines = tuple(
            Line(name, tuple(point_of(at, None, measure.unit) for at in self._series(measure)))
            for name, measure in panel.lines.items()
        )
        of = next(iter(panel.lines.values()))
        suffix, prefix = SUFFIX.get(of.unit, ""), PREFIX.get(of.unit, "")
        if panel.stacked:
            parts = tuple(Part(line.name, line.points) for line in lines)
            return areas_chart(
                Areas(panel.title, parts, is_count=is_count(of), suffix=suffix, prefix=prefix), slugify(panel.title)
            )
        drawn = Lines(panel.title, lines, is_count=is_count(of), suffix=suffix, prefix=prefix)
        return lines_chart(drawn, slugify(panel.title))

    def _bars(self, panel: Told) -> Chart:
        return told_chart(
            self.found.asked,
            title=panel.title,
            measure=panel.measure,
            dimension=panel.dimension,
            parts=self.told[panel.measure.slug, panel.dimension.slug],
            most=panel.most,
        )

    def _areas(self, panel: Mixed) -> Chart | None:
        return mixed_chart(panel, self.mixed[panel.measure.slug, panel.dimension.slug], self.found.asked)

    def _beside(self, panel: Beside) -> ShownBeside:
        found = self.found
        rows = (
            (
                title,
                tuple(
                    Cell(source, found.now(each), found.before(each), _address(each, found.asked))
                    for source, each in zip(panel.columns, measures, strict=True)
                ),
            )
            for title, measures in panel.rows.items()
        )
        return ShownBeside(panel.columns, tuple(rows), found.asked.compared)


def _definitions(lines: Mapping[str, Measure], asked: Asked) -> tuple[Link, ...]:
    return tuple(
        Link(f"How this is worked out: {name[:1].lower()}{name[1:]}", _address(measure, asked))
        for name, measure in lines.items()
    )


def _links(measure: Measure, asked: Asked) -> tuple[Link, ...]:
    """To the definition; and to the children counted, for those who may see them."""
    links = [Link("How this is worked out", _address(measure, asked), measure.title)]
    if asked.reader.may_see_children and measure.slug in listable_measures():
        narrowing = asked.narrowing if can_be_narrowed(measure) else ""
        address = f"{reverse('dashboards:children')}?as-at={asked.day.isoformat()}&measure={measure.slug}{narrowing}"
        links.append(Link("The children counted", address, measure.title))
    return tuple(links)


def _address(measure: Measure, asked: Asked) -> str:
    return f"{reverse('dashboards:measure', args=[measure.slug])}?as-at={asked.day.isoformat()}"
