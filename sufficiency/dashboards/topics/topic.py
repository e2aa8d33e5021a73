"""What pages of figures are made of: sections of panels, each a picture with its table, or rows of measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import Q

from sufficiency.core.access import Reader
from sufficiency.core.measure import Dimension, Measure
from sufficiency.core.roles import Permission
from sufficiency.dashboards.charts.chart import Chart

if TYPE_CHECKING:
    from .showing import Found


T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What a page speaks for: the day, the day it is compared with, and the days its lines run over, the last of
    them the day itself. ``filters`` narrow the children counted, ``narrowing`` says so
    in an address."""

    reader: Reader
    day: date
    compared: date | None
    days: tuple[date, ...]
    filters: Q | None = None
    narrowing: str = ""
    _found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, found: Callable[[], T]) -> T:
        """What several panels rest on, worked out when the first of them asks."""
        if name not in self._found:
            self._found[name] = found()
        return cast(T, self._found[name])


@dataclass(frozen=True)
class Link:
    """Where a panel leads. ``about`` is said to those who do not see where the link stands."""

    text: str
    address: str
    about: str = ""


def can_be_narrowed(measure: Measure) -> bool:
    """Whether filters of children apply to all that a measure counts."""
    return all(tally.relation.filterable for tally in measure.tallies())


@dataclass(frozen=True)
class Trended:
    """One measure over time, against its target or trajectory."""

    measure: Measure


@dataclass(frozen=True)
class Together:
    """At most four measures of one unit over time, each named where its line ends; ``stacked`` where they are parts of
    a whole."""

    title: str
    lines: Mapping[str, Measure]
    stacked: bool = False


@dataclass(frozen=True)
class Told:
    """A measure told apart on the day, beside the day it is compared with."""

    title: str
    measure: Measure
    dimension: Dimension
    most: int = 12  # groups drawn; the rest are added up, where they can be


@dataclass(frozen=True)
class Mixed:
    """A count told apart month by month, as shares of a whole that is always a hundred, or as the numbers they are.

    ``groups`` name at most three sets of parts; whatever else there is comes to ``rest``.
    """

    title: str
    measure: Measure
    dimension: Dimension
    groups: Mapping[str, tuple[str, ...]]
    rest: str = "Other"
    as_numbers: bool = False


@dataclass(frozen=True)
class Listed:
    """Measures a row each: value, target, standing, earlier, and what was published of others."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Beside:
    """The same measures of several sources side by side: a row each by its title, a measure for each of ``columns``."""

    title: str
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Measure, ...]]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for row in self.rows.values() for measure in row)


@dataclass(frozen=True)
class Drawn:
    """A chart of its own making; None where there is nothing to draw. ``about`` stands above it.

    ``of`` is the measure whose definition and list stand behind it, ``links`` lead elsewhere besides.
    """

    title: str
    draw: Callable[[Asked], Chart | None]
    about: str = ""
    of: Measure | None = None
    links: Callable[[Asked], tuple[Link, ...]] = field(default=lambda _asked: ())
    permission: Permission | None = None  # without it the reader does not see the panel
    narrowed: bool = False  # whether it heeds the filters asked for


Panel = Trended | Together | Told | Mixed | Listed | Beside | Drawn


def measures_of(panel: Panel) -> tuple[Measure, ...]:
    """What a panel shows."""
    match panel:
        case Together(lines=lines):
            return tuple(lines.values())
        case Listed(measures=measures) | Beside(measures=measures):
            return measures
        case Drawn(of=measure):
            return (measure,) if measure else ()
        case _:
            return (panel.measure,)


def panel_can_be_narrowed(panel: Panel) -> bool:
    """Whether filters of children apply to all that a panel shows."""
    return panel.narrowed if isinstance(panel, Drawn) else all(map(can_be_narrowed, measures_of(panel)))


@dataclass(frozen=True)
class Section:
    """Panels under a heading."""

    title: str
    panels: tuple[Panel, ...]
    about: str = ""


@dataclass(frozen=True)
class Topic:
    """A page. ``question`` is its heading; ``lead`` answers it in a sentence or two from what was found."""

    slug: str
    title: str
    question: str
    lead: Callable[["Found"], str]
    sections: tuple[Section, ...]
    needs: tuple[Measure, ...] = field(default=())  # what the lead speaks of besides the panels' measures
    menu: str = "Children"  # the section of the menu that leads to it

    @property
    def panels(self) -> list[Panel]:
        return [panel for section in self.sections for panel in section.panels]

    @property
    def can_be_narrowed(self) -> bool:
        """Whether filters of children apply to any panel."""
        return any(panel_can_be_narrowed(panel) for panel in self.panels)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All that it shows, each once."""
        return tuple(dict.fromkeys((*self.needs, *(each for panel in self.panels for each in measures_of(panel)))))
