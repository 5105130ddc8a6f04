"""Projects and collaborations, with the units and people who work on them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, IntegerField, Q, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.agreements.models import Agreement
from kizuna.core.fields import WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.core.values import Text, fold
from kizuna.directory.models import Organisation, Person, Unit
from kizuna.partners.models import Partnership, Programme

# Projects that grow out of projects: no line of them is longer.
LONGEST = 20


class Side(models.TextChoices):
    """On which side of a collaboration somebody stands."""

    HOME = "home", _("Our side")
    PARTNER = "partner", _("The partner’s side")
    THIRD = "third", _("Third party")
    NOT_STATED = "not-stated", _("Side not stated")


class ProjectQuerySet(UnderQuerySet):
    """Projects, found by title."""

    def called(self, text: str) -> Self:
        """Those whose title contains the text."""
        key = fold(text)
        return self.filter(key__contains=key) if key else self.none()

    def fitting(self, text: str) -> Self:
        """Those called so; those whose title begins so first, then the newest."""
        fit = Case(When(key__startswith=fold(text), then=0), default=1, output_field=IntegerField())
        return self.called(text).annotate(fit=fit).order_by("fit", F("begins_first").desc(nulls_last=True), "pk")


class Project(Under, OwnedRecord, Dated):
    """One row is one project, or one collaboration that has no project of its own, for as long as it runs."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    class Kind(models.TextChoices):
        RESEARCH = "research", _("Joint research")
        EDUCATION = "education", _("Joint education")
        CAPACITY = "capacity", _("Capacity building")
        NETWORK = "network", _("Network building")
        FACILITY = "facility", _("Shared facility")
        OTHER = "other", _("Other")
        NOT_STATED = "not-stated", _("Kind not stated")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        RESTS = "rests", _("Rests")
        DONE = "done", _("Finished")
        DROPPED = "dropped", _("Dropped")
        NOT_STATED = "not-stated", _("State not stated")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("partnership")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("rests on")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("programme"),
        help_text=_("The programme it runs under, of one’s own or of others, such as SATREPS."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NOT_STATED)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOT_STATED)
    title = WordsField(_("title"), blank=False)
    text = WordsField(_("what it is about"))
    grows_out_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offspring", verbose_name=_("grows out of")
    )
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = ProjectQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("-begins_first", "pk")
        indexes = [
            models.Index(fields=["home", "-begins_first", "id"], name="projects_in_order"),
            models.Index(fields=["home", "partnership"], name="projects_by_partner"),
        ]

    def __str__(self) -> str:
        return str(self.title)[:200]

    @property
    def heading(self) -> Text:
        """Its title."""
        found: Text = self.title
        return found

    def clean(self) -> None:
        words = [word for word in self.title.to_json().values() if isinstance(word, str)]
        self.key = fold(" ".join(words))[:600]
        seen = {self.pk} if self.pk else set()
        origin = self.grows_out_of_id
        for _step in range(LONGEST):
            if origin is None:
                return
            if origin in seen:
                break
            seen.add(origin)
            origin = Project.objects.filter(pk=origin).values_list("grows_out_of_id", flat=True).first()
        told = _now("A project cannot grow out of itself, not even by way of others.")
        raise ValidationError({"grows_out_of": told})


class ProjectUnit(Under, OwnedRecord):
    """One row is one unit or organisation that works on a project, on one side, as lead or as member."""

    UNDER: ClassVar[tuple[str, ...]] = ("project",)

    class Role(models.TextChoices):
        LEAD = "lead", _("Leads")
        MEMBER = "member", _("Takes part")

    project = models.ForeignKey(Project, models.CASCADE, related_name="units", verbose_name=_("project"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="works_on", verbose_name=_("department")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="works_on", verbose_name=_("organisation"),
        help_text=_("Where no department of it is named."),
    )  # fmt: skip
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.HOME)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) ^ Q(organisation__isnull=False), name="a_unit_or_an_organisation"
            ),
            models.UniqueConstraint(
                fields=["project", "unit"], condition=Q(unit__isnull=False), name="a_unit_once_in_a_project"
            ),
            models.UniqueConstraint(
                fields=["project", "organisation"], condition=Q(organisation__isnull=False),
                name="an_organisation_once_in_a_project",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit or self.organisation} · {self.project}"

    @property
    def heading(self) -> Text:
        """Who works on what."""
        who = self.unit or self.organisation
        return joined("{0} · {1}", who.shown_name if who else "", self.project.title)


class ProjectPerson(Under, OwnedRecord):
    """One row is one person who leads a project or works on it."""

    UNDER: ClassVar[tuple[str, ...]] = ("project",)

    class Role(models.TextChoices):
        LEAD = "lead", _("Leads")
        MEMBER = "member", _("Takes part")
        CONTACT = "contact", _("Contact")

    project = models.ForeignKey(Project, models.CASCADE, related_name="people", verbose_name=_("project"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="works_on", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.HOME)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.LEAD)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "project people"
        constraints = [models.UniqueConstraint(fields=["project", "person", "role"], name="a_person_once_in_a_role")]

    def __str__(self) -> str:
        return f"{self.person} · {self.project}"

    @property
    def heading(self) -> Text:
        """Who works on what."""
        return joined("{0} · {1}", self.person.heading, self.project.title)
