from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "sufficiency.strategy"
    label = "strategy"

    def ready(self) -> None:
        from sufficiency.extracts.kinds import register  # noqa: PLC0415 - models load after apps

        from .extracts import KINDS  # noqa: PLC0415
        from .targets import TARGETS  # noqa: PLC0415

        register(TARGETS, place=30)
        register(*KINDS)
