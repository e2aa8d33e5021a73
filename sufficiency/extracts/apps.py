from django.apps import AppConfig


class ExtractsConfig(AppConfig):
    name = "sufficiency.extracts"
    label = "extracts"
