"""The public room as a Django application."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The open web site."""

    name = "kizuna.public"
    label = "public"
