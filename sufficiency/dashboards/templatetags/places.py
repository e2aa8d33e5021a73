"""Words about places for the templates."""

from django import template

from sufficiency.dashboards.words import places_text

register = template.Library()
register.filter("places", places_text)
