"""Who may see which authority, and as what; how they sign in, and where they are signed in."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sufficiency.core.roles import ROLES, Role
from sufficiency.core.row_locks import KEEP, SIGNING_IN, Lock

from .place import Authority

ONE_TIME_DAYS = 7


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        """Those given and not yet ended, today."""
        today = timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)


class Membership(models.Model):
    """A person holds a role in an authority for some time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role.slug, role.name) for role in ROLES.values()])
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="The first day without it; blank while it lasts.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was given.")
    end_reason = models.CharField(max_length=200, blank=True, help_text="Why it was ended before its time.")

    row_lock = Lock("says which authorities somebody reads, so it is asked before those are known", KEEP)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority", "role"], condition=Q(until__isnull=True), name="one_lasting_membership"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.authority_id}"

    @property
    def held(self) -> Role:
        """The role, with what it permits."""
        return ROLES[self.role]

    @property
    def last_day(self) -> date | None:
        """The last day with it; None while it lasts."""
        return self.until and self.until - timedelta(days=1)

    @property
    def is_in_force(self) -> bool:
        """Whether it is given and not yet ended, today."""
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until > today)


class OneTimePassword(models.Model):
    """The password of this person was set by somebody else: it signs them in to choose their own, and nothing more."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    row_lock = Lock(SIGNING_IN)

    def __str__(self) -> str:
        return f"one-time password of {self.user_id}"

    @property
    def is_too_old(self) -> bool:
        """A slip of paper that turns up later opens nothing."""
        return self.given_at < timezone.now() - timedelta(days=ONE_TIME_DAYS)


class PersonSession(AbstractBaseSession):
    """A session that knows whose it is, so that all of a person's can be ended at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")

    row_lock = Lock(SIGNING_IN)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that keeps these."""
        from sufficiency.core.sessions import SessionStore  # noqa: PLC0415 - it needs this model

        return SessionStore
