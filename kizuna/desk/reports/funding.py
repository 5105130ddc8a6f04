"""Money planned against money secured: sums in each currency by themselves, exact amounts apart from others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kizuna.core.values.money import Money
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.paper import Asked, Cell, Head, Part, Report, limited
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership, Programme
from kizuna.projects.models import Funding, Rate

State = Funding.State
# What stands against what: hoped for, and there.
SIDES: dict[str, tuple[str, ...]] = {
    "planned": (State.DISCUSSED, State.PLANNED, State.APPLIED),
    "secured": (State.SECURED, State.USED),
    "unsaid": (State.NOT_STATED,),
}


@dataclass
class Purse:
    """Money in one currency: the exact sum, the amounts that are not exact, how many lines state none."""

    exact: Decimal = Decimal(0)
    lines: int = 0
    vague: list[Money] = field(default_factory=list)
    without: int = 0

    def add(self, amount: Money) -> None:
        """One line of money."""
        if amount.amount is None:
            self.without += 1
        elif amount.qualifier == "exact":
            self.exact += amount.amount
            self.lines += 1
        else:
            self.vague.append(amount)

    def cell(self, currency: str) -> Cell:
        """The exact sum, and below it what is not in it."""
        code = language()
        also = [one.display(code) for one in self.vague[:4]] + (["…"] if len(self.vague) > 4 else [])
        if self.without:
            also.append(_("%s without an amount") % self.without)
        shown = Money(self.exact, currency).display(code) if self.lines else "–"
        return Cell(shown, small="; ".join(also))


def side_labels() -> dict[str, str]:
    """What the two sides and the third are called."""
    return {"planned": _("Hoped for"), "secured": _("Secured"), "unsaid": _("State not stated")}


def report(asked: Asked) -> Report:
    """Funding planned against secured."""
    rows = Funding.objects.visible_to(asked.user).filter(home=asked.home)
    if asked.partner:
        rows = rows.filter(Q(partnership=asked.partner) | Q(project__partnership=asked.partner))
    programmes = Programme.objects.visible_to(asked.user)
    rows = rows.select_related("partnership", "project__partnership", "phase").prefetch_related(
        Prefetch("programme", programmes), Prefetch("outside", programmes),
        Prefetch("organisation", Organisation.objects.visible_to(asked.user)),
    )  # fmt: skip
    lines: dict[str, list[Funding]] = defaultdict(list)
    for row in rows.order_by("begins_first", "pk"):
        lines[asked.period.placed(row.begins, row.phase)].append(row)
    counted = lines["in"]
    states: Counter[str] = Counter(row.state for row in counted)
    made = Report(
        "funding", _("Funding planned against secured"), asked,
        lead=_("Each currency has its own sums; nothing is converted. What is not exact stands beside the sums."),
        facts=[(f"{len(counted):,}", _("lines of money")),
               *((f"{sum(states[one] for one in some):,}", side_labels()[name].lower())
                 for name, some in SIDES.items())],
    )  # fmt: skip
    note = _(
        "“Hoped for” is under discussion, planned or applied for; “secured” is secured or used. Each line counts once."
    )
    made.parts.append(_states(counted))
    made.parts.append(
        _table("partners", _("By partner"), _("Partner"), counted, lambda row: _goal(asked, row), asked.most, note)
    )
    made.parts.append(
        _table(
            "kinds", _("By kind"), _("Kind"), counted, lambda row: (row.kind, Cell(str(row.get_kind_display()))), None
        )
    )
    made.parts.append(
        _table(
            "sides",
            _("By who pays"),
            _("Who pays"),
            counted,
            lambda row: (row.side, Cell(str(row.get_side_display()))),
            None,
        )
    )
    made.parts.append(_lines(asked, "list", _("The lines"), counted))
    notes = {
        "perhaps": (_("May lie in the period"), _("Their dates leave open whether they do; they are counted nowhere.")),
        "undated": (_("Cannot be placed in time"), _("No date is on record; they are counted nowhere.")),
    }
    for name, (title, told) in notes.items():
        part = _lines(asked, name, title, lines[name])
        part.apart, part.note = True, told
        made.parts.append(part)
    made.parts.append(_rates(asked))
    made.parts = [part for part in made.parts if part.rows]
    return made


def _currency(row: Funding) -> str:
    return str(row.amount.currency) if row.amount else ""


def _states(rows: list[Funding]) -> Part:
    """A row for each currency, a column for each state that occurs."""
    used = [state for state in State.values if any(row.state == state for row in rows)]
    heads = [Head(_("Currency")), *(Head(str(State(state).label), True) for state in used)]
    part = Part("states", _("By currency and state"), heads=heads)
    purses: dict[str, dict[str, Purse]] = defaultdict(lambda: defaultdict(Purse))
    for row in rows:
        purses[_currency(row)][row.state].add(row.amount)
    for currency in sorted(purses, key=lambda one: (not one, one)):
        cells = [purses[currency][state].cell(currency) for state in used]
        part.rows.append([Cell(currency or _("No amount stated"), strong=True), *cells])
    return part


def _goal(asked: Asked, row: Funding) -> tuple[Hashable, Cell]:
    """The partner for whom it is, else the programme."""
    partner: Partnership | None = row.partnership or (row.project.partnership if row.project else None)
    if partner is not None:
        return partner.pk, Cell(in_language(partner.name), url=f"{asked.home.desk}partners/{partner.slug}/")
    if row.project is not None:
        return "project", Cell(_("Projects of no partnership"))
    return "programme", Cell(in_language(row.programme.name) if row.programme else _("Nothing named"))


def _table(
    name: str, title: str, head: str, rows: list[Funding], key: Callable[[Funding], tuple[Hashable, Cell]],
    most: int | None, note: str = "",
) -> Part:  # fmt: skip
    """A row for each key and currency: hoped for against secured."""
    labels = side_labels()
    side_of = {state: side for side, states in SIDES.items() for state in states}
    used = [side for side in SIDES if any(side_of[row.state] == side for row in rows)]
    heads = [Head(head, wide=2), Head(_("Currency")), *(Head(labels[side], True) for side in used)]
    firsts: dict[Hashable, Cell] = {}
    purses: dict[tuple[Hashable, str], dict[str, Purse]] = defaultdict(lambda: defaultdict(Purse))
    for row in rows:
        of, cell = key(row)
        firsts.setdefault(of, cell)
        purses[of, _currency(row)][side_of[row.state]].add(row.amount)
    order = sorted(purses, key=lambda pair: (firsts[pair[0]].text, not pair[1], pair[1]))
    found = [
        [firsts[of], Cell(currency or "–"), *(purses[of, currency][side].cell(currency) for side in used)]
        for of, currency in order
    ]
    return limited(Part(name, title, heads=heads, note=note), found, most)


def _lines(asked: Asked, name: str, title: str, rows: list[Funding]) -> Part:
    code = language()
    heads = [Head(_("What for"), wide=3), Head(_("From"), wide=2), Head(_("State")), Head(_("Amount"), True)]

    def cells(row: Funding) -> list[Cell]:
        goal: Any = row.goal
        called = in_language(goal.heading) if goal else ""
        when = row.begins.display(code) if row.begins else row.begins.stated
        if row.begins and row.ends:
            when = f"{when} – {row.ends.display(code)}"
        small = " · ".join(part for part in (in_language(row.text), when) if part)
        payer = in_language(row.organisation.shown_name) if row.organisation else in_language(row.named)
        out_of = in_language(row.outside.name) if row.outside else ""
        told = " · ".join(part for part in (str(row.get_kind_display()), str(row.get_side_display()), out_of) if part)
        amount = row.amount.display(code) if row.amount else _("not stated")
        return [
            Cell(called, small=small, record=row),
            Cell(payer, small=told),
            Cell(str(row.get_state_display())),
            Cell(amount),
        ]

    return limited(Part(name, title, heads=heads), (cells(row) for row in rows), asked.most)


def _rates(asked: Asked) -> Part:
    heads = [Head(_("Rate"), wide=2), Head(_("On")), Head(_("By whose word"), wide=2)]
    note = _("Rates on record, for whoever converts; no sum above uses them.")
    rows = Rate.objects.visible_to(asked.user).filter(home=asked.home)
    found = (
        [Cell(f"{row.from_currency} 1 = {row.to_currency} {row.rate.normalize():f}", record=row),
         Cell(row.on.isoformat()), Cell(in_language(row.source))]
        for row in rows
    )  # fmt: skip
    return limited(Part("rates", _("Rates"), heads=heads, note=note), found, asked.most)
