"""The tables of projects, one file per aggregate."""

from kizuna.projects.models.money import Funding, Rate
from kizuna.projects.models.project import Project, ProjectPerson, ProjectUnit, Side
from kizuna.projects.models.result import Output, ProjectOutcome, ProjectPlan

__all__ = [
    "Funding",
    "Output",
    "Project",
    "ProjectOutcome",
    "ProjectPerson",
    "ProjectPlan",
    "ProjectUnit",
    "Rate",
    "Side",
]
