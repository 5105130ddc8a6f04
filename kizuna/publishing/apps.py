"""The publishing room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class PublishingConfig(AppConfig):
    """Pages and their editions."""

    name = "kizuna.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Names what the worker does for publishing, and where erasing looks."""
        import_string("kizuna.publishing.tasks.tell")()
        import_string("kizuna.publishing.known.tell")()
