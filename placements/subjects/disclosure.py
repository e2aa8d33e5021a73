"""Everything held about one child, for them or for somebody who asks on their behalf."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone

from sufficiency.core import audit
from sufficiency.core.models import Authority
from sufficiency.extracts.models import LoadProblem
from sufficiency.registers.register import shown

from .originals import lines_about
from .places import Place, Subject, entries, files_rows, subject_of, worked_out

# Keys between tables, which say nothing about anybody.
PLUMBING = {"id", "version", "history_id", "child"}


@transaction.atomic
def everything_about(*, authority: Authority, child: str, others: Iterable[str] = (), by: str) -> dict[str, Any]:
    """All that is held, under titles that people understand, each row by the labels of its fields.

    ``others`` as in :func:`placements.subjects.erasure.erase_child`. An event in the audit trail says that it
    was asked for, without the identifier.
    """
    subject = subject_of(authority, child, others)
    places = (*files_rows(subject), *entries(subject), *worked_out(subject))
    parts = [{"what": place.title, "rows": rows} for place in places if (rows := _rows(place))]
    parts += _lines(subject)
    count = sum(len(part["rows"]) for part in parts)
    audit.record(actor=by, action="placements.subject-access", authority=authority.code, rows=count)
    return {
        "about": child,
        "also_known_as": [name for name in subject.names if name != child],
        "authority": str(authority),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "parts": parts,
    }


def _rows(place: Place) -> list[dict[str, str]]:
    rows: QuerySet[Any] = place.rows
    if any(field.name == "file" for field in place.model._meta.concrete_fields):
        rows = rows.select_related("file")
    return [_row(place.model, row) for row in rows]


def _row(model: type[Model], row: Model) -> dict[str, str]:
    """A row in words: labels of its fields and what they hold, blanks left out."""
    told = {}
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in PLUMBING or value in (None, "", []):
            continue
        if field.name == "file":
            told["File"] = str(getattr(row, "file", None) or "")
        elif isinstance(field, ForeignKey):
            told[str(field.verbose_name).capitalize()] = str(value)
        else:
            label = str(field.verbose_name)
            told[label[:1].upper() + label[1:]] = shown(field, value)
    return told


def _lines(subject: Subject) -> list[dict[str, Any]]:
    """The lines of files as they were sent, and what was said about them."""
    parts = []
    for lines in lines_about(subject):
        title = f"{lines.file.name} of load {lines.file.load_id}, as it was sent"
        rows = [
            {"Line": str(number), **{name: cell for name, cell in zip(lines.header, cells, strict=False) if cell}}
            for number, cells in lines.found.items()
        ]
        parts.append({"what": title, "rows": rows})
        problems = LoadProblem.objects.filter(file=lines.file, line__in=lines.found)
        said = [{"Line": str(each.line), "Column": each.column, "Message": each.message} for each in problems]
        if said:
            parts.append({"what": f"{title}: what was said about its lines", "rows": said})
    return parts
