"""Shares, waits and lists of words for the templates."""

from django import template

from sufficiency.dashboards.words import days_text, listed, percent_text

register = template.Library()
register.filter("percent", percent_text)
register.filter("days", days_text)
register.filter("listed", listed)
