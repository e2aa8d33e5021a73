"""Erase one child everywhere but in the audit trail, and look whether anything is left."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q

from sufficiency.core import audit
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts.actions import only_load_of
from sufficiency.extracts.following import changed
from sufficiency.extracts.kinds import all_kinds
from sufficiency.extracts.models import LoadFile, LoadProblem
from sufficiency.extracts.receiving import receive
from sufficiency.extracts.replay import kept_file
from sufficiency.registers.derivation import hold
from sufficiency.registers.models import SavedView

from .originals import erase_lines, lines_about
from .places import Subject, entries, files_rows, subject_of, worked_out

LINES, PROBLEMS, VIEWS = "lines of files as they were sent", "problems of files", "saved views of lists"


@dataclass(frozen=True)
class Erasure:
    """What was erased, by title, and where the child is still named, by table or file: nothing, when it succeeded."""

    erased: dict[str, int]
    left: dict[str, int]
    audit_events: int


def erase_child(*, authority: Authority, child: str, others: Iterable[str] = (), by: str) -> Erasure:
    """Erase everything about a child of an authority, in one transaction; the audit trail stays as it is.

    ``others`` are references under which a register of people knows the child without saying so. Raises
    LoadBusyError while a load of the authority is running.
    """
    with only_load_of(authority), transaction.atomic():
        hold(authority.code)
        subject = subject_of(authority, child, others)
        erased: Counter[str] = Counter()
        erased += _erase_what_quotes(subject)
        for place in (*entries(subject), *files_rows(subject), *worked_out(subject)):
            # Past the models' own ways of deleting: they would write what is erased into the history.
            erased[place.title] += place.rows._raw_delete(place.rows.db)
        changed((kind.slug for kind in all_kinds()), authority.code)
        counts = {title: number for title, number in erased.items() if number}
        audit.record(actor=by, action="placements.erase-child", authority=authority.code, erased=counts)
    _forget_samples()
    return Erasure(counts, dict(where_named(subject)), _audit_events(subject))


def where_named(subject: Subject) -> Iterator[tuple[str, int]]:
    """Every table with rows, and every kept file with cells, in which the child is still named, and how many.

    All tables are searched but the audit trail: every column of text, of the rows that belong to the authority
    where rows belong to one. An identifier counts where it stands by itself, not within another.
    """
    pattern = _pattern(subject)
    for table, columns in _columns_of_text().items():
        named = " OR ".join(f'"{column}"::text ~ %(pattern)s' for column in columns)
        statement = f'SELECT count(*) FROM "{table}" WHERE ({named}) {_belonging(table)}'
        with connection.cursor() as cursor:
            cursor.execute(statement, {"pattern": pattern, "authority": subject.authority.code})
            (count,) = cursor.fetchone()
        if count:
            yield table, count
    names = {name.casefold() for name in subject.names}
    for file in LoadFile.objects.filter(authority=subject.authority, content__isnull=False):
        try:
            records = csv.reader(receive(kept_file(file)).text(), strict=True)
            count = sum(cell.strip().casefold() in names for record in records for cell in record)
        except csv.Error:
            count = sum(name in receive(kept_file(file)).text().read() for name in subject.names)
        if count:
            yield f"file {file.pk} of load {file.load_id}", count


def _erase_what_quotes(subject: Subject) -> Counter[str]:
    """Lines of files as they were sent, what was said about them, and lists that somebody filtered by the child."""
    erased: Counter[str] = Counter()
    problems = LoadProblem.objects.filter(file__authority=subject.authority)
    for lines in list(lines_about(subject)):
        erase_lines(lines)
        erased[LINES] += len(lines.found) or 1
        erased[PROBLEMS] += problems.filter(file=lines.file, line__in=lines.found).delete()[0]
    for place in files_rows(subject):
        for file, line in place.rows.values_list("file", "line"):
            erased[PROBLEMS] += problems.filter(file=file, line=line).delete()[0]
    pattern = _pattern(subject)
    erased[PROBLEMS] += problems.filter(Q(value__regex=pattern) | Q(message__regex=pattern)).delete()[0]
    views = SavedView.objects.filter(user__memberships__authority=subject.authority, query__regex=pattern)
    erased[VIEWS] += SavedView.objects.filter(pk__in=views.values("pk")).delete()[0]
    return erased


def _audit_events(subject: Subject) -> int:
    """How many events name the child; they stay."""
    pattern = _pattern(subject)
    events = AuditEvent.objects.filter(Q(subject__regex=pattern) | Q(detail__icontains=subject.child))
    return events.filter(authority=subject.authority.code).count()


def _pattern(subject: Subject) -> str:
    """Any of the child's names, standing by itself."""
    names = "|".join(re.escape(name) for name in subject.names)
    return f"(^|[^[:alnum:]])({names})($|[^[:alnum:]])"


def _columns_of_text() -> dict[str, list[str]]:
    """The columns of every table of the database that can hold text, by table; without the audit trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_name, array_agg(column_name::text)
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> %s
              AND data_type IN ('text', 'character varying', 'character', 'ARRAY', 'json', 'jsonb')
            GROUP BY table_name ORDER BY table_name""",
            [AuditEvent._meta.db_table],
        )
        return dict(cursor.fetchall())


def _belonging(table: str) -> str:
    """The condition that rows of a table belong to the authority: identifiers mean something within one alone."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    names = {field.column for field in models[table]._meta.concrete_fields} if table in models else set()
    if "authority_id" in names:
        return "AND (authority_id = %(authority)s OR authority_id IS NULL)"
    if "file_id" in names:
        return "AND file_id IN (SELECT id FROM extracts_loadfile WHERE authority_id = %(authority)s)"
    return ""


def _forget_samples() -> None:
    """Have the database sample its tables anew: what it knows of a column's most common values are values."""
    tables = {model._meta.db_table for model in apps.get_models() if _may_hold_children(model._meta.app_label)}
    with connection.cursor() as cursor:
        for table in sorted(tables & set(_columns_of_text())):
            cursor.execute(f'ANALYZE "{table}"')


def _may_hold_children(app: str) -> bool:
    return app in {"placements", "carers", "leavers", "extracts"}
