"""Measures of how care leavers with an active service fare on a day: contact, homes, education and work."""

from collections.abc import Iterator

from django.db.models import Q

from leavers.derivation import ACCOMMODATION, ACTIVITIES, CONTACTS
from leavers.dimensions import GROUPS
from leavers.models import Accommodation, Activity, Contact, Home
from leavers.standing import EDUCATED_EMPLOYED_OR_TRAINED
from sufficiency.core.measure import Better, Measure, Tally, Unit

from .relations import ACTIVE, LEAVERS_NOW, REGISTER, aged

Suitable = Accommodation.Suitable
SOURCES = {CONTACTS: "contacts", ACCOMMODATION: "accommodation", ACTIVITIES: "activities"}
NO_HOME = Q(home__in=["", Home.NOT_KNOWN])


def _shares(  # noqa: PLR0913 - all keywords
    *, slug: str, title: str, definition: str, technical: str, where: Q, unknown: Q, register: str
) -> Iterator[Measure]:
    """A share of those with an active service, of all and for each age group of the return."""
    for suffix, ages, words, whom in (
        ("", Q(), "", ""),
        *((f"-{group}", aged(group), f", {low} to {high}", f" who are {low} to {high}")
          for group, (low, high) in GROUPS.items()),
    ):  # fmt: skip
        yield Measure(
            slug=f"{slug}{suffix}-now",
            title=f"{title} now{words}",
            definition=f"Of the care leavers with an active service on the day{whom}, how many in a hundred "
            f"{definition}.",
            technical=f"{technical} / care leavers with an active service on D{whom}.",
            source=f"{REGISTER}, {SOURCES[register]}",
            unit=Unit.PERCENT,
            better=Better.HIGHER,
            numerator=Tally(LEAVERS_NOW, ACTIVE & ages & where),
            denominator=Tally(LEAVERS_NOW, ACTIVE & ages),
            unknown=Tally(LEAVERS_NOW, ACTIVE & ages & unknown),
            also_needs=(register,),
        )


def _living(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str, title: str, lives: str, technical: str, where: Q, better: Better = Better.LOWER, unknown: Q = NO_HOME
) -> Measure:
    """How many of those with an active service live somewhere."""
    return Measure(
        slug=f"leavers-{slug}-now",
        title=f"Care leavers {title} now",
        definition=f"How many care leavers with an active service on the day {lives}.",
        technical=f"{technical}, of care leavers with an active service on D.",
        source=f"{REGISTER}, {SOURCES[ACCOMMODATION]}",
        unit=Unit.YOUNG_PEOPLE,
        better=better,
        numerator=Tally(LEAVERS_NOW, ACTIVE & where),
        unknown=Tally(LEAVERS_NOW, ACTIVE & unknown),
        also_needs=(ACCOMMODATION,),
    )


MEASURES: tuple[Measure, ...] = (
    *_shares(
        slug="leavers-in-touch-percent",
        title="Care leavers in touch",
        definition="answered when the council last tried to be in touch",
        technical="OUTCOME IN-TOUCH of the latest contact with CONTACTED_ON <= D",
        where=Q(contact=Contact.Outcome.IN_TOUCH),
        unknown=Q(contact=""),
        register=CONTACTS,
    ),
    *_shares(
        slug="leavers-suitable-percent",
        title="Care leavers in suitable accommodation",
        definition="live in a home that suits them, as their personal adviser judges",
        technical="SUITABLE YES of the home on D",
        where=Q(suitable=Suitable.YES),
        unknown=Q(suitable__in=["", Suitable.NOT_KNOWN]),
        register=ACCOMMODATION,
    ),
    *_shares(
        slug="leavers-eet-percent",
        title="Care leavers in education, employment or training",
        definition="are in education, employment or training",
        technical="ACTIVITY on D is HIGHER-EDUCATION, EDUCATION, APPRENTICESHIP, TRAINING or WORK",
        where=Q(activity__in=sorted(EDUCATED_EMPLOYED_OR_TRAINED)),
        unknown=Q(activity__in=["", Activity.Doing.NOT_KNOWN]),
        register=ACTIVITIES,
    ),
    _living(
        "unsuitable",
        "in unsuitable accommodation",
        "live in a home that does not suit them, as their personal adviser judges",
        "SUITABLE NO of the home on D",
        Q(suitable=Suitable.NO),
        unknown=Q(suitable__in=["", Suitable.NOT_KNOWN]),
    ),
    _living(
        "in-bed-and-breakfast",
        "in bed and breakfast or emergency accommodation",
        "live in bed and breakfast or in emergency accommodation. There should be none",
        "HOME BED-AND-BREAKFAST or EMERGENCY on D",
        Q(home__in=[Home.BED_AND_BREAKFAST, Home.EMERGENCY]),
    ),
    _living("in-custody", "in custody", "are in custody", "HOME CUSTODY on D", Q(home=Home.CUSTODY)),
    _living(
        "staying-put",
        "staying put",
        "stayed with their former foster carers",
        "HOME STAYING-PUT on D",
        Q(home=Home.STAYING_PUT),
        Better.HIGHER,
    ),
    _living(
        "staying-close",
        "staying close",
        "live close to their former children's home, with support from it",
        "HOME STAYING-CLOSE on D",
        Q(home=Home.STAYING_CLOSE),
        Better.HIGHER,
    ),
)
