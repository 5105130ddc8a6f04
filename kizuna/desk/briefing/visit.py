"""The briefing of a visit: who travels, the programme, and of each partner on the way what one must know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.wording import in_language, in_other_language
from kizuna.desk.briefing import relation, story, work
from kizuna.desk.briefing.book import Book, Tile
from kizuna.desk.briefing.relation import cut, said, under
from kizuna.desk.briefing.tellers import parts_of
from kizuna.desk.reports.paper import Cell, Head, Part
from kizuna.partners.briefed import About, Topic
from kizuna.partners.models import Member, Partnership
from kizuna.visits.briefed import whom
from kizuna.visits.models import Delegate, Meeting, Participant, Stop, Visit


def book(about: About, shared: bool) -> Book:
    """What a delegation, or whoever receives it, needs to know."""
    row = about.visit
    other = in_other_language(row.title)
    made = Book(
        "visit", row.slug, in_language(row.title), about, shared, row,
        other_title=(other.value, other.language) if other else ("", ""),
        line=under(said(row.when, about.language), in_language(row.purpose)),
        badges=[("ghost", str(row.get_direction_display()))],
    )  # fmt: skip
    stops = list(
        Stop.objects.visible_to(about.reader).filter(visit=row).select_related("organisation__alias_of", "leg")
    )  # fmt: skip
    meetings = list(
        Meeting.objects.visible_to(about.reader).filter(visit=row).exclude(state=Meeting.State.DROPPED)
        .select_related("organisation__alias_of", "stop__organisation__alias_of", "stop__leg")
    )  # fmt: skip
    agreements, counts = relation.agreements_of(about)
    projects = work.projects_of(about)
    figures = relation.figures_of(about, about.rows)
    told = parts_of(about)
    delegation, programme = _delegation(about), _programme(about, stops, meetings)
    number = len(stops)
    if number:
        label = ngettext("stop", "stops", number)
        made.tiles.append(Tile(label, small=relation.counted(about), big=str(number), url="#part-programme"))
    if meetings:
        label, big = ngettext("meeting", "meetings", len(meetings)), str(len(meetings))
        made.tiles.append(Tile(label, small=relation.counted(about), big=big, url="#part-programme"))
    if agreements:
        made.tiles.append(relation.agreements_tile(about, counts))
    sensitive, notes = story.notes_parts(about, [row, *about.rows])
    by_partner = {one.pk: sum(found.partnership_id == one.pk for found in agreements) for one in about.rows}
    made.parts = [
        told[Topic.PROMISE], sensitive, delegation, programme, relation.partners_part(about, by_partner),
        relation.figures_part(about, figures), relation.agreements_part(about, agreements), relation.people_part(about),
        work.projects_part(about, projects), work.series_part(about), story.plans_part(about), story.ties_part(about),
        story.anniversaries_part(about), notes,
    ]  # fmt: skip
    loose = [one for one in stops if not one.begins]
    made.parts.append(story.unknown_part([
        question for missing, question in (
            (not row.begins, _("On which days it begins and ends")),
            (not delegation.rows, _("Who belongs to the delegation")),
            (loose, ngettext("The day of %(n)d stop", "The days of %(n)d stops", len(loose)) % {"n": len(loose)}),
        ) if missing
    ]))  # fmt: skip
    return made


def _delegation(about: About) -> Part:
    part = Part("delegation", _("Delegation"), "list")
    rows = Delegate.objects.visible_to(about.reader).filter(visit=about.visit).select_related("person__alias_of")
    rank = list(Delegate.Role.values)
    cells = []
    for one in sorted(rows, key=lambda one: (rank.index(one.role), one.order, one.pk)):
        many = one.count.display(about.language) if one.count else ""
        url = f"{about.home.desk}briefing/person/{one.person.canonical.slug}/" if one.person else ""
        small = under(in_language(one.post), str(one.get_role_display()), many)
        strong = one.role == Delegate.Role.LEADER
        cells.append([Cell(in_language(one.heading), small=small, record=one, strong=strong, url=url)])
    return cut(part, cells)


def _programme(about: About, stops: Sequence[Stop], meetings: Sequence[Meeting]) -> Part:
    """Stops and meetings in the order of time; what has no day stands last."""
    heads = [Head(_("When"), wide=2), Head(_("What"), wide=4), Head(_("With whom"), wide=4)]
    part = Part("programme", _("Programme"), heads=heads)
    people: dict[int, list[Participant]] = {}
    rows = Participant.objects.visible_to(about.reader).filter(meeting__in=[row.pk for row in meetings])
    for one in rows.select_related("person__alias_of"):
        people.setdefault(one.meeting_id, []).append(one)
    lines: list[tuple[Any, list[Cell]]] = []
    entries: list[Any] = [*stops, *meetings]
    for row in entries:
        first = row.begins_first if row.begins_first == row.begins_last else None
        met = people.get(row.pk, []) if isinstance(row, Meeting) else []
        when = said(row.when, about.language) or _("within the visit")
        clock = f"{row.at:%H:%M}" + (f"–{row.until:%H:%M}" if row.until else "") if row.at else ""
        what = in_language(row.topics) if isinstance(row, Meeting) else in_language(row.text)
        small = under(str(row.get_kind_display()), in_language(row.place), what)
        url = f"{about.home.desk}meetings/{row.uuid}/" if isinstance(row, Meeting) else ""
        lines.append((
            (first is None, first or about.day, row.at is None, row.at or 0, row.order, isinstance(row, Meeting)),
            [Cell(when, small=clock), Cell(in_language(row.heading), small=small, record=row, url=url),
             Cell(whom(met), also=tuple(met))],
        ))  # fmt: skip
    lines.sort(key=lambda line: tuple(str(word) for word in line[0]))
    return cut(part, [cells for _key, cells in lines])


def partnerships_of(home: Any, reader: Any, row: Visit) -> list[Partnership]:
    """The partners on the way: of the visit, its stops and meetings, and those behind the organisations met."""
    met = {(row.organisation_id, row.partnership_id)}
    for model in (Stop, Meeting):
        met |= set(model.objects.visible_to(reader).filter(visit=row).values_list("organisation", "partnership"))
    there = [one for one, _partner in met if one]
    members = Member.objects.visible_to(reader).filter(home=home, organisation__in=there)
    keys = {partner for _one, partner in met if partner} | set(members.values_list("partnership", flat=True))
    return list(Partnership.objects.visible_to(reader).filter(home=home, pk__in=keys).with_team(reader))
