"""How commands ask for the passphrase of a backup: from a file, the environment or a person, never on the command line.

What stands on a command line can be read by everybody on the machine.
"""

import getpass
import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

VARIABLE = "BACKUP_PASSPHRASE"
SHORTEST = 16


def add_passphrase(parser: ArgumentParser) -> None:
    """The option for a file that holds it."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="PATH",
        help=f"holds the passphrase; else {VARIABLE}, else it is asked for",
    )


def passphrase(path: Path | None, *, is_new: bool) -> str:
    """The passphrase. CommandError when there is none, or a new one is too short."""
    if path is not None:
        try:
            given = path.read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise CommandError(f"{path} cannot be read: {fault.strerror}.") from None
    else:
        given = os.environ.get(VARIABLE, "") or (getpass.getpass("Passphrase: ") if sys.stdin.isatty() else "")
    if not given:
        raise CommandError(f"Give a passphrase: in a file (--passphrase-file) or in {VARIABLE}.")
    if is_new and len(given) < SHORTEST:
        raise CommandError(f"A passphrase must have {SHORTEST} characters or more: four words do.")
    return given
