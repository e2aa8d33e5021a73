"""Sentences and rows that the page, the paper and the document of a report share."""

from django.utils import timezone

from sufficiency.dashboards.words import long_date
from sufficiency.strategy.models import PublishedReport

from .content import Content, Line


def comparisons(line: Line) -> list[tuple[str, str]]:
    """What a figure is compared with, besides its aim: names and figures, without those of which there is none."""
    rows = [(long_date(each.day), each.text) for each in (line.quarter_before, line.year_before)]
    if line.published:
        rows += [
            (f"Statistical neighbours, {line.published}", line.neighbours),
            (f"England, {line.published}", line.england),
        ]
    return rows


def published_line(content: Content, report: PublishedReport) -> str:
    """Who published it and when, of what records, and what is withheld."""
    at = timezone.localtime(report.published_at)
    edition = f", edition {report.edition}" if report.edition > 1 else ""
    return (
        f"Published by {report.published_by} on {long_date(at.date())} at {at:%H:%M}{edition}. "
        f"Returns loaded to {long_date(content.reaches)}. So that no figure tells of single children, counts are "
        "rounded to the nearest 5 and shares are worked out from rounded counts, except those of the strategy's "
        "headlines; c stands where so few are counted that it could."
    )
