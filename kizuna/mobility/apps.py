"""The mobility room as a Django application."""

from django.apps import AppConfig


class MobilityConfig(AppConfig):
    """Flows, stocks and stays of people."""

    name = "kizuna.mobility"
    label = "mobility"
