"""The briefing of a country: all partners there, and what ties the home to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.agreements.models import Standing
from kizuna.core.wording import in_language
from kizuna.desk.briefing import picture, relation, story, work
from kizuna.desk.briefing.book import Book, Tile
from kizuna.desk.briefing.relation import under
from kizuna.desk.briefing.tellers import parts_of
from kizuna.desk.reports.paper import Cell, Part
from kizuna.directory.models import HomeOrganisation, Person, Post
from kizuna.directory.models.organisation import country_name
from kizuna.partners import portfolio
from kizuna.partners.briefed import About, Topic

TILES = 8


def book(about: About, shared: bool) -> Book:
    """What somebody needs to know who travels to this country."""
    made = Book("country", about.country, country_name(about.country, about.language), about, shared)
    other = country_name(about.country, "ja" if about.language == "en" else "en")
    made.other_title = (other, "ja" if about.language == "en" else "en") if other != made.title else ("", "")
    members = {one.institution for row in about.rows for one in row.members_on(about.day)
               if one.institution.country == about.country}  # fmt: skip
    made.line = " · ".join(sorted({in_language(one.city) for one in members if one.city}))
    behind = HomeOrganisation.objects.visible_to(about.reader).filter(home=about.home).select_related("organisation")
    own: set[Any] = {one.organisation.uuid for one in behind}
    figures = [
        figure
        for figure in relation.figures_of(about, [*about.rows, *members, *(one.organisation for one in behind)])
        # What is counted of the home itself belongs here where it counts what is of this country.
        if figure.country == about.country or (figure.record not in own and not figure.country)
    ]
    agreements, counts = relation.agreements_of(about)
    stand = (Standing.IN_FORCE, Standing.EXPIRING)
    by_partner: Counter[int] = Counter(row.partnership_id for row in agreements if row.standing in stand)
    projects = work.projects_of(about)
    told = parts_of(about)
    listed = {entry.pk for entry in portfolio.of(about.home, about.day, about.reader).listed}
    partners = sum(row.pk in listed for row in about.rows)
    label = ngettext("partner there", "partners there", partners)
    if about.rows:
        others = len(about.rows) - partners
        apart = ngettext("%d more in talks or over", "%d more in talks or over", others) % others if others else ""
        made.tiles.append(
            Tile(label, small=relation.counted(about), note=apart, big=f"{partners:,}", url="#part-partners")
        )
    made.tiles += [relation.figure_tile(about, one) for one in relation.newest(figures) if one.record in own]
    if agreements:
        made.tiles.append(relation.agreements_tile(about, counts))
    made.tiles += [
        relation.figure_tile(about, one)
        for one in relation.newest(figures)
        if one.record in {o.uuid for o in about.rows}
    ]
    made.tiles = made.tiles[:TILES]
    sensitive, notes = story.notes_parts(about, [*about.rows, *members])
    made.parts = [
        told[Topic.PROMISE],
        sensitive,
        relation.partners_part(about, by_partner),
        relation.figures_part(about, figures, made.tiles),
        picture.relation(about, agreements, projects),
        relation.agreements_part(about, agreements),
        told[Topic.VISIT],
        relation.people_part(about),
        _people_there(about),
        work.projects_part(about, projects),
        work.money_part(about),
        work.series_part(about),
        work.events_part(about),
        story.plans_part(about),
        story.ties_part(about),
        told[Topic.ALUMNI],
        story.anniversaries_part(about),
        story.story_part(about),
        notes,
        story.unknown_part(_open(about, agreements)),
    ]
    return made


def _people_there(about: About) -> Part:
    """People on record who hold a post in the country on the day."""
    posts = Post.objects.visible_to(about.reader).filter(
        home=about.home, organisation__country=about.country, person__in=Person.objects.visible_to(about.reader)
    )  # fmt: skip
    part = Part("contacts", _("People there"), "list")
    rows = [post for post in posts.select_related("person__alias_of", "organisation__alias_of", "unit__alias_of")[:200]
            if post.held_on(about.day) is not False]  # fmt: skip
    cells = []
    for post in rows:
        person = post.person.canonical
        unsure = _("not known on this day") if post.held_on(about.day) is None else ""
        small = under(relation.called_post(post), unsure)
        url = f"{about.home.desk}briefing/person/{person.slug}/"
        cells.append([Cell(in_language(person.heading), small=small, record=post, also=(person,), url=url)])
    return relation.cut(part, cells)


def _open(about: About, agreements: Iterable[object]) -> list[str]:
    lacking = [row.short_name(about.language) for row in about.rows if not row.since.edtf]
    asked = [_("Since when these are partners: %s") % _(", ").join(lacking[:12])] if lacking else []
    return asked if list(agreements) else [*asked, _("On which agreements it rests")]
