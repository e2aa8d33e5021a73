"""Works a topic out for a reader: every panel's figures, with one query a relation for all that they share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.text import slugify

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends, months_back, quarter_end_before
from sufficiency.core.measure import Dimension, Measure, Result, Unit
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.dashboards.charts.areas import Areas, Part, areas_chart
from sufficiency.dashboards.charts.bars import Bar, Bars, bars_chart
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.lines import Line, Lines, lines_chart
from sufficiency.dashboards.charts.trends import Point, point_of, trend_chart, trend_of
from sufficiency.dashboards.children import listable_measures
from sufficiency.dashboards.measure_rows import MeasureRows, measure_rows
from sufficiency.dashboards.words import long_date
from sufficiency.measures.present import DECIMALS, SUFFIX, Shown, present, present_parts, value_text
from sufficiency.strategy.aims import Aims, aims_of

from .topic import Asked, Drawn, Listed, Mixed, Panel, Together, Told, Topic, Trended

MONTHS = 36
HEIGHT, WIDTH = 240, 520
ELSE = "Other"


@dataclass(frozen=True)
class Link:
    """Where a panel leads."""

    text: str
    address: str
    about: str  # said to those who do not see where the link stands


@dataclass(frozen=True)
class ShownPanel:
    """A panel ready to show: a chart or rows, neither where there is nothing to show."""

    title: str
    chart: Chart | None = None
    rows: MeasureRows | None = None
    links: tuple[Link, ...] = ()
    about: str = ""


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
    def charts(self) -> list[Chart]:
        return [panel.chart for section in self.sections for panel in section.panels if panel.chart]


def asked_of(reader: Reader, day: date, first: date, compared: date | None) -> Asked:
    """Month ends of three years up to the day, none before the first return; by default compared with the end of
    the quarter before."""
    usual = quarter_end_before(day)
    days = (*(each for each in month_ends(max(months_back(day, MONTHS), first), day) if each != day), day)
    return Asked(reader, day, compared or (usual if usual >= first else None), days)


def show(topic: Topic, asked: Asked, first: date) -> ShownTopic:
    """The topic for a reader."""
    found = _found(topic, asked)
    told, mixed = _told(topic, asked), _mixed(topic, asked)
    painters = _Painters(found, told, mixed, first)
    return ShownTopic(
        lead=topic.lead(found),
        sections=tuple(
            ShownSection(section.title, section.about, tuple(painters.paint(panel) for panel in section.panels))
            for section in topic.sections
        ),
    )


def _found(topic: Topic, asked: Asked) -> Found:
    """The measures of lines and of the lead, over all days."""
    lines = {each for panel in topic.panels if isinstance(panel, Together) for each in panel.lines.values()}
    trends = {panel.measure for panel in topic.panels if isinstance(panel, Trended)}
    measures = sorted(lines | trends | set(topic.needs), key=lambda measure: measure.slug)
    days = sorted({*asked.days, *([asked.compared] if asked.compared else [])})
    results = evaluate(measures, asked.reader.authority, days, asked.filters) if measures else {}
    shown = {slug: {at.as_at: present(at, asked.reader) for at in series} for slug, series in results.items()}
    return Found(asked, shown, aims_of(asked.reader.authority))


def _told(topic: Topic, asked: Asked) -> Parts:
    """Parts on the day and on the day of comparison."""
    return _parts([panel for panel in topic.panels if isinstance(panel, Told)], asked, _two_days(asked))


def _two_days(asked: Asked) -> list[date]:
    return [asked.day, *([asked.compared] if asked.compared else [])]


def _mixed(topic: Topic, asked: Asked) -> Parts:
    """Parts month by month."""
    return _parts([panel for panel in topic.panels if isinstance(panel, Mixed)], asked, list(asked.days))


def _parts(panels: list[Told] | list[Mixed], asked: Asked, days: list[date]) -> Parts:
    """One query a dimension and relation."""
    by_dimension: dict[Dimension, list[Measure]] = defaultdict(list)
    for panel in panels:
        by_dimension[panel.dimension].append(panel.measure)
    return {
        (slug, dimension.slug): parts
        for dimension, measures in by_dimension.items()
        for slug, parts in breakdown(
            list(dict.fromkeys(measures)), dimension, asked.reader.authority, days, asked.filters
        ).items()
    }


@dataclass(frozen=True)
class _Painters:
    """Makes panels of figures."""

    found: Found
    told: Parts
    mixed: Parts
    first: date

    def paint(self, panel: Panel) -> ShownPanel:
        """The panel as it is shown."""
        asked = self.found.asked
        match panel:
            case Trended():
                return ShownPanel(panel.measure.title, self._trend(panel), links=_links(panel.measure, asked))
            case Together():
                return ShownPanel(panel.title, self._together(panel), links=_definitions(panel.lines, asked))
            case Told():
                return ShownPanel(panel.title, self._bars(panel), links=_links(panel.measure, asked))
            case Mixed():
                return ShownPanel(panel.title, self._areas(panel), links=_links(panel.measure, asked))
            case Listed():
                return ShownPanel("", rows=self._rows(panel))
            case Drawn():
                return ShownPanel(panel.title, panel.draw(asked), about=panel.about)

    def _rows(self, panel: Listed) -> MeasureRows:
        asked = self.found.asked
        return measure_rows(
            panel.measures, asked.reader, asked.day, self.first, aims=self.found.aims, compared=asked.compared
        )

    def _series(self, measure: Measure) -> list[Shown]:
        return [self.found.shown[measure.slug][day] for day in self.found.asked.days]

    def _trend(self, panel: Trended) -> Chart:
        trend = trend_of(panel.measure, self._series(panel.measure), self.found.aims)
        return trend_chart(trend, panel.measure.slug, height=HEIGHT, width=WIDTH)

    def _together(self, panel: Together) -> Chart:
        lines = tuple(
            Line(name, tuple(point_of(at, None, measure.unit) for at in self._series(measure)))
            for name, measure in panel.lines.items()
        )
        of = next(iter(panel.lines.values()))
        drawn = Lines(panel.title, lines, is_count=is_count(of), suffix=SUFFIX.get(of.unit, ""))
        return lines_chart(drawn, slugify(panel.title))

    def _bars(self, panel: Told) -> Chart:
        """The parts that hold anybody on either day, in their declared order, or by size where none is declared."""
        days, reader = _two_days(self.found.asked), self.found.asked.reader
        parts = self.told[panel.measure.slug, panel.dimension.slug]
        columns = [
            present_parts({key: results[place] for key, results in parts.items()}, reader) for place in range(len(days))
        ]
        keys = [key for key in parts if any(_has_something(parts[key][place]) for place in range(len(days)))]
        if not panel.dimension.parts:
            keys.sort(key=lambda key: -(columns[0][key].value or 0))
        groups = tuple(
            Bar(
                panel.dimension.label(key),
                tuple(_float(column[key]) for column in columns),
                tuple(column[key].text for column in columns),
            )
            for key in keys[: panel.most]
        )
        unit = panel.measure.unit
        drawn = Bars(
            title=panel.title,
            of=panel.dimension.title,
            series=tuple(long_date(day) for day in days),
            groups=groups,
            is_count=is_count(panel.measure),
            suffix=SUFFIX.get(unit, ""),
        )
        return bars_chart(drawn, f"{panel.measure.slug}-by-{panel.dimension.slug}")

    def _areas(self, panel: Mixed) -> Chart:
        """The share of each group month by month; a month in which a part is withheld leaves it out."""
        parts = self.mixed[panel.measure.slug, panel.dimension.slug]
        reader, days = self.found.asked.reader, self.found.asked.days
        grouped = {name: [key for key in keys if key in parts] for name, keys in panel.groups.items()}
        named = {key for keys in grouped.values() for key in keys}
        grouped[ELSE] = [key for key in parts if key not in named]
        drawn = []
        for name, keys in grouped.items():
            points = []
            for place, day in enumerate(days):
                shown = present_parts({key: results[place] for key, results in parts.items()}, reader)
                points.append(_share(day, [shown[key] for key in keys], list(shown.values())))
            drawn.append(Part(name, tuple(points)))
        return areas_chart(
            Areas(panel.title, tuple(drawn), is_count=False, suffix="%"),
            f"{panel.measure.slug}-mix-by-{panel.dimension.slug}",
        )


def _share(day: date, part: list[Shown], whole: list[Shown]) -> Point:
    """What part of the whole is, in a hundred; withheld numbers count nowhere."""
    total = sum((Fraction(each.value) for each in whole if each.value is not None), Fraction())
    known = [Fraction(each.value) for each in part if each.value is not None]
    if not total:
        return Point(day, None, "")
    share = 100 * sum(known, Fraction()) / total
    return Point(day, float(share), value_text(share, Unit.PERCENT))


def is_count(measure: Measure) -> bool:
    """Whether its values are whole numbers, which are drawn from zero."""
    return measure.denominator is None and not DECIMALS[measure.unit]


def _has_something(result: Result) -> bool:
    return bool(result.numerator or result.denominator)


def _float(at: Shown) -> float | None:
    return None if at.value is None else float(at.value)


def _definitions(lines: Mapping[str, Measure], asked: Asked) -> tuple[Link, ...]:
    return tuple(
        Link(f"How this is worked out: {name[:1].lower()}{name[1:]}", _address(measure, asked), "")
        for name, measure in lines.items()
    )


def _links(measure: Measure, asked: Asked) -> tuple[Link, ...]:
    """To the definition; and to the children counted, for those who may see them."""
    links = [Link("How this is worked out", _address(measure, asked), measure.title)]
    if asked.reader.may_see_children and measure.slug in listable_measures():
        address = f"{reverse('dashboards:children')}?as-at={asked.day.isoformat()}&measure={measure.slug}"
        links.append(Link("The children counted", address, measure.title))
    return tuple(links)


def _address(measure: Measure, asked: Asked) -> str:
    return f"{reverse('dashboards:measure', args=[measure.slug])}?as-at={asked.day.isoformat()}"
