"""Shares and waits for the templates."""

from django import template

from sufficiency.dashboards.words import days_text, percent_text

register = template.Library()
register.filter("percent", percent_text)
register.filter("days", days_text)
