"""The registers of place schemes and their steps."""

from collections.abc import Sequence
from datetime import date

from placements.models import Scheme, SchemeRow, Step, StepRow
from placements.occupancy import occupancy_on
from placements.pipeline import pipeline_on
from sufficiency.registers.register import Reference, Register, shown

from .homes import HOMES


def _how_far(scheme: Scheme, day: date) -> Sequence[tuple[str, str]]:
    """The stage on a day, when the places are expected and how far that has slipped; nothing before the first step."""
    known = pipeline_on(scheme.authority, day, occupancy_on(scheme.authority, day)).schemes
    found = next((each for each in known if each.scheme.pk == scheme.pk), None)
    if found is None:
        return ()
    expected = shown(Step._meta.get_field("expected_on"), found.expected_on) or "Not said"
    slipped = f"{len(found.slips)} time{'' if len(found.slips) == 1 else 's'}, by {found.slipped_days} days in all"
    return (
        ("Stage now", str(Step.Stage(found.stage).label)),
        *((("Expected", expected),) if found.is_in_development else ()),
        *((("Date moved", slipped),) if found.slips else ()),
    )


SCHEMES = Register(
    slug="place-schemes",
    title="Place schemes",
    one="scheme",
    about="Schemes that bring new places: homes, fostering, and flats for young people of 18 and over.",
    model=Scheme,
    rows=SchemeRow,
    columns=("reference", "title", "kind", "places", "utilisation", "home", "locality", "owner"),
    filters=("kind", "locality", "owner"),
    search=("reference", "title", "locality", "owner"),
    tally="kind",
    references=(Reference(HOMES, ("home",)),),
    worked_out=_how_far,
)
STEPS = Register(
    slug="scheme-steps",
    title="Steps of schemes",
    one="step",
    about="How far each scheme was, and when its places were then expected. A step holds until the scheme's next.",
    model=Step,
    rows=StepRow,
    columns=("scheme", "taken_on", "stage", "expected_on", "step_reason"),
    filters=("stage",),
    search=("scheme", "step_reason"),
    period=("taken_on",),
    tally="stage",
    references=(Reference(SCHEMES, ("scheme",), is_part=True),),
)
REGISTERS = (SCHEMES, STEPS)
