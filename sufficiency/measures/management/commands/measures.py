"""Print measures of an authority, at a date or month by month. Scripts depend on the shape of the JSON."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.dates import month_ends, parse_day
from sufficiency.core.measure import Measure, Number, Result
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import value_text
from sufficiency.measures.reading import default_as_at, first_day
from sufficiency.measures.registry import all_measures, measure_named

HEADINGS = ("measure", "authority", "as_at", "numerator", "denominator", "value", "unknown", "unit")


class Command(BaseCommand):
    """``manage.py measures --authority E06000059 --as-at 2020-11-30 --format json``."""

    help = "Print measures of an authority, at a date or for every month-end of a range."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One authority; one date or a range; some measures or all; for people or for programs."""
        parser.add_argument("--authority", required=True, help="ONS code, such as E06000059")
        parser.add_argument("--measure", action="append", dest="slugs", metavar="SLUG", help="repeat for several")
        parser.add_argument("--as-at", help="YYYY-MM-DD; today, or where the loaded returns end, when left out")
        parser.add_argument("--from", dest="first", help="first month of a series")
        parser.add_argument("--to", dest="last", help="last month of a series")
        parser.add_argument("--every", choices=["month"], help="one result for each month-end of the range")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, **options: Any) -> None:
        """Work the measures out and print them."""
        authority = _authority(options["authority"])
        measures = _measures(options["slugs"])
        days = _days(authority, options)
        self._warn_of_unknown_days(authority, days[0])
        results = evaluate(measures, authority, days)
        rows = [as_row(result) for measure in measures for result in results[measure.slug]]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=2))
        elif options["format"] == "csv":
            writer = csv.DictWriter(self.stdout, HEADINGS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            self.stdout.write(table([result for measure in measures for result in results[measure.slug]]))

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


def table(results: Sequence[Result]) -> str:
    """Results for people, rounded half-up; notes that several share are said once, below."""
    width = max(len(result.measure.title) for result in results)
    lines = [f"{'Measure':{width}} {'As at':>16} {'Value':>10} {'of':>8} {'Unknown':>8}"]
    for result in results:
        denominator = "" if result.denominator is None else f"{result.denominator:,}"
        day = f"{result.as_at.day} {result.as_at:%B %Y}"
        value = value_text(result.value, result.measure.unit)
        lines.append(f"{result.measure.title:{width}} {day:>16} {value:>10} {denominator:>8} {result.unknown:>8,}")
    lines += dict.fromkeys(result.note for result in results if result.note)
    return "\n".join(lines)


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


def _days(authority: Authority, options: dict[str, Any]) -> list[date]:
    if options["every"] or options["first"] or options["last"]:
        if not (options["every"] and options["first"] and options["last"]) or options["as_at"]:
            raise CommandError("A series needs --from, --to and --every month, and no --as-at.")
        days = list(month_ends(_day("--from", options["first"]), _day("--to", options["last"])))
        if not days:
            raise CommandError("There is no month-end from --from to --to.")
        return days
    if options["as_at"]:
        return [_day("--as-at", options["as_at"])]
    day = default_as_at(authority)
    if day is None:
        raise CommandError(f"Nothing is loaded for {authority.name}: load a return, or say --as-at.")
    return [day]


def _day(option: str, text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise CommandError(f"{option} '{text}' is not a date. Write it as YYYY-MM-DD, such as 2020-11-30.")
    return day
