"""List the loads, latest first."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Prefetch, Q

from sufficiency.extracts.models import PUBLISHED, Load, LoadFile
from sufficiency.extracts.problems import Severity


class Command(BaseCommand):
    help = "List the loads, latest first: who brought in what, when, and how it ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        # A count groups the rows, and Django leaves their usual order out.
        counted = LoadFile.objects.order_by("pk").annotate(
            errors=Count("problems", Q(problems__severity=Severity.ERROR)),
            warnings=Count("problems", Q(problems__severity=Severity.WARNING)),
        )
        loads = Load.objects.select_related("authority").prefetch_related(Prefetch("files", counted))
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_json(load) for load in loads], indent=2))
            return
        for load in loads:
            files = ", ".join(
                f"{file.name} ({file.kind or 'not recognised'}, {file.rows} rows)" for file in load.files.all()
            )
            when = f"{load.started_at:%d/%m/%Y %H:%M}"
            whose = f"{load.authority or PUBLISHED}  {load.year or '-'}"
            self.stdout.write(f"{load.pk}  {when}  {load.by}  {whose}  {load.standing}  {files}")
        if not loads:
            self.stdout.write("Nothing has been loaded yet.")


def _as_json(load: Load) -> dict[str, Any]:
    return {
        "load": load.pk,
        "status": load.standing,
        "authority": load.authority_id,
        "year": load.year,
        "reaches": load.reaches.isoformat(),
        "by": load.by,
        "started_at": load.started_at.isoformat(),
        "finished_at": load.finished_at.isoformat() if load.finished_at else None,
        "files": [_file_as_json(file) for file in load.files.all()],
    }


def _file_as_json(file: LoadFile) -> dict[str, Any]:
    names = ("rows", "new", "changed", "unchanged", "gone", "set_aside", "errors", "warnings", "sha256", "current")
    return {"file": file.name, "kind": file.kind or None} | {name: getattr(file, name) for name in names}
