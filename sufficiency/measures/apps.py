from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "sufficiency.measures"
    label = "measures"
