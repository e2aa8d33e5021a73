"""What a measure is: a declared object that says what it counts, and the arithmetic from counts to a result.

A measure counts rows of intervals. A child is in care *from* a day *until* a day, has had three
placements in a year *from* a day *until* a day, and so on: the count at D is the number of
intervals that cover D, and a monthly series is a running sum over the days on which they begin
and end. One declaration gives both, so they cannot disagree. :mod:`sufficiency.core.tally` counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import Expression, F, Q, QuerySet

from .area import Area, within
from .functions import Moment

Number = int | Fraction
NOT_KNOWN = "Not known"


class Unit(StrEnum):
    """What a value is counted in."""

    CHILDREN = "children"
    YOUNG_PEOPLE = "young people"
    PERCENT = "%"
    PER_10000 = "per 10,000"
    HOUSEHOLDS = "households"
    APPLICATIONS = "applications"
    ALLEGATIONS = "allegations"
    INCIDENTS = "incidents"
    HOMES = "homes"
    PLACES = "places"
    PLACEMENTS = "placements"
    DAYS = "days"
    POUNDS_A_WEEK = "pounds a week"
    POUNDS_A_YEAR = "pounds a year"
    CASES = "care leavers for each full-time post"
    SCORE = "score"


PEOPLE = (Unit.CHILDREN, Unit.YOUNG_PEOPLE)


class Better(StrEnum):
    """Which direction a council hopes for."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True)
class Dimension:
    """What people are told apart by: every member of a cohort is in exactly one part, so that parts add up.

    ``parts`` are labels by key, in the order in which they are shown; the key of what is not known is empty.
    A dimension without them has the parts that its rows have, each labelled by its own key.
    """

    slug: str
    title: str
    parts: Mapping[str, str] = field(compare=False)

    def label(self, key: str) -> str:
        """What people call a part."""
        return self.parts.get(key, key) or NOT_KNOWN


@dataclass(frozen=True)
class Relation:
    """Rows of intervals, one for each member of a cohort on any day: a queryset and the names of its two ends.

    ``filterable`` says that the rows carry where and how the child lives, so that a reader's
    filters apply to them; ``in_care`` that each is of a ``child`` who is in care on all of its days, so that where and
    how the child lives can be listed. ``kinds`` are the slugs of the kinds of file from which the rows follow; without
    any file or entry of those in ``needs`` nothing is known. ``lists`` is what a drill-down lists. ``parts`` gives for
    each dimension by which the rows can be told apart the expression of a row's part on a day. Rows count from
    ``since`` and up to ``until`` only, where these are told and the row names such a day. ``people``, of rows that are
    events, are those whom they happened to, each once. ``flows`` are those whose number follows from that of these and
    from how many are in care on two days, which everybody knows.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    starts: str = "starts"
    ends: str = "ends"
    since: Moment | None = None
    until: Moment | None = None
    filterable: bool = False
    in_care: bool = False
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    lists: str = ""
    parts: Mapping[Dimension, Callable[[date], Expression | F]] = field(default_factory=dict, compare=False)
    people: "Relation | None" = field(default=None, compare=False)
    flows: "Callable[[], tuple[Relation, ...]]" = field(default=tuple, compare=False)

    def of(self, area: Area, filters: Q | None = None) -> QuerySet[Any]:
        """The rows of an area that meet a reader's filters. Raises ValueError when they cannot be filtered."""
        rows = within(self.rows(), area)
        if filters is None:
            return rows
        if not self.filterable:
            raise ValueError(f"{self.name} cannot be filtered.")
        return rows.filter(filters)

    def at(self, area: Area, day: date, filters: Q | None = None) -> QuerySet[Any]:
        """Those of them that cover a day."""
        rows = self.of(area, filters).filter(**{f"{self.starts}__lte": day, f"{self.ends}__gt": day})
        if since := self.since:
            rows = rows.filter(Q(**{f"{since.field}__lte": since.named_by(day)}) | Q(**{since.field: None}))
        if until := self.until:
            rows = rows.filter(Q(**{f"{until.field}__gt": until.named_by(day)}) | Q(**{until.field: None}))
        return rows


@dataclass(frozen=True)
class Tally:
    """How many rows of a relation meet a condition; all of them when there is none.

    With ``amount``, the name of a number that the rows carry, the exact sum of it over those rows.
    """

    relation: Relation
    where: Q | None = None
    amount: str = ""


Counts = Mapping[Tally, Number]


@dataclass(frozen=True)
class Result:
    """A measure at a day. Exact: nothing is rounded before it is shown.

    ``groups`` are the numbers of children the value rests on or leaves: what the presenter looks at
    before it shows a value to somebody who must not learn about single children. ``left_out`` are those of a known
    number of whom the value says nothing: a few follow from how many it rests on. ``told`` are a whole that the
    numerator is part of and its other parts, as far as they are told: what is left follows from them. ``at_most`` is
    what the value would be were every child counted in ``unknown`` counted in the numerator too.
    """

    measure: "Measure"
    authority: Area
    as_at: date
    numerator: Number | None
    denominator: Number | None
    value: Number | None
    unknown: int
    groups: tuple[Number, ...]
    at_most: Number | None = None
    note: str = ""
    left_out: Number = 0
    told: tuple[Number, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A count, or a percentage when it has a denominator. Percentages run 0 to 100.

    A numerator that sums an amount makes it a sum, or a mean over the denominator. ``lag`` is how many months it
    takes until a figure is complete; ``smallest`` the smallest number of people shown to somebody who must not
    learn about single ones. ``also_needs`` are slugs like those that its relations need. ``among`` counts the cohort of
    which the denominator leaves out those of whom too little is known. ``told_with`` are a whole that other measures
    tell, and those of its parts which they tell besides the numerator.
    """

    slug: str
    title: str
    definition: str = field(metadata={"help": "For everybody, in plain words."})
    technical: str = field(metadata={"help": "For analysts: fields and codes."})
    source: str
    unit: Unit
    better: Better
    numerator: Tally
    denominator: Tally | None = None
    unknown: Tally | None = None
    lag: int = 0
    smallest: int = 6
    also_needs: tuple[str, ...] = ()
    among: Tally | None = None
    told_with: tuple[Tally, ...] = ()

    def tallies(self) -> tuple[Tally, ...]:
        """What must be counted to work this measure out."""
        return tuple(tally for tally in (self.numerator, self.denominator, self.unknown) if tally is not None)

    def withheld_with(self, dimension: Dimension | None = None) -> tuple[Tally, ...]:
        """Counts that are needed to know what to withhold alone: of the whole, or of the parts of a dimension.

        Those whom events happened to; of the whole besides those who follow from it and from what everybody knows.
        """
        relations = [tally.relation for tally in self.tallies()]
        people = [of for each in relations if (of := each.people) and (not dimension or dimension in of.parts)]
        whole = [tally.relation for tally in self.tallies() if tally.where is None and not tally.amount]
        flows = [] if dimension else [flow for each in whole for flow in each.flows()]
        among = [self.among] if self.among and (not dimension or dimension in self.among.relation.parts) else []
        told = [each for each in self.told_with if not dimension or dimension in each.relation.parts]
        return (*(Tally(each) for each in dict.fromkeys((*people, *flows))), *among, *told)

    @property
    def kinds(self) -> frozenset[str]:
        """Slugs of the kinds of file whose rows could move this measure."""
        return frozenset(kind for tally in self.tallies() for kind in tally.relation.kinds)

    @property
    def needs(self) -> tuple[str, ...]:
        """Slugs of the kinds of file and registers without which nothing is known of it."""
        slugs = (slug for tally in self.tallies() for slug in tally.relation.needs)
        return tuple(dict.fromkeys((*slugs, *self.also_needs)))

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What it can be told apart by: what all its rows can."""
        held = [tally.relation.parts for tally in self.tallies()]
        return tuple(dimension for dimension in held[0] if all(dimension in parts for parts in held))

    @staticmethod
    def prepare(area: Area) -> Any:  # noqa: ARG004 - for those that need something
        """What besides counts such measures need of an area; asked once for all that share it, and for all days.

        ``result`` is given what was prepared for the whole area also when it is asked of one authority of it.
        """
        return None

    def result(self, area: Area, day: date, counts: Counts, prepared: Any) -> Result:
        """From counts to numerator, denominator, value and unknown."""
        numerator = counts[self.numerator]
        denominator = counts[self.denominator] if self.denominator else None
        unknown = int(counts[self.unknown]) if self.unknown else 0
        groups: tuple[Number, ...]
        if self.numerator.amount:
            value, at_most = _mean(numerator, denominator), None
            people = numerator if self.unit in PEOPLE else None
            groups = tuple(number for number in (people, denominator) if number is not None)
        else:
            value, at_most = (_value(number, denominator) for number in (numerator, numerator + unknown))
            groups = (numerator,) if denominator is None else (numerator, denominator, denominator - numerator)
        others = (self.among, *self.told_with)
        beside = [counts.get(tally, 0) for tally in self.withheld_with() if tally not in others]
        left_out = max(0, counts.get(self.among, 0) - (denominator or 0)) if self.among else 0
        if self.among and not self.numerator.amount:
            beside.append(left_out)  # of a share and its numerator anybody knows the denominator
        return Result(
            measure=self,
            authority=area,
            as_at=day,
            numerator=numerator,
            denominator=denominator,
            value=value,
            unknown=unknown,
            groups=(*groups, *beside),
            at_most=at_most,
            left_out=left_out,
            told=tuple(counts.get(each, 0) for each in self.told_with),
        )


def _value(numerator: Number, denominator: Number | None) -> Number | None:
    """The count itself, or its percentage; None of nothing."""
    if denominator is None:
        return numerator
    return Fraction(100 * numerator) / denominator if denominator else None


def _mean(total: Number, denominator: Number | None) -> Number | None:
    """The sum itself, or its share of one; None of nothing."""
    if denominator is None:
        return total
    return Fraction(total) / denominator if denominator else None
