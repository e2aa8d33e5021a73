"""Checks of files whose rows name a child: whether the returns know the child."""

from placements.models import Episode
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.models import Fact
from sufficiency.extracts.problems import Severity


def child_known(rows: type[Fact]) -> Scan:
    """A warning for each row about a child whom no loaded return holds."""
    return Scan(
        rows=f"""
            SELECT own.* FROM {rows._meta.db_table} AS own
            WHERE file_id = %(file)s AND NOT EXISTS (
                SELECT FROM {Episode._meta.db_table} AS episode
                JOIN extracts_loadfile AS counts ON counts.id = episode.file_id AND counts.current
                WHERE episode.authority_id = own.authority_id AND episode.child = own.child)""",
        checks=(
            Check(
                "child-not-in-returns",
                Severity.WARNING,
                "CHILD",
                "No loaded return holds this child: correct CHILD, or load the episodes.",
                where="true",
                value="child",
            ),
        ),
    )
