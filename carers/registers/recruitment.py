"""The register of people who ask about fostering."""

from collections.abc import Mapping
from typing import Any

from carers.models import Application, ApplicationRow
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Reference, Register

from .households import HOUSEHOLDS

WITHOUT_OUTCOME = "It was decided, and the outcome is missing: enter it, or leave out the day."
WITHOUT_DAY = (
    "There is an outcome, and the day it was decided on is missing: without it the application counts as open."
)
DECISIONS = Scan(
    rows=f"SELECT * FROM {ApplicationRow._meta.db_table} WHERE file_id = %(file)s",
    checks=(
        Check(
            "decided-without-outcome",
            Severity.WARNING,
            "OUTCOME",
            WITHOUT_OUTCOME,
            where="decided_on IS NOT NULL AND outcome = ''",
        ),
        Check(
            "outcome-without-day",
            Severity.WARNING,
            "DECIDED_ON",
            WITHOUT_DAY,
            where="decided_on IS NULL AND outcome <> ''",
        ),
    ),
)


def _odd(values: Mapping[str, Any]) -> tuple[str, ...]:
    if values["decided_on"] and not values["outcome"]:
        return (WITHOUT_OUTCOME,)
    return (WITHOUT_DAY,) if values["outcome"] and not values["decided_on"] else ()


APPLICATIONS = Register(
    slug="fostering-applications",
    title="Fostering applications",
    one="application",
    about="People who asked about fostering, from the enquiry to the decision.",
    model=Application,
    rows=ApplicationRow,
    columns=("reference", "source", "enquired_on", "applied_on", "assessed_from", "panel_on", "decided_on", "outcome"),
    filters=("outcome", "source", "kind"),
    search=("reference", "source", "household"),
    period=("enquired_on", "decided_on"),
    tally="outcome",
    references=(Reference(HOUSEHOLDS, ("household",)),),
    scans=(DECISIONS,),
    odd=_odd,
)
