"""The register of allegations against fostering households."""

from datetime import date

from django.db.models import Q

from carers.models import Allegation, AllegationRow
from sufficiency.registers.register import Flag, Reference, Register

from .households import HOUSEHOLDS


def _open(day: date) -> Q:
    return Q(made_on__lte=day) & (Q(concluded_on=None) | Q(concluded_on__gt=day))


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
)
