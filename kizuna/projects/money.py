"""Money added up as far as that is true: per currency, planned beside secured, with what cannot be added said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.core.values import Incomparable, Money
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership, Programme
from kizuna.projects.models import Funding, Project, Rate

# So many lines are told on one page; the list of the kind has them all.
MOST = 100
STAGES: dict[str, frozenset[str]] = {
    "planned": frozenset({Funding.State.DISCUSSED.value, Funding.State.PLANNED.value, Funding.State.APPLIED.value}),
    "secured": frozenset({Funding.State.SECURED.value, Funding.State.USED.value}),
    "unsaid": frozenset({Funding.State.NOT_STATED.value}),
}
STAGE_OF = {state: stage for stage, states in STAGES.items() for state in states}


def stage_name(stage: str) -> str:
    """What a stage is called."""
    return {"planned": _("Planned"), "secured": _("Secured"), "unsaid": _("State not stated")}[stage]


@dataclass
class Sum:
    """Amounts of one currency and stage: their sum, how many they are, and whether they have a true sum at all."""

    total: Money | None = None
    lines: int = 0
    apart: list[Money] = field(default_factory=list)

    def add(self, amount: Money) -> None:
        """Adds an amount; one that has no true sum with the others stands apart."""
        self.lines += 1
        plain = Money(amount.amount, amount.currency, amount.qualifier)
        try:
            self.total = plain if self.total is None else self.total + plain
        except Incomparable:
            self.apart.append(plain)


@dataclass
class Purse:
    """The money of one thing: sums by stage and currency, by who pays, and how many lines name no amount."""

    sums: dict[str, dict[str, Sum]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Sum)))
    sides: dict[str, dict[str, Sum]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Sum)))
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lines: int = 0

    def add(self, state: str, side: str, amount: Money) -> None:
        """Takes one line in."""
        self.lines += 1
        stage = STAGE_OF[state]
        if not amount:
            self.silent[stage] += 1
            return
        self.sums[stage][amount.currency].add(amount)
        self.sides[side][amount.currency].add(amount)

    @property
    def currencies(self) -> list[str]:
        """Every currency in it."""
        return sorted({code for sums in self.sums.values() for code in sums})

    def told(self, stage: str) -> list[Sum]:
        """The sums of a stage, one per currency."""
        return [self.sums[stage][code] for code in sorted(self.sums[stage])] if stage in self.sums else []


class Conversion(NamedTuple):
    """A sum in the home's currency, with the rate by which it was converted."""

    amount: Money
    into: Money
    rate: Rate


def seen(home: Home, user: Reader) -> QuerySet[Any]:
    """The lines of money of a home that this reader may see."""
    found: QuerySet[Any] = Funding.objects.visible_to(user).filter(home=home)
    return found


def with_all(found: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With what they are for and from whom, as far as the reader may see it; a fixed number of queries."""
    programmes = Programme.objects.visible_to(user)
    return found.prefetch_related(
        Prefetch("project", Project.objects.visible_to(user)),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
        Prefetch("programme", programmes),
        Prefetch("outside", programmes),
        Prefetch("organisation", Organisation.objects.visible_to(user).select_related("alias_of")),
    )


@dataclass
class Told:
    """The money of one partnership: its lines, and what they add up to."""

    rows: list[Any]
    purse: Purse

    @property
    def unknown(self) -> list[str]:
        """What is not known of it, in words."""
        silent = sum(self.purse.silent.values())
        return [_("The amount of %(n)s lines of money") % {"n": silent}] if silent else []


def of(partnership: Partnership) -> Q:
    """That money is for this partnership or for one of its projects."""
    return Q(partnership=partnership) | Q(project__in=Project.objects.filter(partnership=partnership).order_by())


def of_partnership(home: Home, user: Reader, partnership: Partnership) -> Told:
    """The money of a partnership and of its projects; six queries, whatever there is."""
    found = seen(home, user).filter(of(partnership))
    purse = Purse()
    for state, side, amount in found.order_by().values_list("state", "side", "amount"):
        purse.add(state, side, amount)
    return Told(list(with_all(found, user).order_by("-begins_first", "pk")[:MOST]), purse)


def of_project(user: Reader, project: Project) -> Told:
    """The money of one project."""
    found = Funding.objects.visible_to(user).filter(project=project)
    rows = list(with_all(found, user)[:MOST])
    purse = Purse()
    for row in rows:
        purse.add(row.state, row.side, row.amount)
    return Told(rows, purse)


@dataclass
class Book:
    """All money of a home: the whole, by partner, and what is the home's own."""

    whole: Purse
    partners: dict[int, Purse]
    own: Purse


def of_home(home: Home, user: Reader) -> Book:
    """Planned beside secured, per partner and per currency; kept until something changes."""

    def read() -> Book:
        book = Book(Purse(), {}, Purse())
        found = seen(home, user).order_by().values_list(
            "partnership", "project__partnership", "state", "side", "amount"
        )  # fmt: skip
        for direct, by_project, state, side, amount in found:
            key = direct or by_project
            book.whole.add(state, side, amount)
            (book.partners.setdefault(key, Purse()) if key else book.own).add(state, side, amount)
        return book

    return remembered(home, ("money", home.pk, rights(user)), read)


def conversions(home: Home, user: Reader, purse: Purse, day: date) -> list[tuple[str, list[Conversion]]]:
    """Each stage's sums in the home's currency, by the newest rate on record up to the day; none without a rate."""
    rates: dict[str, Rate] = {}
    for rate in Rate.objects.visible_to(user).filter(home=home, to_currency=home.currency, on__lte=day).order_by("on"):
        rates[rate.from_currency] = rate
    found = []
    for stage in STAGES:
        made = [
            Conversion(one.total, converted(one.total, rates[one.total.currency]), rates[one.total.currency])
            for one in purse.told(stage)
            if one.total and one.total.currency in rates
        ]
        if made:
            found.append((stage_name(stage), made))
    return found


def converted(amount: Money, rate: Rate) -> Money:
    """An amount in the other currency, to the whole unit; it is no longer exact to the cent."""
    number = (amount.amount or Decimal(0)) * rate.rate
    return Money(number.quantize(Decimal(1)), rate.to_currency, "about" if amount.qualifier == "exact" else
                 amount.qualifier)  # fmt: skip
