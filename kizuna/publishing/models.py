"""The tables of publishing: pages and their editions."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.models import Account, Home, OwnedRecord, Visibility
from kizuna.core.models.record import OwnedQuerySet, joined
from kizuna.core.values import Text
from kizuna.publishing.frozen import Frozen
from kizuna.publishing.told import fingerprint_of


class Page(OwnedRecord):
    """One row is one page of a home's public site: of which kind, at which address, about which record.

    It is public as long as one of its editions is. Which record it is about is kept by label and UUID, so that pages
    can be about records of every room.
    """

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("Programme")
        PARTNER = "partner", _("Partner")
        DEPARTMENTS = "departments", _("Department list")
        FIGURE = "figure", _("Figure")
        HIGHLIGHT = "highlight", _("Highlight of a partnership")
        NEWS = "news", _("News item")
        SYMPOSIUM = "symposium", _("Edition of a symposium")
        REPORT = "report", _("Annual report")
        ACTIVITIES = "activities", _("Activities and series")
        EARLIER = "activities-earlier", _("Earlier activities")
        SERIES = "series", _("Series")
        CALENDAR = "calendar", _("Calendar")
        FIGURES = "figures", _("Figures")
        FURTHER = "figures-further", _("Further figures")
        PRACTICES = "practices", _("Good practices")
        ABOUT = "about", _("About and contact")

    TOLD: ClassVar[frozenset[str]] = frozenset({"record_label"})

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    slug = models.SlugField(_("name in addresses"), max_length=80, blank=True)
    record_label = models.CharField(max_length=80, blank=True)
    record = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["home", "kind", "slug"], name="a_page_once_per_home")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.slug}".strip()

    @property
    def path(self) -> str:
        """Its address below that of the home's site."""
        return path_of(self.kind, self.slug)

    @property
    def written(self) -> bool:
        """Whether somebody writes it."""
        return self.kind in WRITTEN


# Where pages of a kind stand, below the address of the home's site or of one of its languages.
PATHS: dict[str, str] = {
    Page.Kind.PROGRAMME: "",
    Page.Kind.PARTNER: "partners/{}/",
    Page.Kind.DEPARTMENTS: "departments/",
    Page.Kind.FIGURE: "figures/{}/",
    Page.Kind.HIGHLIGHT: "highlights/{}/",
    Page.Kind.NEWS: "news/{}/",
    Page.Kind.SYMPOSIUM: "symposia/{}/",
    Page.Kind.REPORT: "reports/{}/",
    Page.Kind.ACTIVITIES: "activities/",
    Page.Kind.EARLIER: "activities/{}/",
    Page.Kind.SERIES: "series/{}/",
    Page.Kind.CALENDAR: "calendar/",
    Page.Kind.FIGURES: "figures/",
    Page.Kind.FURTHER: "figures/{}/",
    Page.Kind.PRACTICES: "practices/",
    Page.Kind.ABOUT: "about/",
}
# Where the further pages of a long list stand, whose names in addresses are numbers from 2 on.
FURTHER: dict[str, str] = {
    Page.Kind.PROGRAMME: "page/{}/",
    Page.Kind.DEPARTMENTS: "departments/page/{}/",
}


def path_of(kind: str, slug: str) -> str:
    """The address of a page below that of its home's site."""
    return (FURTHER if slug and kind in FURTHER else PATHS)[kind].format(slug)


# Pages that somebody writes: drafted from the records once, and never made anew by them.
WRITTEN = frozenset({
    Page.Kind.HIGHLIGHT.value,
    Page.Kind.NEWS.value,
    Page.Kind.SYMPOSIUM.value,
    Page.Kind.REPORT.value,
})  # fmt: skip


class EditionQuerySet(OwnedQuerySet):
    """Editions, of which the public is shown those that are published."""

    def published(self) -> Self:
        return super().published().filter(state=Edition.State.PUBLISHED)


class Edition(OwnedRecord):
    """One row is one edition of a page in one language: what it says, how far it has come, and who answers for it.

    What a published edition says is frozen: a later edition takes its place, and the earlier one is kept.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKED = "checked", _("Checked")
        PUBLISHED = "published", pgettext_lazy("state of a page", "Published")
        SUPERSEDED = "superseded", _("Replaced by a later edition")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a page", "Withdrawn")

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"told"})
    TOLD: ClassVar[frozenset[str]] = frozenset({"correction", "publish_at"})

    page = models.ForeignKey(Page, models.PROTECT, related_name="editions", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=5)
    number = models.PositiveIntegerField(_("edition"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=500)
    told = models.JSONField(_("what it says"), default=dict)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    correction = models.TextField(
        _("what was corrected"), blank=True, max_length=2000, help_text=_("Everybody reads this on the page.")
    )
    publish_at = models.DateTimeField(_("to be published on"), null=True, blank=True)
    published_at = models.DateTimeField(pgettext_lazy("of a page", "published"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("checked by")
    )
    signed_by = models.ForeignKey(
        Account,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("signed off by"),
    )

    # Only by counting here may the database let go of what was frozen: a name that somebody had a right to see erased.
    redactions = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("page", "language", "-number")
        constraints = [
            models.UniqueConstraint(fields=["page", "language", "number"], name="an_edition_has_its_number"),
            models.UniqueConstraint(
                fields=["page", "language"], condition=Q(state="published"), name="one_published_edition"
            ),
            models.CheckConstraint(
                condition=Q(state="published") | ~Q(visibility="public"), name="public_means_published"
            ),
            Frozen(name="publishing_edition_is_frozen", column="told", free=("draft", "checked"), unless="redactions"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.number})"

    def clean(self) -> None:
        if not self.fingerprint:
            self.fingerprint = fingerprint_of(self.told)
        if self.fingerprint != fingerprint_of(self.told):
            raise ValidationError(_now("What this edition says is not what its fingerprint stands for."))
        if self.visibility == Visibility.PUBLIC and self.state != self.State.PUBLISHED:
            raise ValidationError(_now("Only a published edition is public."))

    def redacted(self, new: dict[str, Any]) -> dict[str, Any]:
        """What is frozen is opened for the one change, and is then whole again."""
        return {"fingerprint": fingerprint_of(new.get("told", self.told)), "redactions": self.redactions + 1}

    @property
    def heading(self) -> Text:
        """Its title with its language and number."""
        return joined("{0} ({1}, {2})", Text.from_json({self.language: self.title}), self.language, str(self.number))

    @property
    def open(self) -> bool:
        """Whether it may still be rewritten."""
        return self.state in (self.State.DRAFT, self.State.CHECKED)


class Sought(models.Model):
    """One row holds the words of one published edition, by which the search of the public site finds it.

    It follows from the edition and is made anew whenever it is not there: it states no fact and has no history.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="sought")
    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=20)
    # Of what the edition said when its words were kept.
    fingerprint = models.CharField(max_length=64)
    # Folded; the words line by line as they stand in ``text``.
    title = models.CharField(max_length=600)
    words = models.TextField()
    text = models.TextField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["home", "language"], name="sought_in_a_language")]

    def __str__(self) -> str:
        return self.title[:200]


class Depicted(models.Model):
    """One row says that an edition shows a file of a picture: only such files are handed to the public.

    It follows from the edition, like its words, and has no history.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="depicted")
    home = models.ForeignKey(Home, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["edition", "sha256"], name="a_file_once_an_edition")]
        indexes = [models.Index(fields=["home", "sha256"], name="depicted_in_a_home")]

    def __str__(self) -> str:
        return self.sha256[:12]
