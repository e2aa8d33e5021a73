"""Care leavers of the registers, as measures count them, and what they are told apart by."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Case, DateField, Expression, F, Func, Q, Value, When

from leavers.derivation import FROM, LEAVERS
from leavers.dimensions import GROUPS
from leavers.models import Activity, Entitlement, Home, LeaverSpan
from sufficiency.core.dates import OPEN
from sufficiency.core.measure import Dimension, Relation, Tally

REGISTER = "Register: care leavers"
RETURNS = "SSDA903 return: episodes, header"
NEVER = Value(OPEN, output_field=DateField())  # what has not ended
Service = LeaverSpan.Service

# Age groups in years, both included: those of the return, and the rest.
AGES = {"under-17": (0, 16), **GROUPS, "22-24": (22, 24)}
HOMES: Mapping[str, tuple[str, frozenset[str]]] = {
    "former-carers": ("Staying put or staying close", frozenset({Home.STAYING_PUT, Home.STAYING_CLOSE})),
    "supported": (
        "Supported lodgings, supported accommodation or foyer",
        frozenset({Home.SUPPORTED_LODGINGS, Home.SUPPORTED_ACCOMMODATION, Home.FOYER}),
    ),
    "independent": (
        "Own tenancy, private rented, lodgings or university",
        frozenset({Home.OWN_TENANCY, Home.PRIVATE_RENTED, Home.LODGINGS, Home.UNIVERSITY}),
    ),
    "family": ("With parents or relatives", frozenset({Home.WITH_PARENTS, Home.WITH_RELATIVES})),
    "emergency": ("Bed and breakfast or emergency", frozenset({Home.BED_AND_BREAKFAST, Home.EMERGENCY})),
    "unsettled": ("No settled home", frozenset({Home.WITH_FRIENDS, Home.NO_FIXED_ABODE})),
    "custody": ("Custody", frozenset({Home.CUSTODY})),
    "other": ("Residential care, abroad or other", frozenset({Home.RESIDENTIAL, Home.ABROAD, Home.OTHER})),
}
Doing = Activity.Doing
ACTIVITIES: Mapping[str, tuple[str, frozenset[str]]] = {
    "education": ("Education", frozenset({Doing.HIGHER_EDUCATION, Doing.EDUCATION})),
    "training": ("Apprenticeship or training", frozenset({Doing.APPRENTICESHIP, Doing.TRAINING})),
    "work": ("Work", frozenset({Doing.WORK})),
    "none": ("None", frozenset({Doing.NEET_ILLNESS, Doing.NEET_PARENTING, Doing.NEET_OTHER})),
}
AGE_GROUP = Dimension("leaver-age-now", "Age", {
    "under-17": "Under 17", "17-18": "17 and 18", "19-21": "19 to 21", "22-24": "22 to 24",
})  # fmt: skip
SEX = Dimension("leaver-sex", "Sex", {"F": "Female", "M": "Male"})
ENTITLEMENT = Dimension("entitlement", "Entitlement", {str(each.value): str(each.label) for each in Entitlement})
HOME = Dimension("leaver-home-now", "Where they live", {slug: label for slug, (label, _) in HOMES.items()})
ACTIVITY = Dimension("leaver-activity-now", "What they do", {slug: label for slug, (label, _) in ACTIVITIES.items()})


def aged(group: str) -> Q:
    """The condition for an age group."""
    return Q(age__range=AGES[group])


def _age_group(_day: date) -> Expression:
    return Case(*(When(aged(slug), then=Value(slug)) for slug in AGES), default=Value(""))


def _grouped(field: str, groups: Mapping[str, tuple[str, frozenset[str]]]) -> Callable[[date], Expression]:
    whens = [When(**{f"{field}__in": sorted(codes)}, then=Value(slug)) for slug, (_, codes) in groups.items()]
    return lambda _day: Case(*whens, default=Value(""))


PARTS: Mapping[Dimension, Callable[[date], Expression | F]] = {
    AGE_GROUP: _age_group,
    SEX: lambda _day: F("sex"),
    ENTITLEMENT: lambda _day: F("entitlement"),
    HOME: _grouped("home", HOMES),
    ACTIVITY: _grouped("activity", ACTIVITIES),
}
LEAVERS_NOW = Relation(
    "care leavers of the register",
    LeaverSpan.objects.all,
    kinds=FROM,
    needs=(LEAVERS,),
    lists="the care leavers of the page Care leavers",
    parts=PARTS,
)
ACTIVE = Q(service=Service.ACTIVE)
active = Tally(LEAVERS_NOW, ACTIVE)


def months_after(day: Expression | F, months: int) -> Func:
    """The day so many months after another (docs/definitions.md, settled reading 6)."""
    return Func(day, Value(months), function="months_after", output_field=DateField())


def day_after(day: F) -> Func:
    """The next day."""
    return Func(day, template="(%(expressions)s + 1)", output_field=DateField())
