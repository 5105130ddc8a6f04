"""How the ways of holding changed from year to year, what came in between, and what took its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity, Disruption
from kizuna.core.bars import Bar, Piece
from kizuna.core.values import CALENDARS
from kizuna.core.values.academicyear import AcademicYear
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.activities import DONE, MODES, inside, line, mode, mode_labels, ways_of, when_of, with_names
from kizuna.desk.reports.paper import Asked, Cell, Head, Part, Report, limited, number

TONES = {"in_person": "brand", "mixed": "gold", "online": "teal", "streamed": "sky", "unsaid": "plain"}
# The year in which most of the world moved online; its bar is marked.
TURN = 2020
# So many years stand side by side in a picture.
BARS = 16


def report(asked: Asked) -> Report:
    """The shift of formats around 2020."""
    academic = asked.academic
    counts, unplaced = _years(asked, academic)
    labels = mode_labels()
    modes = [one for one in MODES if any(row[one] for row in counts.values())]
    made = Report(
        "formats", _("Formats by year"), asked,
        lead=_("How what was done together was held, year by year, and what took the place of what could not be."),
    )  # fmt: skip
    if counts:
        years = list(range(min(counts), max(counts) + 1))
        bars = [
            Bar(_called(asked, year, academic), [Piece(counts[year][one], TONES[one], labels[one]) for one in modes],
                year == TURN)
            for year in years[-BARS:]
        ]  # fmt: skip
        note = _("Each activity counts once, in the year in which it began. What was planned or not held is left out.")
        made.parts.append(Part("picture", _("In a picture"), "chart", note, bars=bars))
        heads = [Head(_("Year")), *(Head(labels[one], True) for one in modes), Head(_("All"), True)]
        table = Part("years", _("In numbers"), heads=heads)
        for year in years:
            row = counts[year]
            first = Cell(_called(asked, year, academic), strong=year == TURN)
            table.rows.append([first, *(number(row[one]) for one in modes), number(sum(row.values()), strong=True)])
        whole: Counter[str] = Counter()
        for row in counts.values():
            whole.update(row)
        table.foot = [Cell(_("All")), *(number(whole[one]) for one in modes), number(sum(whole.values()))]
        made.parts.append(table)
        made.facts = _facts(counts, whole)
    made.parts += [
        part for part in (_disrupted(asked), _replaced(asked), _unplaced(asked, unplaced, academic)) if part.rows
    ]
    return made


def _called(asked: Asked, year: int, academic: bool) -> str:
    return AcademicYear(year, asked.home.calendar).display(language()) if academic else str(year)


def _years(asked: Asked, academic: bool) -> tuple[dict[int, Counter[str]], int]:
    """How many of each way began in which year; how many cannot be placed in one year."""
    month = _month(asked, academic)
    rows = inside(asked).filter(state__in=DONE).annotate(how=mode())
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    unplaced = 0
    # By days, of which there are few: taking days apart in SQLite costs more than here.
    for how, first, last, count in rows.values_list("how", "begins_first", "begins_last").annotate(n=Count("pk")):
        year = _year(first, month)
        if year is not None and year == _year(last, month):
            counts[year][how] += count
        else:
            unplaced += count
    return counts, unplaced


def _facts(counts: dict[int, Counter[str]], whole: Counter[str]) -> list[tuple[str, str]]:
    """Before, in and after the turn: how many of those of which it is said were online, at least in part."""
    found = [(f"{sum(whole.values()):,}", _("activities with a year"))]
    spans = ((None, TURN - 1, _("online before %s")), (TURN, TURN + 1, _("online in %s")),
             (TURN + 2, None, _("online from %s on")))  # fmt: skip
    for first, last, words in spans:
        row: Counter[str] = Counter()
        for year, one in counts.items():
            if (first is None or year >= first) and (last is None or year <= last):
                row.update(one)
        said = sum(row.values()) - row["unsaid"]
        if said:
            online = row["online"] + row["mixed"] + row["streamed"]
            when = words % (TURN if first is None else f"{TURN}–{TURN + 1}" if last else first)
            found.append((_("%(n)s of %(of)s") % {"n": online, "of": said}, when))
    return found


def _disrupted(asked: Asked) -> Part:
    """What came in between, and what took its place."""
    rows: Any = Disruption.objects.visible_to(asked.user).filter(home=asked.home)
    if asked.partner:
        rows = rows.filter(Q(partnership=asked.partner) | Q(activity__partnership=asked.partner)
                           | Q(series__partnership=asked.partner))  # fmt: skip
    seen = with_names(Activity.objects.visible_to(asked.user), asked.user)
    rows = rows.prefetch_related(Prefetch("activity", seen), Prefetch("replaced_by", seen)).select_related(
        "series", "partnership"
    )
    heads = [
        Head(_("What came in between"), wide=3),
        Head(_("What became impossible"), wide=2),
        Head(_("What took its place"), wide=2),
    ]
    part = Part("disruptions", _("What came in between"), heads=heads)
    found = []
    for row in rows.order_by("begins_first", "pk"):
        if asked.period.placed(row.begins, None) == "out":
            continue
        of = row.activity or row.series or row.partnership
        when = row.begins.display(language()) if row.begins else row.begins.stated
        small = " · ".join(
            part for part in (in_language(of.heading) if of else "", when, str(row.get_cause_display())) if part
        )
        instead = row.replaced_by
        found.append([
            Cell(in_language(row.text), small=small, record=row), Cell(in_language(row.impossible)),
            line(asked, instead, when_of(instead)) if instead is not None else Cell(),
        ])  # fmt: skip
    return limited(part, found, asked.most)


def _replaced(asked: Asked) -> Part:
    """What was held in place of something else."""
    seen = with_names(Activity.objects.visible_to(asked.user), asked.user)
    rows = with_names(inside(asked).filter(replaces__in=seen.values("pk")), asked.user).prefetch_related(
        Prefetch("replaces", seen)
    )
    heads = [Head(_("Instead of"), wide=3), Head(_("What took its place"), wide=3), Head(_("Format"))]
    part = Part("replaced", _("What took the place of what"), heads=heads)
    return limited(part, (
        [line(asked, row.replaces, when_of(row.replaces)), line(asked, row, when_of(row)), Cell(ways_of(row))]
        for row in rows.order_by("sort_day", "pk")
    ), asked.most)  # fmt: skip


def _unplaced(asked: Asked, count: int, academic: bool) -> Part:
    """What cannot be placed in one year."""
    note = _("Their dates do not say in which year; they are counted nowhere.")
    part = Part("undated", _("Cannot be placed in a year"), "list", note, apart=True)
    if not count:
        return part
    month = _month(asked, academic)
    days = _days(asked).values_list("pk", "begins_first", "begins_last")
    keys = [pk for pk, first, last in days if first is None or _year(first, month) != _year(last, month)]
    some = with_names(inside(asked).filter(pk__in=keys[: min(asked.most or 500, 40)]), asked.user)
    part.rows = [[line(asked, row, when_of(row))] for row in some.order_by("sort_day", "pk")]
    part.more = max(0, count - len(part.rows))
    return part


def _days(asked: Asked) -> Any:
    """What may begin in one year or in another, or is not dated: only these are looked at one by one."""
    rows = inside(asked).filter(state__in=DONE).order_by("sort_day", "pk")
    return rows.exclude(begins_first__isnull=False, begins_first=F("begins_last"))


def _month(asked: Asked, academic: bool) -> int:
    """The month in which a year begins."""
    return CALENDARS[asked.home.calendar][0] if academic else 1


def _year(day: date | None, month: int) -> int | None:
    """The year of a day, where years begin in that month."""
    return None if day is None else day.year - (day.month < month)
