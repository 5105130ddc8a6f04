"""What comes of a project: its outputs, and the outcomes and plans of a partnership that it stands behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import AddressField, FuzzyDateField, WordsField
from kizuna.core.models import OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text
from kizuna.partners.models import Outcome, Plan
from kizuna.projects.models.project import Project


class Output(Under, OwnedRecord):
    """One row is one thing that a project produced."""

    UNDER: ClassVar[tuple[str, ...]] = ("project",)

    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        BOOK = "book", _("Book")
        DATA = "data", _("Data")
        SOFTWARE = "software", _("Software")
        COURSE = "course", _("Course")
        REPORT = "report", _("Report")
        OTHER = "other", _("Other")

    project = models.ForeignKey(Project, models.CASCADE, related_name="outputs", verbose_name=_("project"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    text = WordsField(_("text"), blank=False)
    when = FuzzyDateField(_("when"))
    address = AddressField(_("address"), blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.text)[:200]


class ProjectOutcome(Under, OwnedRecord):
    """One row says that a project brought about an outcome of the partnership."""

    UNDER: ClassVar[tuple[str, ...]] = ("project", "outcome")

    project = models.ForeignKey(Project, models.CASCADE, related_name="outcomes", verbose_name=_("project"))
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="from_projects", verbose_name=_("outcome"))

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["project", "outcome"], name="an_outcome_once_of_a_project")]

    def __str__(self) -> str:
        return f"{self.project} → {self.outcome}"

    @property
    def heading(self) -> Text:
        """The project and what came of it."""
        return joined("{0} → {1}", self.project.title, self.outcome.text)


class ProjectPlan(Under, OwnedRecord):
    """One row says that a project does, or did, what was planned."""

    UNDER: ClassVar[tuple[str, ...]] = ("project", "plan")

    project = models.ForeignKey(Project, models.CASCADE, related_name="plans", verbose_name=_("project"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="by_projects", verbose_name=_("plan"))

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["project", "plan"], name="a_plan_once_of_a_project")]

    def __str__(self) -> str:
        return f"{self.plan} → {self.project}"

    @property
    def heading(self) -> Text:
        """The plan and the project."""
        return joined("{0} → {1}", self.plan.text, self.project.title)
