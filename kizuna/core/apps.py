"""The core as a Django application."""

from django.apps import AppConfig, apps
from django.utils.module_loading import import_string


class CoreConfig(AppConfig):
    """Homes, accounts, records, history, sources, figures and components."""

    name = "kizuna.core"
    label = "core"

    def ready(self) -> None:
        """Has what a row leads to read in the same way as the row itself."""
        import_string("kizuna.core.releasing.through")(apps.get_models())
