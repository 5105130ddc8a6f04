"""The mobility room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MobilityConfig(AppConfig):
    """Flows, stocks and stays of people."""

    name = "kizuna.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: ties of departments, and what is worth a check."""
        for told in ("ties.tell", "checks.tell"):
            import_string(f"kizuna.mobility.{told}")()
