"""The forms of partners, one per kind of record."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import Kind, RecordForm
from kizuna.directory.models import Unit
from kizuna.partners.models import (
    Chapter,
    Coordinator,
    HistoricalTie,
    Link,
    Member,
    Outcome,
    Partnership,
    Phase,
    Plan,
    Programme,
    Stage,
    Standing,
    TeamUnit,
    ThirdParty,
    Tier,
)

DATES = ("begins", "ends")
TOLD = ("partnership", "programme", "phase", "text")


class ProgrammeForm(RecordForm):
    """Edits a programme."""

    class Meta:
        model = Programme
        fields = ("slug", "kind", "name", "abbreviation", "period", "visibility")


class PhaseForm(RecordForm):
    """Edits a phase."""

    class Meta:
        model = Phase
        fields = ("programme", "order", "name", "period", "calendar_stated", "character", "form", "visibility")


class TierForm(RecordForm):
    """Edits a tier."""

    class Meta:
        model = Tier
        fields = ("programme", "slug", "order", "name", "short", "criterion", "tone", "visibility")


class PartnershipForm(RecordForm):
    """Edits a partnership."""

    class Meta:
        model = Partnership
        fields = ("slug", "name", "short", "programme", "group", "state", "since", "framework", "footnote",
                  "grows_out_of", "visibility")  # fmt: skip


class MemberForm(RecordForm):
    """Edits one institution's membership."""

    class Meta:
        model = Member
        fields = ("partnership", "organisation", "order", *DATES, "visibility")


class StandingForm(RecordForm):
    """Edits one standing in a tier."""

    class Meta:
        model = Standing
        fields = ("partnership", "tier", "order", "grounds", *DATES, "visibility")


class StageForm(RecordForm):
    """Edits one dated state."""

    class Meta:
        model = Stage
        fields = ("partnership", "state", "reason", *DATES, "visibility")


class TeamUnitForm(RecordForm):
    """Edits one place on a team; the unit is one of the home's own."""

    class Meta:
        model = TeamUnit
        fields = ("partnership", "unit", "order", "role", *DATES, "joined_phase", "joined_later", "visibility")

    def usable(self, rows: Any) -> Any:
        found = super().usable(rows)
        return found.filter(organisation__home_of__home=self.home) if found.model is Unit else found


class CoordinatorForm(RecordForm):
    """Edits one coordinator."""

    class Meta:
        model = Coordinator
        fields = ("partnership", "person", "side", *DATES, "visibility")


class ChapterForm(RecordForm):
    """Edits one passage of the story."""

    class Meta:
        model = Chapter
        fields = (*TOLD, "when", "order", "visibility")


class OutcomeForm(RecordForm):
    """Edits an outcome."""

    class Meta:
        model = Outcome
        fields = (*TOLD, "kind", "about", "when", "visibility")


class PlanForm(RecordForm):
    """Edits a plan."""

    class Meta:
        model = Plan
        fields = (*TOLD, "state", "reason", "about", "owner", "means", "horizon", "visibility")


class LinkForm(RecordForm):
    """Edits one tie between a department and a partner; the department is one of the home's own."""

    class Meta:
        model = Link
        fields = ("unit", "partnership", "organisation", "kind", "text", *DATES, "seen", "visibility")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.version == 0:
            # Who reports a tie says that it holds on that day.
            self.initial["seen"] = self.initial.get("seen") or timezone.localdate()

    def usable(self, rows: Any) -> Any:
        found = super().usable(rows)
        return found.filter(organisation__home_of__home=self.home) if found.model is Unit else found


class HistoricalTieForm(RecordForm):
    """Edits a historical tie."""

    class Meta:
        model = HistoricalTie
        fields = ("partnership", "organisation", "country", "text", "begins", "distance", "people", "visibility")


class ThirdPartyForm(RecordForm):
    """Edits how another organisation stands beside a partnership."""

    class Meta:
        model = ThirdParty
        fields = ("partnership", "organisation", "kind", "text", "phase", "when", "visibility")


KINDS: dict[str, Kind] = {
    "programme": Kind(ProgrammeForm, Programme, _("Programme")),
    "phase": Kind(PhaseForm, Phase, _("Phase")),
    "tier": Kind(TierForm, Tier, _("Tier")),
    "partnership": Kind(PartnershipForm, Partnership, _("Partnership")),
    "member": Kind(MemberForm, Member, _("Member of a group")),
    "standing": Kind(StandingForm, Standing, _("Standing in a tier")),
    "stage": Kind(StageForm, Stage, _("State of a partnership")),
    "team-unit": Kind(TeamUnitForm, TeamUnit, _("Department on a team")),
    "coordinator": Kind(CoordinatorForm, Coordinator, _("Coordinator")),
    "chapter": Kind(ChapterForm, Chapter, _("Passage of the story")),
    "outcome": Kind(OutcomeForm, Outcome, _("Outcome")),
    "plan": Kind(PlanForm, Plan, _("Plan")),
    "link": Kind(LinkForm, Link, _("Tie of a department")),
    "tie": Kind(HistoricalTieForm, HistoricalTie, _("Historical tie")),
    "third-party": Kind(ThirdPartyForm, ThirdParty, _("Third party")),
}
