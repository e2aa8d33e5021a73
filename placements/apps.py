from typing import Any

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    label = "placements"

    def ready(self) -> None:
        from sufficiency.core.signals import postcodes_replaced  # noqa: PLC0415 - models load after apps
        from sufficiency.extracts.kinds import register  # noqa: PLC0415
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .extracts import KINDS  # noqa: PLC0415
        from .extracts.ofsted import OFSTED_PROVIDERS  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        register(*KINDS, OFSTED_PROVIDERS, place=10)
        declare(*REGISTERS)
        postcodes_replaced.connect(_place_anew, dispatch_uid="placements.postcodes")


def _place_anew(**_: Any) -> None:
    """Placement authorities and distances follow the directory."""
    from .derivation import derive_everything  # noqa: PLC0415

    derive_everything()
