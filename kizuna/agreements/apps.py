"""The agreements room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AgreementsConfig(AppConfig):
    """Agreements, their parties, signatures and files."""

    name = "kizuna.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: ties of departments, and what is worth a check."""
        for told in ("ties.tell", "checks.tell"):
            import_string(f"kizuna.agreements.{told}")()
