"""Series: what is done together again and again, under one name or two, here and there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models.shown import CalledQuerySet
from kizuna.core.fields import QuantityField, WordsField
from kizuna.core.models import Dated, OwnedRecord
from kizuna.core.models.under import Under
from kizuna.core.values import Text, fold
from kizuna.partners.models import Partnership, Programme


class ActivityKind(models.TextChoices):
    """What is done; what has no kind of its own is "other", with its own words."""

    SYMPOSIUM = "symposium", _("Symposium")
    CONFERENCE = "conference", _("Conference")
    FORUM = "forum", _("Forum")
    WORKSHOP = "workshop", _("Workshop")
    SEMINAR = "seminar", _("Seminar")
    LECTURE = "lecture", _("Lecture")
    MEETING = "meeting", _("Meeting")
    DIALOGUE = "dialogue", _("Dialogue")
    RESEARCH = "research-session", _("Research session")
    SCHOOL = "school", _("Summer or winter school")
    COURSE = "course", _("Joint education")
    TRAINING = "training", _("Training")
    STUDY = "study-abroad", _("Study abroad")
    EXCHANGE = "exchange", _("Exchange")
    LANGUAGE = "language-exchange", _("Language exchange")
    DAY = "day", _("Day of a university")
    SESSION = "session", _("Session")
    EXHIBITION = "exhibition", _("Exhibition or building")
    CONCERT = "concert", _("Concert")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Other")
    NOT_STATED = "not-stated", _("Not stated")


class Rhythm(models.TextChoices):
    """How often a series comes back, as far as it is said."""

    ANNUAL = "annual", _("Every year")
    BIENNIAL = "biennial", _("Every two years")
    SEVERAL = "several-a-year", _("Several times a year")
    PERIODIC = "periodic", _("Periodically")
    REGULAR = "regular", _("Regularly")
    AS_NEEDED = "as-needed", _("As needed")
    ONCE = "once-so-far", _("Once so far")
    NOT_STATED = "not-stated", _("Not stated")


class Series(Under, OwnedRecord, Dated):
    """One row is one series of activities with its own name, or two, from its first edition on."""

    UNDER: ClassVar[tuple[str, ...]] = ("partnership",)

    class Hosts(models.TextChoices):
        ALTERNATES = "alternates", _("Hosted in turn")
        OURS = "ours", _("Always with us")
        THEIRS = "theirs", _("Always with the partner")
        BOTH = "both", _("On both sides")
        THIRD = "third-party", _("Hosted by others")
        NOT_STATED = "not-stated", _("Not stated")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        RESTS = "rests", _("Rests")
        ENDED = "ended", _("Ended")
        NOT_STATED = "not-stated", _("Not stated")

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("partnership")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("programme")
    )
    slug = models.SlugField(_("name in addresses"), max_length=80)
    title = WordsField(_("name"), blank=False)
    second_name = WordsField(_("second name"), help_text=_("Where it bears two names at once."))
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind, default=ActivityKind.NOT_STATED)
    rhythm = models.CharField(_("how often"), max_length=14, choices=Rhythm, default=Rhythm.NOT_STATED)
    per_year = QuantityField(_("how often a year"))
    host_pattern = models.CharField(_("who hosts"), max_length=12, choices=Hosts, default=Hosts.NOT_STATED)
    first_edition = models.PositiveSmallIntegerField(
        _("first number"), null=True, blank=True,
        help_text=_("The number of its first edition, where its editions are numbered; mostly 1."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOT_STATED)
    text = WordsField(_("what it is for"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = CalledQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_series_slug_once_per_home")]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        self.key = folded(self.title, self.second_name)

    @property
    def heading(self) -> Text:
        """Its name."""
        name: Text = self.title
        return name

    @property
    def is_over(self) -> bool:
        """Whether no further edition is to be expected."""
        return self.state == self.State.ENDED or bool(self.ends)


def folded(*texts: Text) -> str:
    """What the database looks for when one searches for these names."""
    words = [word for text in texts for word in text.to_json().values() if isinstance(word, str)]
    return fold(" ".join(words))[:600]
