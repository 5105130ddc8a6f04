"""Pages: the register of agreements, one agreement, its files."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.agreements import actions, listing, policy, showing, standing
from kizuna.agreements.forms import FileForm
from kizuna.agreements.models import Agreement, AgreementFile
from kizuna.core import contents, records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.handing import handed_out
from kizuna.core.models import File, Home
from kizuna.core.narrowing import menus
from kizuna.core.paging import page_of


@for_members
def agreements(request: HomeRequest, home: Home) -> HttpResponse:
    """The register on the day: what stands, what expires, and what is not known stands apart."""
    user, day, problem = request.user, request.asof.day, ""
    try:
        asked = listing.Narrowed.of(request.GET)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], listing.Narrowed()
    counted = listing.counts(home, user, day, asked.months)
    chosen = listing.choices(home, user, day, asked.months)
    page = page_of(request, listing.with_all(listing.rows(home, user, asked, day), user))
    told = Footnotes(page.object_list, user)
    context = {
        "page": page,
        "lines": [(row, told.every(row), standing.ends_of(row), row.renews_on(day)) for row in page],
        "menus": menus(chosen, asked, _labels()),
        "facets": chosen["standing"],
        "asked": asked,
        "problem": problem,
        "total": sum(counted["standing"].values()),
        "partners": len(counted["partner"]),
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "taken": request.GET.urlencode(),
    }
    return render(request, "agreements/agreements.html", context, status=422 if problem else 200)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "partner": (_("Partner"), _("all partners")),
        "kind": (_("Kind"), _("all kinds")),
        "level": (_("Level"), _("all levels")),
        "standing": (_("Standing on the day"), _("any standing")),
    }


def _seen(request: HomeRequest, home: Home, key: uuid.UUID) -> Agreement:
    rows = showing.one(request.user, listing.seen(home, request.user), request.asof.day)
    found: Agreement = get_object_or_404(rows, uuid=key)
    return found


@for_members
def agreement(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One agreement: how it stands, the tree around it, who signed, its files, what came before and after."""
    row = _seen(request, home, key)
    return _page(request, row, FileForm())


def _page(request: HomeRequest, row: Agreement, form: FileForm, status: int = 200) -> HttpResponse:
    user, day = request.user, request.asof.day
    hung = showing.hung_on(user, row, day)
    told = Footnotes([row, *hung.parties, *hung.signatures, *hung.files, *hung.notes], user)
    heads = {"home": _("Our side"), "partner": _("The partner’s side"), "third": _("Third parties")}
    sides = [
        (head, [(one, told.every(one), [(signed, told.every(signed)) for signed in one.signed]) for one in parties])
        for side, head in heads.items()
        if (parties := [one for one in hung.parties if one.side == side])
    ]
    context = {
        "row": row,
        "cites": told.every(row),
        "day": request.asof.told,
        "ends": standing.ends_of(row),
        "renews": row.renews_on(day),
        "languages": [code for code in row.languages.split(", ") if code],
        "contents": content_names(row),
        "hung": hung,
        "sides": sides,
        "signed": bool(hung.signatures),
        "notes": [(one, told.every(one)) for one in hung.notes],
        "files": [(one, told.every(one)) for one in hung.files],
        "unknown": showing.unknown_of(row, hung),
        "panels": told.panels(),
        "form": form,
        "can_revise": policy.can_revise(user, row),
        "can_enclose": policy.can_enclose(user, row),
    }
    return render(request, "agreements/agreement.html", context, status=status)


def content_names(row: Agreement) -> list[str]:
    """What the agreement covers, in words."""
    known = {
        "students": _("Students"), "staff": _("Staff"), "research": _("Research"), "teaching": _("Teaching"),
        "degrees": _("Degrees"), "internships": _("Internships"), "other": _("Other"),
    }  # fmt: skip
    return [known.get(code, code) for code in row.contents.split(", ") if code]


@for_members
@require_POST
def enclose(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Keeps a file with an agreement, once its content was looked at."""
    row = _seen(request, home, key)
    records.permit(policy.can_enclose(request.user, row))
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        sent = given.pop("file")
        try:
            # One byte more than allowed is enough to be refused.
            told = sent.read(contents.LARGEST + 1)
            actions.enclose(row, name=sent.name, content=told, by=request.user, **given)
            messages.success(request, _("The file is kept with the agreement."))
            return redirect("agreements:agreement", home.slug, row.uuid)
        except ValidationError as problem:
            form.add_error("file" if "file" in problem.message_dict else None, problem.messages)
    return _page(request, row, form, 422)


def _file(request: HomeRequest, home: Home, key: uuid.UUID) -> AgreementFile:
    rows = AgreementFile.objects.visible_to(request.user).filter(
        home=home, file__in=File.objects.visible_to(request.user)
    )
    found: AgreementFile = get_object_or_404(rows.select_related("file", "agreement", "home"), uuid=key)
    return found


@for_members
def file(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponseBase:
    """A file of an agreement, to be saved and never to be shown by the browser itself."""
    row = _file(request, home, key)
    return handed_out(row.file)


@for_members
@require_POST
def discard(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Takes a file away from its agreement."""
    row = _file(request, home, key)
    parent = row.agreement.uuid
    actions.discard(row, by=request.user)
    messages.success(request, _("The file was taken away; the history keeps that it was there."))
    return redirect("agreements:agreement", home.slug, parent)
