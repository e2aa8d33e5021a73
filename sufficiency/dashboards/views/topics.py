"""The pages of figures that are declared as topics."""

from datetime import date

from django.http import HttpRequest, HttpResponseBase

from placements.measures import CHILDREN_IN_CARE
from sufficiency.core.access import Reader, permission_required
from sufficiency.core.pages import reader_of
from sufficiency.core.roles import Permission
from sufficiency.dashboards.as_at import as_at_of, compared_of
from sufficiency.dashboards.children import children_counted
from sufficiency.dashboards.filters import ChildrenFilter
from sufficiency.dashboards.pictures import chart_page
from sufficiency.dashboards.topics.declared import TOPICS
from sufficiency.dashboards.topics.showing import asked_of, show
from sufficiency.dashboards.topics.topic import Topic
from sufficiency.measures.freshness import behind, feeds_of
from sufficiency.measures.small_numbers import smallest_of


@permission_required(Permission.SEE_MEASURES)
def topic_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The topic on the day the address asks for, beside the day it asks to compare with."""
    reader, topic = reader_of(request), TOPICS[slug]
    as_at = as_at_of(request, reader)
    compared = compared_of(request, as_at)
    shown = filters = None
    number = 0
    if as_at.day and as_at.first and not as_at.before_first:
        filters = _filters(request, reader, topic, as_at.day)
        number = filters.qs.count() if filters and filters.chosen else 0
        shown = show(topic, asked_of(reader, as_at.day, as_at.first, compared.day, filters), as_at.first)
    feeds = feeds_of(topic.measures, reader.authority, as_at.files)
    context = {
        "topic": topic,
        "as_at": as_at,
        "compared": compared,
        "filters": filters,
        "narrowed": number,
        "few": number < smallest_of(CHILDREN_IN_CARE, exact=True),
        "shown": shown,
        "feeds": feeds,
        "behind": behind(feeds, reader.authority, as_at.day),
        "has_errors": bool(as_at.form.errors or compared.errors or (filters and filters.form.errors)),
    }
    return chart_page(request, "dashboards/topic.html", context, shown.charts if shown else (), as_at.day)


def _filters(request: HttpRequest, reader: Reader, topic: Topic, day: date) -> ChildrenFilter | None:
    """What the address narrows the children to; nobody who may not see single children can narrow them."""
    if not (reader.may_see_children and topic.can_be_narrowed):
        return None
    filters = ChildrenFilter(request.GET, children_counted(CHILDREN_IN_CARE, reader.authority, day), day=day)
    for field in filters.form.fields.values():
        field.widget.attrs["form"] = "dates"  # they stand apart from the dates, and are sent with them
    return filters
