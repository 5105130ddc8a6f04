"""The directory room as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Organisations, units, people and networks."""

    name = "kizuna.directory"
    label = "directory"
