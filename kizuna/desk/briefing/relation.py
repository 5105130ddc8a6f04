"""Parts of a briefing that tell how things stand: figures, agreements, who is on the team, who leads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.agreements import listing
from kizuna.agreements.models import Standing
from kizuna.agreements.standing import ends_of
from kizuna.core.models import Figure, Record
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.desk.briefing.book import Tile
from kizuna.desk.reports.paper import Cell, Head, Part
from kizuna.directory.models import Person, Post
from kizuna.partners.briefed import About
from kizuna.partners.models import Coordinator, Partnership

# So many rows of one part stand in a briefing: who needs more has the list.
MOST = 25
STANDINGS = (Standing.EXPIRING, Standing.IN_FORCE, Standing.UNKNOWN, Standing.NOT_YET, Standing.EXPIRED)


def said(when: FuzzyDate, language: str) -> str:
    """A date in words, or as it was stated; empty where there is none."""
    return when.display(language) if when.edtf else when.stated


def under(*words: str) -> str:
    """What qualifies a line, on one line."""
    return " · ".join(word for word in words if word)


def cut(part: Part, found: Sequence[list[Cell]], total: int | None = None) -> Part:
    """The part with as many rows as a briefing bears, and how many more there are."""
    part.rows = list(found[:MOST])
    part.more = (len(found) if total is None else total) - len(part.rows)
    return part


def figures_of(about: About, records: Iterable[Record]) -> list[Figure]:
    """The figures of these records of the home."""
    keys = [record.uuid for record in records]
    return list(Figure.objects.visible_to(about.reader).filter(home=about.home, record__in=keys))


def value_of(figure: Figure, language: str) -> str:
    """A figure's value in words, or its rank."""
    if figure.kind == Figure.Kind.RANK:
        return _("First") if figure.rank == 1 else _("No. %s") % figure.rank
    return figure.quantity.display(language, named=True) if figure.quantity else _("not stated")


def dated(figure: Figure, language: str) -> str:
    """From when a figure is: what it spans, and as of when."""
    as_of = said(figure.as_of, language)
    return under(said(figure.window, language), _("as of %s") % as_of if as_of else "")


def qualified(about: About, figure: Figure) -> str:
    """Whose figure it is where the briefing speaks of several, what it counts and leaves out, by whose word."""
    claimed = _("claimed by %s") % in_language(figure.claimant) if figure.claimant else ""
    whose = in_language(figure.record_title) if about.country or len(about.rows) > 1 else ""
    return under(whose, in_language(figure.scope), in_language(figure.rule), in_language(figure.remark), claimed)


def newest(figures: Iterable[Figure]) -> list[Figure]:
    """Of several values of one figure the one that is as of the latest day; the others stand among the figures."""
    found: dict[Any, Figure] = {}
    for figure in figures:
        key = (figure.record, figure.measure, figure.group, figure.scope, figure.rule, str(figure.name))
        held = found.get(key)
        if held is None or (figure.as_of.start.earliest or date.min) > (held.as_of.start.earliest or date.min):
            found[key] = figure
    return list(found.values())


def figure_tile(about: About, figure: Figure) -> Tile:
    """A figure at a glance."""
    when = dated(figure, about.language) or _("from when is not stated")
    return Tile(
        in_language(figure.name), small=when, record=figure, big=value_of(figure, about.language),
        note=qualified(about, figure),
    )  # fmt: skip


def counted(about: About) -> str:
    """From when a number is that is counted from the record."""
    return _("counted for %s") % FuzzyDate(about.day.isoformat()).display(about.language)


def figures_part(about: About, figures: Sequence[Figure], tiles: Iterable[Tile] = ()) -> Part:
    """Every figure that no tile tells, with what it counts, from when it is, and by whose word."""
    told = {tile.record.uuid for tile in tiles if tile.record is not None}
    figures = [figure for figure in figures if figure.uuid not in told]
    heads = [Head(_("What"), wide=4), Head(_("Value"), wide=2), Head(_("From when"), wide=2)]
    title = _("More figures") if told else _("The relation in figures")
    part = Part("figures", title, heads=heads)
    part.note = _("As each source states it; figures of different sources or years are not added up.")
    rows = [
        [
            Cell(in_language(figure.name), small=qualified(about, figure), record=figure),
            Cell(value_of(figure, about.language), strong=True),
            Cell(dated(figure, about.language) or _("not stated")),
        ]
        for figure in figures
    ]
    return cut(part, rows)


def agreements_of(about: About) -> tuple[list[Any], dict[str, int]]:
    """The agreements with the partners, what ends next first; and how many stand how."""
    keys = [row.pk for row in about.rows]
    found = listing.seen(about.home, about.reader).filter(partnership__in=keys).standing_on(about.day)
    rows = list(found.order_by("-begins_first", "pk")[:200])
    rows.sort(key=lambda row: (STANDINGS.index(row.standing), row.ends_first or about.day.max))
    counts: dict[str, int] = {standing: sum(row.standing == standing for row in rows) for standing in STANDINGS}
    return rows, counts


def agreements_part(about: About, rows: Sequence[Any]) -> Part:
    """The agreements, what expires first."""
    language, desk = about.language, about.home.desk
    heads = [
        Head(_("Agreement"), wide=4),
        Head(_("On the day"), wide=2),
        Head(_("From"), wide=2),
        Head(_("Until"), wide=2),
    ]
    part = Part("agreements", _("Agreements"), heads=heads)
    words = dict(Standing.choices)
    cells = [
        [
            Cell(in_language(row.title), small=under(about.named(row.partnership_id), str(row.get_kind_display())),
                 url=f"{desk}agreements/{row.uuid}/", record=row),
            Cell(str(words[row.standing]), strong=row.standing == Standing.EXPIRING),
            Cell(said(row.begins, language) or said(row.concluded, language) or _("not stated")),
            Cell(said(row.ended or row.ends, language) or ends_of(row)),
        ]
        for row in rows
    ]  # fmt: skip
    return cut(part, cells)


def team_part(about: About, row: Partnership) -> Part:
    """The departments on the team on the day."""
    part = Part("team", _("Team"), heads=[Head(_("Department"), wide=3), Head(_("Since"), wide=2)])
    cells = []
    for place in row.team_on(about.day):
        unit, shown = place.unit, place.unit.shown
        joined = _("joined in %s") % in_language(place.joined_phase.name) if place.joined_phase else ""
        since = said(place.begins, about.language) or joined or (_("joined later") if place.joined_later else "")
        role = str(place.get_role_display()) if place.is_coordinating else ""
        cells.append([
            Cell(in_language(unit.shown_name), small=under(shown.abbreviation if shown else "", role),
                 strong=place.is_coordinating, record=place,
                 url=f"{about.home.desk}departments/{shown.slug}/" if shown else ""),
            Cell(since or _("not stated")),
        ])  # fmt: skip
    if not cells and row.footnote:
        return Part("team", _("Team"), "list", rows=[[Cell(in_language(row.footnote), record=row)]])
    if not any(place.begins or place.joined_phase or place.joined_later for place in row.team_on(about.day)):
        # Where no day is known of any of them, a column of unknown days would say nothing.
        part.kind, part.heads, part.note = "list", (), _("Since when each takes part is not stated.") if cells else ""
        cells = [line[:1] for line in cells]
    return cut(part, cells)


def people_part(about: About) -> Part:
    """Who leads on either side, with the posts they hold on the day."""
    people = Person.objects.visible_to(about.reader)
    rows = Coordinator.objects.visible_to(about.reader).filter(
        home=about.home, partnership__in=[row.pk for row in about.rows], person__in=people
    )  # fmt: skip
    found = [row for row in rows.select_related("person__alias_of") if row.held_on(about.day) is not False]
    posts = posts_of(about, [row.person.canonical for row in found])
    part = Part("people", _("Who leads it"), "list")
    cells = []
    for row in found:
        person = row.person.canonical
        held = posts.get(person.pk, [])
        unsure = _("not known on this day") if row.held_on(about.day) is None else ""
        small = under(about.named(row.partnership_id), str(row.get_side_display()), *map(called_post, held), unsure)
        url = f"{about.home.desk}briefing/person/{person.slug}/"
        cells.append([Cell(in_language(person.heading), small=small, record=row, also=tuple(held), url=url)])
    return cut(part, cells)


def posts_of(about: About, people: Iterable[Person]) -> dict[int, list[Post]]:
    """The posts that these people hold on the day, or may hold; one question for all."""
    keys = [person.pk for person in people]
    found: dict[int, list[Post]] = {}
    if not keys:
        return found
    rows: QuerySet[Any] = Post.objects.visible_to(about.reader).filter(person__in=keys)
    for post in rows.select_related("organisation__alias_of", "unit__alias_of"):
        if post.held_on(about.day) is not False:
            found.setdefault(post.person_id, []).append(post)
    return found


def called_post(post: Post) -> str:
    """A post with where it is held, in words."""
    where = post.unit.shown_name if post.unit else post.organisation.shown_name if post.organisation else None
    return _(", ").join(word for word in (in_language(post.title), in_language(where or post.where)) if word)


def partners_part(about: About, counts: dict[int, int]) -> Part:
    """The partners a briefing speaks of, each in one line."""
    heads = [
        Head(_("Partner"), wide=3),
        Head(_("Standing"), wide=2),
        Head(_("Since"), wide=2),
        Head(_("In force"), True),
    ]
    part = Part("partners", _("Partners"), heads=heads)
    cells = []
    for row in about.rows:
        tier = row.tier_on(about.day)
        shown = [one.organisation.shown for one in row.members_on(about.day)]
        places = _(", ").join(dict.fromkeys(in_language(one.city) for one in shown if one is not None))
        cells.append([
            Cell(in_language(row.name), small=places, record=row, url=f"{about.home.desk}briefing/partner/{row.slug}/"),
            Cell(in_language(tier.name) if tier else str(row.get_state_display())),
            Cell(said(row.since, about.language) or _("not stated")),
            Cell(number=counts.get(row.pk, 0)),
        ])  # fmt: skip
    return cut(part, cells)


def agreements_tile(about: About, counts: dict[str, int]) -> Tile:
    """How many agreements stand, and how many of them come to their end soon."""
    soon, standing = counts[Standing.EXPIRING], counts[Standing.EXPIRING] + counts[Standing.IN_FORCE]
    small = ngettext("%d of them expires soon", "%d of them expire soon", soon) % soon if soon else ""
    if not small and counts[Standing.UNKNOWN]:
        number = counts[Standing.UNKNOWN]
        small = ngettext("of %d more it is not known", "of %d more it is not known", number) % number
    label = ngettext("agreement in force", "agreements in force", standing)
    return Tile(label, small=counted(about), note=small, big=f"{standing:,}", url="#part-agreements")
