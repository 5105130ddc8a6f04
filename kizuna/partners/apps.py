"""The partners room as a Django application."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Programmes, partnerships and teams."""

    name = "kizuna.partners"
    label = "partners"
