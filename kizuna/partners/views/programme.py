"""The page of a home's programmes, with their phases and tiers."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Figure, Home, Note
from kizuna.partners import policy
from kizuna.partners.models import Owner, Phase, Programme, Tier


@for_members
def programme(request: HomeRequest, home: Home) -> HttpResponse:
    """The home's programmes: what they are for, how they work, their phases and tiers."""
    user = request.user
    parts_seen = [
        Prefetch("phases", Phase.objects.visible_to(user)),
        Prefetch("tiers", Tier.objects.visible_to(user)),
        Prefetch("owners", Owner.objects.visible_to(user).select_related("organisation__alias_of")),
    ]
    rows = list(Programme.objects.visible_to(user).filter(home=home).prefetch_related(*parts_seen))
    keys = [row.uuid for row in rows]
    notes = list(Note.objects.visible_to(user).filter(record__in=keys))
    figures = list(Figure.objects.visible_to(user).filter(record__in=keys))
    parts = [part for row in rows for part in (*row.phases.all(), *row.tiers.all())]
    told = Footnotes([*rows, *notes, *figures, *parts], user)
    listed = [
        {
            "programme": row,
            "cites": told.every(row),
            "notes": [(note, told.every(note)) for note in notes if note.record == row.uuid],
            "phases": [(phase, told.every(phase), phase.runs_on(request.asof.day)) for phase in row.phases.all()],
            "tiers": [(tier, told.every(tier)) for tier in row.tiers.all()],
            "figures": [(figure, told.every(figure)) for figure in figures if figure.record == row.uuid],
        }
        for row in rows
    ]
    context = {"programmes": listed, "panels": told.panels(), "can_add": policy.can_add(user, home)}
    return render(request, "partners/programme.html", context)
