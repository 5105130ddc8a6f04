"""Source documents, the files that hold their text, and the citations that lead to a place in them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import AddressField, FuzzyDateField, WordsField
from kizuna.core.models.gates import unshut
from kizuna.core.models.record import OwnedQuerySet, OwnedRecord, Reader, Record
from kizuna.core.values import Text


class FileQuerySet(OwnedQuerySet):
    """Files, narrowed to what a reader may see: by visibility, and by the gate they stand behind."""

    def visible_to(self, user: Reader) -> Self:
        found = super().visible_to(user)
        return found.filter(unshut(user)) if user.is_authenticated else found


class File(OwnedRecord):
    """One row is one file of a home, kept in the data folder under the hash of its content."""

    name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # The record that some may not see whatever their role, where the file is part of one.
    gate = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    objects = FileQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    def __str__(self) -> str:
        return self.name


class Source(OwnedRecord):
    """One row is one document that facts are taken from."""

    class Kind(models.TextChoices):
        PAGE = "page", _("Web page")
        NEWS = "news", _("News item")
        REGISTRY = "registry", _("Registry")
        DOCUMENT = "document", _("Document")
        KNOWLEDGE = "knowledge", _("Public knowledge")

    TOLD: ClassVar[frozenset[str]] = frozenset({"language", "lines", "fingerprint"})

    home = models.ForeignKey("core.Home", models.PROTECT, related_name="sources", null=True, blank=True)  # type: ignore[assignment]  # registries belong to no home
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DOCUMENT)
    title = WordsField(_("title"), blank=False)
    publisher = WordsField(_("publisher"))
    published = FuzzyDateField(_("published"))
    as_of = FuzzyDateField(_("speaks of"), help_text=_("The date that the document speaks of, where it differs."))
    as_of_basis = WordsField(_("how that date is known"))
    address = AddressField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    lines = models.PositiveIntegerField(_("lines"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint of the text"), max_length=64, blank=True)
    text = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return str(self.title)


class Hanging(Record):
    """One row hangs on one record of any kind; its home and visibility are those of the record."""

    home = models.ForeignKey("core.Home", models.PROTECT, null=True, blank=True, related_name="+")
    record = models.UUIDField(db_index=True)
    record_label = models.CharField(max_length=80)
    record_title = WordsField(_("what it hangs on"))

    class Meta:
        abstract = True


class Citation(Hanging):
    """One row says that a record, or one field of it, is stated at a place in a source."""

    class Basis(models.TextChoices):
        STATED = "stated", _("Stated")
        IMPLIED = "implied", _("Implied")
        INFERRED = "inferred", _("Inferred")

    TOLD: ClassVar[frozenset[str]] = frozenset({"field", "lines", "fact"})

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    field = models.CharField(_("field"), max_length=40, blank=True)
    lines = models.JSONField(_("lines"), default=list, blank=True)
    place = models.CharField(pgettext_lazy("in a source", "place"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.STATED)
    says = WordsField(_("what it says, in our words"))
    fact = models.CharField(max_length=20, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.record_title} ← {self.source.slug}"

    @property
    def first_line(self) -> int:
        """The first line cited, for ordering."""
        return self.lines[0] if self.lines else 0

    @property
    def told(self) -> Text:
        """What the source says here, in our words: as written, else what the record is called."""
        found: Text = self.says or self.record_title
        return found

    def lines_text(self) -> str:
        """The lines as people write them: "46, 48, 103" or "58–60"."""
        parts: list[list[int]] = []
        for line in sorted(set(self.lines)):
            if parts and line == parts[-1][-1] + 1:
                parts[-1].append(line)
            else:
                parts.append([line])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in parts)
