from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "sufficiency.registers"
    label = "registers"

    def ready(self) -> None:
        """Tell the engine of measures who knows what is loaded."""
        from sufficiency.core.holdings import Holdings, ask  # noqa: PLC0415 - models load after apps

        from .holdings import held, name_of  # noqa: PLC0415

        ask(Holdings(held, name_of))
