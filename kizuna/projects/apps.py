"""The projects room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ProjectsConfig(AppConfig):
    """Projects, who works on them, what comes of them, and the money."""

    name = "kizuna.projects"
    label = "projects"

    def ready(self) -> None:
        """Tells the rooms below what they may ask this one: the ties of departments that work on a project."""
        import_string("kizuna.projects.ties.tell")()
