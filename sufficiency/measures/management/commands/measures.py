"""Print measures of an authority, at a date or month by month. Scripts depend on the shape of the JSON."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.area import ENGLAND, Area
from sufficiency.core.dates import month_ends, parse_day
from sufficiency.core.measure import Measure, Number, Result
from sufficiency.core.models import Authority
from sufficiency.core.rounding import shown
from sufficiency.core.tally import BY_AUTHORITY, breakdown, dimensions_of, evaluate
from sufficiency.measures.present import value_text
from sufficiency.measures.reading import default_as_at, first_day
from sufficiency.measures.registry import all_measures, measure_named

HEADINGS = ("measure", "authority", "as_at", "numerator", "denominator", "value", "unknown", "unit")
PART = "part"  # one more, when measures are told apart
AREAS = {"england": ENGLAND}
Told = tuple[str | None, Result]  # a part in words, when measures are told apart


class Command(BaseCommand):
    """``manage.py measures --authority E06000059 --as-at 2020-11-30 --format json``."""

    help = "Print measures of an authority or of all, whole or told apart, at a date or for every month-end of a range."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One authority or all; one date or a range; some measures or all; for people or for programs."""
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--authority", help="ONS code, such as E06000059")
        where.add_argument("--area", choices=sorted(AREAS), help="every authority that has made a return, as one")
        parser.add_argument("--by", metavar="DIMENSION", help="tell measures apart, as by sex or authority")
        parser.add_argument("--measure", action="append", dest="slugs", metavar="SLUG", help="repeat for several")
        parser.add_argument("--as-at", help="YYYY-MM-DD; today, or where the loaded returns end, when left out")
        parser.add_argument("--from", dest="first", help="first month of a series")
        parser.add_argument("--to", dest="last", help="last month of a series")
        parser.add_argument("--every", choices=["month"], help="one result for each month-end of the range")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, **options: Any) -> None:
        """Work the measures out and print them."""
        area = AREAS[options["area"]] if options["area"] else _authority(options["authority"])
        measures = _measures(options["slugs"])
        days = _days(area, options)
        if isinstance(area, Authority):
            self._warn_of_unknown_days(area, days[0])
        by = options["by"]
        results = _told_apart(measures, by, area, days) if by else _whole(measures, area, days)
        if options["format"] == "table":
            self.stdout.write(table(results))
            return
        rows = [as_row(result) | ({PART: part} if by else {}) for part, result in results]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=2))
        else:
            writer = csv.DictWriter(self.stdout, [*HEADINGS, PART] if by else HEADINGS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def _warn_of_unknown_days(self, authority: Authority, earliest: date) -> None:
        """Figures of days that no loaded return speaks for are counts of what is not known."""
        first = first_day(authority)
        if first is None:
            self.stderr.write(f"Nothing is loaded for {authority.name}: every count is of nothing.")
        elif earliest < first:
            self.stderr.write(f"History begins with the first loaded return, on {first}: earlier counts are too low.")


def as_row(result: Result) -> dict[str, Any]:
    """A result in the shape that scripts depend on."""
    return {
        "measure": result.measure.slug,
        "authority": result.authority.code,
        "as_at": result.as_at.isoformat(),
        "numerator": _number(result.numerator),
        "denominator": _number(result.denominator),
        "value": _number(result.value),
        "unknown": result.unknown,
        "unit": result.measure.unit.value,
    }


def table(results: Sequence[Told]) -> str:
    """Results for people, rounded half-up; notes that several share are said once, below."""
    titles = [
        f"{result.measure.title}: {part}" if part is not None else result.measure.title for part, result in results
    ]
    width = max(map(len, titles), default=0)
    lines = [f"{'Measure':{width}} {'As at':>16} {'Value':>10} {'of':>8} {'Unknown':>8}"]
    for title, (_, result) in zip(titles, results, strict=True):
        denominator = "" if result.denominator is None else shown(result.denominator)
        day = f"{result.as_at.day} {result.as_at:%B %Y}"
        value = value_text(result.value, result.measure.unit)
        lines.append(f"{title:{width}} {day:>16} {value:>10} {denominator:>8} {result.unknown:>8,}")
    lines += dict.fromkeys(result.note for _, result in results if result.note)
    return "\n".join(lines)


def _whole(measures: Sequence[Measure], area: Area, days: Sequence[date]) -> list[Told]:
    results = evaluate(measures, area, days)
    return [(None, result) for measure in measures for result in results[measure.slug]]


def _told_apart(measures: Sequence[Measure], by: str, area: Area, days: Sequence[date]) -> list[Told]:
    """Of those measures that can be told apart so; each part in words."""
    dimensions = {each.slug: each for measure in measures for each in dimensions_of(measure)}
    if by not in dimensions:
        raise CommandError(f"Nothing can be told apart by '{by}'. It can by: {', '.join(dimensions)}.")
    dimension = dimensions[by]
    able = [measure for measure in measures if dimension in dimensions_of(measure)]
    results = breakdown(able, dimension, area, days)
    return [
        (result.authority.name if dimension == BY_AUTHORITY else dimension.label(part), result)
        for measure in able
        for part, series in results[measure.slug].items()
        for result in series
    ]


def _number(number: Number | None) -> int | float | None:
    """JSON knows no fractions: whole numbers stay whole, others become the nearest float."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _authority(code: str) -> Authority:
    try:
        return Authority.of_england(code)
    except Authority.DoesNotExist as unknown:
        raise CommandError(str(unknown)) from None


def _measures(slugs: list[str] | None) -> list[Measure]:
    if not slugs:
        return list(all_measures())
    try:
        return [measure_named(slug) for slug in dict.fromkeys(slugs)]
    except KeyError as unknown:
        known = ", ".join(measure.slug for measure in all_measures())
        raise CommandError(f"There is no measure {unknown}. The measures are: {known}.") from None


def _days(area: Area, options: dict[str, Any]) -> list[date]:
    if options["every"] or options["first"] or options["last"]:
        if not (options["every"] and options["first"] and options["last"]) or options["as_at"]:
            raise CommandError("A series needs --from, --to and --every month, and no --as-at.")
        days = list(month_ends(_day("--from", options["first"]), _day("--to", options["last"])))
        if not days:
            raise CommandError("There is no month-end from --from to --to.")
        return days
    if options["as_at"]:
        return [_day("--as-at", options["as_at"])]
    day = default_as_at(area) if isinstance(area, Authority) else None
    if day is None:
        why = f"Nothing is loaded for {area.name}: load a return, or say" if isinstance(area, Authority) else "Say"
        raise CommandError(f"{why} --as-at.")
    return [day]


def _day(option: str, text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise CommandError(f"{option} '{text}' is not a date. Write it as YYYY-MM-DD, such as 2020-11-30.")
    return day
