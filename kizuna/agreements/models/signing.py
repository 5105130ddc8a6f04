"""Who signed an agreement, in which post, when and where; and its files."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.agreements.models.agreement import Agreement, Party
from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import File, OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text
from kizuna.directory.models import Person, Post


class Signature(Under, OwnedRecord):
    """One row is one signature under an agreement, with the post in which it was given."""

    UNDER: ClassVar[tuple[str, ...]] = ("party",)

    party = models.ForeignKey(Party, models.CASCADE, related_name="signatures", verbose_name=_("party"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signed", verbose_name=_("person")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="signed", verbose_name=_("post held then")
    )
    title_then = WordsField(_("title then"))
    when = FuzzyDateField(_("when"))
    place = WordsField(_("where"))
    language = models.CharField(_("language of the copy"), max_length=35, blank=True)
    sure = models.BooleanField(
        _("it was signed so, though the post is recorded for other days"), default=False,
        help_text=_("Tick it only where the document says so."),
    )  # fmt: skip

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person or self.title_then} · {self.party.agreement}"

    @property
    def heading(self) -> Text:
        """Who signed what."""
        who = self.person.heading if self.person else self.title_then or self.party.organisation.shown_name
        return joined("{0} · {1}", who, self.party.agreement.title)

    def clean(self) -> None:
        if self.post is not None and self.person is None:
            raise ValidationError({"person": _now("Say who held this post.")})
        if self.post is not None and self.person_id != self.post.person_id:
            raise ValidationError({"post": _now("This is another person’s post.")})
        if self.post_differs and not self.sure:
            told = _now("On that day this post was not held, as far as it is recorded: %(post)s.")
            raise ValidationError({"post": told % {"post": self.post}})

    @property
    def post_differs(self) -> bool:
        """Whether the post is recorded not to have been held on any day on which it may have been signed."""
        if self.post is None:
            return False
        first, last = self.when.start.earliest, self.when.end.latest
        begins, ends = self.post.begins_first, self.post.ends_last
        before = bool(last and begins and last < begins)
        return before or bool(first and ends and first > ends)

    @property
    def day(self) -> date | None:
        """The day, where it is known to the day."""
        start = self.when.start
        return start.earliest if start.earliest == start.latest else None


class AgreementFile(Under, OwnedRecord):
    """One row is one file of an agreement: its text, an annex, a translation."""

    UNDER: ClassVar[tuple[str, ...]] = ("agreement",)

    class Kind(models.TextChoices):
        SIGNED = "signed", _("Signed copy")
        DRAFT = "draft", _("Draft")
        ANNEX = "annex", _("Annex")
        TRANSLATION = "translation", _("Translation")
        OTHER = "other", _("Other")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="files", verbose_name=_("agreement"))
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"), editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SIGNED)
    language = models.CharField(_("language"), max_length=35, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.file} · {self.agreement}"

    @property
    def heading(self) -> Text:
        """The file and its agreement."""
        return joined("{0} · {1}", self.file.name, self.agreement.title)
