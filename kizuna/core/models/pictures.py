"""Pictures that hang on records, with the words by which they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models.record import OwnedQuerySet
from kizuna.core.models.sources import File, Hanging
from kizuna.core.picturing import WIDTHS, Size
from kizuna.core.values import Text


@dataclass(frozen=True)
class Shown:
    """One size of a picture as pages show it: its file, and its width and height in pixels."""

    file: File
    width: int
    height: int


class Picture(Hanging):
    """One row is one picture of what a record is about, in the sizes that pages show, and what is said of it.

    Of the file that was sent only these sizes are kept.
    """

    class Licence(models.TextChoices):
        OWN = "own", _("All rights reserved")
        PERMISSION = "permission", _("Used with permission")
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        PUBLIC_DOMAIN = "public-domain", _("Public domain")

    alt = WordsField(
        _("what is seen"), blank=False,
        help_text=_("For people who do not see the picture: who or what is there, in a sentence."),
    )  # fmt: skip
    caption = WordsField(_("caption"), help_text=_("Stands below the picture."))
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Who made it, as it is to be named."))
    licence = models.CharField(
        pgettext_lazy("of a picture", "licence"), max_length=20, choices=Licence,
        help_text=_("By what right it may be shown."),
    )  # fmt: skip
    taken = FuzzyDateField(pgettext_lazy("of a picture", "taken"), help_text=_("When it was made."))
    place = WordsField(pgettext_lazy("of a picture", "place"))
    width = models.PositiveIntegerField(_("width in pixels"), editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False)
    small = models.ForeignKey(File, models.PROTECT, related_name="+", editable=False)
    medium = models.ForeignKey(File, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    large = models.ForeignKey(File, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    paper = models.ForeignKey(File, models.PROTECT, related_name="+", editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lower numbers stand first."))

    objects = OwnedQuerySet.as_manager()
    # The sizes that were made of a file just sent, the one for paper last, until they are kept.
    sent: Sequence[Size] = ()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.heading)[:200]

    def clean(self) -> None:
        self.credit = self.credit.strip()
        if not self.credit:
            raise ValidationError({"credit": _now("Say who made the picture.")})

    @property
    def heading(self) -> Text:
        """Its caption; without one, what is seen."""
        found: Text = self.caption or self.alt
        return found

    @property
    def files(self) -> list[File]:
        """All files of it: the sizes for pages, the smallest first, and the one for paper."""
        return [one for one in (self.small, self.medium, self.large, self.paper) if one is not None]

    @property
    def sizes(self) -> list[Shown]:
        """The sizes for pages, the smallest first."""
        found = self.files[:-1]
        widths = [*WIDTHS[: len(found) - 1], self.width]
        return [
            Shown(file, width, max(1, round(self.height * width / self.width)))
            for file, width in zip(found, widths, strict=True)
        ]
