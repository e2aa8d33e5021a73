"""Write to the audit trail."""

from typing import Any

from .models import AuditEvent


def record(*, actor: str, action: str, authority: str = "", subject: str = "", **detail: Any) -> AuditEvent:
    """Add one event, in the caller's transaction: what is rolled back was never done.

    ``detail`` holds counts and settings, never personal data.
    """
    return AuditEvent.objects.create(actor=actor, action=action, authority=authority, subject=subject, detail=detail)
