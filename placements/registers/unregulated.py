"""The registers of unregulated and unregistered cases, and of what is done in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from placements.models import UnregulatedCase, UnregulatedCaseRow, UnregulatedEvent, UnregulatedEventRow
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Flag, Reference, Register

from .known import child_known

NO_END = "There is a destination and no day on which the case ended: enter the day, or leave the destination blank."
ENDED_HOW = Scan(
    rows=f"SELECT * FROM {UnregulatedCaseRow._meta.db_table} WHERE file_id = %(file)s",
    checks=(
        Check(
            "destination-without-end",
            Severity.WARNING,
            "DESTINATION",
            NO_END,
            where="destination <> '' AND ended_on IS NULL",
            value="destination",
        ),
    ),
)


def _odd(values: Mapping[str, Any]) -> Sequence[str]:
    return [NO_END] if values["destination"] and values["ended_on"] is None else []


def _open(day: date) -> Q:
    return Q(opened_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def _without_advocate(day: date) -> Q:
    return _open(day) & Q(advocate_offered=None)


def _without_exit_plan(day: date) -> Q:
    return _open(day) & Q(exit_plan="")


def _overdue(day: date) -> Q:
    return Q(due_on__lt=day, done_on=None) & ~Q(kind=UnregulatedEvent.Kind.EVENT)


CASES = Register(
    slug="unregulated-cases",
    title="Unregulated and unregistered cases",
    one="case",
    about="Children whose placement nobody inspects, or whose provider should be registered and is not.",
    model=UnregulatedCase,
    rows=UnregulatedCaseRow,
    columns=("child", "opened_on", "kind", "framework", "advocate_offered", "planned_exit", "ended_on", "destination"),
    filters=("kind", "framework", "destination"),
    search=("child", "reason", "exit_plan"),
    period=("opened_on", "ended_on"),
    tally="kind",
    flags=(
        Flag("no-advocate", "No advocate offered", _without_advocate),
        Flag("no-exit-plan", "No exit plan", _without_exit_plan),
    ),
    odd=_odd,
    scans=(ENDED_HOW, child_known(UnregulatedCaseRow)),
)
EVENTS = Register(
    slug="unregulated-events",
    title="Visits and events of unregulated cases",
    one="visit or event",
    about="Visits and planning meetings, due and done, and significant events.",
    model=UnregulatedEvent,
    rows=UnregulatedEventRow,
    columns=("child", "kind", "due_on", "done_on", "note"),
    filters=("kind",),
    search=("child", "note"),
    tally="kind",
    references=(Reference(CASES, ("child", "opened_on"), is_part=True),),
    flags=(Flag("overdue", "Overdue", _overdue, is_urgent=True),),
)
REGISTERS = (CASES, EVENTS)
