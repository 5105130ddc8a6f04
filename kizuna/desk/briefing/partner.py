"""The briefing of one partner."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.agreements.models import Standing
from kizuna.core.wording import in_language, in_other_language
from kizuna.desk.briefing import picture, relation, story, work
from kizuna.desk.briefing.book import Book, Tile
from kizuna.desk.briefing.tellers import parts_of
from kizuna.partners.briefed import About, Topic
from kizuna.partners.models import Partnership

TILES = 8
NAMED = 6  # institutions of a group that stand in its tile


def book(about: About, shared: bool) -> Book:
    """What somebody needs to know who meets this partner in ten minutes."""
    row = about.rows[0]
    tier = row.tier_on(about.day)
    members = row.members_on(about.day)
    other = in_other_language(row.name)
    places = [_(", ").join(part for part in (in_language(one.city), one.country_name) if part)
              for one in (member.organisation.shown for member in members) if one is not None]  # fmt: skip
    made = Book(
        "partner", row.slug, in_language(row.name), about, shared, row,
        other_title=(other.value, other.language) if other else ("", ""),
        line=" · ".join(dict.fromkeys(place for place in places if place)),
        badges=[(tier.tone if tier else "ghost", in_language(tier.name) if tier else str(row.get_state_display()))],
    )  # fmt: skip
    if row.framework:
        made.badges.append(("ghost", in_language(row.framework.name)))
    standing = [row, *(one.institution for one in members)]
    figures = relation.figures_of(about, standing)
    agreements, counts = relation.agreements_of(about)
    projects = work.projects_of(about)
    told = parts_of(about)
    made.tiles = [
        *_tiles(about, row),
        *(relation.figure_tile(about, one) for one in relation.newest(figures) if one.record == row.uuid),
    ]
    if agreements:
        made.tiles.append(relation.agreements_tile(about, counts))
    if projects:
        made.tiles.append(work.projects_tile(about, projects))
    made.tiles = made.tiles[:TILES]
    sensitive, notes = story.notes_parts(about, standing)
    made.parts = [
        told[Topic.PROMISE],
        sensitive,
        relation.figures_part(about, figures, made.tiles),
        picture.relation(about, agreements, projects),
        relation.agreements_part(about, agreements),
        told[Topic.VISIT],
        relation.people_part(about),
        relation.team_part(about, row),
        story.themes_part(about),
        work.projects_part(about, projects),
        work.money_part(about),
        work.series_part(about),
        work.events_part(about),
        work.exchange_part(about),
        story.plans_part(about),
        story.story_part(about),
        story.ties_part(about),
        told[Topic.ALUMNI],
        story.anniversaries_part(about),
        notes,
    ]
    asked = {part.name for part in made.parts if part.rows}
    unclear = [in_language(one.title) for one in agreements if one.standing == Standing.UNKNOWN]
    made.parts.append(story.unknown_part([
        question for missing, question in (
            (not row.since.edtf, _("Since when the partnership exists")),
            ("team" not in asked, _("Which departments take part")),
            ("people" not in asked, _("Who leads it on either side")),
            ("agreements" not in asked, _("On which agreement it rests")),
            (unclear, _("Whether it was in force on this day: %s") % _(", ").join(unclear[:3])),
            ("exchange" not in asked, _("How many people go each way")),
        ) if missing
    ]))  # fmt: skip
    return made


def _tiles(about: About, row: Partnership) -> list[Tile]:
    """Since when, how many institutions, how many departments."""
    tiles = []
    since = relation.said(row.since, about.language)
    if since:
        talks = row.state == Partnership.State.TALKS
        if row.since.edtf:
            label = _("in talks since") if talks else _("partnership since")
        else:
            label = _("in talks") if talks else _("working together")
        short = since.removeprefix("since ").removeprefix("Since ")
        tiles.append(Tile(label, record=row, big=short))
    if row.group:
        members = row.members_on(about.day)
        count = len(members)
        label = ngettext("institution, treated as one partner", "institutions, treated as one partner", count)
        named = _(", ").join(in_language(one.organisation.shown_name) for one in members[:NAMED])
        tiles.append(Tile(label, small=relation.counted(about), note=named, record=row, big=str(count)))
    team = row.team_on(about.day)
    if team:
        leads = [place.department.short for place in team if place.is_coordinating]
        small = _("coordinated by %s") % _(", ").join(leads) if leads else ""
        label = ngettext("department on the team", "departments on the team", len(team))
        tiles.append(Tile(label, small=relation.counted(about), note=small, big=str(len(team)), url="#part-team"))
    return tiles
