"""The pages of figures that are declared as topics."""

from django.http import HttpRequest, HttpResponseBase

from sufficiency.core.access import permission_required
from sufficiency.core.dates import quarter_end_before
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of
from sufficiency.dashboards.forms import ComparedForm
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.topics.declared import TOPICS
from sufficiency.dashboards.topics.showing import asked_of, show
from sufficiency.measures.freshness import feeds_of


@permission_required(Permission.SEE_MEASURES)
def topic_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The topic on the day the address asks for, beside the day it asks to compare with."""
    reader, topic = reader_of(request), TOPICS[slug]
    as_at = as_at_of(request, reader)
    compared = ComparedForm(request.GET, day=as_at.day, usual=quarter_end_before(as_at.day) if as_at.day else None)
    shown = None
    if as_at.day and as_at.first and not as_at.before_first:
        shown = show(topic, asked_of(reader, as_at.day, as_at.first, compared.day), as_at.first)
    context = {
        "topic": topic,
        "as_at": as_at,
        "compared": compared,
        "shown": shown,
        "feeds": feeds_of(topic.measures, reader.authority),
        "has_errors": bool(as_at.form.errors or compared.errors),
    }
    return chart_page(request, "dashboards/topic.html", context, shown.charts if shown else (), as_at.day)
