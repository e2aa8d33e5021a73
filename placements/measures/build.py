"""Measures of the same shape, declared by what tells them apart."""

from django.db.models import Q

from sufficiency.core.measure import Better, Measure, Relation, Tally, Unit

from .relations import CEASED, EPISODES, IN_CARE, NO_BIRTH_DATE

EVERYBODY = Tally(IN_CARE)
EVERYBODY_CEASED = Tally(CEASED)
# X1 says that another episode follows: as the last reason of a period it says nothing.
NO_REASON = Q(reason_ceased__in=["", "X1"])
BY_EPISODE = "children in care, by the episode that covers the day"


def of_in_care(  # noqa: PLR0913, PLR0917 - one argument for each thing such a measure declares
    slug: str,
    title: str,
    better: Better,
    where: Q,
    unknown: Q,
    definition: str,
    technical: str,
    told_with: tuple[Tally, ...] = (),
) -> Measure:
    """A share of the children in care, by the episode that covers the day."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in care on the day, how many in a hundred {definition}.",
        technical=f"{technical} / {BY_EPISODE}.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(IN_CARE, where),
        denominator=EVERYBODY,
        unknown=Tally(IN_CARE, unknown),
        told_with=told_with,
    )


def since_or_until(  # noqa: PLR0913 - one argument for each thing such a measure declares
    slug: str, title: str, relation: Relation, *, by_age: bool, definition: str, technical: str
) -> Measure:
    """A share of the children in care who have, or have not yet, reached an age or a time in care."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children in care on the day, how many in a hundred {definition}.",
        technical=f"{technical} / {BY_EPISODE}.",
        source=f"{EPISODES}, header" if by_age else EPISODES,
        unit=Unit.PERCENT,
        better=Better.NEITHER,
        numerator=Tally(relation, ~NO_BIRTH_DATE if by_age else None),
        denominator=EVERYBODY,
        unknown=Tally(IN_CARE, NO_BIRTH_DATE) if by_age else None,
    )


def of_ceased(slug: str, title: str, codes: list[str], definition: str, better: Better = Better.NEITHER) -> Measure:
    """A share of the children who ceased to be in care in the year, by the reason of their last exit."""
    return Measure(
        slug=slug,
        title=title,
        definition=f"Of the children who left care in the twelve months up to the day, how many in a hundred "
        f"{definition}.",
        technical=f"Last REC is {', '.join(codes)} / children who ceased in the year to the day.",
        source=EPISODES,
        unit=Unit.PERCENT,
        better=better,
        numerator=Tally(CEASED, Q(reason_ceased__in=codes)),
        denominator=EVERYBODY_CEASED,
        unknown=Tally(CEASED, NO_REASON),
    )


def children(  # noqa: PLR0913 - one argument for each thing such a measure declares
    slug: str,
    title: str,
    better: Better,
    *,
    counted: Tally,
    unknown: Tally | None = None,
    definition: str,
    technical: str,
    source: str = EPISODES,
) -> Measure:
    """A number of children."""
    return Measure(
        slug=slug,
        title=title,
        definition=definition,
        technical=technical,
        source=source,
        unit=Unit.CHILDREN,
        better=better,
        numerator=counted,
        unknown=unknown,
    )
