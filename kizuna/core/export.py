"""Lists as files that spreadsheets open: CSV and XLSX, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A cell that begins like this is read as a formula by one spreadsheet or another; the wide forms by Japanese ones.
OPENERS = tuple("=+-@\t\r\n＝＋－＠")
# No spreadsheet holds more in a cell.
LONGEST = 32_767
CUT = " … [cut: the CSV has it whole]"
MOST_ROWS = 1_048_575
CHUNK = 200


class TooLong(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """The list has more rows than a spreadsheet holds."""


@dataclass
class Sheet:
    """One list as a file: its name, what stands over it, its columns and its rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=list)
    # Further pages of the same workbook; a CSV has one page only.
    more: Sequence[Sheet] = ()


def cell(value: Any) -> str | int | float:
    """What goes into a cell: numbers as numbers, nothing as nothing, all else as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    # NUL and the other control characters are legal in neither format.
    return "".join(sign for sign in str(value) if sign >= " " or sign in "\t\n")


def harmless(value: Any) -> str | int | float:
    """A cell of a CSV, which has no way to say "this is text" but an apostrophe in front."""
    found = cell(value)
    return f"'{found}" if isinstance(found, str) and found.lstrip(" ").startswith(OPENERS) else found


def as_csv(sheet: Sheet) -> Iterator[str]:
    """The list as RFC 4180, in pieces; the mark at the beginning tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow([harmless(heading) for heading in sheet.headings])
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow([harmless(value) for value in row])
        if number % CHUNK == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def as_xlsx(sheet: Sheet, out: IO[bytes]) -> None:
    """Writes the list as a workbook: texts as texts; a second page says what it is, and as of when.

    Raises TooLong when it has more rows than a workbook holds.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        taken = {"about", "history"}  # the second one is kept by spreadsheets themselves
        for one in (sheet, *sheet.more):
            _page(book.add_worksheet(_page_name(one.name, taken)), one, bold)
        about = book.add_worksheet("about")
        about.set_column(0, 0, 22)
        about.set_column(1, 1, 80)
        for line, (label, text) in enumerate(sheet.about):
            about.write_string(line, 0, label, bold)
            _put(about, line, 1, cell(text))


def _page_name(name: str, taken: set[str]) -> str:
    """A name that a page of a workbook may bear: short, without signs that mean something, and no other page's."""
    plain = "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "list"
    found, count = plain, 1
    while found.casefold() in taken:
        count += 1
        found = f"{plain[: 30 - len(str(count))]} {count}"
    taken.add(found.casefold())
    return found


def _page(page: Worksheet, sheet: Sheet, bold: Any) -> None:
    page.set_column(0, len(sheet.headings), 22)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, bold)
    row = 0
    for row, values in enumerate(sheet.rows, start=1):
        if row > MOST_ROWS:
            raise TooLong
        for column, value in enumerate(values):
            _put(page, row, column, cell(value))
    page.autofilter(0, 0, row, max(len(sheet.headings) - 1, 0))


def write(sheet: Sheet, form: str, out: IO[bytes]) -> None:
    """Writes the list in one of the formats; raises TooLong where a workbook cannot hold it."""
    if form == "xlsx":
        as_xlsx(sheet, out)
    else:
        out.writelines(piece.encode() for piece in as_csv(sheet))


def _put(page: Worksheet, row: int, column: int, value: str | float) -> None:
    if not isinstance(value, str):
        page.write_number(row, column, value)
    elif value:
        page.write_string(row, column, value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT)
