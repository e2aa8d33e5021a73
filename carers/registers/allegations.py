"""The register of allegations against fostering households."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from carers.changes import is_open
from carers.models import Allegation, AllegationRow
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Flag, Reference, Register

from .households import HOUSEHOLDS

ON_GOING = Allegation.Outcome.ON_GOING
CONCLUDED_YET_ON_GOING = "It is on-going though a day of the outcome is given: give the outcome, or leave the day out."
WITHOUT_DAY = "There is an outcome, and its day is missing: without it the outcome counts from the day it was made."
OUTCOMES = Scan(
    rows=f"SELECT * FROM {AllegationRow._meta.db_table} WHERE file_id = %(file)s",
    checks=(
        Check(
            "concluded-yet-on-going",
            Severity.WARNING,
            "OUTCOME",
            CONCLUDED_YET_ON_GOING,
            where=f"outcome = '{ON_GOING}' AND concluded_on IS NOT NULL",
            value="outcome",
        ),
        Check(
            "outcome-without-day",
            Severity.WARNING,
            "CONCLUDED_ON",
            WITHOUT_DAY,
            where=f"outcome <> '{ON_GOING}' AND concluded_on IS NULL",
        ),
    ),
)


def _open(day: date) -> Q:
    return Q(made_on__lte=day) & is_open(day)


def _odd(values: Mapping[str, Any]) -> tuple[str, ...]:
    if values["outcome"] == ON_GOING:
        return (CONCLUDED_YET_ON_GOING,) if values["concluded_on"] else ()
    return () if values["concluded_on"] else (WITHOUT_DAY,)


ALLEGATIONS = Register(
    slug="fostering-allegations",
    title="Allegations",
    one="allegation",
    about="Allegations against somebody of a fostering household, and what became of each.",
    model=Allegation,
    rows=AllegationRow,
    columns=("reference", "household", "made_on", "outcome", "concluded_on"),
    filters=("outcome",),
    search=("reference", "household"),
    period=("made_on", "concluded_on"),
    tally="outcome",
    references=(Reference(HOUSEHOLDS, ("household",), is_part=True),),
    flags=(Flag("open", "On-going", _open),),
    scans=(OUTCOMES,),
    odd=_odd,
)
