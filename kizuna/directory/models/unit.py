"""Units of any organisation: schools, institutes, centres, campuses; a joint unit is one unit made of several."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import WordsField
from kizuna.core.models import Dated, SharedRecord
from kizuna.core.models.record import Reader, SharedQuerySet, joined
from kizuna.core.values import Text, fold
from kizuna.core.wording import in_language
from kizuna.directory.models.alias import Kin, Known
from kizuna.directory.models.organisation import NameKind, Organisation


class UnitQuerySet(Kin, SharedQuerySet):
    """Units, found by abbreviation or any name."""

    def called(self, text: str, user: Reader) -> Self:
        key = fold(text)
        names = UnitName.objects.visible_to(user).filter(key__contains=key)
        named = Unit.objects.visible_to(user).filter(Q(key__contains=key) | Q(pk__in=names.values("unit")))
        return self.standing_for(named) if key else self.none()

    def fitting(self, text: str, user: Reader) -> Self:
        """Those called so, each once: an abbreviation or whole name first, then what begins so, then their order."""
        key = fold(text)
        names = UnitName.objects.visible_to(user).filter(key=key).values("unit")
        exact = Q(abbreviation__iexact=text.strip()) | Q(key=key) | Q(pk__in=names)
        fit = Case(When(exact, then=0), When(key__startswith=key, then=1), default=2, output_field=IntegerField())
        return self.called(text, user).canonical().annotate(fit=fit).order_by("fit", "order", "pk")


class Unit(SharedRecord, Dated, Known):
    """One row is one unit of an organisation, for as long as it exists."""

    UNSHOWN: ClassVar[Any] = _("a department that is not shown")

    class Kind(models.TextChoices):
        GRADUATE_SCHOOL = "graduate-school", _("Graduate school")
        FACULTY = "faculty", _("Faculty")
        DEPARTMENT = "department", pgettext_lazy("kind of unit", "Department")
        INSTITUTE = "institute", _("Institute")
        CENTER = "center", _("Center")
        HOSPITAL = "hospital", _("Hospital")
        DIVISION = "division", _("Division")
        OFFICE = "office", _("Office")
        CAMPUS = "campus", _("Campus")
        FOUNDATION = "foundation", _("Foundation")
        LABORATORY = "laboratory", _("Laboratory")
        RESEARCH_UNIT = "research-unit", _("Research unit")
        NETWORK = "network", _("Network of people")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units", verbose_name=_("organisation"))
    slug = models.SlugField(_("name in addresses"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    name = WordsField(_("name"), blank=False)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    listed = models.BooleanField(_("stands in the table of abbreviations"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="a_unit_slug_once")]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        words = [value for tag, value in self.name.to_json().items() if isinstance(value, str)]
        self.key = fold(" ".join([self.abbreviation, *words]))[:600]

    @property
    def aside(self) -> str:
        """What tells it from others of the same name, in a list to choose from."""
        return " · ".join(part for part in (self.abbreviation, in_language(self.organisation.shown_name)) if part)

    @property
    def short(self) -> str:
        """The abbreviation, or the name where there is none."""
        return str(self.shown_short)

    @property
    def shown_short(self) -> Text | str:
        """The abbreviation or the name, or that it is not shown."""
        found = self.shown
        return self.shown_name if found is None else found.abbreviation or found.name


class UnitName(SharedRecord):
    """One row is one more name under which a unit is or was known."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name=_("department"))
    value = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=35, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.ALIAS)
    key = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        self.key = fold(self.value)[:300]


class UnitPart(SharedRecord):
    """One row says that a joint unit is made of another unit, among others."""

    joint = models.ForeignKey(Unit, models.CASCADE, related_name="parts")
    part = models.ForeignKey(Unit, models.PROTECT, related_name="joint_in")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.part} in {self.joint}"

    @property
    def heading(self) -> Text:
        """The joint unit and its part."""
        return joined("{0} · {1}", self.joint.name, self.part.name)
