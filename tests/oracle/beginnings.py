"""What registers can say nothing of: the days before their first entry. Written from docs/definitions.md."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sufficiency.core.measure import Measure

from .lives import read_date

# The column with the day from which an entry says something; registers without one say it of any day.
DATED = {
    "child-needs": "SINCE",
    "child-visits": "DUE_ON",
    "fostering-allegations": "MADE_ON",
    "fostering-applications": "ENQUIRED_ON",
    "fostering-approvals": "APPROVED_ON",
    "fostering-households": "APPROVED_FROM",
    "foster-placements": "PLACED_ON",
    "fostering-statuses": "SINCE",
    "health-assessments": "REQUIRED_ON",
    "leaver-accommodation": "MOVED_IN",
    "leaver-activities": "BEGAN_ON",
    "leaver-contacts": "CONTACTED_ON",
    "pathway-plans": "PLAN_DUE",
    "permanence-plans": "DECIDED_ON",
    "personal-advisers": "WORKS_FROM",
    "placement-costs": "PAID_FROM",
    "quality-ratings": "RATED_ON",
    "return-interviews": "MISSING_SINCE",
    "supported-lodgings": "APPROVED_FROM",
    "care-leavers": "SERVICE_FROM",
    "unregulated-cases": "OPENED_ON",
}
Told = tuple[Any, Any, int]
Registers = Mapping[str, Sequence[Mapping[str, str]]]


def as_known(measure: Measure, told: Told, registers: Registers, on: date) -> Told:
    """An answer, or what is left of it before a register that the measure needs begins."""

    def has_begun(slugs: Sequence[str]) -> bool:
        days = [[read_date(row[DATED[slug]]) for row in registers[slug]] for slug in slugs if slug in DATED]
        return all(on >= min(filter(None, each), default=date.min) for each in days)

    if has_begun(measure.needs):
        return told
    by = measure.denominator
    return None, told[1] if by and has_begun(by.relation.needs) else None, 0
