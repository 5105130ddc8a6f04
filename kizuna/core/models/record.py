"""What every record has: its own UUID, a visibility, a version; and, where it is dated, the bounds of its dates."""

from __future__ import annotations

import uuid
from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, Union
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.query import ModelIterable
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kizuna.core.fields import FuzzyDateField
from kizuna.core.models.withheld import MARK, Mark, Told, concerned, withholdable
from kizuna.core.values import Text

if TYPE_CHECKING:
    from kizuna.core.models.accounts import Account

# Whoever reads: an account, or nobody in particular.
Reader = Union["Account", AnonymousUser]


class Visibility(models.TextChoices):
    """Who may see a record."""

    PUBLIC = "public", _("Public")
    STAFF = "staff", _("Staff of the home")
    OFFICE = "office", _("International office")
    SEALED = "sealed", _("Sealed")


def rights(user: Reader) -> Hashable:
    """All that decides what somebody may see, as a key: who has the same one sees the same."""
    if not user.is_authenticated:
        return None
    if user.kind == user.Kind.OPERATOR:
        return user.kind
    return frozenset((row.home_id, row.role, row.sealed) for row in user.roles.values())


def readable(user: Reader, path: str = "") -> Q:
    """The condition that a row of one home may be seen by this person; ``path`` leads to it, such as ``visit__``."""
    level, home = f"{path}visibility", f"{path}home"
    allowed = Q(**{level: Visibility.PUBLIC})
    if not user.is_authenticated:
        return allowed
    if user.kind == user.Kind.OPERATOR:
        return ~Q(**{level: Visibility.SEALED})
    # Homes in which a person sees the same are asked for together: every question of a page bears this condition.
    homes: dict[tuple[Visibility, ...], list[int]] = {}
    for row in user.roles.values():
        levels = [Visibility.STAFF]
        if row.role == "office":
            levels.append(Visibility.OFFICE)
        if row.sealed:
            levels.append(Visibility.SEALED)
        homes.setdefault(tuple(levels), []).append(row.home_id)
    for some, keys in homes.items():
        allowed |= Q(**{f"{level}__in": some, f"{home}__in": keys})
    return allowed


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows of homes, narrowed to what a reader may see, and read without what is withheld from them."""

    # The homes whose rows are told whole, or what the row was read by through which these are; None tells everything.
    told_whole: frozenset[int] | Mark | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_hints(**self._hints)  # type: ignore[attr-defined]  # as a queryset is told by what it is asked through

    def visible_to(self, user: Reader) -> Self:
        found = self.filter(readable(user))
        if not user.is_authenticated:
            return found.told_to(frozenset())
        return found if user.kind == user.Kind.OPERATOR else found.told_to(frozenset(user.roles))

    def published(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC).told_to(frozenset())

    def told_to(self, whole: frozenset[int] | Mark) -> Self:
        """The same rows, without what is withheld from whoever is not of these homes."""
        if isinstance(whole, frozenset) and isinstance(self.told_whole, frozenset):
            # Who narrows twice is told what both may read.
            whole &= self.told_whole
        if concerned(self.model) and issubclass(self._iterable_class, ModelIterable):
            self.told_whole, self._iterable_class = whole, Told
        return self

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]  # the stubs leave it out
        mark = getattr(hints.get("instance"), "__dict__", {}).get(MARK)
        if mark is not None and self.told_whole is None:
            self.told_to(mark)

    def _clone(self) -> Self:
        found: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        found.told_whole = self.told_whole
        return found


class SharedQuerySet(models.QuerySet[Any]):
    """Rows of the whole installation: public ones for everyone, others for people of some home."""

    def visible_to(self, user: Reader) -> Self:
        if user.is_authenticated and (user.kind == user.Kind.OPERATOR or user.roles):
            return self.exclude(visibility=Visibility.SEALED)
        return self.published()

    def published(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC)


class Record(models.Model):
    """One row is one record; its UUID is the key of its history, citations, notes and figures."""

    # Columns that are too large for a line in the history; another column tells that they have changed.
    UNTOLD: ClassVar[frozenset[str]] = frozenset()
    # Whether pictures may hang on it: what is said of a person can be erased, and a likeness says much.
    PICTURED: ClassVar[bool] = True
    # Fields that the public reads wherever it reads the record: what stands on pages follows from them.
    TOLD: ClassVar[frozenset[str]] = frozenset()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.STAFF)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def redacted(self, new: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - kinds that need it look at it
        """What else is written when a name is taken out of columns, whose values are then ``new``."""
        return {}

    @property
    def label(self) -> str:
        """The record's kind, such as ``partners.partnership``."""
        return self._meta.label_lower

    @property
    def withholdable(self) -> bool:
        """Whether its home may keep some of its fields from the public."""
        return getattr(self, "home_id", None) is not None and bool(withholdable(type(self)))

    @property
    def gate(self) -> UUID | None:
        """The record that some may not see whatever their role, itself or what it is part of; None for most records."""
        return None

    @property
    def heading(self) -> Text:
        """What the record is called, in each language: its name, or what it says."""
        for field in ("name", "text", "title"):
            found = getattr(self, field, None)
            if isinstance(found, Text) and found:
                return found
        return Text.from_json({"en": str(self)})


def joined(pattern: str, *parts: Text | str) -> Text:
    """A title made of several parts, in every language that any of them has."""
    texts = [part if isinstance(part, Text) else Text.from_json({"en": part}) for part in parts]
    codes = dict.fromkeys(code for text in texts for code in text.to_json() if code != "reference")
    return Text.from_json({code: pattern.format(*(text.get(code, "en").value for text in texts)) for code in codes})


def in_each(words: Any) -> Text:
    """Words of the interface, such as the name of a state, in every language of the site."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(words)
    return Text.from_json(found)


def displayed(value: Any) -> Text:
    """A date, a number or an amount in words, in every language of the site."""
    return Text.from_json({code: value.display(code) for code, _name in settings.LANGUAGES})


class SharedRecord(Record):
    """One row is one record of the whole installation, changed by a registrar."""

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True


class OwnedRecord(Record):
    """One row is one record of one home."""

    home = models.ForeignKey("core.Home", models.PROTECT, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class Dated(models.Model):
    """One row holds from one fuzzy date to another; the bounds are columns, so that the database can compare them.

    No end means that none is recorded. ``seen`` is a day on which a source says that it held: it answers for a
    row whose beginning is not stated.
    """

    begins = FuzzyDateField(_("from"))
    ends = FuzzyDateField(_("until"))
    seen = models.DateField(_("held on"), null=True, blank=True)
    begins_first = models.DateField(null=True, editable=False)
    begins_last = models.DateField(null=True, editable=False)
    ends_first = models.DateField(null=True, editable=False)
    ends_last = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def bound(self) -> None:
        """Fills the columns from the fuzzy dates; the write path calls it before saving.

        Raises ValidationError for an end that cannot be placed in time: leave it out, or say a year.
        """
        self.begins_first, self.begins_last = self.begins.start.earliest, self.begins.start.latest
        # Two days with a stroke between them are the first and the last on which it may have ended.
        last = self.ends.start if self.ends.is_interval else self.ends.end
        self.ends_first, self.ends_last = last.earliest, self.ends.end.latest
        if self.ends and self.ends_last is None:
            raise ValidationError({"ends": _("An end needs at least a year; leave it empty while there is none.")})
        if self.begins_first and self.ends_last and self.ends_last < self.begins_first:
            raise ValidationError({"ends": _("The end lies before the beginning.")})

    def held_on(self, day: date) -> bool | None:
        """Whether the row held on that day; None when the record does not say."""
        if (self.begins_first and day < self.begins_first) or (self.ends_last and day > self.ends_last):
            return False
        began = any(known is not None and day >= known for known in (self.begins_last, self.seen))
        running = self.ends_last is None or (self.ends_first is not None and day <= self.ends_first)
        return True if began and running else None


def holding(day: date, prefix: str = "") -> Case:
    """An expression for querysets: "yes", "no" or "unknown" for a dated row on that day."""

    def q(**terms: Any) -> Q:
        return Q(**{prefix + key: value for key, value in terms.items()})

    no = q(begins_first__gt=day) | q(ends_last__lt=day)
    began = q(begins_last__lte=day) | q(seen__lte=day)
    running = q(ends_last__isnull=True) | q(ends_first__gte=day)
    return Case(
        When(no, then=Value("no")),
        When(began & running, then=Value("yes")),
        default=Value("unknown"),
        output_field=CharField(),
    )
