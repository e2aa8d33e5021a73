"""Load extracts from the command line: the same engine and the same words as in the browser."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.dates import parse_day
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import LoadBusyError, LoadFailedError, LoadRefusedError, SourceFile, load_files
from sufficiency.extracts.outcome import Outcome, Status

MEANING = {
    Status.COMMITTED: "Loaded",
    Status.CHECKED: "Checked, not loaded",
    Status.REJECTED: "Rejected: nothing was loaded",
    Status.ALREADY_LOADED: "Already loaded: nothing changed",
}


class Command(BaseCommand):
    help = (
        "Check one or more files of an authority's return and load them together: all or nothing. "
        "Published data is loaded without authority and year."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--authority", default="", help="ONS code of the authority, such as E06000059.")
        parser.add_argument("--year", default="", help="Year in which the return ends, on 31 March.")
        parser.add_argument("--extracted", default="", help="Last day the files speak for; default today.")
        parser.add_argument("--dry-run", action="store_true", help="Check and count, change nothing.")
        parser.add_argument("--set-aside", action="store_true", help="Load the sound rows, keep the faulty ones apart.")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        outcome = self._load(options)
        if options["format"] == "json":
            self.stdout.write(json.dumps(outcome.as_json(), indent=2))
        else:
            self.stdout.writelines(f"{line}\n" for line in told(outcome))
        if not outcome.is_sound:
            sys.exit(1)

    def _load(self, options: dict[str, Any]) -> Outcome:
        """The outcome; CommandError, of one line, when the request makes no sense or cannot be met now."""
        with ExitStack() as opened:
            try:
                return load_files(
                    files=[SourceFile(path.name, opened.enter_context(path.open("rb"))) for path in options["files"]],
                    **_whose(options["authority"], options["year"]),
                    extracted=_day(options["extracted"]),
                    by="load_extract",
                    dry_run=options["dry_run"],
                    set_aside=options["set_aside"],
                )
            except OSError as fault:
                raise CommandError(f"{fault.filename}: {fault.strerror}.", returncode=2) from None
            except (LoadBusyError, LoadFailedError) as refusal:
                raise CommandError(str(refusal), returncode=1) from None
            except LoadRefusedError as refusal:
                raise CommandError(str(refusal), returncode=2) from None


def told(outcome: Outcome) -> Iterator[str]:
    """What came of a load, in lines."""
    for name, problem in outcome.problems:
        place = f"{name}, line {problem.line}" if problem.line else name
        cell = f", {problem.column} '{problem.value}'" if problem.column else ""
        yield f"{problem.severity}: {place}{cell}: {problem.message} [{problem.code}]"
    for file in outcome.files:
        counts = f"{file.new} new, {file.changed} changed, {file.unchanged} unchanged, {file.gone} gone"
        yield f"{file.name} ({file.kind or 'not recognised'}): {file.rows} rows: {counts}, {file.set_aside} set aside"
    load = f" as load {outcome.load_id}" if outcome.load_id and outcome.is_sound else ""
    yield f"{MEANING[outcome.status]}{load}."


def _whose(authority: str, year: str) -> dict[str, Any]:
    """Authority and year of a return; nothing when neither is given, as for published data."""
    if not authority and not year:
        return {}
    return {"authority": authority_named(authority), "year": _year(year)}


def authority_named(code: str) -> Authority:
    """The authority of an ONS code. Raises LoadRefusedError."""
    if not code:
        raise LoadRefusedError("Give the ONS code of the authority that the files belong to: --authority E06000059.")
    try:
        return Authority.of_england(code)
    except Authority.DoesNotExist as unknown:
        raise LoadRefusedError(str(unknown)) from None


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise LoadRefusedError("Give the year in which the return ends, on 31 March: --year 2021.")
    return int(text)


def _day(text: str) -> date | None:
    day = parse_day(text)
    if text and day is None:
        raise LoadRefusedError(f"'{text}' is not a day: write it as --extracted 2020-11-30.")
    return day
