"""The calls room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CallsConfig(AppConfig):
    """Calls, proposals, reviews, decisions and awards."""

    name = "kizuna.calls"
    label = "calls"

    def ready(self) -> None:
        """Tells core of the gate before proposals, of what is worth a check, and of who is known by which e-mail."""
        for told in ("gate.tell", "checks.tell", "known.tell"):
            import_string(f"kizuna.calls.{told}")()
