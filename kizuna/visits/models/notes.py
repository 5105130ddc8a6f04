"""What the host of a meeting writes through a link of their own, and the report that compiles itself from it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsField
from kizuna.core.models import Account, File, Home, OwnedRecord
from kizuna.core.models.record import joined
from kizuna.core.models.under import Under
from kizuna.core.values import Text

# More than two paragraphs need, and nothing that a page could not bear.
LONGEST = 8000


class NoteLink(models.Model):
    """One row is one address by which the host of one meeting writes its note; only its hash is kept."""

    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    meeting = models.ForeignKey("visits.Meeting", models.CASCADE, related_name="links", verbose_name=_("meeting"))
    name = models.CharField(_("for whom"), max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @property
    def state(self) -> str:
        """Open, expired or revoked; whether the report is closed is not the link's to know."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "open"


class MeetingNote(Under, OwnedRecord):
    """One row is the note of one meeting, as one of its hosts wrote it."""

    UNDER: ClassVar[tuple[str, ...]] = ("meeting",)
    DEEP = True

    meeting = models.ForeignKey("visits.Meeting", models.CASCADE, related_name="notes", verbose_name=_("meeting"))
    link = models.ForeignKey(NoteLink, models.SET_NULL, null=True, blank=True, related_name="notes", editable=False)
    author = models.CharField(_("written by"), max_length=200)
    text = WordsField(_("what was talked about"), blank=False)
    outcome = WordsField(_("what came of it"))
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("written_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=Q(link__isnull=False), name="one_note_per_link")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.author}"

    @property
    def heading(self) -> Text:
        """The meeting and who wrote of it."""
        return joined("{0} · {1}", self.meeting.heading, self.author)

    def clean(self) -> None:
        for field in ("text", "outcome"):
            for words in getattr(self, field).texts.values():
                MaxLengthValidator(LONGEST)(words)


class VisitReport(Under, OwnedRecord):
    """One row is the report of one visit: what its leader says of it all, and since when it is closed."""

    UNDER: ClassVar[tuple[str, ...]] = ("visit",)

    visit = models.OneToOneField("visits.Visit", models.CASCADE, related_name="report", verbose_name=_("visit"))
    text = WordsField(_("summary"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("closed by")
    )
    # The paper as it was when the report was closed.
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return str(self.visit)

    @property
    def heading(self) -> Text:
        """The visit's own name."""
        return self.visit.heading
