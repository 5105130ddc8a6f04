"""Organisations: what they are called, where they are, how registries know them, which networks they are in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, IntegerField, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, QuantityField, WordsField
from kizuna.core.models import Dated, Home, SharedRecord
from kizuna.core.models.record import Reader, SharedQuerySet, joined
from kizuna.core.values import NotUnderstood, Text, fold, identifiers
from kizuna.directory.models.alias import Kin, Known


class NameKind(models.TextChoices):
    """What a name is to its bearer."""

    OFFICIAL = "official", _("Official name")
    LABEL = "label", _("Name in this language")
    ALIAS = "alias", _("Also written")
    ACRONYM = "acronym", _("Abbreviation")
    FORMER = "former", _("Former name")


class OrganisationQuerySet(Kin, SharedQuerySet):
    """Organisations, found by any of their names."""

    def called(self, text: str, user: Reader) -> Self:
        """Those one of whose names that this reader may see contains the text, whatever its accents, case or width.

        The names of an alias find what it is an alias of, and the other way round; ``canonical`` keeps one of them.
        """
        key = fold(text)
        names = OrganisationName.objects.visible_to(user).filter(key__contains=key)
        named = Organisation.objects.filter(pk__in=names.values("organisation"))
        return self.standing_for(named) if key else self.none()

    def fitting(self, text: str, user: Reader) -> Self:
        """Those called so, each once: the ones called exactly so first, then those of which a name begins so."""
        key = fold(text)
        names = OrganisationName.objects.visible_to(user).order_by()
        names = names.annotate(bearer=Coalesce("organisation__alias_of", "organisation"))
        exact, begun = (names.filter(**{look: key}).values("bearer") for look in ("key", "key__startswith"))
        fit = Case(When(pk__in=exact, then=0), When(pk__in=begun, then=1), default=2, output_field=IntegerField())
        return self.called(text, user).canonical().annotate(fit=fit).order_by("fit", "slug")


class Organisation(SharedRecord, Known):
    """One row is one organisation, shared by all homes."""

    UNSHOWN: ClassVar[Any] = _("an institution that is not shown")

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        INSTITUTE = "institute", _("Research institute")
        HOSPITAL = "hospital", _("Hospital")
        COMPANY = "company", _("Company")
        MINISTRY = "ministry", _("Ministry")
        GOVERNMENT = "government", _("Government")
        FUNDER = "funder", _("Funder")
        AGENCY = "agency", _("Agency")
        EMBASSY = "embassy", _("Embassy")
        FOUNDATION = "foundation", _("Foundation")
        NETWORK = "network", _("Network")
        ASSOCIATION = "association", _("Association")
        ENSEMBLE = "ensemble", _("Ensemble")
        OTHER = "other", _("Other")

    class Basis(models.TextChoices):
        STATED = "stated", _("Stated")
        IMPLIED = "implied", _("Implied")
        REGISTRY = "registry", _("From a registry")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("No longer active")
        WITHDRAWN = "withdrawn", pgettext_lazy("status of an organisation", "Withdrawn")

    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.UNIVERSITY)
    name = WordsField(_("name"), blank=False)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters"))
    country_basis = models.CharField(_("how the country is known"), max_length=10, choices=Basis, blank=True)
    city = WordsField(_("city"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    name_is_ours = models.BooleanField(_("the name is our description"), default=False)
    fictional = models.BooleanField(_("fictional"), default=False)
    represents = models.CharField(_("country represented"), max_length=2, blank=True)
    founded = FuzzyDateField(_("founded or launched"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("part of")
    )

    objects = OrganisationQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("slug",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="organisation_is_on_the_globe",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        self.country = self.country.upper()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("A place on the map needs both latitude and longitude.")})

    @property
    def country_name(self) -> str:
        """The country's name in the page's language; empty when it is not known."""
        return country_name(self.country)

    @property
    def aside(self) -> str:
        """What tells it from others of the same name, in a list to choose from."""
        return self.country_name

    @property
    def acronym(self) -> str:
        """The first abbreviation on record; empty when there is none."""
        return next((row.value for row in self.names.all() if row.kind == NameKind.ACRONYM), "")


def country_name(code: str, language: str = "") -> str:
    """A country's name from CLDR; the code itself when CLDR does not know it."""
    if not code:
        return ""
    locale = Locale.parse((language or get_language() or "en").split("-")[0])
    name: str = locale.territories.get(code, code)
    return name


def read_identifier(scheme: str, text: str, field: str = "") -> str:
    """The identifier as its registry writes it; ValidationError, for the field if named, when it cannot be one."""
    try:
        return identifiers.read(scheme, text)
    except NotUnderstood as problem:
        raise ValidationError({field: gettext(problem.reason)} if field else gettext(problem.reason)) from problem


class OrganisationName(SharedRecord, Dated):
    """One row is one name under which an organisation is or was known."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation"))
    value = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=35, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.ALIAS)
    key = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "value", "kind", "language"], name="a_name_once_per_kind")
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        self.key = fold(self.value)[:300]


class Identifier(SharedRecord):
    """One row is one organisation's identifier in one registry."""

    class Scheme(models.TextChoices):
        ROR = "ror", "ROR"
        SCHAC = "schac", "SCHAC"
        ERASMUS = "erasmus", "Erasmus"
        PIC = "pic", "PIC"
        ISNI = "isni", "ISNI"
        GRID = "grid", "GRID"
        WIKIDATA = "wikidata", "Wikidata"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="identifiers", verbose_name=_("organisation")
    )
    scheme = models.CharField(_("registry"), max_length=20, choices=Scheme)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        ordering = ("scheme", "value")
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="an_identifier_once")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self) -> None:
        """Keeps the identifier in the spelling of its registry."""
        if self.scheme in identifiers.READERS and self.value:
            self.value = read_identifier(self.scheme, self.value, "value")


class NetworkMember(SharedRecord, Dated):
    """One row says that an organisation, or a kind of organisation, is in a network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_members", verbose_name=_("network"))
    member = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="networks", verbose_name=_("member")
    )
    category = WordsField(_("kind of member"))
    part = WordsField(_("part taken"))
    quantity = QuantityField(_("how many"))
    open_list = models.BooleanField(_("the list is open"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["network", "member"], name="a_member_once_per_network"),
        ]

    def __str__(self) -> str:
        who = self.member or self.category
        return f"{who} in {self.network}"

    @property
    def heading(self) -> Text:
        """The member and the network."""
        return joined("{0} · {1}", self.member.shown_name if self.member else self.category, self.network.shown_name)


class HomeOrganisation(SharedRecord):
    """One row says which organisation stands behind a home."""

    home = models.OneToOneField(Home, models.PROTECT, related_name="behind")
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="home_of")

    def __str__(self) -> str:
        return f"{self.organisation} is {self.home}"

    @property
    def heading(self) -> Text:
        """The organisation."""
        name: Text = self.organisation.name
        return name
