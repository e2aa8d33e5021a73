"""Who may see which authority, and as what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sufficiency.core.roles import ROLES

from .place import Authority


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

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "authority", "role", "since"], name="one_membership_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.authority_id}"
