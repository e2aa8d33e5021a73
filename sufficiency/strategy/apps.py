from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "sufficiency.strategy"
    label = "strategy"
