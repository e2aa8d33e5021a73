from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StrategyConfig(AppConfig):
    name = "sufficiency.strategy"
    label = "strategy"

    def ready(self) -> None:
        from sufficiency.extracts.kinds import register  # noqa: PLC0415 - models load after apps
        from sufficiency.registers.declaring import declare  # noqa: PLC0415

        from .extracts import KINDS  # noqa: PLC0415
        from .reference import put_in_published_figures  # noqa: PLC0415
        from .registers import REGISTERS  # noqa: PLC0415

        declare(*REGISTERS)
        register(*KINDS)
        post_migrate.connect(put_in_published_figures, sender=self, dispatch_uid="strategy.reference")
