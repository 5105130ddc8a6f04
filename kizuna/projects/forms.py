"""The forms of projects, one per kind of record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import Kind, RecordForm
from kizuna.projects.models import (
    Funding,
    Output,
    Project,
    ProjectOutcome,
    ProjectPerson,
    ProjectPlan,
    ProjectUnit,
    Rate,
)


class ProjectForm(RecordForm):
    """Edits a project."""

    class Meta:
        model = Project
        fields = ("title", "partnership", "kind", "state", "begins", "ends", "seen", "text", "programme", "agreement",
                  "grows_out_of", "visibility")  # fmt: skip

    def usable(self, rows: Any) -> Any:
        """The project itself is no choice for what it grows out of."""
        found = super().usable(rows)
        return found.exclude(pk=self.instance.pk) if found.model is Project and self.instance.pk else found


class ProjectUnitForm(RecordForm):
    """Edits which department or organisation works on a project."""

    class Meta:
        model = ProjectUnit
        fields = ("project", "unit", "organisation", "side", "role", "order", "visibility")


class ProjectPersonForm(RecordForm):
    """Edits who leads a project or works on it."""

    class Meta:
        model = ProjectPerson
        fields = ("project", "person", "side", "role", "order", "visibility")


class OutputForm(RecordForm):
    """Edits what a project produced."""

    class Meta:
        model = Output
        fields = ("project", "kind", "text", "when", "address", "visibility")


class ProjectOutcomeForm(RecordForm):
    """Joins a project with an outcome."""

    class Meta:
        model = ProjectOutcome
        fields = ("project", "outcome", "visibility")


class ProjectPlanForm(RecordForm):
    """Joins a project with a plan."""

    class Meta:
        model = ProjectPlan
        fields = ("project", "plan", "visibility")


class FundingForm(RecordForm):
    """Edits one sum of money."""

    class Meta:
        model = Funding
        fields = ("project", "partnership", "programme", "phase", "kind", "side", "state", "amount", "organisation",
                  "named", "outside", "begins", "ends", "text", "visibility")  # fmt: skip


class RateForm(RecordForm):
    """Edits a rate of conversion."""

    class Meta:
        model = Rate
        fields = ("from_currency", "to_currency", "rate", "on", "source", "visibility")


KINDS: dict[str, Kind] = {
    "project": Kind(ProjectForm, Project, _("Project")),
    "unit": Kind(ProjectUnitForm, ProjectUnit, _("Department on a project")),
    "person": Kind(ProjectPersonForm, ProjectPerson, _("Person on a project")),
    "output": Kind(OutputForm, Output, _("Output")),
    "outcome": Kind(ProjectOutcomeForm, ProjectOutcome, _("Outcome of a project")),
    "plan": Kind(ProjectPlanForm, ProjectPlan, _("Plan of a project")),
    "funding": Kind(FundingForm, Funding, _("Money")),
    "rate": Kind(RateForm, Rate, _("Rate of conversion")),
}
