"""Load the returns of several years from the command line."""

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.extracts.actions import LoadBusyError, LoadFailedError, LoadRefusedError, SourceFile
from sufficiency.extracts.histories import ReturnRejectedError, load_returns
from sufficiency.extracts.outcome import Outcome

from .load_extract import authority_named, told


class Command(BaseCommand):
    help = (
        "Check the returns of several years and load them together: all or none. FOLDER has a folder for each year "
        "in which a return ends, such as 2021, with that return's CSV files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--authority", default="", help="ONS code of the authority, such as E06000059.")
        parser.add_argument("--set-aside", action="store_true", help="Load the sound rows, keep the faulty ones apart.")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        outcomes, is_sound = self._load(options), True
        if isinstance(outcomes, ReturnRejectedError):
            outcomes, is_sound = {outcomes.year: outcomes.outcome}, False
        if options["format"] == "json":
            self.stdout.write(json.dumps({year: outcome.as_json() for year, outcome in outcomes.items()}, indent=2))
        else:
            for year, outcome in outcomes.items():
                self.stdout.write(f"{year}")
                self.stdout.writelines(f"{line}\n" for line in told(outcome))
        if not is_sound:
            sys.exit(1)

    def _load(self, options: dict[str, Any]) -> dict[int, Outcome] | ReturnRejectedError:
        """The outcomes by year; CommandError, of one line, when the request makes no sense or cannot be met now."""
        with ExitStack() as opened:
            try:
                returns = {
                    int(year.name): [SourceFile(path.name, opened.enter_context(path.open("rb"))) for path in paths]
                    for year in options["folder"].iterdir()
                    if year.name.isdecimal() and (paths := sorted(year.glob("*.csv")))
                }
                return load_returns(
                    returns=returns,
                    authority=authority_named(options["authority"]),
                    by="load_returns",
                    set_aside=options["set_aside"],
                )
            except ReturnRejectedError as rejected:
                return rejected
            except OSError as fault:
                raise CommandError(f"{fault.filename}: {fault.strerror}.", returncode=2) from None
            except (LoadBusyError, LoadFailedError) as refusal:
                raise CommandError(str(refusal), returncode=1) from None
            except LoadRefusedError as refusal:
                raise CommandError(str(refusal), returncode=2) from None
