"""Tables of stays, pasted or as files: every row is accounted for before anything is saved."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from python_calamine import CalamineError, CalamineWorkbook

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate, NotUnderstood, fold
from kizuna.directory.models import OrganisationName, Unit
from kizuna.mobility.models import Level, Mode, Stay
from kizuna.partners.models import Member, Partnership

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
UNPACKED = 60_000_000
# What a heading may be called; the first is the word in our own example.
HEADINGS: dict[str, tuple[str, ...]] = {
    "partnership": ("partner", "partnership", "university", "partner university", "相手大学", "協定校", "大学"),
    "direction": ("direction", "way", "派遣・受入", "派遣受入", "区分", "方向"),
    "category": ("who", "category", "身分", "種別"),
    "begins": ("from", "begins", "start", "begin", "開始", "開始日"),
    "ends": ("until", "ends", "end", "to", "終了", "終了日"),
    "weeks": ("weeks", "週数", "週"),
    "unit": ("department", "unit", "school", "faculty", "部局", "学部・研究科"),
    "level": ("level", "課程"),
    "field": ("field", "subject", "分野"),
    "mode": ("mode", "形態", "実施形態"),
    "scheme": ("scheme", "programme", "program", "制度", "プログラム"),
}  # fmt: skip
NEEDED = ("partnership", "direction", "begins")
CHOICES: dict[str, Any] = {"direction": Stay.Way, "category": Stay.Who, "level": Level, "mode": Mode}
# Other words for the choices, beside their names in every language.
ALSO: dict[str, dict[str, str]] = {
    "direction": {"outgoing": "out", "sent": "out", "派遣": "out", "incoming": "in", "received": "in", "受入": "in",
                  "受け入れ": "in"},
    "category": {"students": "students", "学生": "students", "doctoral students": "doctoral",
                 "phd": "doctoral", "faculty": "faculty", "教員": "faculty", "staff": "staff", "職員": "staff"},
    "level": {},
    "mode": {},
}  # fmt: skip


@dataclass
class Entry:
    """One row of the table: what is in it, the stay that it makes, what stands against it, what is worth a word."""

    number: int
    cells: list[str]
    stay: Stay | None = None
    problems: list[str] = field(default_factory=list)
    remark: str = ""


@dataclass
class Preview:
    """A whole table, row by row."""

    headings: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    blank: int = 0
    left_out: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def good(self) -> list[Entry]:
        """The rows that can be saved."""
        return [entry for entry in self.entries if entry.stay is not None]

    @property
    def bad(self) -> list[Entry]:
        """The rows that cannot."""
        return [entry for entry in self.entries if entry.stay is None]


def text_of(name: str, content: bytes) -> str:
    """An uploaded table as text with tabs; ValidationError for what is no table."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 MB; send it in parts."))
    if content[:4] == b"PK\x03\x04":
        return _from_workbook(content)
    if name.lower().endswith((".xls", ".xlsx", ".ods")):
        raise ValidationError(_("This is not an Excel workbook (.xlsx), whatever its name says."))
    for encoding in ("utf-8-sig", "cp932"):
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in found:
            return found
    raise ValidationError(_("This is not a table: send CSV in UTF-8, or Excel (.xlsx)."))


def _from_workbook(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise ValidationError(_("The workbook is too large when unpacked; send it in parts."))
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError, IndexError) as problem:
        raise ValidationError(_("This workbook cannot be read; save it again as .xlsx, or send CSV.")) from problem
    return "\n".join("\t".join(_cell(value) for value in row) for row in rows)


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _rows(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = lines.lstrip("\n").split("\n", 1)[0]
    sign = max("\t,;", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(lines), delimiter=sign)]
    except csv.Error as problem:
        raise ValidationError(_("The table cannot be read: a cell is too long or not closed.")) from problem


def read(text: str, home: Home, user: Reader) -> Preview:
    """Reads a table; ValidationError where it has no usable headings or too many rows."""
    if "\x00" in text:
        raise ValidationError(_("The table holds a character that cannot be kept."))
    made = read_rows(_rows(text), home, user)
    made.text = text
    return made


def read_rows(rows: list[list[str]], home: Home, user: Reader) -> Preview:
    """The same from cells: the headings, then row by row."""
    while rows and not any(rows[0]):
        rows.pop(0)
    if len(rows) < 2:
        raise ValidationError(_("Paste the headings and at least one row below them."))
    if len(rows) - 1 > MOST_ROWS:
        told = _("The table has %(rows)d rows; send at most %(most)d at once.")
        raise ValidationError(told % {"rows": len(rows) - 1, "most": MOST_ROWS})
    made = Preview(rows[0])
    places = _places(made)
    known = Known(home, user)
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            made.blank += 1
            continue
        made.entries.append(known.entry(number, cells, places))
    known.remark(made.good)
    return made


def _places(made: Preview) -> dict[str, int]:
    """Where each column stands; what is not known is left out and told."""
    names = {fold(word): column for column, words in HEADINGS.items() for word in words}
    found: dict[str, int] = {}
    for place, heading in enumerate(made.headings):
        column = names.get(fold(heading))
        if column is not None and column in found:
            raise ValidationError(_("Two columns are called “%(name)s”.") % {"name": heading[:60]})
        if column is None:
            made.left_out.append(heading[:60] or _("column %(number)d, without a heading") % {"number": place + 1})
        else:
            found[column] = place
    lacking = [HEADINGS[column][0] for column in NEEDED if column not in found]
    if lacking:
        raise ValidationError(_("These columns are missing: %(names)s.") % {"names": ", ".join(lacking)})
    return found


class Known:
    """What the words of a table can mean in a home, read once for all of its rows."""

    def __init__(self, home: Home, user: Reader) -> None:
        self.home, self.user = home, user
        self.partners: dict[str, set[Partnership]] = defaultdict(set)
        seen = Partnership.objects.visible_to(user).filter(home=home)
        by_key = {row.pk: row for row in seen}
        for row in by_key.values():
            for word in (row.slug, *_texts(row.name), *_texts(row.short)):
                self.partners[fold(word)].add(row)
        self.others: dict[str, set[Partnership]] = defaultdict(set)
        members = Member.objects.visible_to(user).filter(home=home, partnership__in=seen)
        of: dict[int, list[Partnership]] = defaultdict(list)
        for partnership, organisation in members.values_list("partnership", "organisation"):
            of[organisation].append(by_key[partnership])
        names = OrganisationName.objects.visible_to(user).filter(organisation__in=members.values("organisation"))
        for organisation, value in names.values_list("organisation", "value"):
            self.others[fold(value)].update(of[organisation])
        self.units: dict[str, Unit] = {}
        units = Unit.objects.visible_to(user).filter(organisation__home_of__home=home, alias_of=None)
        for unit in units.order_by("-pk"):
            for word in (unit.slug, unit.abbreviation, *_texts(unit.name)):
                if word:
                    self.units[fold(word)] = unit
        self.choices = {name: _words_of(choices, ALSO[name]) for name, choices in CHOICES.items()}

    def entry(self, number: int, cells: list[str], places: dict[str, int]) -> Entry:
        """One row, read."""
        made = Entry(number, cells)
        given = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
        stay = Stay(home=self.home, visibility="staff")
        for column, text in given.items():
            try:
                self._put(stay, column, text)
            except NotUnderstood as problem:
                made.problems.append(f"{text[:60]}: {_(problem.reason)}")
            except ValidationError as problem:
                made.problems.extend(problem.messages)
        if made.problems:
            return made
        try:
            stay.bound()
            stay.clean_fields(exclude=["home", "partnership", "unit"])
            stay.clean()
        except ValidationError as problem:
            made.problems.extend(problem.messages)
            return made
        made.stay = stay
        return made

    def _put(self, stay: Stay, column: str, text: str) -> None:
        if column == "partnership":
            stay.partnership = self.partner(text)
        elif column in self.choices:
            if not text and column != "direction":
                return
            code = self.choices[column].get(fold(text))
            if code is None:
                told = _("“%(text)s” is no %(column)s; write %(words)s.")
                words = ", ".join(str(one.value) for one in CHOICES[column])
                raise ValidationError(told % {"text": text[:60], "column": HEADINGS[column][0], "words": words})
            setattr(stay, column, code)
        elif column in ("begins", "ends"):
            setattr(stay, column, FuzzyDate.parse(text, calendar=self.home.calendar) if text else FuzzyDate())
        elif column == "weeks":
            if text and not (text.isascii() and text.isdecimal() and len(text) < 5):
                raise ValidationError(_("“%(text)s” is no number of weeks.") % {"text": text[:60]})
            stay.weeks = int(text) if text else None
        elif column == "unit":
            if text and fold(text) not in self.units:
                raise ValidationError(_("There is no department “%(text)s” here.") % {"text": text[:60]})
            stay.unit = self.units[fold(text)] if text else None
        else:
            setattr(stay, column, text)

    def partner(self, text: str) -> Partnership:
        """The partnership that goes by that name; else one of whose institutions does."""
        if not text:
            raise ValidationError(_("No partner is named."))
        found = self.partners.get(fold(text)) or self.others.get(fold(text)) or set()
        if not found:
            raise ValidationError(_("There is no partner “%(text)s” here.") % {"text": text[:60]})
        if len(found) > 1:
            names = ", ".join(sorted(row.slug for row in found))
            raise ValidationError(_("“%(text)s” may be: %(names)s.") % {"text": text[:60], "names": names})
        return next(iter(found))

    def remark(self, good: list[Entry]) -> None:
        """Says of rows that as many stays just like them are on record already."""
        stays = [entry.stay for entry in good if entry.stay is not None]
        if not stays:
            return
        first = min((stay.begins_first for stay in stays if stay.begins_first), default=None)
        last = max((stay.begins_first for stay in stays if stay.begins_first), default=None)
        partners = {stay.partnership_id for stay in stays}
        seen = Stay.objects.visible_to(self.user).filter(home=self.home, partnership__in=partners)
        columns = ("partnership", "direction", "category", "begins_first", "ends_last", "unit", "weeks_counted")
        there = Counter(seen.filter(begins_first__range=(first, last)).values_list(*columns)) if first else Counter()
        for entry, stay in zip(good, stays, strict=True):
            key = (stay.partnership_id, stay.direction, stay.category, stay.begins_first, stay.ends_last, stay.unit_id,
                   stay.weeks_counted)  # fmt: skip
            if there[key] > 0:
                there[key] -= 1
                entry.remark = _("One just like it is on record already.")


def _texts(text: Any) -> list[str]:
    return [value for code, value in text.to_json().items() if code != "reference" and isinstance(value, str)]


def _words_of(choices: Any, also: dict[str, str]) -> dict[str, str]:
    """Every word by which a choice is known, in any language."""
    found = {fold(word): code for word, code in also.items()}
    for code, _label in settings.LANGUAGES:
        with override(code):
            found.update({fold(str(label)): value for value, label in choices.choices})
    found.update({fold(value): value for value in choices.values})
    return found
