"""The strip of reciprocity: hosting turns, people each way, money each side; what is not known is shown as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kizuna.activities import turns
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.core.values import Incomparable, Money, Quantity
from kizuna.mobility import counting
from kizuna.mobility.counting import IN, OUT, Table, plain
from kizuna.mobility.models import Flow
from kizuna.partners.models import Partnership
from kizuna.projects.models import Funding

# Money that is there, as against money that is hoped for.
SURE = (Funding.State.SECURED, Funding.State.USED)
TOLD = 3


class Side(NamedTuple):
    """One thing on one side: in words, and how long its bar is, in hundredths; no bar where no number is known."""

    words: str
    share: int | None = None


class Line(NamedTuple):
    """One thing that goes both ways: what is ours, what is theirs, and what cannot be told apart."""

    name: str
    ours: Side
    theirs: Side
    apart: list[str]
    path: str = ""

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return bool(self.apart) or self.ours.words != "" or self.theirs.words != ""


def of(home: Home, user: Reader, row: Partnership, day: date) -> list[Line]:
    """The three lines for one partner, in four questions whatever there is; remembered until something is written."""
    return remembered(
        home, ("strip", row.pk, day, rights(user), get_language()),
        lambda: [_hosting(home, user, row), _people(home, user, row, day), _money(home, user, row)],
    )  # fmt: skip


def _hosting(home: Home, user: Reader, row: Partnership) -> Line:
    found = turns.hosting(home, user, row)
    ours, theirs = found.get("home", 0), found.get("partner", 0)
    names = {
        "both": _("%d on both sides"),
        "third": _("%d hosted by others"),
        "none": _("%d online, without a host"),
        "not-stated": _("%d whose host is not stated"),
    }
    apart = [words % found[side] for side, words in names.items() if found.get(side)]
    if not (ours or theirs):
        return Line(_("Hosting"), Side(""), Side(""), apart, "activities/")

    def said(number: int) -> str:
        return ngettext("%d time", "%d times", number) % number

    most = max(ours, theirs)
    return Line(
        _("Hosting"),
        Side(said(ours), 100 * ours // most),
        Side(said(theirs), 100 * theirs // most),
        apart,
        "activities/",
    )


def _people(home: Home, user: Reader, row: Partnership, day: date) -> Line:
    table = counting.of_partner(home, row, user, day)
    counted = {way: sum(one.counted.get(way, 0) for one in table.rows) for way in (OUT, IN)}
    path, name = f"mobility/partners/{row.slug}/", _("People")
    apart = _unsplit(table)
    sums = {way: _sum(one.stated[way].quantity for one in table.rows if way in one.stated) for way in (OUT, IN)}
    if any(counted.values()):
        language = (get_language() or "en").split("-")[0]
        words = {OUT: _("out as stated: %s"), IN: _("in as stated: %s")}
        apart += [words[way] % number.display(language) for way, number in sums.items() if number]
        most = max(counted.values())
        ours, theirs = (
            Side(ngettext("%d stay", "%d stays", number) % number, 100 * number // most) for number in counted.values()
        )
        return Line(name, ours, theirs, apart, path)
    known = [float(number.value) for number in sums.values() if number is not None and number.value is not None]
    most_stated = max(known, default=0.0)
    sides = [_side(sums[way], most_stated, _named(table, way)) for way in (OUT, IN)]
    return Line(name, sides[0], sides[1], apart, path)


def _named(table: Table, way: str) -> bool:
    """Whether people are said to have moved that way, whatever their number."""
    return any(way in one.stated for one in table.rows) or any(flow.direction == way for flow in table.others)


def _side(number: Quantity | None, most: float, named: bool) -> Side:
    if number is None or number.value is None:
        return Side(_("number not stated") if named else "")
    words = number.display((get_language() or "en").split("-")[0], named=True)
    return Side(words, int(100 * float(number.value) / most) if most else 0)


def _sum(numbers: Iterable[Quantity]) -> Quantity | None:
    """The sum over the years; nothing where there is none that is true."""
    found = [plain(number) for number in numbers]
    if not found:
        return None
    try:
        return sum(found[1:], start=found[0])
    except Incomparable:
        return None


def _unsplit(table: Table) -> list[str]:
    """Statements of both ways together, each once, as they are stated."""
    flows: dict[int, Flow] = {}
    for one in table.rows:
        for way in ("both", "not-stated"):
            flows.update((flow.pk, flow) for flow in (one.stated[way].flows if way in one.stated else ()))
    flows.update((flow.pk, flow) for flow in table.others if flow.direction not in (OUT, IN))
    language = (get_language() or "en").split("-")[0]
    return [flow.told(language) for flow in list(flows.values())[:TOLD]]


def _money(home: Home, user: Reader, row: Partnership) -> Line:
    own = Q(partnership=row) | Q(project__partnership=row)
    rows = Funding.objects.visible_to(user).filter(own, home=home).order_by("pk")
    sums: dict[str, dict[str, list[Money]]] = defaultdict(lambda: defaultdict(list))
    silent: dict[str, int] = defaultdict(int)
    hoped = 0
    for side, state, amount in rows.values_list("side", "state", "amount"):
        if state not in SURE and state != Funding.State.NOT_STATED:
            hoped += 1
        elif amount:
            sums[side][amount.currency].append(Money(amount.amount, amount.currency, amount.qualifier))
        else:
            silent[side] += 1
    sides = {side: _amounts(sums[side], silent[side]) for side in ("home", "partner")}
    names = {"both": _("both sides: %s"), "third": _("others: %s"), "not-stated": _("side not stated: %s")}
    apart = [words % told for side, words in names.items() if (told := _amounts(sums[side], silent[side]))]
    if hoped:
        apart.append(ngettext("%d line planned or applied for", "%d lines planned or applied for", hoped) % hoped)
    return Line(_("Money"), Side(sides["home"]), Side(sides["partner"]), apart)


def _amounts(by_currency: dict[str, list[Money]], silent: int) -> str:
    """What is there per currency; currencies are never added, and what has no true sum stands side by side."""
    language = (get_language() or "en").split("-")[0]
    told = []
    for code in sorted(by_currency):
        try:
            whole = sum(by_currency[code][1:], start=by_currency[code][0])
            told.append(whole.display(language))
        except Incomparable:
            told += [one.display(language) for one in by_currency[code]]
    if silent:
        told.append(_("amount not stated"))
    return ", ".join(told)
