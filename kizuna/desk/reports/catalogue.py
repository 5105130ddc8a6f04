"""Which reports there are, what each may be asked for, and how one is made from what an address or a command says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.activities.models import Activity
from kizuna.activities.models.activity import UNDATED
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import AcademicYear
from kizuna.core.wording import in_language, language
from kizuna.desk.reports import activities, formats, funding, participants, period, phases
from kizuna.desk.reports.paper import MOST, Asked, Report
from kizuna.desk.reports.period import Period
from kizuna.partners.models import Partnership, Phase
from kizuna.partners.phasewise import phases_of

# Beyond so many a list to choose from is no help.
CHOICES = 200
# So many years are offered as links; others are typed.
YEARS = 16


class Kind(NamedTuple):
    """One kind of report: what it is called and answers, what makes it, of what it speaks when nothing is said."""

    title: Any
    about: Any
    make: Callable[[Asked], Report]
    icon: str
    # "year": the newest one with something in it; "all": all years; "phase": the newest one that has begun.
    usual: str = "year"


REPORTS: dict[str, Kind] = {
    "activities": Kind(
        gettext_lazy("Activities of a period"),
        gettext_lazy("What was done and planned in a year, an academic year or a phase: by partner, department, "
                     "format, theme, kind and host."),
        activities.report, "calendar",
    ),
    "phase": Kind(
        gettext_lazy("Report on a phase"),
        gettext_lazy("With each partner: planned and done, still open, carried over, and done without having been "
                     "planned. Every statement has its source."),
        phases.report, "flag", "phase",
    ),
    "formats": Kind(
        gettext_lazy("Formats by year"),
        gettext_lazy("In person, online or both, year by year around 2020; what came in between, and what took its "
                     "place."),
        formats.report, "screen", "all",
    ),
    "participants": Kind(
        gettext_lazy("Participants"),
        gettext_lazy("How many took part: exact numbers in sums of their own, all others beside them."),
        participants.report, "people",
    ),
    "funding": Kind(
        gettext_lazy("Funding planned against secured"),
        gettext_lazy("Money in each currency by itself: hoped for and secured, by partner, kind and who pays."),
        funding.report, "coins", "all",
    ),
}  # fmt: skip


def make(name: str, home: Home, user: Reader, day: date, asked: Mapping[str, Any], most: int | None = MOST) -> Report:
    """One report; KeyError for a name that is none, ValidationError for what cannot be asked for."""
    kind = REPORTS[name]
    partner = _partner(home, user, str(asked.get("partner") or "").strip()[:80])
    span = period.read(home, user, asked) or usual(kind, home, user, day)
    academic = str(asked.get("by") or "") == "academic-year"
    return kind.make(Asked(home, user, day, span, partner, most, academic)).numbered()


def _partner(home: Home, user: Reader, slug: str) -> Partnership | None:
    if not slug:
        return None
    found = Partnership.objects.visible_to(user).filter(home=home, slug=slug).first()
    if found is None:
        raise ValidationError({"partner": _("There is no partner “%s” here.") % slug})
    return found  # type: ignore[no-any-return]


def usual(kind: Kind, home: Home, user: Reader, day: date) -> Period:
    """Of what a report speaks when nothing is said."""
    if kind.usual == "all":
        return period.all_of_it()
    if kind.usual == "phase":
        begun = newest(phases_of(home, user), day)
        if begun is None:
            raise ValidationError({"phase": _("This home has no phases on record.")})
        return period.of_phase(phases_of(home, user), str(begun.order))
    years = [year for year, _count in years_of(home, user) if year <= day.year] or [day.year]
    return period.with_phases(period.calendar_year(f"{max(years):04}"), phases_of(home, user))


def newest(phases: list[Phase], day: date) -> Phase | None:
    """The phase that began last by that day; the first one where none had."""
    begun = [one for one in phases if (first := one.period.start.earliest) is not None and first <= day]
    return begun[-1] if begun else (phases[0] if phases else None)


def years_of(home: Home, user: Reader) -> list[tuple[int, int]]:
    """The years in which activities are on record, with how many may lie in them, newest first."""
    rows = Activity.objects.visible_to(user).filter(home=home, parent=None).exclude(sort_day=UNDATED).order_by()
    found: Counter[int] = Counter()
    for day, count in rows.values_list("sort_day").annotate(n=Count("pk")):
        found[day.year] += count
    return sorted(found.items(), reverse=True)


class Choice(NamedTuple):
    """One way of asking: the word of an address, what it is called, whether it is the one asked."""

    way: str
    value: str
    label: str
    chosen: bool


def choices(home: Home, user: Reader, asked: Period, way: str) -> list[Choice]:
    """The periods of one way that can be chosen by a link."""
    given = dict(asked.asked)
    if way == "phase":
        found = [(str(one.order), in_language(one.name)) for one in phases_of(home, user)]
    else:
        years = sorted({year for year, _count in years_of(home, user)}, reverse=True)[:YEARS]
        code = language()
        found = [
            (f"{year:04}", str(year) if way == "year" else AcademicYear(year, home.calendar).display(code))
            for year in sorted(years)
        ]
    return [Choice(way, value, label, given.get(way) == value) for value, label in found]


def partners(home: Home, user: Reader) -> list[tuple[str, str]]:
    """The partners that can be chosen; none where there are too many to choose from."""
    rows = list(Partnership.objects.visible_to(user).filter(home=home).only("slug", "name")[: CHOICES + 1])
    if len(rows) > CHOICES:
        return []
    return sorted(((row.slug, in_language(row.name)) for row in rows), key=lambda one: one[1].casefold())
