"""Publishing reports to the board."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from sufficiency.core import audit
from sufficiency.core.models import Authority

from .models import PublishedReport


def published_reports(authority: Authority) -> QuerySet[PublishedReport]:
    """The reports of an authority without what they say, the latest day and edition first."""
    return PublishedReport.objects.filter(authority=authority).defer("content")


@transaction.atomic
def publish_report(*, authority: Authority, day: date, content: dict[str, Any], by: str) -> PublishedReport:
    """Freeze what a report says of a day. A second one for the same day is its next edition: the first stays."""
    # Two who publish at once wait for one another, so that each gets an edition of its own.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"report of {authority.code}"])
    before = PublishedReport.objects.filter(authority=authority, day=day).aggregate(last=Max("edition"))["last"]
    report = PublishedReport.objects.create(
        authority=authority, day=day, edition=(before or 0) + 1, content=content, published_by=by
    )
    audit.record(
        actor=by,
        action="strategy.publish-report",
        authority=authority.code,
        subject=f"report {report.pk}",
        day=str(day),
        edition=report.edition,
    )
    return report
