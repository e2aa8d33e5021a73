"""Enter a council's strategy with its targets."""

import json
from argparse import ArgumentParser
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sufficiency.core.models import Authority
from sufficiency.registers.actions import AlreadyThereError
from sufficiency.strategy.actions import enter_strategy


class Command(BaseCommand):
    """``manage.py enter_strategy strategy.json``."""

    help = "Enter a strategy, its targets and the population it works with, from a file as docs/strategy.md describes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, **options: Any) -> None:
        """Enter it, whole or not at all."""
        try:
            described = json.loads(options["file"].read_text(encoding="utf-8"))
            strategy = enter_strategy(described=described, by="manage.py")
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror}.") from None
        except (ValueError, TypeError, InvalidOperation, DatabaseError) as fault:
            raise CommandError(f"{options['file'].name} cannot be read as a strategy: {fault}.") from None
        except AlreadyThereError:
            raise CommandError("Another strategy of the authority has this reference: give one of its own.") from None
        except KeyError as missing:
            raise CommandError(f"{options['file'].name} says nothing of {missing}.") from None
        except Authority.DoesNotExist as unknown:
            raise CommandError(str(unknown)) from None
        if strategy is None:
            self.stdout.write("Nothing changed: the authority already has a strategy of that title.")
        else:
            self.stdout.write(f"Entered {strategy} with {len(described['targets'])} targets.")
