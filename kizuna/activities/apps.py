"""The activities room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ActivitiesConfig(AppConfig):
    """Activities, series, who takes part."""

    name = "kizuna.activities"
    label = "activities"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: ties of departments, and what is worth a check."""
        for told in ("ties.tell", "checks.tell", "carrying.tell"):
            import_string(f"kizuna.activities.{told}")()
