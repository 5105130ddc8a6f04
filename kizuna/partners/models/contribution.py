"""What departments bring: links with partners, contributions on their way to the record, invitations to a team."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import AddressField, FuzzyDateField, WordsField
from kizuna.core.models import Account, Dated, OwnedRecord, Role, Visibility
from kizuna.core.models.record import OwnedQuerySet, Reader, joined, readable
from kizuna.core.values import Text
from kizuna.directory.models import Charge, Organisation, Unit
from kizuna.partners.models.partnership import Partnership, TeamUnit
from kizuna.partners.models.programme import Phase


class LinkKind(models.TextChoices):
    """By what a department is linked with a partner."""

    AGREEMENT = "agreement", _("Agreement")
    PROJECT = "project", _("Project")
    ACTIVITY = "activity", _("Activity")
    MOBILITY = "mobility", _("Mobility")
    PAPERS = "papers", _("Papers")
    COORDINATION = "coordination", _("Coordination")
    MEMBERSHIP = "membership", _("Membership")


class Link(OwnedRecord, Dated):
    """One row says that a department has something to do with a partner, as the department reports it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="links", verbose_name=_("department"))
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("partnership")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("organisation"),
        help_text=_("Where there is no partnership yet."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=14, choices=LinkKind, default=LinkKind.ACTIVITY)
    text = WordsField(_("text"))

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(partnership__isnull=False) | Q(organisation__isnull=False), name="a_link_leads_somewhere"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short} · {self.partnership or self.organisation}: {self.get_kind_display()}"

    @property
    def heading(self) -> Text:
        """The department and what it is linked with."""
        elsewhere = self.organisation.shown_name if self.organisation else ""
        other = self.partnership.name if self.partnership else elsewhere
        return joined("{0} · {1}", self.unit.shown_short, other)


class InChargeQuerySet(OwnedQuerySet):
    """Rows about a unit, which the coordinators who answer for that unit may see too."""

    def visible_to(self, user: Reader) -> Self:
        if not user.is_authenticated:
            return self.none()
        # A membership may end or change its role: what one may see follows what one is now.
        allowed = readable(user)
        for row in user.roles.values():
            if row.role == Role.COORDINATOR:
                units = Charge.objects.filter(membership=row).values("unit")
                allowed |= Q(home=row.home_id, unit__in=units) & ~Q(visibility=Visibility.SEALED)
        found = self.filter(allowed)
        return found if user.kind == Account.Kind.OPERATOR else found.filter(home__in=user.roles)


class Contribution(OwnedRecord):
    """One row is one thing that a department brings: from being submitted to being on record, or not."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("Activity")
        OUTCOME = "outcome", _("Outcome")
        PLAN = "plan", _("Plan")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("With the office")
        RETURNED = "returned", _("Back with you")
        ACCEPTED = "accepted", pgettext_lazy("state of a contribution", "On record")
        MERGED = "merged", _("Joined with another entry")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a contribution", "Withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ACTIVITY)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contributions", verbose_name=_("department"))
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("partner")
    )
    partner_named = models.CharField(_("another partner"), max_length=200, blank=True)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phase"))
    link_kind = models.CharField(_("what kind of tie"), max_length=14, choices=LinkKind, blank=True)
    text = WordsField(_("text"), blank=False)
    when = FuzzyDateField(_("when"))
    address = AddressField(_("address"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUBMITTED, editable=False)
    word = models.TextField(_("word from the office"), max_length=2000, blank=True, editable=False)
    by = models.ForeignKey(Account, models.PROTECT, related_name="contributions", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    became = models.UUIDField(null=True, editable=False)
    became_label = models.CharField(max_length=80, blank=True, editable=False)

    objects = InChargeQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return str(self.text)[:200]


class Invitation(OwnedRecord):
    """One row is one department asked to join the team of a partnership, from the asking to its place on the list."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        LISTED = "listed", _("On the published list")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an invitation", "Withdrawn")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="invitations", verbose_name=_("partnership")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations", verbose_name=_("department"))
    role = models.CharField(_("role"), max_length=12, choices=TeamUnit.Role, default=TeamUnit.Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED, editable=False)
    word = models.TextField(_("why this department"), max_length=2000, blank=True)
    reply = models.TextField(_("answer"), max_length=2000, blank=True, editable=False)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    place = models.ForeignKey(TeamUnit, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = InChargeQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "unit"], condition=Q(state__in=("invited", "accepted")), name="asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short} · {self.partnership}"

    @property
    def heading(self) -> Text:
        """The department and the partnership."""
        return joined("{0} · {1}", self.unit.shown_short, self.partnership.name)
