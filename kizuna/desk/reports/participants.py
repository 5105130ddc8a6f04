"""How many took part: exact numbers in sums of their own; what is only about right is never added silently."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from kizuna.activities.models import Headcount
from kizuna.core.values import Incomparable, Quantity
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.activities import DONE, apart, inside, line, when_of
from kizuna.desk.reports.paper import Asked, Cell, Head, Part, Report, limited, number
from kizuna.partners.models import Partnership

# So many different numbers that are not exact are told one by one.
TOLD = 6


@dataclass
class Sum:
    """What is known of one kind of people: the exact sum, the numbers that are not exact, how many have none."""

    exact: Decimal = Decimal(0)
    counts: int = 0
    vague: list[tuple[Quantity, int]] = field(default_factory=list)
    without: int = 0

    def add(self, quantity: Quantity, times: int) -> None:
        """One number, as often as it stands."""
        if quantity.value is None:
            self.without += times
        elif quantity.qualifier == "exact":
            self.exact += quantity.value * times
            self.counts += times
        else:
            self.vague.append((quantity, times))

    def cells(self) -> list[Cell]:
        """The exact sum, what is not exact in words, and how many counts of each."""
        code = language()
        exact = Cell(number=int(self.exact)) if self.counts and self.exact == int(self.exact) else Cell(
            f"{self.exact:,f}" if self.counts else "–")  # fmt: skip
        told = [f"{one.display(code)}" + (f" ×{times}" if times > 1 else "") for one, times in self.vague[:TOLD]]
        if len(self.vague) > TOLD:
            told.append("…")
        small = "; ".join(told) if len(self.vague) > 1 else ""
        return [exact, number(self.counts), Cell(self.vague_sum(), small=small),
                number(sum(times for _one, times in self.vague)), number(self.without)]  # fmt: skip

    def vague_sum(self) -> str:
        """The sum of what is not exact, as true as its parts; that there is none where they have none."""
        total: Quantity | None = None
        try:
            for one, times in self.vague:
                many = Quantity((one.value or Decimal(0)) * times, one.qualifier,
                                None if one.upper is None else one.upper * times, one.unit, one.per)  # fmt: skip
                total = many if total is None else total + many
        except Incomparable:
            return _("no common sum")
        return total.display(language()) if total is not None else "–"


def report(asked: Asked) -> Report:
    """Participants of what was held in a period."""
    held = inside(asked).filter(state__in=DONE)
    counted = Headcount.objects.visible_to(asked.user).filter(
        activity__in=held, counted=Headcount.Counted.PEOPLE
    ).order_by()  # fmt: skip
    whole = counted.filter(part_of=None)
    # The same thing counted twice is no sum: both numbers stand, and neither is added.
    again = whole.filter(activity=OuterRef("activity"), category=OuterRef("category"), side=OuterRef("side"),
                         role=OuterRef("role"), named=OuterRef("named")).exclude(pk=OuterRef("pk"))  # fmt: skip
    doubled = _any_twice(whole)
    twice = whole.filter(Exists(again)) if doubled else whole.none()
    sure = whole.filter(~Exists(again)) if doubled else whole
    total, told = held.count(), whole.values("activity").distinct().count()
    sums, parts = _sums(sure), _sums(counted.exclude(part_of=None))
    people = [one for (category, _unit, _per), one in sums.items() if category == Headcount.Category.PARTICIPANTS]
    made = Report(
        "participants", _("Participants"), asked,
        lead=_("Exact numbers have sums of their own; what is about right stands beside them and is not added."),
        facts=[(f"{sum((one.exact for one in people), Decimal(0)):,f}", _("participants, counted exactly")),
               (f"{sum(one.counts for one in people):,}", _("exact counts")),
               (f"{sum(times for one in people for _q, times in one.vague):,}", _("counts that are not exact")),
               (_("%(n)s of %(of)s") % {"n": f"{total - told:,}", "of": f"{total:,}"},
                _("activities without a number"))],
    )  # fmt: skip
    note = _("Each kind of people stands alone: students may be among the participants, so the rows are not added up.")
    made.parts.append(_table("people", _("By kind of people"), sums, note))
    note = _("Parts of numbers above. They are not added to them.")
    made.parts.append(_table("divided", _("As far as numbers are divided"), parts, note))
    made.parts.append(_by_partner(asked, sure))
    made.parts.append(_listed(asked, whole))
    made.parts.append(_twice(asked, twice))
    made.parts += apart(asked)
    made.parts = [part for part in made.parts if part.rows]
    return made


def _any_twice(whole: Any) -> bool:
    rows = whole.values("activity", "category", "side", "role").annotate(n=Count("pk")).filter(n__gt=1)
    return bool(rows.exists())


def _sums(rows: Any) -> dict[tuple[str, str, str], Sum]:
    """For each kind of people, and for each unit of the number: what is known."""
    found: dict[tuple[str, str, str], Sum] = defaultdict(Sum)
    for category, quantity, count in rows.values_list("category", "quantity").annotate(n=Count("pk")):
        unit = "" if quantity.unit in ("people", "participants", category) else quantity.unit
        found[category, unit, quantity.per].add(quantity, count)
    return dict(found)


def _heads(first: str) -> list[Head]:
    return [
        Head(first, wide=2), Head(_("Exact"), True), Head(_("counts"), True), Head(_("Not exact"), wide=2),
        Head(_("counts"), True), Head(_("No number"), True),
    ]  # fmt: skip


def _table(name: str, title: str, sums: dict[tuple[str, str, str], Sum], note: str) -> Part:
    order = {value: place for place, value in enumerate(Headcount.Category.values)}
    labels = dict(Headcount.Category.choices)
    part = Part(name, title, note=note, heads=_heads(_("Who")))
    for category, unit, per in sorted(sums, key=lambda key: (order.get(key[0], 99), *key[1:])):
        small = " · ".join(word for word in (unit, _("per %s") % per if per else "") if word)
        part.rows.append([Cell(str(labels.get(category, category)), small=small), *sums[category, unit, per].cells()])
    return part


def _by_partner(asked: Asked, sure: Any) -> Part:
    part = Part("partners", _("Participants by partner"), heads=_heads(_("Partner")))
    if asked.partner:
        return part
    found: dict[int, Sum] = defaultdict(Sum)
    rows = sure.filter(category=Headcount.Category.PARTICIPANTS).exclude(activity__partnership=None)
    for key, quantity, count in rows.values_list("activity__partnership", "quantity").annotate(n=Count("pk")):
        found[key].add(quantity, count)
    names = Partnership.objects.visible_to(asked.user).filter(home=asked.home).only("slug", "name").in_bulk(list(found))
    cells = [
        [Cell(in_language(names[key].name), url=f"{asked.home.desk}partners/{names[key].slug}/"), *one.cells()]
        for key, one in sorted(found.items(), key=lambda pair: -pair[1].exact)
        if key in names
    ]
    return limited(part, cells, asked.most)


def _line(asked: Asked, row: Headcount) -> list[Cell]:
    code = language()
    words = in_language(row.named) or str(row.get_category_display())
    side = "" if row.side == "not-stated" else str(row.get_side_display())
    return [
        Cell(when_of(row.activity)), line(asked, row.activity),  # type: ignore[arg-type]  # only those of activities
        Cell(row.quantity.display(code) if row.quantity else "–", small=" · ".join(w for w in (words, side) if w),
             record=row),
    ]  # fmt: skip


def _listed(asked: Asked, whole: Any) -> Part:
    heads = [Head(_("When")), Head(_("Activity"), wide=3), Head(_("How many"), wide=2)]
    part = Part("list", _("The counts"), heads=heads)
    rows = whole.select_related("activity__series", "activity__partnership")
    rows = rows.order_by("activity__sort_day", "activity", "order", "pk")
    part.rows = [_line(asked, row) for row in (rows if asked.most is None else rows[: asked.most])]
    part.more = 0 if asked.most is None or len(part.rows) < asked.most else max(0, whole.count() - len(part.rows))
    return part


def _twice(asked: Asked, twice: Any) -> Part:
    note = _("The same people are counted twice with different numbers. Both stand, and neither is in a sum.")
    heads = [Head(_("When")), Head(_("Activity"), wide=3), Head(_("How many"), wide=2)]
    part = Part("twice", _("Numbers that do not agree"), note=note, heads=heads, apart=True)
    rows = twice.select_related("activity__series", "activity__partnership").order_by("activity", "pk")
    part.rows = [_line(asked, row) for row in rows[: asked.most or 500]]
    return part
