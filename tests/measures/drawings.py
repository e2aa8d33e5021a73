"""What the charts of the pages tell besides the measures and their tables: numbers that are made for one chart alone.

Charts are read as a board member is shown them; what was counted is read from the same charts as an officer is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.test import RequestFactory

from placements.dimensions import AGE_BAND, PLACEMENT_AUTHORITY, SEXES
from placements.headings import outward_places_from_middle
from sufficiency.core.access import Reader
from sufficiency.core.measure import Tally
from sufficiency.core.roles import ROLES
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.forecast import forecast_page_of
from sufficiency.dashboards.topics.ages import HALF, spans
from sufficiency.dashboards.topics.children import IN_CARE, WHERE
from sufficiency.dashboards.topics.nearness import merged
from sufficiency.dashboards.topics.showing import asked_of, show
from sufficiency.dashboards.topics.telling import REST
from sufficiency.dashboards.topics.topic import Told
from sufficiency.measures.present import SUPPRESSED
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.forecast import assumption_for

CHILDREN, TURNING_18, SOON, TWO, THREE = (
    measure_named(slug).numerator
    for slug in (
        "children-in-care",
        "turning-18-in-coming-year",
        "turning-18-in-6-months",
        "two-plus-placements-percent",
        "three-plus-placements-percent",
    )
)
Cell = tuple[object, str, str]  # what is counted, by what it is told apart, and the part; both empty for the whole
Counts = Mapping[Cell, int]
SMALLEST_ROUNDED = 8
SEX_AND_AGE = "sex and age"


@dataclass(frozen=True)
class Drawn:
    """A number of a chart: the sum of these cells, as it is written."""

    cells: tuple[Cell, ...]
    text: str


@dataclass(frozen=True)
class Drawings:
    """Of one day: what charts write, what was counted of cells that no table has, and which cells add up to others."""

    drawn: tuple[Drawn, ...]
    counted: Counts
    sums: tuple[tuple[Cell, tuple[Cell, ...]], ...]


def drawings(reader: Reader, day: date, compared: date | None, first: date, counted: Counts) -> Drawings:
    """All that the charts about children in care write of a day; ``counted`` is what tables tell of it."""
    officer = replace(reader, roles=(ROLES["commissioning-officer"],))
    seen, known = (_charts(each, day, compared, first) for each in (reader, officer))
    found = [
        *_parts(seen, counted, reader.authority.name),
        *_pyramid(seen, known, counted),
        *_birthdays(seen, known, reader, day),
        *_placements(seen, counted),
        *_compass(seen, reader, day, counted),
    ]
    return Drawings(
        tuple(each for one in found for each in one.drawn),
        {cell: number for one in found for cell, number in one.counted.items()},
        tuple(each for one in found for each in one.sums),
    )


def _charts(reader: Reader, day: date, compared: date | None, first: date) -> dict[str, Chart]:
    asked = asked_of(reader, day, first, compared)
    charts = [chart for topic in (IN_CARE, WHERE) for chart in show(topic, asked, first).charts]
    return {chart.identifier.removeprefix("chart-"): chart for chart in charts}


def _rows(charts: Mapping[str, Chart], name: str) -> dict[str, tuple[str, ...]]:
    """The cells of a chart's table by the first of each row."""
    return {row[0]: row[1:] for row in charts[name].table.rows} if name in charts else {}


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _parts(seen: Mapping[str, Chart], counted: Counts, own: str) -> Iterator[Drawings]:
    """Bars of a count told apart. What is drawn as one is the sum of all parts that are not named."""
    panels = [panel for topic in (IN_CARE, WHERE) for panel in topic.panels if isinstance(panel, Told)]
    bars = [(f"{panel.measure.slug}-by-{panel.dimension.slug}", panel.measure.numerator, panel.dimension)
            for panel in panels if panel.measure.denominator is None]  # fmt: skip
    for name, tally, dimension in (*bars, ("placing-councils", CHILDREN, PLACEMENT_AUTHORITY)):
        parts = {dimension.label(part): (tally, dimension.slug, part) for _, by, part in _of(tally, counted)
                 if by == dimension.slug}  # fmt: skip
        if name == "placing-councils":
            parts = {label: cell for label, cell in parts.items() if label != own and cell[2]}
        rows = {label.removesuffix(", next to us"): row for label, row in _rows(seen, name).items()}
        if parts:
            named = {label: (parts[label],) for label in rows if label != REST}
            rest = tuple(cell for label, cell in parts.items() if label not in rows)
            yield Drawings(tuple(Drawn(named.get(label, rest), row[0]) for label, row in rows.items()), {}, ())


def _of(tally: Tally, counted: Counts) -> Iterator[Cell]:
    return (cell for cell in counted if cell[0] == tally and cell[1])


def _pyramid(seen: Mapping[str, Chart], known: Mapping[str, Chart], counted: Counts) -> Iterator[Drawings]:
    """Girls and boys of each age: parts of each age, of all girls and of all boys."""
    by, bands = SEX_AND_AGE, [part for _, by, part in _of(CHILDREN, counted) if by == AGE_BAND.slug]
    true = _rows(known, "age-pyramid")
    cells: dict[Cell, int] = {}
    sums = []
    for band in bands:
        numbers = true.get(AGE_BAND.label(band), ("0", "0"))
        cells |= {(CHILDREN, by, f"{sex} {band}"): _number(text) for sex, text in zip(SEXES, numbers, strict=False)}
        whole = (CHILDREN, AGE_BAND.slug, band)
        parts = [(CHILDREN, by, f"{sex} {band}") for sex in SEXES]
        other = (CHILDREN, by, f"others {band}")
        cells[other] = counted[whole] - sum(cells[part] for part in parts)
        sums.append((whole, (*parts, other)))
    for sex in SEXES:
        whole = (CHILDREN, "sex", sex)
        if whole in counted:
            sums.append((whole, tuple((CHILDREN, by, f"{sex} {band}") for band in bands)))
    drawn = [
        Drawn(((CHILDREN, by, f"{sex} {band}"),), text)
        for band in bands
        for sex, text in zip(SEXES, _rows(seen, "age-pyramid").get(AGE_BAND.label(band), ()), strict=False)
    ]
    yield Drawings(tuple(drawn), cells, tuple(sums))


def _birthdays(seen: Mapping[str, Chart], known: Mapping[str, Chart], reader: Reader, day: date) -> Iterator[Drawings]:
    """Half years of those who turn 18: the first, and those of the first year, are told as measures too; forecasts add
    up those of years, and those until the strategy ends."""
    halves, months = ([*_rows(each, "turning-18-by-month").values()] for each in (seen, known))
    cells: list[Cell] = [("turning 18", "half year", str(number)) for number in range(len(halves))]
    numbers = [
        sum(_number(text) for (text,) in months[HALF * number : HALF * (number + 1)]) for number in range(len(halves))
    ]
    drawn = [Drawn((cell,), text) for cell, (text,) in zip(cells, halves, strict=True)]
    ends = [span.last for span in spans(day, HALF)]
    drawn += [Drawn(tuple(cells[:halves]), _forecast(reader, day, ends[halves - 1])) for halves in (2, 4)]
    sums: list[tuple[Cell, tuple[Cell, ...]]] = [
        ((TURNING_18, "", ""), tuple(cells[:2])),
        ((SOON, "", ""), tuple(cells[:1])),
    ]
    counted = dict(zip(cells, numbers, strict=True))
    if assumption := assumption_for(reader.authority, day):
        place = next(number for number, end in enumerate(ends) if assumption.ends_on <= end)
        until, after = (("turning 18", word, str(place)) for word in ("until the strategy ends", "after it has ended"))
        last = (assumption.ends_on.year - day.year) * 12 + assumption.ends_on.month - day.month
        counted[until] = sum(_number(text) for (text,) in months[HALF * place : last])
        counted[after] = counted[cells[place]] - counted[until]
        sums.append((cells[place], (until, after)))
        drawn.append(Drawn((*cells[:place], until), _forecast(reader, day, assumption.ends_on)))
    yield Drawings(tuple(drawn), counted, tuple(sums))


def _forecast(reader: Reader, day: date, until: date) -> str:
    """How many turn 18 by a day, as the page of the forecast has it."""
    asked = {"as-at": day.isoformat(), "until": until.isoformat(), "exits-low": 1, "exits-high": 2, "entries": 3}
    page = forecast_page_of(RequestFactory().get("/forecast/", asked), reader)
    return page.rows[1][1].lstrip("\N{MINUS SIGN}") if page.rows else SUPPRESSED


def _placements(seen: Mapping[str, Chart], counted: Counts) -> Iterator[Drawings]:
    """One, two, or three and more placements in a year."""
    whole, two, three = ((tally, "", "") for tally in (CHILDREN, TWO, THREE))
    cells: dict[Cell, int] = {
        ("placements", "number", "One"): counted[whole] - counted[two],
        ("placements", "number", "Two"): counted[two] - counted[three],
    }
    one, exactly_two = cells
    rows = _rows(seen, "placements-of-each-child")
    drawn = [Drawn((cell,), rows[str(cell[2])][0]) for cell in cells] + [Drawn((three,), rows["Three or more"][0])]
    yield Drawings(tuple(drawn), cells, ((whole, (one, two)), (two, (exactly_two, three))))


def _compass(seen: Mapping[str, Chart], reader: Reader, day: date, counted: Counts) -> Iterator[Drawings]:
    """Places with so many children each; those left out, and those of whom no place is known, are the rest."""
    headings, left_out = merged(outward_places_from_middle(reader.authority, day), SMALLEST_ROUNDED, between=False)
    numbers = {each.name: each.children for each in headings} | {"left out": left_out}
    numbers["not placed"] = counted[CHILDREN, "", ""] - sum(numbers.values())
    cells: dict[Cell, int] = {("compass", "place", name): number for name, number in numbers.items()}
    drawn = [Drawn((("compass", "place", name),), row[0]) for name, row in _rows(seen, "compass").items()]
    told = re.search(r": ([\d,]+|a few)\.$", seen["compass"].note) if "compass" in seen else None
    drawn.append(Drawn((("compass", "place", "left out"),), told[1].replace("a few", SUPPRESSED) if told else "0"))
    yield Drawings(tuple(drawn), cells, (((CHILDREN, "", ""), tuple(cells)),))
