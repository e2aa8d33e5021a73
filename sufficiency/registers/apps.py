from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "sufficiency.registers"
    label = "registers"
