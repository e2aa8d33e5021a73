from django.apps import AppConfig


class CarersConfig(AppConfig):
    name = "carers"
    label = "carers"

    def ready(self) -> None:
        from sufficiency.extracts.following import follow  # noqa: PLC0415 - models load after apps
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .derivation import FROM, derive_households  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        declare(*REGISTERS)
        follow(derive_households, *FROM)
