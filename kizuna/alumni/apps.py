"""The alumni room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AlumniConfig(AppConfig):
    """Networks of alumni, gifts and campaigns."""

    name = "kizuna.alumni"
    label = "alumni"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: what is to be remembered, years later."""
        import_string("kizuna.alumni.remembrance.tell")()
