"""A report in the forms in which it leaves the house: data for a paper, pages of a workbook, plain JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kizuna.core.bars import legend, spoken
from kizuna.core.export import Sheet
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.paper import Cell, Part, Report
from kizuna.partners.models import Programme


def as_paper(report: Report, made_at: datetime) -> dict[str, Any]:
    """What the template of papers sets."""
    home, code = report.asked.home, language()
    made_on = FuzzyDate(made_at.date().isoformat()).display(code)
    rows = Programme.objects.visible_to(report.asked.user).filter(home=home, kind=Programme.Kind.PARTNERSHIPS)
    programme = rows.first()
    return {
        "lang": code, "home": in_language(home.name), "title": report.heading, "period": report.asked.period.label,
        "programme": in_language(programme.name) if programme else "", "lead": report.lead,
        "made": _("Made on %(day)s · for use within %(home)s") % {"day": made_on, "home": in_language(home.name)},
        "stamp": _("Fictional: everything here is invented, for trying out.") if home.fictional else "",
        "facts": [{"big": big, "label": label} for big, label in report.facts[:4]],
        "parts": [part_data(part) for part in report.flat] or [_nothing()],
        "sources": [{"number": str(n), "title": title, "place": place} for n, title, place in report.sources],
        "words": {"sources": _("Sources")},
    }  # fmt: skip


def _nothing() -> dict[str, Any]:
    return {"kind": "list", "title": "", "rows": [_("Nothing is on record for this.")]}


def more_of(part: Part) -> str:
    """That a part is longer than it stands here, in words."""
    return _("… and %s more; the spreadsheet has them all.") % f"{part.more:,}" if part.more else ""


def part_data(part: Part) -> dict[str, Any]:
    """A part as the template of papers wants it."""
    after = " ".join(words for words in (part.after, more_of(part)) if words)
    made: dict[str, Any] = {
        "kind": part.kind, "title": part.title, "note": part.note, "level": part.level, "after": after,
        "apart": part.apart,
    }  # fmt: skip
    if part.kind == "chart":
        made["alt"] = spoken(part.bars)
        made["legend"] = [{"tone": one.tone, "label": one.label} for one in legend(part.bars)]
        made["bars"] = [
            {"label": bar.label, "marked": bar.marked,
             "pieces": [{"tone": piece.tone, "value": piece.value} for piece in bar.pieces]}
            for bar in part.bars
        ]  # fmt: skip
    elif part.kind == "list":
        made["rows"] = [cell_data(row[0]) for row in part.rows]
    else:
        made["heads"] = [{"label": head.label, "number": head.number, "wide": head.wide} for head in part.heads]
        made["rows"] = [[cell_data(cell) for cell in row] for row in part.rows]
        made["foot"] = [cell_data(cell) for cell in part.foot]
    return made


def cell_data(cell: Cell) -> dict[str, Any]:
    """A cell as the template of papers wants it."""
    return {"text": cell.shown, "small": cell.small, "cites": [number for number, _one in cell.cites],
            "strong": cell.strong}  # fmt: skip


def _cited(cell: Cell) -> str:
    """Where a cell stands, in words: "source: place"."""
    told = []
    for _number, one in cell.cites:
        place = one.lines_text() or one.place
        told.append(f"{one.source.slug}: {place}" if place else one.source.slug)
    return "; ".join(dict.fromkeys(told))


def about(report: Report) -> list[tuple[str, str]]:
    """What stands over a file: which report of what."""
    return [
        ("report", report.heading),
        ("home", in_language(report.asked.home.name)),
        ("period", report.asked.period.label),
        *((label, big) for big, label in report.facts),
    ]


def as_workbook(report: Report) -> Sheet:
    """A page for each table and list, in the order of the report."""
    pages = [_page(part) for part in report.parts if part.rows]
    if any(part.parts for part in report.parts):
        pages.append(_statements(report))
    first = pages[0] if pages else Sheet(report.title, [report.title], [])
    return Sheet(first.name, first.headings, first.rows, about(report), pages[1:])


def _statements(report: Report) -> Sheet:
    """What stands in groups, as one list."""
    rows = [
        [group.title, part.title, row[0].text, row[0].small, _cited(row[0])]
        for group in report.parts for part in group.parts for row in part.rows
    ]  # fmt: skip
    return Sheet("statements", [_("Partner"), _("Kind"), _("What"), _("More"), _("Sources")], rows)


def _page(part: Part) -> Sheet:
    if part.kind == "list":
        heads = [part.title, _("More"), _("Sources")]
        return Sheet(part.name, heads, [[row[0].text, row[0].small, _cited(row[0])] for row in part.rows])
    heads = [head.label for head in part.heads]
    remarked = any(cell.small for cell in part.cells)
    cited = any(cell.cites for cell in part.cells)

    def cells(row: list[Cell]) -> Iterator[Any]:
        yield from (cell.plain for cell in row)
        if remarked:
            yield "; ".join(cell.small for cell in row if cell.small)
        if cited:
            yield "; ".join(told for cell in row if (told := _cited(cell)))

    more = [*([_("More")] if remarked else []), *([_("Sources")] if cited else [])]
    return Sheet(
        part.name, [*heads, *more], [list(cells(row)) for row in (*part.rows, *([part.foot] if part.foot else []))]
    )


def as_table(report: Report) -> Sheet:
    """The whole report as one long table, a line for each cell: a CSV has no pages."""
    heads = [_("Part"), _("Line"), _("Column"), _("Value"), _("More"), _("Sources"), _("Counted")]
    return Sheet(report.name, heads, list(_long(report)), about(report))


def _long(report: Report) -> Iterator[list[Any]]:
    for part in report.parts:
        if part.kind == "chart":
            continue
        columns = [head.label for head in part.heads] or [part.title]
        for place, row in enumerate(part.rows, start=1):
            for column, cell in zip(columns, row, strict=False):
                yield [
                    part.title,
                    place,
                    column,
                    cell.plain,
                    cell.small,
                    _cited(cell),
                    _("no") if part.apart else _("yes"),
                ]


def as_json(report: Report) -> dict[str, Any]:
    """The report as the API and the command tell it."""
    period = report.asked.period
    return {
        "name": report.name, "title": report.heading,
        "period": {"label": period.label, "since": period.first, "until": period.last,
                   "phase": period.phase.order if period.phase else None},
        "partner": report.asked.partner.slug if report.asked.partner else None,
        "facts": [{"value": big, "label": label} for big, label in report.facts],
        "parts": [_plain(part, group) for part, group in _grouped(report)],
        "sources": [{"number": n, "title": title, "place": place or None} for n, title, place in report.sources],
    }  # fmt: skip


def _grouped(report: Report) -> Iterator[tuple[Part, str | None]]:
    for part in report.parts:
        if part.kind in ("table", "list"):
            yield part, None
        yield from ((one, part.title) for one in part.parts)


def _plain(part: Part, group: str | None) -> dict[str, Any]:
    return {
        "name": part.name, "group": group, "title": part.title, "note": part.note or None, "counted": not part.apart,
        "more": part.more, "columns": [head.label for head in part.heads],
        "rows": [[_told(cell) for cell in row] for row in part.rows], "sum": [_told(cell) for cell in part.foot],
    }  # fmt: skip


def _told(cell: Cell) -> dict[str, Any]:
    return {"value": cell.plain, "more": cell.small or None, "record": str(cell.record.uuid) if cell.record else None,
            "sources": [number for number, _one in cell.cites]}  # fmt: skip
