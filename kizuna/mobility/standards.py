"""Tables that an authority asks for, with the columns that it has published; a home takes one over and edits it."""

from __future__ import annotations

from typing import NamedTuple

from kizuna.core.models import Home
from kizuna.core.values import Text
from kizuna.mobility.models import Column, ColumnMap, Told


def both(en: str, ja: str) -> Text:
    """A heading in English and Japanese."""
    return Text.from_json({"en": en, "ja": ja})


class Report(NamedTuple):
    """One table: its name, what its rows are, and its columns."""

    name: Text
    text: Text
    rows: ColumnMap.Rows
    columns: list[tuple[Text, Told]]

    def build(self, home: Home) -> tuple[ColumnMap, list[Column]]:
        """The table and its columns as new records of a home."""
        slugs = set(ColumnMap.objects.filter(home=home).values_list("slug", flat=True))
        base = next(slug for slug, one in REPORTS.items() if one is self)
        slug = next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in slugs)
        made = ColumnMap(home=home, slug=slug, name=self.name, text=self.text, rows=self.rows, visibility="staff")
        columns = [
            Column(home=home, column_map=made, order=order, name=name, source=source, visibility="staff")
            for order, (name, source) in enumerate(self.columns)
        ]
        return made, columns


NAMED = [
    (both("Name of the agreement", "協定名"), Told.AGREEMENT),
    (both("Partner university", "相手方大学名"), Told.PARTNER),
    (both("Partner's country or region", "相手方の国・地域名"), Told.COUNTRY),
]
UNITS = both("Participating faculties and graduate schools", "参加学部・研究科")
SENT = (both("Students sent under the agreement", "派遣学生数"), Told.STUDENTS_OUT)
RECEIVED = (both("Students received under the agreement", "受入学生数"), Told.STUDENTS_IN)
SURVEY = both(
    "MEXT survey of agreements with universities abroad; only items that the ministry has published.",
    "文部科学省「海外の大学との大学間交流協定、海外における拠点に関する調査」。公表された項目のみ。",
)
REPORTS: dict[str, Report] = {
    "mext-agreements": Report(
        both("MEXT: agreements with universities abroad", "文部科学省：海外の大学との大学間交流協定"),
        SURVEY,
        ColumnMap.Rows.AGREEMENTS,
        [*NAMED, (both("Content of the agreement", "協定の内容等"), Told.CONTENT), (UNITS, Told.UNITS), SENT, RECEIVED],
    ),
    "mext-double-degrees": Report(
        both("MEXT: double degrees", "文部科学省：ダブル・ディグリー"),
        SURVEY,
        ColumnMap.Rows.DOUBLE_DEGREES,
        [
            *NAMED,
            (UNITS, Told.UNITS),
            (both("Fields", "分野"), Told.BY_HAND),
            (both("Selection: method and conditions", "選考方法・条件"), Told.BY_HAND),
            (both("Degrees obtainable", "取得できる学位"), Told.BY_HAND),
        ],
    ),
    "mext-exchange": Report(
        both("MEXT: students sent and received", "文部科学省：派遣・受入学生数"),
        SURVEY,
        ColumnMap.Rows.EXCHANGES,
        [
            NAMED[1],
            NAMED[2],
            (both("Academic year", "年度"), Told.YEAR),
            (both("Students sent", "派遣学生数"), Told.STUDENTS_OUT),
            (both("Students received", "受入学生数"), Told.STUDENTS_IN),
        ],
    ),
}
