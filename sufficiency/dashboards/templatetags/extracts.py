"""Words about files for the templates."""

from django import template
from django.template.defaultfilters import capfirst

from sufficiency.dashboards.published import title_of
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import LoadFile

register = template.Library()


@register.filter
def kind_title(slug: str) -> str:
    """What a kind of file is called; a file of no kind was not recognised."""
    return capfirst(kind_named(slug).title) if slug else "Not recognised"


@register.filter
def file_title(file: LoadFile) -> str:
    """What a file is: its kind, or the published dataset it holds."""
    return title_of(file) if file.kind else kind_title("")
