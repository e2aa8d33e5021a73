"""The audit trail: what was done, by whom. Text only, so that it outlives what it describes."""

from django.db import models

from sufficiency.core.row_locks import TRAIL


class AuditEvent(models.Model):
    """One thing somebody did. The database refuses to change or delete a row (migration 0002).

    It also numbers each event, without a gap, and seals it with the one before it (migration 0004), so that
    a row which was changed, removed or slipped in behind its back shows: ``manage.py audit_verify``.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=150, help_text="User name, or the name of the command.")
    action = models.CharField(max_length=60, help_text="app.verb, such as extracts.load.")
    authority = models.CharField(max_length=9, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    number = models.PositiveBigIntegerField(db_default=0, editable=False)
    seal = models.CharField(max_length=64, db_default="", editable=False)

    row_lock = TRAIL

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["number"], name="one_audit_event_a_number")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"
