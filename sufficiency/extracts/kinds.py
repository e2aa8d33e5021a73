"""What a kind of file is: a declaration in the ``extracts.py`` of the app that owns it.

The engine reads, checks, stores and undoes any kind from its declaration and knows none by name.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .models import Fact, LoadFile, Row
from .problems import Problem, Severity


class ColumnType(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    DATE = "date"
    PARTIAL_DATE = "partial date"  # DD/MM/YYYY with ZZ for an unknown day or month; stored year first
    NUMBER = "whole number"
    AMOUNT = "amount"  # of money, in pounds and pence
    FIGURE = "figure"  # a number with up to four decimals, in a unit that something else says
    YES_NO = "yes or no"
    CODE = "code"
    CODES = "codes"  # several of a list, in one cell, with semicolons between them; kept as an array
    POSTCODE = "postcode"


@dataclass(frozen=True)
class Code:
    """One code of a list: its label and the return years in which it may be used (None: no bound)."""

    label: str
    first_year: int | None = None
    last_year: int | None = None
    stored_as: str | None = None  # what an older code is called today, such as F for 2 of SEX


@dataclass(frozen=True)
class Form:
    """How a text must be written: a regular expression for all of it, in capitals, and the same in words."""

    pattern: str
    words: str


@dataclass(frozen=True)
class Column:
    """A column of a file and the field of the model that keeps it."""

    name: str
    field: str
    type: ColumnType = ColumnType.TEXT
    codes: Mapping[str, Code] = dataclasses.field(default_factory=dict)
    required: bool = False  # a blank cell is an error
    optional: bool = False  # the file may lack the column: its cells are then blank
    not_future: bool = False  # a date after the day of loading is an error
    least: int = 0  # of a whole number or an amount
    most: int = 32_767
    form: Form | None = None  # of a text
    means: str = ""  # in plain words, for the guide
    example: str | None = None  # cell of the template; made from type and codes when not given


@dataclass(frozen=True)
class Check:
    """A rule over the rows of a :class:`Scan`: ``where`` is true, in SQL, of a row at fault.

    ``value`` is the SQL of the cell's value; the SQL expressions in ``details`` fill the
    placeholders ``{0}``, ``{1}`` of the message.
    """

    code: str
    severity: Severity
    column: str
    message: str
    where: str
    value: str = "''"
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scan:
    """Rules that one pass over the stored rows decides.

    ``rows`` is a SELECT with at least a column ``line`` (null for what concerns the file as a whole).
    It and the rules may use the parameters of :func:`sufficiency.extracts.scanning.parameters`.
    Errors are looked for first, in all rows that could be stored; warnings afterwards, when
    faulty rows are gone and every file of the load is in.
    """

    rows: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Family:
    """Kinds that are derived together.

    ``derive`` is called once per load or undo, inside its transaction, with the authority's code
    (blank for published data) and the ids of the files whose rows began or ceased to count.
    """

    slug: str
    title: str
    derive: Callable[[str, Sequence[int]], None]


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    ``rest`` names a field that keeps columns without a field of their own, as one JSON object from the
    column's name in small letters to its text: every unknown column, and the declared ones whose field
    it is. ``rename`` turns the header's names, in capitals, into those of the declaration, for layouts
    that change from release to release. ``inspect`` looks at the rows as stored, before any rule, and
    says which dataset they are and what is wrong with them; it raises FileFault when they are none.
    ``not_needed`` columns are passed over in silence, where any other is named in a warning.
    """

    slug: str
    title: str
    family: Family
    model: type[Row]
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # fields that together name a row within one file
    scans: tuple[Scan, ...] = ()
    not_needed: frozenset[str] = frozenset()  # columns, in capitals, that files have and the tracker does not keep
    may_be_empty: bool = False  # a file with a header and no rows is sound
    rest: str = ""
    rename: Callable[[Sequence[str]], list[str]] = list
    inspect: Callable[[LoadFile], tuple[str, list[Problem]]] | None = None

    @property
    def is_published(self) -> bool:
        """Whether its rows belong to no authority and no return year."""
        return not issubclass(self.model, Fact)

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """Columns with a field of their own."""
        return tuple(column for column in self.columns if column.field != self.rest)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that keep a row's cells, in the order in which they are stored."""
        return (*(column.field for column in self.own_columns), *((self.rest,) if self.rest else ()))

    @property
    def table(self) -> str:
        """The table that keeps the rows."""
        return self.model._meta.db_table

    def longest(self, column: Column) -> int | None:
        """How many characters a value of a column may have."""
        longest: int | None = getattr(self.model._meta.get_field(column.field), "max_length", None)
        return longest

    def column_of(self, field_name: str) -> str:
        """The column of the file that a field keeps."""
        return next((column.name for column in self.columns if column.field == field_name), field_name)


_KINDS: dict[str, Kind] = {}
_PLACES: dict[str, int] = {}


def register(*kinds: Kind, place: int = 50) -> None:
    """Make kinds known; each app does so in its ``ready()``. In lists those of a lower ``place`` come first."""
    for kind in kinds:
        if kind.slug in _KINDS:
            raise ValueError(f"Two kinds are called {kind.slug}.")
        _KINDS[kind.slug], _PLACES[kind.slug] = kind, place


def all_kinds() -> tuple[Kind, ...]:
    """Every kind: a council's own before published data, by their places, then as they were declared."""
    return tuple(sorted(_KINDS.values(), key=lambda kind: (kind.is_published, _PLACES[kind.slug])))


def kind_named(slug: str) -> Kind:
    """The kind of that slug; KeyError when there is none."""
    return _KINDS[slug]


def recognise(names: Iterable[str], kinds: Sequence[Kind]) -> Kind | None:
    """The kind whose columns a header holds, or comes nearest to; None when it resembles none.

    A header that lacks a column or two is still taken for its kind, so that the missing columns
    can be named. Names are compared as given: bring them to upper case first.
    """
    names = list(names)

    def share(kind: Kind) -> float:
        wanted = {column.name for column in kind.columns if not column.optional}
        return len(wanted.intersection(kind.rename(names))) / len(wanted)

    best = max(kinds, key=lambda kind: (share(kind), len(kind.columns)), default=None)
    return best if best is not None and share(best) >= NEAR_ENOUGH else None


# The least share of a kind's columns that a header must hold to be taken for that kind.
NEAR_ENOUGH = 0.6
