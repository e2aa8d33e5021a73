"""The age pyramid of the children in care, and when they turn 18."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from django.db.models import Q

from placements.coming_of_age import birthdays_to_come
from placements.dimensions import AGE_BAND, SEXES
from sufficiency.core.area import ENGLAND
from sufficiency.core.dates import months_back
from sufficiency.core.measure import Measure, Result
from sufficiency.core.rounding import shown as rounded
from sufficiency.core.tally import breakdown
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.columns import Column, Columns, columns_chart
from sufficiency.dashboards.charts.pyramid import Ages, Pyramid, Whole, pyramid_chart
from sufficiency.dashboards.words import long_date
from sufficiency.measures.present import NOT_KNOWN, SUPPRESSED, Shown, present, present_table
from sufficiency.measures.registry import measure_named
from sufficiency.strategy.populations import ages_of

from .telling import as_float
from .topic import Asked

CHILDREN, TURNING_18 = measure_named("children-in-care"), measure_named("turning-18-in-coming-year")
# Of the children in care in England on 31 March 2020, so many in a hundred: Department for Education, Children looked
# after in England including adoptions, 2019 to 2020, whose text names the largest group alone.
IN_CARE_IN_ENGLAND = {"10-15": 39}
WITHOUT_POPULATION = (
    "England is of the children in care there on 31 March 2020: the Department for Education's text names the largest "
    "group alone. The "
    "estimates of the local population that are loaded do not tell ages apart."
)
IN_CARE = Whole("In care", "Of those in our care", "of the children in our care")
IN_CARE_THERE = Whole("England", "Of those in care in England", "of those in care in England")
LIVING = {"here": Whole("All here", "Of all children here", "of all children here"),
          "there": Whole("England", "Of all children in England", "of all children in England")}  # fmt: skip
MONTHS, YEAR, HALF = 24, 12, 6


def age_pyramid(asked: Asked) -> Chart:
    """Girls and boys by age group. Where either number of a group is withheld both are, and never one group alone."""
    everybody = _by_age(asked)
    by_sex = {sex: _by_age(asked, Q(child__sex=sex)) for sex in SEXES}
    cells = present_table({f"{sex} {band}": at for sex in SEXES for band, at in by_sex[sex].items()}, asked.reader)
    # A group is as small as the smaller of its two numbers: its row would tell them apart.
    rows = present_table(
        {
            band: replace(at, groups=tuple(by_sex[sex][band].value or 0 for sex in SEXES))
            for band, at in everybody.items()
            if band
        },
        asked.reader,
    )
    whole = present(_whole(list(everybody.values())), asked.reader)
    beside, note = _beside(asked)
    groups = tuple(
        _ages(
            band,
            row,
            {sex: cells[f"{sex} {band}"] for sex in SEXES},
            whole,
            tuple(shares.get(band, NOT_KNOWN) for _, shares in beside),
        )
        for band, row in rows.items()
    )
    drawn = Pyramid(f"Age and sex on {long_date(asked.day)}", groups, (IN_CARE, *(of for of, _ in beside)))
    return pyramid_chart(drawn, "age-pyramid", note)


def _beside(asked: Asked) -> tuple[list[tuple[Whole, dict[str, str]]], str]:
    """The shares that stand beside those of the children in our care, by band, and what must be known of them.

    Those of all children who live here, and in England, where the loaded estimates tell ages apart; without any what
    is known of the children in care in England.
    """
    here, there = asked.reader.authority.code, ENGLAND.code
    known = ages_of([here, there], asked.day)
    if here not in known:
        return [(IN_CARE_THERE, {band: f"{share}%" for band, share in IN_CARE_IN_ENGLAND.items()})], WITHOUT_POPULATION
    found = [(LIVING[of], known[code]) for of, code in (("here", here), ("there", there)) if code in known]
    years = " and ".join(dict.fromkeys(str(ages.mid_year) for _, ages in found))
    note = f"All children: 0 to 17 year olds by the loaded population estimates for the middle of {years}."
    return [(of, {band: _percent(share) for band, share in ages.shares.items()}) for of, ages in found], note


def _by_age(asked: Asked, also: Q | None = None) -> dict[str, Result]:
    filters = asked.filters if also is None else also & (asked.filters or Q())
    parts = breakdown([CHILDREN], AGE_BAND, asked.reader.authority, [asked.day], filters)[CHILDREN.slug]
    return {band: results[0] for band, results in parts.items()}


def _whole(parts: list[Result]) -> Result:
    number = sum(int(part.value or 0) for part in parts)
    return replace(parts[0], value=number, numerator=number, groups=(number,))


def _ages(band: str, row: Shown, cells: dict[str, Shown], whole: Shown, beside: tuple[str, ...]) -> Ages:
    hidden = row.suppressed or any(cell.suppressed for cell in cells.values())
    girls, boys = ((None, SUPPRESSED) if hidden else (as_float(cells[sex]), cells[sex].text) for sex in ("F", "M"))
    share = SUPPRESSED if hidden or whole.value is None or row.value is None else _share(row, whole)
    return Ages(
        AGE_BAND.label(band),
        girls[0],
        boys[0],
        girls[1],
        boys[1],
        (share, *beside),
    )


def _share(part: Shown, whole: Shown) -> str:
    """In whole hundredths, as England's are published."""
    return _percent(Fraction(part.value or 0) / whole.value) if whole.value else ""


def _percent(share: Fraction) -> str:
    return f"{rounded(100 * share, 0)}%"


@dataclass(frozen=True)
class Span:
    """Days after ``after`` and up to ``last``."""

    after: date
    last: date

    @property
    def name(self) -> str:
        """``December 2020`` for a whole month, else its first and last day."""
        first = self.after + timedelta(days=1)
        whole = first.day == 1 and (self.last + timedelta(days=1)).day == 1
        if whole and (first.year, first.month) == (self.last.year, self.last.month):
            return f"{self.last:%B %Y}"
        return f"{long_date(first)} to {long_date(self.last)}"


def turning_18(asked: Asked) -> Chart | None:
    """Who turns 18 in each of the coming 24 months; for those who may not see children in half years, since fewer
    turn 18 in a month than may be shown."""
    length = 1 if asked.reader.may_see_children else HALF
    times = list(spans(asked.day, length))
    birthdays = birthdays_to_come(asked.reader.authority, asked.day, times[-1].last, asked.filters)
    counted = Counter(next(n for n, span in enumerate(times) if on <= span.last) for on in birthdays)
    shown: list[Shown] = []
    # How many turn 18 in the coming year is told elsewhere, so the spans of one year are parts of a whole.
    for year in range(0, len(times), YEAR // length):
        parts = {f"{n}": _number(TURNING_18, asked, counted[n]) for n in range(year, year + YEAR // length)}
        shown += present_table(parts, asked.reader).values()
    until = "" if length == 1 else "to "
    columns = tuple(
        Column(span.name, f"{until}{span.last:%b %Y}", (as_float(each),), (each.text,))
        for span, each in zip(times, shown, strict=True)
    )
    drawn = Columns("Children in our care who turn 18", "When", ("Children",), columns)
    return columns_chart(drawn, "turning-18-by-month")


def spans(day: date, length: int) -> Iterator[Span]:
    """From a day on: each ends on the same day of a month as it, or on the last of a month with it."""
    is_end = (day + timedelta(days=1)).day == 1
    following = day + timedelta(days=1)
    ends = [
        months_back(following, -months) - timedelta(days=1) if is_end else months_back(day, -months)
        for months in range(0, MONTHS + 1, length)
    ]
    for after, last in pairwise(ends):
        yield Span(after, last)


def _number(measure: Measure, asked: Asked, number: int) -> Result:
    """A count of the kind that a measure makes."""
    return Result(measure, asked.reader.authority, asked.day, number, None, number, 0, (number,))
