"""Take a load back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sufficiency.extracts.actions import LoadRefusedError, undo_load
from sufficiency.extracts.models import Load


class Command(BaseCommand):
    help = "Take a load back, as if it had never been; later loads stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("load", type=int, metavar="ID", help="As 'manage.py loads' lists it.")

    def handle(self, **options: Any) -> None:
        load = Load.objects.filter(pk=options["load"]).first()
        if load is None:
            raise CommandError(f"There is no load {options['load']}: see 'manage.py loads'.", returncode=2)
        try:
            restored = undo_load(load=load, by="undo_load")
        except LoadRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        again = ", ".join(f"{file.name} of load {file.load_id}" for file in restored)
        self.stdout.write(f"Load {load.pk} is taken back." + (f" These count again: {again}." if again else ""))
