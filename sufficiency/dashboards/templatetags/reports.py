"""What the templates of reports need besides texts."""

import base64

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.painting import without_edges
from sufficiency.dashboards.reports import wording
from sufficiency.dashboards.reports.content import Content, Line
from sufficiency.strategy.registers.board import COMMENTARY

register = template.Library()
register.filter("comparisons", wording.comparisons)
register.simple_tag(wording.published_line, name="published_line")


@register.filter
def write_address(line: Line, content: Content) -> str:
    """Where to write what a figure means on the day of the report, or to change what was written."""
    of = {"measure": line.slug, "as_at": content.day}
    if line.commentary and line.commentary.as_at == content.day:
        return reverse("registers:edit", args=[COMMENTARY.slug, COMMENTARY.id_of(content.code, of)])
    known = urlencode({"measure": line.slug, "as_at": content.day.isoformat()})
    return f"{reverse('registers:new', args=[COMMENTARY.slug])}?{known}"


@register.filter
def inlined(chart: Chart) -> str:
    """The drawing of a chart as an address that holds it whole."""
    drawing = base64.b64encode(without_edges(chart.drawing).encode()).decode()
    return f"data:image/svg+xml;base64,{drawing}"
