"""Parts of a briefing that tell what is done together: projects, money, series and whose turn it is, exchange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.activities import turns
from kizuna.activities.models import Activity, Body
from kizuna.core.wording import in_language
from kizuna.desk import reciprocity
from kizuna.desk.briefing.book import Tile
from kizuna.desk.briefing.relation import MOST, counted, cut, said, under
from kizuna.desk.reports.paper import Cell, Head, Part
from kizuna.directory.models import Organisation
from kizuna.mobility import balance
from kizuna.partners.briefed import About
from kizuna.projects.models import Funding, Project

OVER = (Project.State.DONE, Project.State.DROPPED)
OFF = (Activity.State.CANCELLED, Activity.State.POSTPONED)
NEWEST = 8


def keys_of(about: About) -> list[int]:
    """The numbers of the partnerships."""
    return [row.pk for row in about.rows]


def projects_of(about: About) -> list[Any]:
    """Projects with the partners that are not over, the newest first."""
    seen = Project.objects.visible_to(about.reader, below="partnership")
    rows = seen.filter(home=about.home, partnership__in=keys_of(about))
    rows = rows.exclude(state__in=OVER).exclude(ends_last__lt=about.day).exclude(begins_first__gt=about.day)
    return list(rows.order_by(F("begins_first").desc(nulls_last=True), "pk")[:200])


def projects_part(about: About, rows: Sequence[Any]) -> Part:
    """What runs, or is on record without an end."""
    part = Part("projects", _("Running projects"), "list")
    cells = []
    for row in rows:
        begins, ends = said(row.begins, about.language), said(row.ends, about.language)
        when = _("from %s") % begins if begins and not ends else under(begins, ends)
        small = under(about.named(row.partnership_id), str(row.get_kind_display()), str(row.get_state_display()), when)
        url = f"{about.home.desk}projects/{row.uuid}/"
        cells.append([Cell(in_language(row.title), small=small, record=row, url=url)])
    return cut(part, cells)


def money_part(about: About) -> Part:
    """What money there is for it, as stated; nothing is added up."""
    keys = keys_of(about)
    seen = Project.objects.visible_to(about.reader)
    organisations = Organisation.objects.visible_to(about.reader)
    rows = Funding.objects.visible_to(about.reader).filter(home=about.home)
    rows = rows.filter(Q(partnership__in=keys) | Q(project__in=seen.filter(partnership__in=keys).order_by()))
    rows = rows.prefetch_related(Prefetch("project", seen), Prefetch("organisation", organisations))
    part = Part("money", _("Money"), "list")
    cells = []
    for row in rows.order_by("-begins_first", "pk")[:200]:
        amount = row.amount.display(about.language) if row.amount else _("amount not stated")
        who = in_language(row.organisation.shown_name) if row.organisation else in_language(row.named)
        what = in_language(row.text) or (in_language(row.project.title) if row.project else "") or amount
        state = str(row.get_state_display()) if row.state != Funding.State.NOT_STATED else ""
        side = str(row.get_side_display()) if row.side != Funding.Side.NOT_STATED else ""
        small = under(
            about.named(row.partnership_id), str(row.get_kind_display()), amount, who, state, side,
            said(row.begins, about.language),
        )  # fmt: skip
        cells.append([Cell(what, small=small, record=row)])
    return cut(part, cells)


def series_part(about: About) -> Part:
    """Each series: when it was held last, when it is due, whose turn it is and why."""
    heads = [Head(_("Series"), wide=3), Head(_("Held last"), wide=2), Head(_("Whose turn"), wide=3)]
    part = Part("series", _("Series and whose turn it is"), heads=heads)
    rows = turns.rows_of(about.home, about.reader).filter(partnership__in=keys_of(about))
    cells = []
    whose = {"home": _("Ours"), "partner": _("The partner’s"), "both": _("Both sides’"), "third": _("Others host it")}
    for told in turns.of_series(rows[:MOST], about.reader, about.day):
        row, last, due = told.series, told.last, told.due
        when = (said(last.begins, about.language) or _("not dated")) if last else _("no edition on record")
        next_ = said(due.when, about.language)
        cells.append([
            Cell(in_language(row.title), small=under(about.named(row.partnership_id), str(row.get_rhythm_display())),
                 url=f"{about.home.desk}series/{row.slug}/", record=row),
            Cell(when, small=_("next: %s") % next_ if next_ else "", also=(last,) if last else ()),
            Cell(whose.get(told.turn.side, _("Not known")), small=told.turn.reason, strong=told.turn.known),
        ])  # fmt: skip
    return cut(part, cells)


def events_part(about: About) -> Part:
    """What was done last, and what is planned, beside the series' own editions."""
    ours = Q(partnership__in=keys_of(about))
    if about.country:
        # What took place there, whoever it was with.
        ours |= Q(country=about.country)
    rows = Activity.objects.visible_to(about.reader).filter(ours, home=about.home, parent=None).exclude(state__in=OFF)
    rows = rows.filter(Q(sort_day__lte=about.day) | Q(state=Activity.State.PLANNED) | Q(begins_first=None))
    part = Part("events", _("Last activities"), "list")
    found = list(rows.select_related("series").order_by(F("begins_first").desc(nulls_last=True), "pk")[: NEWEST + 1])
    cells = [
        [
            Cell(in_language(row.heading), record=row, url=f"{about.home.desk}activities/{row.uuid}/",
                 small=under(about.named(row.partnership_id), said(row.begins, about.language) or _("not dated"),
                             str(row.get_state_display()), "" if row.heading == row.text else in_language(row.text)))
        ]
        for row in found[:NEWEST]
    ]  # fmt: skip
    part.rows = cells
    return part


def bodies_of(about: About) -> Part:
    """Bodies that are more than one event: a committee of both sides and the like, as activities name them."""
    rows = Body.objects.visible_to(about.reader).filter(
        home=about.home, activity__partnership__in=keys_of(about), organisation=None, unit=None
    )  # fmt: skip
    cells = [[Cell(in_language(row.named), small=str(row.get_role_display()), record=row)] for row in rows[:NEWEST]]
    return Part("bodies", _("Others who take part"), "list", rows=cells)


def exchange_part(about: About) -> Part:
    """Hosting, people and money each way, and what the balance of students says; for one partner."""
    heads = [
        Head("", wide=1),
        Head(_("Ours"), wide=2),
        Head(_("The partner’s"), wide=2),
        Head(_("Not told apart"), wide=3),
    ]
    part = Part("exchange", _("Both ways"), heads=heads)
    row = about.rows[0]
    for line in reciprocity.of(about.home, about.reader, row, about.day):
        # Series and money stand above; of these, only what has a side makes a balance.
        if line.ours.words or line.theirs.words or (line.apart and line.path.startswith("mobility/")):
            part.rows.append([
                Cell(line.name, strong=True), Cell(line.ours.words or "–"), Cell(line.theirs.words or "–"),
                Cell("; ".join(line.apart)),
            ])  # fmt: skip
    # Without anybody on the move there is no balance to ask for.
    made = balance.of_partner(about.home, row, about.reader, about.day) if part.rows else None
    if made and made.lines:
        part.after = _("Student-semesters: %s") % balance.verdict(made, in_language(row.name), about.language)
    return part


def projects_tile(about: About, rows: Sequence[Any]) -> Tile:
    """How many projects run."""
    label = ngettext("project running", "projects running", len(rows))
    return Tile(label, small=counted(about), big=f"{len(rows):,}", url="#part-projects")
