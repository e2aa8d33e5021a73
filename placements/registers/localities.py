"""The register of localities: which postcode districts the council counts to which."""

from placements.models import Locality, LocalityRow
from sufficiency.registers.register import Register

LOCALITIES = Register(
    slug="localities",
    title="Localities",
    one="postcode district",
    about="The localities that the council tells children's home addresses apart by, one postcode district a line.",
    model=Locality,
    rows=LocalityRow,
    columns=("outward", "locality", "note"),
    search=("outward", "locality", "note"),
    tally="",
)
REGISTERS = (LOCALITIES,)
