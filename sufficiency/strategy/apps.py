from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "sufficiency.strategy"
    label = "strategy"

    def ready(self) -> None:
        from sufficiency.extracts.kinds import register  # noqa: PLC0415 - models load after apps
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .extracts import KINDS  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        declare(*REGISTERS)
        register(*KINDS)
