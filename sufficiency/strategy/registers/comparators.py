"""The register of comparator groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Register
from sufficiency.strategy.models import Comparator, ComparatorRow

NOT_KNOWN = "No authority of England has this code: write its ONS code, such as E06000054."


def _unknown_member(values: Mapping[str, Any]) -> Sequence[str]:
    """Said when an entry is saved whose code leads to no authority: it is shown nowhere."""
    return () if _england().filter(code=values["member"]).exists() else (NOT_KNOWN,)


def _england() -> Any:
    return Authority.objects.filter(kind=Authority.Kind.ENGLAND)


COMPARATORS = Register(
    slug="comparators",
    title="Comparator groups",
    one="membership",
    about="Authorities that the council compares itself with in groups of its own, beside its statistical neighbours.",
    model=Comparator,
    rows=ComparatorRow,
    columns=("comparator", "member", "member_from", "member_until", "purpose"),
    filters=("comparator",),
    search=("comparator", "member", "purpose", "source"),
    period=("member_from", "member_until"),
    scans=(
        Scan(
            rows=f"""
                SELECT line, member FROM {ComparatorRow._meta.db_table} AS own
                WHERE file_id = %(file)s AND NOT EXISTS (
                    SELECT FROM core_authority WHERE code = member AND kind = '{Authority.Kind.ENGLAND}')""",
            checks=(Check("unknown-authority", Severity.WARNING, "MEMBER", NOT_KNOWN, where="true", value="member"),),
        ),
    ),
    odd=_unknown_member,
)
REGISTERS = (COMPARATORS,)
