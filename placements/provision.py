"""Who provides where children in care live, as the costs and the market are told apart (docs/definitions.md)."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Q, Value, When

from .measures import FOSTER

OWN = Q(place_provider="PR1")
AGENCY = Q(place_provider__in=["PR4", "PR5"])
CHILDRENS_HOME = Q(place__in=["K1", "K2"])


@dataclass(frozen=True)
class Provision:
    """One kind: a condition over episode spans. ``is_bought`` says that others are paid for it by the week."""

    slug: str
    title: str
    where: Q
    is_bought: bool = False


# Of those that fit a child, the first is the child's.
PROVISIONS = (
    Provision("agency-fostering", "Independent fostering agency", FOSTER & AGENCY, is_bought=True),
    Provision(
        "external-residential",
        "External children's home",
        CHILDRENS_HOME & ~OWN & ~Q(place_provider=""),
        is_bought=True,
    ),
    Provision("unregulated", "Unregulated", Q(place__in=["H5", "P2"]), is_bought=True),
    Provision("supported-accommodation", "Registered supported accommodation", Q(place="K3"), is_bought=True),
    Provision("residential-school", "Residential school", Q(place="S1"), is_bought=True),
    Provision(
        "other-residential", "Family centre, care home or other residential", Q(place__in=["R1", "R3"]), is_bought=True
    ),
    Provision("own-home", "The council's own children's home", CHILDRENS_HOME & OWN),
    Provision("connected-fostering", "Relatives or friends who foster", Q(place__in=["U1", "U2", "U3"])),
    Provision("own-fostering", "The council's own foster carers", FOSTER & OWN),
    Provision("parents", "With parents", Q(place="P1")),
    Provision("adoption", "Placed for adoption", Q(place__in=["A3", "A4", "A5", "A6"])),
    Provision("health-or-custody", "Hospital or custody", Q(place__in=["R2", "R5"])),
    Provision("temporary", "Temporary move", Q(place__in=["T0", "T1", "T2", "T3", "T4"])),
)
REST = Provision("other", "Other, or not known", Q())
BY_SLUG = {provision.slug: provision for provision in (*PROVISIONS, REST)}
BOUGHT = tuple(provision.slug for provision in PROVISIONS if provision.is_bought)
# The same as conditions. Those that are bought come first, and no child fits two of them.
IS_BOUGHT = reduce(or_, (provision.where for provision in PROVISIONS if provision.is_bought))
IS_OWN = CHILDRENS_HOME & OWN | Q(place__in=["U1", "U2", "U3"]) & ~AGENCY | FOSTER & OWN


def provision_of() -> Case:
    """An expression over episode spans: the slug of the kind of provision."""
    return Case(
        *(When(provision.where, then=Value(provision.slug)) for provision in PROVISIONS),
        default=Value(REST.slug),
        output_field=CharField(),
    )
