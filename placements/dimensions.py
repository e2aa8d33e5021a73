"""What children are told apart by: dimensions, and for each the part to which a row belongs, as an expression.

The part is always known for a row that is counted: its key is empty where the returns do not say.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Case, Expression, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Left, Length
from django.utils.text import slugify

from sufficiency.core.dates import months_back
from sufficiency.core.functions import MonthsAfter, birthday, coded
from sufficiency.core.measure import Dimension

from .ages import AGE_BANDS, born_in_band
from .codes import ETHNIC, LEGAL_STATUS_GROUPS, PLACE_GROUPS, PLACE_PROVIDER
from .models import Child, ChildNeeds, Locality

Part = Callable[[date], Expression | F]
Parts = Mapping[Dimension, Part]
Groups = Mapping[str, tuple[str, ...]]
NOT_KNOWN = {"": "Not known"}


def keyed(groups: Groups) -> dict[str, tuple[str, ...]]:
    """Groups of codes by a key made of their label."""
    return {slugify(label): codes for label, codes in groups.items()}


def _labels(groups: Groups) -> dict[str, str]:
    return dict(zip(keyed(groups), groups, strict=True)) | NOT_KNOWN


SEX = Dimension("sex", "Sex", {"F": "Girls", "M": "Boys", **NOT_KNOWN})
AGE_BAND = Dimension("age-band", "Age", {band.slug: band.label for band in AGE_BANDS} | NOT_KNOWN)
# The census counts Chinese among Asian; refused and not yet known are not known.
ETHNIC_GROUPS = {
    "White": tuple(code for code in ETHNIC if code.startswith("W")),
    "Mixed": tuple(code for code in ETHNIC if code.startswith("M")),
    "Asian": (*(code for code in ETHNIC if code.startswith("A")), "CHNE"),
    "Black": tuple(code for code in ETHNIC if code.startswith("B")),
    "Other": ("OOTH",),
}
ETHNICITY = Dimension("ethnicity", "Ethnic group", _labels(ETHNIC_GROUPS))
UASC = Dimension("uasc", "Unaccompanied asylum-seeking", {"yes": "Unaccompanied", "no": "Not unaccompanied"})
DISABILITY = Dimension("disability", "Disability", {"yes": "Disabled", "no": "Not disabled", **NOT_KNOWN})
LEGAL_STATUS = Dimension("legal-status", "Legal status", _labels(LEGAL_STATUS_GROUPS))
PLACEMENT_TYPE = Dimension("placement-type", "Placement type", _labels(PLACE_GROUPS))
PROVIDER = Dimension(
    "provider", "Provider", {code: meaning.label for code, meaning in PLACE_PROVIDER.items()} | NOT_KNOWN
)
AREA = Dimension("area", "In or out of area", {"in": "In area", "out": "Out of area", **NOT_KNOWN})
DISTANCE_BANDS = {"5": "Up to 5 miles", "10": "Over 5, up to 10", "20": "Over 10, up to 20"}
DISTANCE = Dimension("distance", "Distance from home", {**DISTANCE_BANDS, "over-20": "Over 20 miles", **NOT_KNOWN})
# Months in care, by the first number of months that is too many.
STAYS = {6: "Under 6 months", 12: "6 months to a year", 24: "1 to 2 years", 36: "2 to 3 years", 60: "3 to 5 years"}
STAY = Dimension(
    "length-of-stay",
    "Time in care",
    {f"{months}": label for months, label in STAYS.items()} | {"60-over": "5 years or more"},
)
# Their parts are those that the rows have, named by their own keys.
PLACEMENT_AUTHORITY = Dimension("placement-authority", "Where placed", {})
LOCALITY = Dimension("locality", "Locality of home", {})
DESTINATIONS = {
    "Home to parents": ("E4A", "E4B", "E4"),
    "Adopted": ("E11", "E12"),
    "Special guardianship": ("E45", "E46", "E47", "E48", "E43", "E44"),
    "Child arrangements order": ("E41",),
    "Relatives without an order": ("E13",),
    "Independent living": ("E5", "E6"),
    "Staying put": ("E17",),
    "Adult social care": ("E7",),
    "Found to be 18 or over": ("E15",),
    "Elsewhere": ("E2", "E3", "E8", "E9", "E14", "E16"),
}
DESTINATION = Dimension("destination", "Where they went", _labels(DESTINATIONS))


def of_day(part: Expression | F) -> Part:
    """A part that a row keeps on whatever day."""
    return lambda _day: part


def age_on_day(day: date) -> Case:
    """The age band on the day asked about."""
    return Case(*(When(born_in_band(band, day), then=Value(band.slug)) for band in AGE_BANDS), default=Value(""))


def age_when(moment: str) -> Case:
    """The age band on a day that the row names."""
    youngest_last = reversed([band for band in AGE_BANDS if band.youngest])
    older = (When(**{f"{moment}__gte": birthday(band.youngest), "then": Value(band.slug)}) for band in youngest_last)
    return Case(When(child__date_of_birth__isnull=True, then=Value("")), *older, default=Value(AGE_BANDS[0].slug))


def _unaccompanied(day: date) -> Case:
    return Case(When(child__uasc_until__gt=day, then=Value("yes")), default=Value("no"))


def _disabled(day: date) -> Coalesce:
    """What the child's latest entry on or before the day says, in the register of children's needs."""
    entries = ChildNeeds.objects.filter(
        authority=OuterRef("authority"), child=OuterRef("child__identifier"), since__lte=day
    )
    said = Case(When(disabled=True, then=Value("yes")), When(disabled=False, then=Value("no")), default=Value(""))
    return Coalesce(Subquery(entries.order_by("-since").annotate(part=said).values("part")[:1]), Value(""))


def unaccompanied_at(condition: str) -> Part:
    """Whether the child was when something happened: ``condition`` compares the first day on which it no longer was."""
    moment = condition.rpartition("__")
    return of_day(
        Case(When(**{f"child__uasc_until__{moment[2]}": F(moment[0])}, then=Value("yes")), default=Value("no"))
    )


def _stay_by(day: date) -> Case:
    """How long the period of care has lasted on the day asked about."""
    shorter = (When(in_care_since__gt=months_back(day, months), then=Value(f"{months}")) for months in STAYS)
    return Case(*shorter, default=Value("60-over"))


def stay_until(ends: str) -> Case:
    """How long the period of care lasted when it ended."""
    shorter = (When(**{f"{ends}__lt": MonthsAfter(F("starts"), months)}, then=Value(f"{months}")) for months in STAYS)
    return Case(*shorter, default=Value("60-over"))


def _locality() -> Coalesce:
    """The locality of the outward part of HOME_POST, by the register; none for a postcode too short to have one."""
    post = OuterRef("episode__home_postcode")
    outward = Left(post, Length(post) - 3)
    found = Locality.objects.filter(authority=OuterRef("authority"), outward=outward)
    return Coalesce(
        Case(When(episode__home_postcode__regex=r"^.{5,}$", then=Subquery(found.values("locality")[:1]))), Value("")
    )


SEXES = {"F": ("F",), "M": ("M",)}
_sex = coded("child__sex", SEXES)
_ethnicity = coded("child__ethnicity", keyed(ETHNIC_GROUPS))

# Rows that name a child.
OF_CHILD: Parts = {
    AGE_BAND: age_on_day,
    SEX: of_day(_sex),
    ETHNICITY: of_day(_ethnicity),
    UASC: _unaccompanied,
    DISABILITY: _disabled,
}


def of_episode(prefix: str = "") -> dict[Dimension, Part]:
    """Rows with the codes of an episode; ``prefix`` leads to them."""
    return {
        LEGAL_STATUS: of_day(coded(f"{prefix}legal_status", keyed(LEGAL_STATUS_GROUPS))),
        PLACEMENT_TYPE: of_day(coded(f"{prefix}place", keyed(PLACE_GROUPS))),
        PROVIDER: of_day(coded(f"{prefix}place_provider", {code: (code,) for code in PLACE_PROVIDER})),
    }


# Spans of care: rows that say where and how a child lives.
OF_SPAN: Parts = {
    **OF_CHILD,
    **of_episode(),
    AREA: of_day(Case(When(in_area=True, then=Value("in")), When(in_area=False, then=Value("out")), default=Value(""))),
    DISTANCE: of_day(
        Case(
            *(When(distance__lte=int(miles), then=Value(miles)) for miles in DISTANCE_BANDS),
            When(distance__isnull=False, then=Value("over-20")),
            default=Value(""),
        )
    ),
    STAY: _stay_by,
    PLACEMENT_AUTHORITY: of_day(Coalesce(F("placement_authority__name"), Value(""))),
    LOCALITY: of_day(_locality()),
}


def of_identified(field: str, groups: Groups) -> Part:
    """Rows that name a child by the identifier alone: the group of one of the child's codes."""
    child = Child.objects.filter(authority=OuterRef("authority"), identifier=OuterRef("child"))
    part = child.annotate(part=coded(field, groups)).values("part")
    return of_day(Coalesce(Subquery(part[:1]), Value("")))


def of_age(field: str) -> Case:
    """The age band of rows that say an age in completed years."""
    bands = reversed(AGE_BANDS)
    return Case(*(When(**{f"{field}__gte": band.youngest}, then=Value(band.slug)) for band in bands), default=Value(""))


# Rows of the yearly files, as at the 31 March on which the return ends.
OF_YEARLY_ROW: Parts = {
    AGE_BAND: of_day(of_age("age")),
    SEX: of_identified("sex", SEXES),
    ETHNICITY: of_identified("ethnicity", keyed(ETHNIC_GROUPS)),
}
