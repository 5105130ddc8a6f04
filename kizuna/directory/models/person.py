"""People as one home knows them, the posts they hold, and the units a coordinator answers for."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, IntegerField, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import Dated, Membership, OwnedRecord
from kizuna.core.models.record import OwnedQuerySet, joined
from kizuna.core.values import Text, fold
from kizuna.directory.models.alias import Aliasable, Kin
from kizuna.directory.models.organisation import Organisation, read_identifier
from kizuna.directory.models.unit import Unit

# What an erased person is called; it is the same for all.
ERASED = Text.from_json({"en": "Erased person", "ja": "消去された人物"})


class PersonQuerySet(Kin, OwnedQuerySet):
    """People, found by name."""

    def called(self, text: str) -> Self:
        """Those whose name contains the text, among the rows already narrowed to what the reader may see."""
        key = fold(text)
        return self.standing_for(self.filter(key__contains=key)) if key else self.none()

    def fitting(self, text: str) -> Self:
        """Those called so, each once; those whose name begins so first."""
        key = fold(text)
        fit = Case(When(key__startswith=key, then=0), When(family__iexact=text.strip(), then=0), default=1,
                   output_field=IntegerField())  # fmt: skip
        return self.called(text).canonical().annotate(fit=fit).order_by("fit", "family", "given", "pk")


class Person(OwnedRecord, Aliasable):
    """One row is one person, or one group of people known by a name, as one home knows them."""

    PICTURED = False

    class Order(models.TextChoices):
        GIVEN_FIRST = "given-first", _("Given name first")
        FAMILY_FIRST = "family-first", _("Family name first")

    slug = models.SlugField(_("name in addresses"), max_length=80)
    family = models.CharField(_("family name"), max_length=120, blank=True)
    given = models.CharField(_("given name"), max_length=120, blank=True)
    display_order = models.CharField(_("order of names"), max_length=12, choices=Order, default=Order.GIVEN_FIRST)
    native = models.CharField(_("name in its own script"), max_length=120, blank=True)
    title = WordsField(pgettext_lazy("of a person", "title"))
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    group = WordsField(_("name of the group"))
    when = FuzzyDateField(_("when"))
    keep_until = models.DateField(
        _("keep until"), null=True, blank=True, help_text=_("After this day the person’s data are to be erased.")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    key = models.CharField(max_length=400, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("family", "given")
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_person_slug_once_per_home")]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Erased person"))
        if self.group:
            return str(self.group)
        names = [self.given, self.family]
        if self.display_order == self.Order.FAMILY_FIRST:
            names.reverse()
        return " ".join(part for part in names if part)

    @property
    def aside(self) -> str:
        """What tells them from others of the same name, in a list to choose from."""
        return self.native

    @property
    def heading(self) -> Text:
        """The person's name, in its own script where that is known."""
        if self.erased_at:
            return ERASED
        if self.group:
            group: Text = self.group
            return group
        names = {"en": str(self), "ja": self.native}
        return Text.from_json({code: name for code, name in names.items() if name})

    def clean(self) -> None:
        super().clean()
        if not (self.family or self.given or self.group or self.erased_at):
            raise ValidationError({"family": _("A person needs a name.")})
        if self.erased_at and (self.family or self.given or self.native or self.group or self.orcid):
            raise ValidationError(_("This person’s data were erased and are not entered again; add a new person."))
        if self.orcid:
            self.orcid = read_identifier("orcid", self.orcid, "orcid")
        self.key = "" if self.erased_at else fold(f"{self} {self.native} {self.family} {self.given}")[:400]


class Post(OwnedRecord, Dated):
    """One row is one post that a person holds or held somewhere."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("person"))
    title = WordsField(_("post"), blank=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("department")
    )
    seen_basis = WordsField(_("how that date is known"))
    where = WordsField(_("where, if not in the directory"))

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.title}, {self.unit or self.organisation or self.where}"

    @property
    def heading(self) -> Text:
        """The post and where it is held."""
        where = self.unit or self.organisation
        return joined("{0}, {1}", self.title, where.shown_name if where else self.where)


class Charge(OwnedRecord):
    """One row says that a coordinator answers for one unit."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="charges")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="charges")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "unit"], name="a_charge_once")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.unit}"
