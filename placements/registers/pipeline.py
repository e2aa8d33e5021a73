"""The registers of place schemes and their steps."""

from placements.models import Scheme, SchemeRow, Step, StepRow
from sufficiency.registers.register import Reference, Register

from .homes import HOMES

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
