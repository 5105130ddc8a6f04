"""The agreements room as a Django application."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements, their parties, signatures and files."""

    name = "kizuna.agreements"
    label = "agreements"
