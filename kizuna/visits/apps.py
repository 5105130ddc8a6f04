"""The visits room as a Django application."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits, stops, meetings, notes and promises."""

    name = "kizuna.visits"
    label = "visits"
