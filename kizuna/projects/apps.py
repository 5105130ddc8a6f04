"""The projects room as a Django application."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, who works on them, what comes of them, and the money."""

    name = "kizuna.projects"
    label = "projects"
