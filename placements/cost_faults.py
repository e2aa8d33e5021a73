"""Where the costs of a child and the child's placements do not fit each other.

An amount pays for one placement: the one in which the child is on ``placed_on``, or else on ``paid_from``. What is
earlier than anything the returns hold of a child belongs to the child's first placement, which may have begun before.
Days are compared in the year to a date, in one statement for the whole authority.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import connection

from sufficiency.core.dates import years_back
from sufficiency.core.models import Authority

from .models import EpisodeSpan
from .provision import BOUGHT, provision_of


class FaultKind(StrEnum):
    """What does not fit."""

    GAP = "gap"
    OVERLAP = "overlap"
    BEYOND = "beyond"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Meaning:
    """A kind of fault in words, and what to do about it."""

    title: str
    text: str


MEANINGS = {
    FaultKind.GAP: Meaning(
        "Nothing paid",
        "No amount is listed for these days of a placement that others are paid for, though there was one for the "
        "child before: enter it, or correct the dates.",
    ),
    FaultKind.OVERLAP: Meaning(
        "Paid twice", "Two amounts are listed for these days, and both count: end the earlier when the later begins."
    ),
    FaultKind.BEYOND: Meaning(
        "Paid beyond the placement",
        "The amount is listed for days outside the placement it pays for: end it when the placement ends.",
    ),
    FaultKind.NOWHERE: Meaning(
        "No such placement",
        "No loaded return holds the placement that the amount pays for: correct its dates, or load the episodes.",
    ),
}


@dataclass(frozen=True)
class Fault:
    """Days on which something does not fit, both included.

    ``cost`` is the id of the amount at fault and ``weekly`` its pounds a week; a gap has neither.
    """

    kind: FaultKind
    child: str
    first: date
    last: date
    cost: UUID | None
    weekly: Decimal | None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def title(self) -> str:
        return MEANINGS[self.kind].title


# Days are ranges without their last day, as placements and amounts are. A placement is bought when others are paid
# for it by the week on some day that is asked about.
_SQL = """
    WITH asked AS (SELECT %s::text AS authority, daterange(%s, %s) AS days),
    bought AS ({bought}),
    placed AS (
        SELECT spell.id, child.identifier AS child, daterange(spell.starts, spell.ends) AS days,
            daterange(nullif(spell.starts, min(spell.starts) OVER (PARTITION BY spell.child_id)), spell.ends) AS known
        FROM asked
        JOIN placements_placementspell AS spell ON spell.authority_id = asked.authority
        JOIN placements_child AS child ON child.id = spell.child_id
    ),
    listed AS (
        SELECT cost.id, cost.child, paid_from, placed_on, total, daterange(paid_from, paid_to) AS days
        FROM asked JOIN placements_placementcost AS cost ON cost.authority_id = asked.authority
    ),
    paid AS (SELECT listed.* FROM listed JOIN asked ON listed.days && asked.days),
    paying AS (
        SELECT paid.id, paid.child, total, paid.days, range_agg(placed.days) AS placement
        FROM paid
        LEFT JOIN placed ON placed.child = paid.child AND placed.known @> coalesce(placed_on, paid_from)
        GROUP BY paid.id, paid.child, total, paid.days
    ),
    owed AS (
        SELECT child, placed.days * asked.days * daterange(first.paid_from, NULL) AS days
        FROM placed
        JOIN (SELECT child, min(paid_from) AS paid_from FROM listed GROUP BY child) AS first USING (child)
        JOIN asked ON placed.days && asked.days
        WHERE placed.id IN (SELECT spell_id FROM bought)
    ),
    found AS (
        SELECT 'gap' AS kind, child, gap AS days, NULL::uuid AS cost, NULL::numeric AS total
        FROM owed
        LEFT JOIN (SELECT child, range_agg(days) AS days FROM paid GROUP BY child) AS covered USING (child)
        CROSS JOIN LATERAL unnest(datemultirange(owed.days) - coalesce(covered.days, '{{}}')) AS gap
        UNION ALL
        SELECT 'overlap', child, earlier.days * later.days, later.id, later.total
        FROM paid AS earlier JOIN paid AS later USING (child)
        WHERE earlier.paid_from < later.paid_from AND earlier.days && later.days
        UNION ALL
        SELECT 'beyond', child, beyond, id, total
        FROM paying CROSS JOIN LATERAL unnest(datemultirange(days) - placement) AS beyond
        WHERE placement IS NOT NULL
        UNION ALL
        SELECT 'nowhere', child, days, id, total FROM paying WHERE placement IS NULL
    )
    SELECT kind, child, lower(within), upper(within) - 1, cost, total
    FROM found JOIN asked ON found.days && asked.days CROSS JOIN LATERAL (SELECT found.days * asked.days) AS cut(within)
    ORDER BY child, lower(within), kind"""


def cost_faults(authority: Authority, day: date) -> list[Fault]:
    """Everything that does not fit in the year to a day, by child and date. One query.

    Days before a child's first amount are no gap: the register need not reach back to the child's first placement.
    """
    since, until = years_back(day, 1) + timedelta(days=1), day + timedelta(days=1)
    spans = EpisodeSpan.objects.for_authority(authority).filter(starts__lt=until, ends__gt=since)
    bought, parameters = (
        spans.annotate(provision=provision_of())
        .filter(provision__in=BOUGHT)
        .order_by()
        .values("spell_id")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(bought=bought), [authority.code, since, until, *parameters])
        return [Fault(FaultKind(kind), *rest) for kind, *rest in cursor]
