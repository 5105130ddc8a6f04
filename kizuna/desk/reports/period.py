"""The period of a report, and where a thing lies to it: inside, perhaps inside, begun earlier, or nowhere in time.

Only what lies inside for certain is counted. A thing lies in the period in which it began, so that periods side by side
add up; one that is dated by its phase alone lies where the phase lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext as _

from kizuna.core.asof import FIRST, LAST
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import AcademicYear, FuzzyDate, NotUnderstood
from kizuna.core.wording import in_language, language
from kizuna.partners.models import Phase
from kizuna.partners.phasewise import phases_of

# How a period is asked for; since and until make one way.
WAYS = ("year", "academic_year", "phase", "since", "until")


@dataclass(frozen=True)
class Period:
    """A time with the days it surely spans and those it may span; a phase of unsure calendar has soft edges."""

    label: str
    asked: tuple[tuple[str, str], ...] = ()
    first: date | None = None
    last: date | None = None
    sure_first: date | None = None
    sure_last: date | None = None
    phase: Phase | None = None
    # Phases of the home that lie wholly in it, and those that only touch it.
    within: tuple[int, ...] = ()
    touched: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is all of time."""
        return self.first is None and self.last is None and self.phase is None

    @property
    def inside(self) -> Q:
        """What began in the period for certain; columns as those of an activity."""
        if self.whole:
            return Q()
        # The day by which lists are in order is indexed; it is the first on which the thing may have been.
        early = Q(begins_first__gte=self.sure_first, sort_day__gte=self.sure_first) if self.sure_first else Q()
        late = Q(begins_last__lte=self.sure_last, sort_day__lte=self.sure_last) if self.sure_last else Q()
        if self.phase is not None:
            return Q(phase=self.phase) | Q(phase=None) & early & late & DATED
        return early & late & DATED | UNDATED & Q(phase__in=self.within)

    @property
    def perhaps(self) -> Q:
        """What may have begun in it; what surely did is among this too."""
        early, late = Q(), Q()
        if self.last:
            early = Q(begins_first__lte=self.last) | Q(begins_first=None)
        if self.first:
            late = Q(begins_last__gte=self.first) | Q(begins_last=None)
        touched = early & late & DATED
        if self.phase is not None:
            return touched & Q(phase=None)
        return touched | UNDATED & Q(phase__in=self.touched)

    @property
    def earlier(self) -> Q:
        """What began before it and had not ended by then, as far as is known."""
        if self.first is None:
            return Q(pk__in=())
        return Q(begins_last__lt=self.first) & (Q(ends_last__gte=self.first) | Q(ends_last=None))

    @property
    def lies(self) -> Case:
        """An expression: "in", "perhaps", "undated", "earlier" or "out"."""
        if self.whole:
            return Case(default=Value("in"), output_field=CharField())
        return Case(
            When(self.inside, then=Value("in")),
            When(self.perhaps, then=Value("perhaps")),
            When(UNDATED & Q(phase=None), then=Value("undated")),
            When(self.earlier, then=Value("earlier")),
            default=Value("out"),
            output_field=CharField(),
        )

    def placed(self, when: FuzzyDate, phase: Phase | None) -> str:
        """The same for one thing that has a date and perhaps a phase but no columns for its bounds."""
        if self.whole or (self.phase is not None and phase is not None):
            return "in" if self.whole or phase == self.phase else "out"
        first, last = when.start.earliest, when.start.latest
        if first is None and last is None:
            if phase is None:
                return "undated"
            return "in" if phase.pk in self.within else "perhaps" if phase.pk in self.touched else "out"
        after = self.sure_first is None or (first is not None and first >= self.sure_first)
        before = self.sure_last is None or (last is not None and last <= self.sure_last)
        if after and before:
            return "in"
        gone = (self.first and last and last < self.first) or (self.last and first and first > self.last)
        return "out" if gone else "perhaps"


DATED = Q(begins_first__isnull=False) | Q(begins_last__isnull=False)
UNDATED = Q(begins_first=None, begins_last=None)


def read(home: Home, user: Reader, asked: Mapping[str, Any]) -> Period | None:
    """The period that these words ask for, None where they ask for none; ValidationError says what is wrong."""
    given = {way: str(asked.get(way) or "").strip()[:40] for way in WAYS}
    named = [way for way in WAYS if given[way]]
    if not named:
        return None
    if len(named) > 1 and named != ["since", "until"]:
        raise ValidationError(_("Ask for a year, an academic year, a phase, or for two days: one of them."))
    phases = phases_of(home, user)
    way = named[0]
    if way == "phase":
        return of_phase(phases, given[way])
    if way == "year":
        return with_phases(calendar_year(given[way]), phases)
    if way == "academic_year":
        return with_phases(academic_year(home, given[way]), phases)
    return with_phases(span(given["since"], given["until"]), phases)


def all_of_it() -> Period:
    """All of time."""
    return Period(_("All years"))


def calendar_year(text: str) -> Period:
    """A calendar year, such as 2019."""
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST.year <= int(text) <= LAST.year):
        raise ValidationError({"year": _("“%s” is no year; write four digits, such as 2019.") % text})
    first, last = date(int(text), 1, 1), date(int(text), 12, 31)
    return Period(text, (("year", text),), first, last, first, last)


def academic_year(home: Home, text: str) -> Period:
    """An academic year of the home's own calendar, such as AY2019; a bare year means the one that begins in it."""
    bare = text.isascii() and text.isdigit() and len(text) == 4
    try:
        found = AcademicYear(int(text), home.calendar) if bare else AcademicYear.parse(text, home.calendar)
    except NotUnderstood as problem:
        told = _("“%s” is no academic year; write AY2019 or 2019/20.") % text
        raise ValidationError({"academic_year": told}) from problem
    if not FIRST.year <= found.year <= LAST.year:
        raise ValidationError({"academic_year": _("“%s” lies outside the years 1000 to 2999.") % text})
    first, last = found.start, found.end
    return Period(in_words(found), (("academic_year", str(found.year)),), first, last, first, last)


def in_words(year: AcademicYear) -> str:
    """An academic year with the months it spans: "AY2019 (April 2019 to March 2020)"."""
    code = language()
    first, last = (FuzzyDate(day.isoformat()[:7]).display(code) for day in (year.start, year.end))
    return _("%(year)s (%(first)s to %(last)s)") % {"year": year.display(code), "first": first, "last": last}


def of_phase(phases: list[Phase], text: str) -> Period:
    """A phase of the home's programme by its number."""
    known = {str(phase.order): phase for phase in phases}
    if not known:
        raise ValidationError({"phase": _("This home has no phases on record.")})
    found = known.get(text)
    if found is None:
        told = {"text": text[:20], "known": ", ".join(known)}
        raise ValidationError({"phase": _("There is no phase “%(text)s”; the phases are %(known)s.") % told})
    label = in_language(found.name)
    if found.period:
        label = f"{label} ({found.period.display(language())})"
    first, sure_first, sure_last, last = bounds(found)
    return Period(label, (("phase", text),), first, last, sure_first, sure_last, found)


def bounds(phase: Phase) -> tuple[date | None, date | None, date | None, date | None]:
    """The first and the last day on which a phase may run, and between them those on which it surely runs.

    A phase "2017 to 2020" runs over whole years; where it is not said that they are calendar years, they may be
    academic years of the home.
    """
    period: FuzzyDate = phase.period
    first, sure_first = period.start.earliest, period.start.latest
    sure_last, last = period.end.earliest, period.end.latest
    calendar = "calendar-year" if phase.calendar_stated else phase.home.calendar
    if first and sure_first == date(first.year, 12, 31) and first == date(first.year, 1, 1):
        sure_first = max(first, AcademicYear(first.year, calendar).start)
    if last and sure_last == date(last.year, 1, 1) and last == date(last.year, 12, 31):
        sure_last, last = last, max(last, AcademicYear(last.year, calendar).end)
    if phase.closed_on:
        sure_last = last = phase.closed_on
    return first, sure_first, sure_last, last


def span(since: str, until: str) -> Period:
    """From one day to another, both among it; either may be left out."""
    days: dict[str, date | None] = {"since": None, "until": None}
    for name, text in (("since", since), ("until", until)):
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError as problem:
            raise ValidationError({name: _("“%s” is no date; write 2019-10-01.") % text}) from problem
        if (day := days[name]) and not FIRST <= day <= LAST:
            raise ValidationError({name: _("“%s” lies outside the years 1000 to 2999.") % text})
    first, last = days["since"], days["until"]
    if first and last and last < first:
        raise ValidationError({"until": _("The end lies before the beginning.")})
    code = language()
    said = [FuzzyDate(day.isoformat()).display(code) if day else "" for day in (first, last)]
    if first and last:
        label = _("%(first)s to %(last)s") % {"first": said[0], "last": said[1]}
    else:
        label = _("Since %s") % said[0] if first else _("Until %s") % said[1]
    asked = tuple((name, text) for name, text in (("since", since), ("until", until)) if text)
    return Period(label, asked, first, last, first, last)


def with_phases(period: Period, phases: list[Phase]) -> Period:
    """The same period, knowing which phases lie in it and which only touch it."""
    within, touched = [], []
    for phase in phases:
        first, _sure_first, _sure_last, last = bounds(phase)
        after = period.first is None or (first is not None and first >= period.first)
        before = period.last is None or (last is not None and last <= period.last)
        gone = (period.first and last and last < period.first) or (period.last and first and first > period.last)
        if after and before:
            within.append(phase.pk)
        elif not gone:
            touched.append(phase.pk)
    return Period(
        period.label, period.asked, period.first, period.last, period.sure_first, period.sure_last,
        within=tuple(within), touched=tuple(touched),
    )  # fmt: skip
