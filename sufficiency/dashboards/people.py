"""The people of an authority, as its administrators see them: who holds which role, until when, and why."""

from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sufficiency.core.models import Authority, Membership

from .words import listed, long_date


def people_of(authority: Authority) -> QuerySet[User]:
    """Everybody who holds or held a role in an authority, with those roles as ``here``, the latest first."""
    roles = Membership.objects.filter(authority=authority).order_by("-since", "-pk")
    return (
        User.objects.filter(Exists(Membership.objects.filter(authority=authority, user=OuterRef("pk"))))
        .prefetch_related(Prefetch("memberships", roles, to_attr="here"))
        .order_by("username")
    )


class PeopleTable(tables.Table):
    """People by name."""

    username = tables.Column(verbose_name="User name")
    roles = tables.Column(verbose_name="Roles", empty_values=(), orderable=False)
    last_login = tables.DateTimeColumn(format="j F Y, H:i", verbose_name="Last signed in", default="never")

    class Meta:
        attrs = {"class": "govuk-table app-table app-table--stacked"}
        empty_text = "Nobody."
        caption = "People"

    def render_username(self, value: str, record: User) -> SafeString:
        """Leads to the person."""
        address = reverse("dashboards:person", args=[record.pk])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def render_roles(self, record: Any) -> str:
        """Those in force, with their last day."""
        held = [_in_words(membership) for membership in record.here if membership.is_in_force]
        return listed(held) if held else "none any more"


def _in_words(membership: Membership) -> str:
    name = membership.held.name
    return f"{name} until {long_date(membership.last_day)}" if membership.last_day else name


def knows_single_sign_on() -> bool:
    """Whether people may come by their council's own sign-in."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)
