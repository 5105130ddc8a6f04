"""The desk room as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Staff pages over several rooms."""

    name = "kizuna.desk"
    label = "desk"
