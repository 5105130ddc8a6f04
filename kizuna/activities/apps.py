"""The activities room as a Django application."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Activities, series, who takes part."""

    name = "kizuna.activities"
    label = "activities"
