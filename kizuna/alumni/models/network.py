"""Networks of alumni: where they are, who leads them, how many they are, what is done with them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, IntegerField, Q, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import Activity, Series
from kizuna.core.fields import AddressField, FuzzyDateField, QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.record import displayed, joined
from kizuna.core.models.under import Under, UnderQuerySet
from kizuna.core.values import Text, fold
from kizuna.directory.models import Person
from kizuna.directory.models.organisation import country_name
from kizuna.partners.models import Partnership


class NetworkQuerySet(UnderQuerySet):
    """Networks, found by name and place."""

    def fitting(self, text: str) -> Self:
        """Those called so, or in a city or country called so; those whose name begins so first."""
        key = fold(text)
        if not key:
            return self.none()
        fit = Case(When(key__startswith=key, then=0), default=1, output_field=IntegerField())
        return self.filter(key__contains=key).annotate(fit=fit).order_by("fit", "country", "pk")


class AlumniNetwork(Under, OwnedRecord, Dated):
    """One row is one network or chapter of alumni: of a country, of a city, or around the exchanges with a partner.

    How many countries have a network is a figure as somebody states it; rows are never made up to match it.
    """

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        FORMING = "forming", _("Being formed")
        RESTING = "resting", _("Resting")
        NOT_STATED = "not-stated", _("State not stated")

    name = WordsField(_("name"), blank=False)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code of two letters"))
    city = WordsField(_("city"))
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="alumni_networks",
        verbose_name=_("around the exchanges with"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    text = WordsField(_("what it is for"))
    address = AddressField(_("address"), blank=True)
    key = models.CharField(max_length=600, editable=False, db_index=True, default="")

    objects = NetworkQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("country", "pk")
        indexes = [models.Index(fields=["home", "country", "id"], name="alumni_by_country")]

    def __str__(self) -> str:
        return str(self.name)[:200]

    def clean(self) -> None:
        self.country = read_country(self.country)
        places = [country_name(self.country, code) for code, _name in settings.LANGUAGES] if self.country else []
        words = [found.value for text in (self.name, self.city) for found in text]
        self.key = fold(" ".join([*words, *places]))[:600]
        if self.city and not self.country:
            raise ValidationError({"country": _now("A city needs its country.")})

    @property
    def country_name(self) -> str:
        """The country's name in the page's language; empty where none is stated."""
        return country_name(self.country)


class Officer(Under, OwnedRecord, Dated):
    """One row is one term of office: who led a network, in which role, from when to when."""

    UNDER: ClassVar[tuple[str, ...]] = ("network", "person")

    network = models.ForeignKey(AlumniNetwork, models.CASCADE, related_name="officers", verbose_name=_("network"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="alumni_offices", verbose_name=_("person"))
    role = WordsField(_("role"), blank=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"

    @property
    def heading(self) -> Text:
        """The person and the role."""
        return joined("{0}, {1}", self.person.heading, self.role)


class Strength(Under, OwnedRecord):
    """One row says how many members a network had on a day; a later count is a new row."""

    UNDER: ClassVar[tuple[str, ...]] = ("network",)

    network = models.ForeignKey(AlumniNetwork, models.CASCADE, related_name="strengths", verbose_name=_("network"))
    quantity = QuantityField(_("members"), blank=False)
    as_of = FuzzyDateField(_("as of"), blank=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.network}: {self.quantity.display('en')}"

    @property
    def heading(self) -> Text:
        """The network and how many they were."""
        return joined("{0}: {1}", self.network.name, displayed(self.quantity))


class AlumniEvent(Under, OwnedRecord):
    """One row says that an activity, or a series of them, is held with a network or for it."""

    UNDER: ClassVar[tuple[str, ...]] = ("network", "activity", "series")

    network = models.ForeignKey(AlumniNetwork, models.CASCADE, related_name="events", verbose_name=_("network"))
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="for_alumni", verbose_name=_("activity")
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="for_alumni", verbose_name=_("series")
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(series__isnull=True), name="an_alumni_event_is_one_thing"
            ),
            models.UniqueConstraint(
                fields=["network", "activity"], condition=Q(activity__isnull=False), name="an_activity_once_a_network"
            ),
            models.UniqueConstraint(
                fields=["network", "series"], condition=Q(series__isnull=False), name="a_series_once_a_network"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.what}"

    def clean(self) -> None:
        if (self.activity is None) == (self.series is None):
            raise ValidationError({"activity": _now("Name either an activity or a series.")})

    @property
    def what(self) -> Activity | Series | None:
        """The activity or the series."""
        return self.activity or self.series

    @property
    def heading(self) -> Text:
        """The network and what is held."""
        return joined("{0}: {1}", self.network.name, self.what.heading if self.what else "")


def read_country(code: str) -> str:
    """A country's code in capitals; ValidationError for what CLDR knows no country of."""
    found = code.strip().upper()
    if found and (len(found) != 2 or not found.isascii() or not found.isalpha() or country_name(found, "en") == found):
        raise ValidationError({"country": _now("“%(code)s” is no country; write two letters, such as JP.") % {
            "code": code[:20]}})  # fmt: skip
    return found
