from django.apps import AppConfig


class CarersConfig(AppConfig):
    name = "carers"
    label = "carers"

    def ready(self) -> None:
        from sufficiency.registers.declaring import declare  # noqa: PLC0415 - models load after apps

        from .registers import REGISTERS  # noqa: PLC0415

        declare(*REGISTERS)
