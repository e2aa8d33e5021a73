"""Amounts of money for the templates."""

from django import template

from sufficiency.dashboards.money import pounds

register = template.Library()
register.filter(pounds)
