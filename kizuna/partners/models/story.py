"""The story of a partnership: what was done, what came of it, what is planned, and what lies further back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, QuantityField, WordsField
from kizuna.core.models import OwnedRecord
from kizuna.directory.models import Organisation, Person
from kizuna.partners.models.partnership import Partnership
from kizuna.partners.models.programme import Phase, Programme


class Told(OwnedRecord):
    """One row tells one thing, of a partnership or of the home as a whole, in a phase or outside any."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("partnership")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("programme")
    )
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("phase")
    )
    text = WordsField(_("text"), blank=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]


class Chapter(Told):
    """One row is one passage of a partnership's story in one phase."""

    when = FuzzyDateField(_("when"))


class Outcome(Told):
    """One row is one thing that came of working together."""

    kind = models.CharField(_("kind"), max_length=80, blank=True)
    about = WordsField(_("what it came from"))
    when = FuzzyDateField(_("when"))


class Plan(Told):
    """One row is one thing that is planned, by whom, by when and by which means."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_WAY = "under-way", _("Under way")
        DONE = "done", _("Done")
        CARRIED = "carried", _("Carried over")
        DROPPED = "dropped", _("Dropped")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    about = WordsField(_("what it belongs to"))
    owner = WordsField(_("whose plan it is"))
    means = WordsField(_("by which means"))
    horizon = FuzzyDateField(_("by when"))
    reason = WordsField(_("why it was decided so"))
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    fulfilled_by = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="fulfils", verbose_name=_("fulfilled by")
    )


class HistoricalTie(OwnedRecord):
    """One row is one tie that reaches far back, with whom and since when."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="ties", verbose_name=_("partnership")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    text = WordsField(_("text"), blank=False)
    begins = FuzzyDateField(_("since"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="ties", verbose_name=_("organisation")
    )
    distance = QuantityField(_("how long ago"))
    people = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="ties", verbose_name=_("people")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]


class ThirdParty(OwnedRecord):
    """One row says how another organisation stands beside a partnership, or beside the home."""

    class Kind(models.TextChoices):
        COUNTERPART = "counterpart", _("Counterpart beside the partner")
        THIRD_UNIVERSITY = "third-university", _("Third university in a bilateral series")
        CO_ORGANISER = "co-organiser", _("Co-organiser")
        SHARED = "shared", _("Shared legacy")
        LONG_HISTORY = "long-history", _("Long history")
        OTHER = "other", _("Other")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="third_parties", verbose_name=_("partnership")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="third_party_in",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    text = WordsField(_("text"), blank=False)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phase"))
    when = FuzzyDateField(_("when"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]
