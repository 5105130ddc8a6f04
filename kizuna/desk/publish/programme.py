"""Makes a home's first page: what the programme is for, its phases, its partners by tier, what is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from kizuna.activities.models import Series
from kizuna.core.citing import Footnotes
from kizuna.core.models import Figure, Home, Note, Record, Visibility
from kizuna.core.values import Text
from kizuna.desk.publish import gallery
from kizuna.desk.publish.phrasing import name, phrase
from kizuna.desk.publish.telling import (
    NOBODY,
    Made,
    Tree,
    about,
    cites,
    day_of,
    figures,
    head,
    members,
    organisation,
    parts,
    place,
    said,
    since,
    sources,
    tiers,
)
from kizuna.directory.models import HomeOrganisation, Organisation, OrganisationName
from kizuna.partners import portfolio
from kizuna.partners.models import HistoricalTie, Outcome, Partnership, Phase, Plan, Programme
from kizuna.projects.models import Project


def make(home: Home) -> Iterator[Made]:
    """The first page of a home, whether it has a programme or not; and the pages on which a long list goes on."""
    held = portfolio.of(home, day_of(home), NOBODY)
    found = _programme(home)
    behind = HomeOrganisation.objects.published().filter(home=home).select_related("organisation").first()
    keys = [thing.uuid for thing in (found, behind.organisation if behind else None) if thing]
    notes = list(Note.objects.published().filter(record__in=keys, home=home))
    counted = list(Figure.objects.published().filter(record__in=keys, home=home))
    ties = list(HistoricalTie.objects.published().filter(home=home, partnership=None))
    phases = list(Phase.objects.published().filter(programme=found)) if found else []
    outcomes = list(Outcome.objects.published().filter(home=home, partnership=None))
    plans = list(Plan.objects.published().filter(home=home, partnership=None))
    rows = held.rows(held.listed)
    lines = _lines(rows)
    told = Footnotes([*phases, *notes, *counted, *ties, *outcomes, *plans], NOBODY)
    own = {phase.pk for phase in phases}
    tree: Tree = {
        **head(home),
        "title": found.name if found else home.name,
        "definitions": said(told, [note for note in notes if note.kind in ("definition", "principle")]),
        "aims": said(told, [note for note in notes if note.kind == "aim"]),
        "phases": [_phase(told, phase, outcomes, plans) for phase in phases],
        "departments": bool(held.places),
        "on_teams": len({unit.pk for team in held.departments(held.listed).values() for unit in team}),
        "figures": figures(told, counted),
        "pictures": gallery.every(row for some in gallery.published(home, keys).values() for row in some),
        "ties": said(told, ties),
        "outcomes": said(told, [row for row in outcomes if row.phase_id not in own]),
        "plans": said(told, [row for row in plans if row.phase_id not in own]),
    }
    seat = place(behind.organisation) if behind is not None else []
    tree |= {"sources": sources(told)}
    subject: Record | None = found
    listed, behind_each = partners(held, rows, lines), _institutions(rows, held)
    for part in parts(tree["title"], listed["rows"]):
        own_rows: Tree = {
            **(tree if not part.slug else head(home)),
            **listed,
            **part.place,
            "title": part.title,
            "rows": part.rows,
            "schema": {"members": {row["id"]: behind_each[row["id"]] for row in part.rows}, "place": seat},
        }
        yield Made("programme", part.slug, part.title, own_rows, **about(subject))


def _programme(home: Home) -> Programme | None:
    return portfolio.main_programme(home, NOBODY)


def _phase(told: Footnotes, phase: Phase, outcomes: list[Outcome], plans: list[Plan]) -> Tree:
    return {
        "id": str(phase.uuid),
        "name": phase.name,
        "years": phase.period,
        "text": phase.character,
        "form": phase.form,
        "cites": cites(told, phase),
        "outcomes": said(told, [row for row in outcomes if row.phase_id == phase.pk]),
        "plans": said(told, [row for row in plans if row.phase_id == phase.pk]),
    }


def _lines(rows: list[Partnership]) -> dict[int, Text]:
    """Of each partner the first thing that its own page tells: a series, what came of it, a project."""
    keys = [row.pk for row in rows]
    found: dict[int, Text] = {}
    series = Series.objects.published().filter(partnership__in=keys)
    for one in series:
        told, begins = name(one.title), one.begins
        since = phrase(_("%(title)s, since %(when)s"), title=told, when=begins) if begins else told
        found.setdefault(one.partnership_id, since)
    for model, words in ((Outcome, "text"), (Project, "title")):
        for key, text in model.objects.published().filter(partnership__in=keys).values_list("partnership", words):
            found.setdefault(key, text)
    return found


def partners(held: portfolio.Portfolio, rows: list[Partnership], lines: Mapping[int, Text] | None = None) -> Tree:
    """The partners in the order of their tiers, and how many there are of each."""
    keys = {member.institution.pk for row in rows if row.group for member in row.members.all()}
    shown = set(Organisation.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    groups = held.groups
    place = {entry.pk: number for number, group in enumerate(groups) for entry in group.entries}
    return {
        "counts": {"partnerships": held.count, "institutions": held.institutions},
        "tiers": tiers([(group.tier, group.count) for group in groups]),
        "rows": [
            {"id": str(row.uuid), "slug": row.slug, "name": row.name, "tier": place[row.pk], "since": since(row),
             "members": members(row.members_on(held.day), shown) if row.group else [],
             "line": (lines or {}).get(row.pk, "")}
            for row in rows
        ],
    }  # fmt: skip


def _institutions(rows: Sequence[Partnership], held: portfolio.Portfolio) -> dict[str, list[Tree]]:
    """The institutions behind each partner, for search engines."""
    stands: list[Any] = [member.institution for row in rows for member in row.members_on(held.day)]
    prefetch_related_objects(stands, Prefetch("names", OrganisationName.objects.published()))
    return {
        str(row.uuid): [
            {**organisation(one.institution), "place": place(one.institution)}
            for one in row.members_on(held.day)
            if one.institution.visibility == Visibility.PUBLIC
        ]
        for row in rows
    }
