"""Dates as people know them: to the day or the century, open, approximate or not stated at all."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from kizuna.core.values import datedisplay
from kizuna.core.values.datewords import edtf_of
from kizuna.core.values.edtf import Bounds, Precision, Reading, Span, read, span
from kizuna.core.values.phrase import LONGEST, TOO_LONG
from kizuna.core.values.problems import NotUnderstood, json_object, json_text


@dataclass(frozen=True)
class FuzzyDate:
    """A date in EDTF (or academic years as AY2019), the words it was stated in, and the calendar of its academic years.

    Academic years are never turned into dates: with a calendar their bounds follow from it,
    without one they are the outermost of all calendars listed.
    """

    edtf: str = ""
    stated: str = ""
    calendar: str = ""

    def __post_init__(self) -> None:
        if len(self.edtf) > LONGEST or len(self.stated) > LONGEST:
            raise NotUnderstood(self.stated or self.edtf, TOO_LONG)
        span(self.edtf, self.calendar)

    @classmethod
    def parse(cls, text: str, *, calendar: str = "", stated: str | None = None) -> Self:
        """Reads words or notation; refuses what has more than one reading.

        The calendar is kept only where it matters: for academic years and seasons. The words
        are kept unless they are the notation itself.
        """
        span("", calendar)
        edtf = edtf_of(text, calendar)
        if stated is None:
            stated = "" if text.strip() == edtf else text.strip()
        try:
            matters = any(point.precision in ("academic year", "season") for point in read(edtf).points)
            return cls(edtf, stated, calendar if matters else "")
        except NotUnderstood as problem:
            raise NotUnderstood(text, problem.reason) from None

    @classmethod
    def unknown(cls, stated: str = "") -> Self:
        return cls("", stated)

    def __bool__(self) -> bool:
        return bool(self.edtf)

    @property
    def _reading(self) -> Reading:
        return read(self.edtf)

    @property
    def _span(self) -> Span:
        return span(self.edtf, self.calendar)

    @property
    def start(self) -> Bounds:
        """Between which days it begins."""
        return self._span.start

    @property
    def end(self) -> Bounds:
        """Between which days it ends."""
        return self._span.end

    @property
    def earliest(self) -> date | None:
        return self.start.earliest

    @property
    def latest(self) -> date | None:
        return self.end.latest

    @property
    def is_interval(self) -> bool:
        return self._reading.kind == "interval"

    @property
    def open_start(self) -> bool:
        """Whether it has no beginning, as against one that is not known."""
        return self._reading.open_start

    @property
    def open_end(self) -> bool:
        """Whether it still goes on, as against an end that is not known."""
        return self._reading.open_end

    @property
    def approximate(self) -> bool:
        return any(point.mark in ("~", "%") for point in self._reading.points)

    @property
    def uncertain(self) -> bool:
        return any(point.mark in ("?", "%") for point in self._reading.points)

    @property
    def precision(self) -> Precision:
        """How finely it is known; for an interval, its coarser side."""
        return self._reading.precision

    @property
    def sort_key(self) -> date:
        """The earliest day known, failing that the latest; what is unknown sorts last."""
        return self.earliest or self.latest or date.max

    def covers(self, day: date) -> bool | None:
        """Whether it includes the day: yes, no, or None where that is not known.

        A date known to the month covers no single day of it for certain. One marked as
        approximate or uncertain is taken a unit wider: "around 1920" rules out 1918, not 1919.
        """
        reading, wide = self._reading, span(self.edtf, self.calendar, padded=True)
        if reading.kind == "unknown":
            return None
        if (wide.start.earliest and day < wide.start.earliest) or (wide.end.latest and day > wide.end.latest):
            return False
        begun = reading.open_start or (wide.start.latest is not None and wide.start.latest <= day)
        lasting = reading.open_end or (wide.end.earliest is not None and day <= wide.end.earliest)
        return True if begun and lasting else None

    def display(self, language: str) -> str:
        """In words, Japanese or else English; `parse` reads them back to the same notation."""
        return datedisplay.display(self._reading, language)

    def __str__(self) -> str:
        return self.edtf

    @property
    def editable(self) -> str:
        """What a form shows: the words stated where they still read as this date, else its display in English."""
        try:
            kept = self.stated and edtf_of(self.stated, self.calendar) == self.edtf
        except NotUnderstood:
            kept = False
        return self.stated if kept else self.display("en") if self else ""

    def to_json(self) -> dict[str, str]:
        return {"edtf": self.edtf, "stated": self.stated, "calendar": self.calendar}

    @classmethod
    def from_json(cls, data: object) -> Self:
        stored = json_object(data)
        return cls(json_text(stored, "edtf"), json_text(stored, "stated"), json_text(stored, "calendar"))
