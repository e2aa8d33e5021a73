"""What a report says: texts ready to print, and charts. It is kept as JSON and read back from it unchanged.

Reports stay as long as the board's papers, so every later version must read what an earlier one kept: a field that is
added has a default, and none is taken away or means something else (``docs/report/content.json`` is tried by a test).
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sufficiency.core.measure import Unit
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.status import Status
from sufficiency.measures.present import SUPPRESSED


@dataclass(frozen=True)
class Said:
    """What an officer says of a figure, and of which day the figure is."""

    text: str
    caveat: str
    officer: str
    as_at: date
    status: str  # of Commentary: drafts stand in drafts alone


@dataclass(frozen=True)
class Earlier:
    """A figure of an earlier day; a dash where none can be shown."""

    day: date
    text: str


@dataclass(frozen=True)
class Line:
    """A measure: what it was, is and should be, and what was published of others. Texts are empty where there is none.

    ``published`` is the year of the benchmarks.
    """

    slug: str
    title: str
    definition: str
    technical: str
    source: str
    unit: str
    figure: str
    numerator: str
    denominator: str
    is_rounded: bool
    sentence: str
    unknown: str
    aim: str
    aim_name: str
    status: Status
    quarter_before: Earlier
    year_before: Earlier
    neighbours: str
    england: str
    published: str
    chart: Chart
    commentary: Said | None

    @property
    def ratio(self) -> str:
        """``194 of 476``; empty where it is no share or rate, or the counts are rounded or withheld."""
        is_share = self.unit in (Unit.PERCENT, Unit.PER_10000) and self.denominator
        if not is_share or self.is_rounded or SUPPRESSED in (self.numerator, self.denominator):
            return ""
        return f"{self.numerator} of {self.denominator}"


@dataclass(frozen=True)
class Section:
    """Measures of a priority, or others of a theme, which has no number."""

    number: int | None
    title: str
    why: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """``2. More children living in the area``."""
        return f"{self.number}. {self.title}" if self.number is not None else self.title


@dataclass(frozen=True)
class Task:
    """An action on the day. ``of`` is the priority or the meeting that it belongs to."""

    of: str
    reference: str
    text: str
    owner: str
    due: str
    is_overdue: bool
    status: str
    note: str


@dataclass(frozen=True)
class Card:
    """A challenge card on the day."""

    reference: str
    asked_by: str
    asked_on: date
    text: str
    response: str
    status: str
    is_overdue: bool


@dataclass(frozen=True)
class Content:
    """All of a report. ``code`` is the council's, ``reaches`` the last day that the loaded returns speak for."""

    council: str
    code: str
    day: date
    quarter_before: date
    year_before: date
    reaches: date
    strategy: str
    lead: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    resolved: tuple[Task, ...]
    cards: tuple[Card, ...]
    is_demo: bool

    @property
    def title(self) -> str:
        """What the report is called."""
        return f"Report to the corporate parenting board: {self.day.day} {self.day:%B %Y}"

    @property
    def lines(self) -> list[Line]:
        """Every measure, in order."""
        return [line for section in self.sections for line in section.lines]

    @property
    def charts(self) -> list[Chart]:
        return [line.chart for line in self.lines]

    @property
    def without_others(self) -> str:
        """Why nothing is compared with others; empty when something is."""
        if any(line.published for line in self.lines):
            return ""
        return "No published figures of other councils are held for a year that had ended by this day."

    @property
    def drafts(self) -> int:
        """How many commentaries are drafts yet."""
        return sum(line.commentary is not None and line.commentary.status == "DRAFT" for line in self.lines)

    @property
    def tasks_by_priority(self) -> Iterator[tuple[str, list[Task]]]:
        """The strategy's actions, priority by priority."""
        for of in dict.fromkeys(task.of for task in self.tasks):
            yield of, [task for task in self.tasks if task.of == of]


def as_json(content: Content) -> dict[str, Any]:
    """The content as plain values; days as ISO writes them."""
    return {name: _plain(value) for name, value in asdict(content).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def from_json(kept: Mapping[str, Any]) -> Content:
    """The content that :func:`as_json` was given. Raises KeyError when something is missing that has no default."""
    content: Content = _read(Content, kept)
    return content


def _read(kind: Any, kept: Any) -> Any:
    """A kept value as its type: a dataclass, a tuple of one kind, a day, one of these or None, or as it is."""
    if get_origin(kind) is UnionType:
        (kind,) = (each for each in get_args(kind) if each is not type(None))
        return None if kept is None else _read(kind, kept)
    if get_origin(kind) is tuple:
        of, *_ = get_args(kind)
        return tuple(_read(of, each) for each in kept)
    if is_dataclass(kind):
        types = get_type_hints(kind)
        needed = (each.name for each in fields(kind) if each.name in kept or _has_no_default(each))
        return kind(**{name: _read(types[name], kept[name]) for name in needed})  # type: ignore[operator]
    return date.fromisoformat(kept) if kind is date else kept


def _has_no_default(declared: Field[Any]) -> bool:
    return declared.default is MISSING and declared.default_factory is MISSING
