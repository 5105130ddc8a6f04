"""Drafts the annual report of a home: what its records say of one of its years, part by part."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.agreements.models import Agreement
from kizuna.calls.models import Minutes
from kizuna.core.asof import FIRST, LAST
from kizuna.core.figures import as_of
from kizuna.core.models import Figure, Home
from kizuna.core.values import AcademicYear, FuzzyDate, Text
from kizuna.desk.publish import blocks
from kizuna.desk.publish.moving import moved
from kizuna.desk.publish.phrasing import name, phrase
from kizuna.desk.publish.spans import Happening, Span, Told, read
from kizuna.desk.publish.telling import NOBODY, Made, head
from kizuna.mobility.models import Flow
from kizuna.partners import portfolio
from kizuna.partners.events import Thread
from kizuna.partners.models import Stage, Standing, TeamUnit
from kizuna.publishing.models import Page

# So many of each part are told; a text has at most three hundred parts.
MOST = 22
PARTS: tuple[tuple[Any, tuple[Thread, ...]], ...] = (
    (pgettext_lazy("in a report", "Partnerships"), (Thread.STANDING,)),
    (pgettext_lazy("in a report", "Agreements"), (Thread.AGREEMENT,)),
    (pgettext_lazy("in a report", "Projects and money"), (Thread.PROJECT,)),
    (pgettext_lazy("in a report", "Activities"), (Thread.SERIES, Thread.ACTIVITY)),
    (pgettext_lazy("in a report", "Exchange"), (Thread.FLOW,)),
    (pgettext_lazy("in a report", "Visits and meetings"), (Thread.VISIT,)),
    (pgettext_lazy("in a report", "Calls and awards"), (Thread.CALL,)),
    (pgettext_lazy("in a report", "Outcomes"), (Thread.OUTCOME,)),
)
# What is said of rows whose title alone does not say what happened: when they begin, and when they end.
HAPPENED: dict[type[Any], tuple[Any, Any]] = {
    Agreement: (_("agreement concluded: %(title)s"), _("agreement ended: %(title)s")),
    Standing: (_("in the tier “%(title)s”"), _("no longer in the tier “%(title)s”")),
    Stage: (_("state: %(title)s"), ""),
    TeamUnit: (_("on the team: %(title)s"), _("left the team: %(title)s")),
    Minutes: (_("decided: %(title)s"), ""),
}


def year_of(home: Home, slug: str) -> AcademicYear | None:
    """The year that a name in addresses means, as the home counts its years; None where it is none."""
    if not (len(slug) == 4 and slug.isascii() and slug.isdigit() and FIRST.year <= int(slug) <= LAST.year):
        return None
    return AcademicYear(int(slug), home.calendar)


def year_on(home: Home, day: date) -> AcademicYear:
    """The home's year in which a day lies."""
    found = AcademicYear(day.year, home.calendar)
    return found if found.start <= day else AcademicYear(day.year - 1, home.calendar)


def make(home: Home, slug: str) -> Made | None:
    """The report of a year; None where nothing of that year is on record."""
    year = year_of(home, slug)
    if year is None:
        return None
    span = Span(year.start, year.end)
    found = read(home, span)
    groups = [_group(title, found, strands) for title, strands in PARTS]
    figures = [row for row in Figure.objects.published().filter(home=home) if _within(as_of(row), span)]
    groups.append(_cut(blocks.in_figures(figures)))
    groups.append(_group(pgettext_lazy("in a report", "Plans"), found, (Thread.PLAN,)))
    parts = blocks.told(groups)
    if not parts["blocks"]:
        return None
    called = Text.from_json({code: year.display(code) for code in ("en", "ja")})
    title = phrase(_("Annual report %(year)s"), year=called)
    days = phrase(_("%(first)s to %(last)s"), first=FuzzyDate(str(span.first)), last=FuzzyDate(str(span.last)))
    programme = portfolio.main_programme(home, NOBODY)
    tree = {
        **head(home), "title": title, "year": slug, "date": days, "day": span.last.isoformat(),
        "programme": programme.name if programme else "", **parts,
    }  # fmt: skip
    return Made(Page.Kind.REPORT, slug, title, tree)


def _within(day: date | None, span: Span) -> bool:
    return day is not None and span.first <= day <= span.last


def _group(title: Any, found: Told, strands: tuple[Thread, ...]) -> blocks.Group:
    happenings = found.of(*strands)
    said = [blocks.of_event(one.event, sentence(one, found), "ended" if one.ended else "") for one in happenings]
    return _cut(blocks.Group(title, [one for one in said if one.text]))


def _cut(group: blocks.Group) -> blocks.Group:
    """A part as long as one reads; how many more there are stands below it."""
    more = len(group.said) - MOST
    if more <= 0:
        return group
    return blocks.Group(group.title, group.said[:MOST], phrase(_("On record besides: %(n)s."), n=str(more)))


def sentence(one: Happening, found: Told) -> Text:
    """An event in one sentence: with whom, and what."""
    whose = found.names.get(one.partner or 0)
    said = what(one)
    return phrase(_("%(partner)s: %(what)s"), partner=name(whose), what=said) if whose and said else said


def what(one: Happening) -> Text:
    """An event without its partner: of an agreement, a tier or a team it is said what happened to it."""
    record, title = one.event.record, one.event.title
    if isinstance(record, Stage) and one.ended:
        # Every state ends when another begins; what begins is told.
        return Text()
    if isinstance(record, Agreement) and record.predecessor_id and not one.ended:
        return phrase(_("agreement renewed: %(title)s"), title=title)
    if isinstance(record, Flow):
        return moved(record)
    begun, ended = HAPPENED.get(type(record), ("", ""))
    pattern = ended if one.ended else begun
    return phrase(pattern, title=title) if pattern else title
