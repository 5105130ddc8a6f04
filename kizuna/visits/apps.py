"""The visits room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class VisitsConfig(AppConfig):
    """Visits, stops, meetings, notes and promises."""

    name = "kizuna.visits"
    label = "visits"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: what is worth a check, what was promised by whom."""
        for told in ("checks.tell", "promised.tell"):
            import_string(f"kizuna.visits.{told}")()
