"""Published data on the data pages: what is in force, and how recent it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.template.defaultfilters import capfirst

from sufficiency.extracts.kinds import all_kinds, kind_named
from sufficiency.extracts.models import LoadFile
from sufficiency.strategy.datasets import DATASETS
from sufficiency.strategy.models import PublishedFigure


@dataclass(frozen=True)
class Edition:
    """One published file in force. ``latest`` is the year its figures go up to, None when it holds none."""

    title: str
    load: int
    latest: int | None
    rows: int
    loaded_at: datetime
    by: str


def title_of(file: LoadFile) -> str:
    """What a file is called: the dataset it holds, where that is known, or its kind."""
    return DATASETS[file.dataset].title if file.dataset in DATASETS else capfirst(kind_named(file.kind).title)


def editions_in_force() -> list[Edition]:
    """Every published file whose rows count, in the order of the kinds and then by title."""
    files = list(LoadFile.objects.filter(authority=None, current=True).select_related("load"))
    figures = PublishedFigure.objects.filter(file__in=files).order_by().values_list("file")
    latest = dict(figures.annotate(latest=Max("period")))
    place = {kind.slug: number for number, kind in enumerate(all_kinds())}
    return [
        Edition(
            title=title_of(file),
            load=file.load_id,
            latest=latest.get(file.pk),
            rows=file.rows - file.set_aside,
            loaded_at=file.load.finished_at or file.load.started_at,
            by=file.load.by,
        )
        for file in sorted(files, key=lambda file: (place[file.kind], title_of(file)))
    ]
