"""Figures and notes: what is said about a record, in numbers and in words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import AddressField, FuzzyDateField, QuantityField, WordsField
from kizuna.core.models.record import OwnedQuerySet
from kizuna.core.models.sources import Hanging


class Figure(Hanging):
    """One row is one reported value of one measure, with what it counts and when; a later value is a new row."""

    class Kind(models.TextChoices):
        COUNT = "count", _("Count")
        RANK = "rank", _("Claim of rank")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COUNT)
    measure = models.SlugField(_("measure"), max_length=60)
    name = WordsField(_("what is counted"), blank=False)
    quantity = QuantityField(_("value"))
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    scope = WordsField(_("scope"))
    claimant = WordsField(_("claimed by"))
    window = FuzzyDateField(_("window"))
    as_of = FuzzyDateField(_("as of"))
    as_of_basis = WordsField(_("how that date is known"))
    rule = WordsField(_("counting rule"))
    group = WordsField(_("group"))
    country = models.CharField(
        _("country"), max_length=2, blank=True,
        help_text=_("Where it counts people or things of one country; its briefing shows it."),
    )  # fmt: skip
    remark = WordsField(_("remark"))
    signed_off_by = models.ForeignKey("core.Account", models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(_("signed off"), null=True, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="count") | models.Q(rank__isnull=False), name="a_rank_has_its_rank"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Note(Hanging):
    """One row is one statement about a record that is no field of it: an aim, a principle, a reason, a remark."""

    class Kind(models.TextChoices):
        DEFINITION = "definition", _("Definition")
        AIM = "aim", _("Aim")
        PRINCIPLE = "principle", _("Principle")
        PROCESS = "process", _("How it works")
        RATIONALE = "rationale", _("Reason")
        PURPOSE = "purpose", _("Purpose")
        CONTEXT = "context", _("Context")
        MEMBERSHIP = "membership", _("Membership")
        LINK = "link", _("Link")
        CLAIM = "claim", _("Claim")
        OPINION = "opinion", _("View")
        OFFER = "offer", _("Offer")
        SERVICE = "service", _("Service")
        EMPHASIS = "emphasis", _("Emphasis")
        DISRUPTION = "disruption", _("Disruption")
        CONTINUITY = "continuity", _("Continuity")
        CAPTION = "caption", _("Caption of a picture")
        PUBLICATION = "publication", _("Publication")
        MARK = "mark", _("Mark in the document")
        REMARK = "remark", _("Remark")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REMARK)
    text = WordsField(_("text"), blank=False)
    when = FuzzyDateField(_("when"))
    address = AddressField(_("address"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.text)[:200]
