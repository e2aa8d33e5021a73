from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import router
from django.db.models.signals import post_migrate

from .reference import sync_reference
from .web_role import put_in_force


class CoreConfig(AppConfig):
    name = "sufficiency.core"
    label = "core"

    def ready(self) -> None:
        from . import sign_ins  # noqa: F401, PLC0415 - it listens, and needs the models

        post_migrate.connect(_put_in_reference_data, sender=self, dispatch_uid="core.reference")
        post_migrate.connect(_put_row_locks_in_force, sender=self, dispatch_uid="core.row-locks")


def _put_in_reference_data(using: str, apps: Apps = installed_apps, **_: Any) -> None:
    """After each migrate and flush (which names no apps), unless the database has not the tables (yet, or any more)."""
    try:
        newest = apps.get_model("core", "BankHoliday")  # the newest of the tables
    except LookupError:
        return
    if router.allow_migrate_model(using, newest):
        sync_reference(using=using, apps=apps)


def _put_row_locks_in_force(using: str, **migration: Any) -> None:
    """After each migrate, of whichever app; emptying a database changes no rule."""
    if "plan" in migration:
        put_in_force(using)
