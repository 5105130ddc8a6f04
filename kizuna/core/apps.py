"""The core as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Homes, accounts, records, history, sources, figures and components."""

    name = "kizuna.core"
    label = "core"
