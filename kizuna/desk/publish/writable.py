"""What could be written and is not yet: visits without news, editions without a page, years without a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kizuna.activities.models import Activity
from kizuna.agreements.models import Agreement
from kizuna.core.models import Home
from kizuna.core.values import AcademicYear
from kizuna.core.wording import in_language, language
from kizuna.desk.publish import annual, news, symposia
from kizuna.desk.publish.telling import day_of
from kizuna.publishing.models import Page
from kizuna.visits.models import Visit

# So many of each are offered, the newest first; and so many years are looked back.
MOST, YEARS = 20, 6
# Below this no year is known.
DATED = date(2, 1, 1)


@dataclass(frozen=True)
class Choice:
    """One thing to write: the page as it is named to be drafted, without its language, and what it is called."""

    page: str
    title: str
    when: str = ""


@dataclass
class Writable:
    """What is offered to whoever writes."""

    visits: list[Choice] = field(default_factory=list)
    editions: list[Choice] = field(default_factory=list)
    years: list[Choice] = field(default_factory=list)


def writable(home: Home) -> Writable:
    """What the published records of a home would give a text for."""
    code, day = language(), day_of(home)
    visits = news.unwritten(home, day)[:MOST]
    editions = symposia.unwritten(home)[:MOST]
    return Writable(
        [Choice(f"{Page.Kind.NEWS}/{row.slug}", in_language(row.title), row.when.display(code)) for row in visits],
        [
            Choice(f"{Page.Kind.SYMPOSIUM}/{symposia.slug_of(row)}", in_language(row.heading), row.when.display(code))
            for row in editions
        ],
        [Choice(f"{Page.Kind.REPORT}/{year.year}", year.display(code)) for year in _years(home, day)],
    )


def _years(home: Home, day: date) -> list[AcademicYear]:
    """The last years of which something is on record and of which there is no report, the newest first."""
    newest = annual.year_on(home, day)
    oldest = AcademicYear(newest.year - YEARS + 1, home.calendar)
    between = (max(oldest.start, DATED), newest.end)
    told = set(Page.objects.filter(home=home, kind=Page.Kind.REPORT).values_list("slug", flat=True))
    mine = {"home": home}
    days = Activity.objects.published().filter(**mine, parent=None, sort_day__range=between).order_by()
    signed = Agreement.objects.published().filter(**mine, begins_first__range=between).order_by()
    made = Visit.objects.published().filter(**mine, sort_day__range=between).order_by()
    found = days.values_list("sort_day").union(signed.values_list("begins_first"), made.values_list("sort_day"))
    years = {annual.year_on(home, one) for (one,) in found}
    return sorted((year for year in years if str(year.year) not in told), reverse=True)
