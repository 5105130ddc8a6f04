"""The room's own pages of the desk: the programme with its phases and tiers, and one phase."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Figure, Home, Note
from kizuna.partners import policy, portfolio
from kizuna.partners.models import Outcome, Owner, Phase, Plan, Programme, Tier


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


@for_members
def phase(request: HomeRequest, home: Home, order: int) -> HttpResponse:
    """One phase: what it stood for, what came of it and what is planned in it, partner by partner."""
    user = request.user
    main = portfolio.main_programme(home, user)
    found = Phase.objects.visible_to(user).filter(programme=main, order=order).first() if main else None
    if found is None:
        raise Http404
    outcomes = list(Outcome.objects.visible_to(user).filter(phase=found).select_related("partnership"))
    plans = list(Plan.objects.visible_to(user).filter(phase=found).select_related("partnership"))
    told = Footnotes([found, *outcomes, *plans], user)
    context = {
        "phase": found,
        "phases": list(Phase.objects.visible_to(user).filter(programme=main)),
        "cites": told.every(found),
        "runs": found.runs_on(request.asof.day),
        "outcomes": [(row, told.every(row)) for row in outcomes],
        "plans": [(row, told.every(row)) for row in plans],
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
    }
    return render(request, "partners/phase.html", context)
