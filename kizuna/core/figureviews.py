"""Pages of figures: all of a home, and one with how to cite it, its earlier and its later values."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import actions, figures, policy
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Figure, Home, Visibility
from kizuna.core.models.record import Reader
from kizuna.core.paging import page_of


@for_members
def figures_page(request: HomeRequest, home: Home) -> HttpResponse:
    """All figures of a home, by what they are figures of."""
    problem = ""
    try:
        asked = figures.Asked.of(request.GET)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], figures.Asked()
    every = list(figures.rows(home, request.user))
    known = figures.series_of(every)
    page = page_of(request, figures.narrowed(every, asked))
    told = Footnotes(page.object_list, request.user)
    context = {
        "page": page,
        "lines": [(row, told.every(row), known[figures.same(row)].newer_than(row)) for row in page],
        "total": len(every),
        "signed": sum(1 for row in every if row.signed_off_at),
        "ranks": sum(1 for row in every if row.kind == Figure.Kind.RANK),
        "kinds": Figure.Kind.choices,
        "asked": asked,
        "problem": problem,
        "panels": told.panels(),
    }
    return render(request, "core/figures.html", context, status=422 if problem else 200)


def shown(request: HomeRequest, home: Home, key: uuid.UUID, user: Reader) -> dict[str, Any]:
    """What the page of one figure says, to staff or to the public: its values in time, its sources, how to cite it."""
    row = get_object_or_404(figures.rows(home, user), uuid=key)
    series = figures.series_of(figures.rows(home, user).filter(record=row.record))[figures.same(row)]
    told = Footnotes([row, *series.values], user)
    public = row.visibility == Visibility.PUBLIC
    return {
        "row": row,
        "cites": told.every(row),
        "newer": series.newer_than(row),
        "values": [(one, told.every(one)) for one in series.values if one.pk != row.pk],
        "panels": told.panels(),
        "address": request.build_absolute_uri(f"{home.site if public else home.desk}figures/{row.uuid}/"),
        "public": public,
    }


@for_members
def figure(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One figure: what it counts, since when, by which rule, who says so, who signed it, how it is cited."""
    context = shown(request, home, key, request.user)
    row = context["row"]
    context |= {
        "can_revise": policy.can_revise(request.user, row),
        "can_sign_off": policy.can_sign_off(request.user, row),
        "can_reopen": policy.can_reopen(request.user, row),
    }
    return render(request, "core/figure.html", context)


def _acted(
    request: HomeRequest, home: Home, key: uuid.UUID, act: Callable[..., None], done: str
) -> HttpResponse:  # fmt: skip
    row = get_object_or_404(figures.rows(home, request.user), uuid=key)
    try:
        act(row, by=request.user)
        messages.success(request, done)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("core:figure", home.slug, key)


@for_members
@require_POST
def sign_off(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Signs a figure off."""
    return _acted(request, home, key, actions.sign_off, _("Signed off. What it says stays as it is."))


@for_members
@require_POST
def reopen(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Takes the signature under a figure back."""
    return _acted(request, home, key, actions.reopen, _("The signature is taken back; the figure can be mended."))
