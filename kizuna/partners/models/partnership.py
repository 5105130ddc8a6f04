"""Partnerships: with whom, in which tier, with which team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, IntegerField, Prefetch, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import FuzzyDateField, WordsField
from kizuna.core.models import Dated, OwnedRecord, Visibility
from kizuna.core.models.record import OwnedQuerySet, Reader, in_each, joined
from kizuna.core.values import Text, fold
from kizuna.directory.models import Organisation, OrganisationName, Person, Unit
from kizuna.partners.models.programme import Phase, Programme, Tier


class PartnershipQuerySet(OwnedQuerySet):
    """Partnerships, with what lists need in a constant number of queries."""

    def in_list(self) -> Self:
        """Without talks: what a list of partners shows unless it is asked for more."""
        return self.exclude(state=Partnership.State.TALKS)

    def with_people(self, user: Reader) -> Self:
        """With the members, standings and team that this reader may see, and all that they are called and part of."""
        return self.with_team(user).prefetch_related(
            Prefetch("members__organisation__names", OrganisationName.objects.visible_to(user)),
            Prefetch("members__organisation__alias_of__names", OrganisationName.objects.visible_to(user)),
            # What this reader may not see is prefetched as nothing, and so is not named beside what they may.
            Prefetch("team__joined_phase", Phase.objects.visible_to(user)),
            Prefetch("programme", Programme.objects.visible_to(user)),
            Prefetch("framework", Programme.objects.visible_to(user)),
        )

    def with_team(self, user: Reader) -> Self:
        """With the members, standings and team that this reader may see, and what it grows out of."""
        standings = Standing.objects.visible_to(user).filter(tier__in=Tier.objects.visible_to(user))
        return self.select_related("home").prefetch_related(
            Prefetch("members", Member.objects.visible_to(user).select_related("organisation__alias_of")),
            Prefetch("standings", standings.select_related("tier")),
            Prefetch("team", TeamUnit.objects.visible_to(user).select_related("unit__alias_of")),
            Prefetch("grows_out_of", Partnership.objects.visible_to(user)),
        )

    def called(self, text: str, user: Reader) -> Self:
        """Those whose own name, or one of whose members' names that this reader may see, contains the text."""
        key = fold(text)
        if not key:
            return self.none()
        found = Member.objects.visible_to(user).filter(organisation__in=Organisation.objects.called(text, user))
        return self.filter(Q(key__contains=key) | Q(pk__in=found.values("partnership")))

    def fitting(self, text: str, user: Reader) -> Self:
        """Those called so: a whole name of theirs or of a member first, then what begins so."""
        key = fold(text)
        names = OrganisationName.objects.visible_to(user).filter(key=key)
        members = Member.objects.visible_to(user).filter(organisation__in=names.values("organisation"))
        exact = Q(key=key) | Q(pk__in=members.values("partnership"))
        fit = Case(When(exact, then=0), When(key__startswith=key, then=1), default=2, output_field=IntegerField())
        return self.called(text, user).annotate(fit=fit).order_by("fit", "key", "pk")

    def institutions(self) -> int:
        """How many different institutions stand behind these partnerships."""
        counted = Member.objects.filter(partnership__in=self.values("pk")).aggregate(
            n=Count(Coalesce("organisation__alias_of", "organisation"), distinct=True)
        )
        return int(counted["n"])


class Partnership(OwnedRecord):
    """One row is one relation of a home with one institution, or with a group treated as one."""

    class State(models.TextChoices):
        TALKS = "talks", _("In talks")
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Dormant")
        ENDED = "ended", _("Ended")

    slug = models.SlugField(_("name in addresses"), max_length=80)
    name = WordsField(_("name"), blank=False)
    short = WordsField(_("short name"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="partnerships", verbose_name=_("programme")
    )
    group = models.BooleanField(_("a group treated as one partner"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    since = FuzzyDateField(_("since"))
    framework = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="framework_of", verbose_name=_("runs under")
    )
    footnote = WordsField(_("note instead of a team"))
    grows_out_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offspring", verbose_name=_("grows out of")
    )
    key = models.CharField(max_length=600, editable=False, db_index=True)

    objects = PartnershipQuerySet.as_manager()  # type: ignore[misc]  # it narrows its base

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["home", "slug"], name="a_partnership_slug_once_per_home")]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        words = [*self.name.to_json().values(), *self.short.to_json().values()]
        self.key = fold(" ".join(word for word in words if isinstance(word, str)))[:600]

    def tier_on(self, day: date) -> Tier | None:
        """The tier in which it stands on that day; None when in none, or when that is not known."""
        return next((row.tier for row in self.standings.all() if row.held_on(day)), None)

    def rank_on(self, day: date) -> tuple[int, int]:
        """Where it stands in a list: by tier, then by place in the tier."""
        for row in self.standings.all():
            if row.held_on(day):
                return (row.tier.order, row.order)
        return (99, self.pk or 0)

    def state_on(self, day: date) -> str | None:
        """The state on that day, by its dated stages; None where they do not say."""
        return next((row.state for row in self.stages.all() if row.held_on(day)), None)

    def members_on(self, day: date) -> list[Member]:
        """The members on that day, in order."""
        return [row for row in self.members.all() if row.held_on(day)]

    def team_on(self, day: date) -> list[TeamUnit]:
        """The units on the team on that day, in order."""
        return [row for row in self.team.all() if row.held_on(day)]

    def short_name(self, language: str) -> str:
        """The name for a map or a column head."""
        words: Text = self.short or self.name
        return words.get(language).value


def _dated(name: str, *also: str) -> models.Index:
    """An index that answers for a whole home which rows held on a day, without reading the rows."""
    dates = ("begins_first", "begins_last", "ends_first", "ends_last", "seen")
    return models.Index(fields=["home", "partnership", "visibility", *dates, *also], name=name)


class Member(OwnedRecord, Dated):
    """One row says that an institution is, from one date to another, in a partnership; a group has several."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="members", verbose_name=_("partnership"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        indexes = [_dated("members_by_day", "organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(ends_last__isnull=True),
                name="a_current_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.shown_name} in {self.partnership}"

    @property
    def heading(self) -> Text:
        """The institution and what it is a member of."""
        if not self.partnership.group:
            name: Text = self.organisation.shown_name
            return name
        return joined("{0} · {1}", self.organisation.shown_name, self.partnership.name)

    @property
    def institution(self) -> Organisation:
        """The organisation, or the one into which its row was merged."""
        return self.organisation.canonical


class Standing(OwnedRecord, Dated):
    """One row says in which tier a partnership stands, from one date to another, and at which place."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="standings", verbose_name=_("partnership")
    )
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="standings", verbose_name=_("tier"))
    order = models.PositiveSmallIntegerField(_("place in the tier"), default=0)

    grounds = WordsField(_("on what grounds"))

    class Meta:
        ordering = ("order", "pk")
        indexes = [_dated("standings_by_day", "tier", "order")]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.tier}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)
        # A form that does not ask for the end leaves this to the write path.
        if "ends" not in (exclude or ()):
            _once(self, Standing.objects.filter(partnership=self.partnership_id))

    @property
    def heading(self) -> Text:
        """The partnership and its tier."""
        return joined("{0}: {1}", self.partnership.name, self.tier.name)


class TeamUnit(OwnedRecord, Dated):
    """One row is one place on a team: a unit that takes part in a partnership, from one date to another."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        COORDINATING = "coordinating", _("Key coordinator")

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="team", verbose_name=_("partnership"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name=_("department"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    joined_phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("joined in phase")
    )
    joined_later = models.BooleanField(_("joined later than others, when is not stated"), default=False)

    class Meta:
        ordering = ("order", "pk")
        indexes = [_dated("places_by_day", "unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "unit"], condition=Q(ends_last__isnull=True), name="a_current_unit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short} · {self.partnership}"

    def bound(self) -> None:
        """Who joined in a phase, joined between its first and its last day, where no closer date is given."""
        super().bound()
        if self.joined_phase is not None and not self.begins:
            period = self.joined_phase.period
            self.begins_first, self.begins_last = period.start.earliest, period.end.latest

    @property
    def heading(self) -> Text:
        """The unit and the partnership."""
        return joined("{0} · {1}", self.unit.shown_short, self.partnership.name)

    @property
    def department(self) -> Unit:
        """The unit, or the one into which its row was merged."""
        return self.unit.canonical

    @property
    def is_coordinating(self) -> bool:
        """Whether the unit coordinates the team."""
        return self.role == self.Role.COORDINATING


class Stage(OwnedRecord, Dated):
    """One row says in which state a partnership was, from one date to another, and why it came to it."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="stages", verbose_name=_("partnership"))
    state = models.CharField(_("state"), max_length=10, choices=Partnership.State)
    reason = WordsField(_("reason"))

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.partnership}: {self.get_state_display()}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)
        # A form that does not ask for the end leaves this to the write path.
        if "ends" not in (exclude or ()):
            _once(self, Stage.objects.filter(partnership=self.partnership_id))

    @property
    def heading(self) -> Text:
        """The partnership and the state."""
        return joined("{0}: {1}", self.partnership.name, in_each(Partnership.State(self.state).label))


class Coordinator(OwnedRecord, Dated):
    """One row says that a person coordinates a partnership, on one side of it."""

    class Side(models.TextChoices):
        HOME = "home", _("Our side")
        PARTNER = "partner", _("The partner's side")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="coordinators", verbose_name=_("partnership")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="coordinates", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.HOME)

    class Meta:
        ordering = ("side", "pk")

    def __str__(self) -> str:
        return f"{self.person} · {self.partnership}"


def chain(rows: list[Partnership], day: date) -> Iterator[Partnership]:
    """Partnerships in the order of a list on that day: tier, place, then as entered."""
    yield from sorted(rows, key=lambda row: row.rank_on(day))


def _sure(row: Dated) -> tuple[date, date]:
    """From which to which day a row holds for certain; nothing for certain is a span that ends before it begins."""
    begins = min((day for day in (row.begins_last, row.seen) if day), default=date.max)
    return begins, date.max if row.ends_last is None else row.ends_first or date.min


def _once(row: Standing | Stage, others: Iterable[Standing | Stage]) -> None:
    """Refuses a row beside which another one holds on the same day, or runs without an end too."""
    row.bound()
    first, last = _sure(row)
    for other in others:
        if other.pk == row.pk:
            continue
        begins, ends = _sure(other)
        if (row.ends_last is None and other.ends_last is None) or max(first, begins) <= min(last, ends):
            if other.visibility == Visibility.SEALED:
                raise ValidationError({"begins": gettext("It would hold together with another one.")})
            told = gettext("It would hold together with another one: %(other)s. End that one first.")
            raise ValidationError({"begins": told % {"other": other}})
