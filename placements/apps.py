from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.db import router
from django.db.models.signals import post_migrate


class PlacementsConfig(AppConfig):
    name = "placements"
    label = "placements"

    def ready(self) -> None:
        from sufficiency.core.ledger import keep  # noqa: PLC0415 - models load after apps
        from sufficiency.core.signals import postcodes_replaced  # noqa: PLC0415
        from sufficiency.extracts.following import follow  # noqa: PLC0415
        from sufficiency.extracts.kinds import register  # noqa: PLC0415
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .extracts import KINDS  # noqa: PLC0415
        from .extracts.ofsted import OFSTED_PROVIDERS  # noqa: PLC0415
        from .kept import KEPT  # noqa: PLC0415
        from .ledger import FROM, LEDGER, work_out_ledger  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        register(*KINDS, OFSTED_PROVIDERS, place=10)
        declare(*REGISTERS)
        keep(LEDGER)
        follow(work_out_ledger, *FROM)
        for kept in KEPT:
            follow(kept, *kept.follows)
        postcodes_replaced.connect(_place_anew, dispatch_uid="placements.postcodes")
        post_migrate.connect(_keep_current, sender=self, dispatch_uid="placements.derivation")


def _place_anew(**_: Any) -> None:
    """Placement authorities and distances follow the directory."""
    from .derivation import derive_everything  # noqa: PLC0415

    derive_everything()


def _keep_current(using: str, apps: Apps = installed_apps, **_: Any) -> None:
    """After each migrate and flush, unless the database has not the tables (yet, or any more)."""
    from .derivation import keep_current  # noqa: PLC0415

    try:
        newest = apps.get_model("placements", "DerivedBy")
    except LookupError:
        return
    if router.allow_migrate_model(using, newest):
        keep_current()
