"""The desk room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DeskConfig(AppConfig):
    """Staff pages over several rooms."""

    name = "kizuna.desk"
    label = "desk"

    def ready(self) -> None:
        """Names the questions behind what is about to hurt, and what the worker does for the desk."""
        for told in ("hurting.tell", "hurtingvisits.tell", "hurtingcalls.tell", "duties.tell"):
            import_string(f"kizuna.desk.{told}")()
