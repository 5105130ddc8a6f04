"""The calls room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CallsConfig(AppConfig):
    """Calls, proposals, reviews, decisions and awards."""

    name = "kizuna.calls"
    label = "calls"

    def ready(self) -> None:
        """Tells core behind which gate the history of a proposal stands, and what of calls is worth a check."""
        for told in ("gate.tell", "checks.tell"):
            import_string(f"kizuna.calls.{told}")()
