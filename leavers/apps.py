"""Care leavers: what the yearly return says of them, and the registers that the council keeps."""

from django.apps import AppConfig


class LeaversConfig(AppConfig):
    name = "leavers"
    label = "leavers"

    def ready(self) -> None:
        from sufficiency.extracts.following import follow  # noqa: PLC0415 - models load after apps
        from sufficiency.extracts.kinds import register  # noqa: PLC0415
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .derivation import FROM, derive_leavers  # noqa: PLC0415
        from .extracts import KINDS  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        register(*KINDS, place=20)
        declare(*REGISTERS)
        follow(derive_leavers, *FROM)
