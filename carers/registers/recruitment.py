"""The register of people who ask about fostering."""

from carers.models import Application, ApplicationRow
from sufficiency.registers.register import Reference, Register

from .households import HOUSEHOLDS

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
)
