"""Words about files for the templates."""

from django import template
from django.template.defaultfilters import capfirst

from sufficiency.extracts.kinds import kind_named

register = template.Library()


@register.filter
def kind_title(slug: str) -> str:
    """What a kind of file is called; a file of no kind was not recognised."""
    return capfirst(kind_named(slug).title) if slug else "Not recognised"
