from django.apps import AppConfig


class LeaversConfig(AppConfig):
    name = "leavers"
    label = "leavers"

    def ready(self) -> None:
        from sufficiency.extracts.kinds import register  # noqa: PLC0415 - models load after apps

        from .extracts import KINDS  # noqa: PLC0415

        register(*KINDS, place=20)
