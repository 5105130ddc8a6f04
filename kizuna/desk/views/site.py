"""The public site of a home on the desk: where it differs from the records, all its pages, and signing off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.models.homes import Years
from kizuna.core.paging import page_of
from kizuna.core.wording import in_language, language
from kizuna.desk import actions, policy
from kizuna.desk.publish import catalogue
from kizuna.desk.publish.telling import NOBODY
from kizuna.desk.publish.writable import writable
from kizuna.partners.models import Partnership
from kizuna.partners.phasewise import phases_of
from kizuna.publishing.models import WRITTEN, Edition, Page

# So many differences are told line by line; the others are counted, and signed off with the rest.
TOLD = 200
MOST_PARTNERS = 2000


@for_members
def site(request: HomeRequest, home: Home) -> HttpResponse:
    """What the public sees that differs from the records, and every page with its state in each language."""
    can = policy.can_release(request.user, home)
    found = catalogue.differences(home, language()) if can else []
    pages = page_of(request, Page.objects.visible_to(request.user).filter(home=home).order_by("kind", "slug"))
    codes = catalogue.languages_of(home)
    context = {
        "differences": found[:TOLD],
        "more": max(0, len(found) - TOLD),
        "count": len(found),
        "signable": sum(1 for one in found if one.state != "lost"),
        "gone": sum(1 for one in found if one.state == "gone"),
        "codes": codes,
        "page": pages,
        "rows": _rows(request, list(pages), codes),
        "can_release": can,
        "partners": _partners(home) if can else [],
        "phases": phases_of(home, NOBODY) if can else [],
        "writable": writable(home) if can else None,
        "today": timezone.localdate().isoformat(),
        "years": Years.choices if policy.can_reckon(request.user, home) and "ja" in codes else None,
    }
    return render(request, "desk/site.html", context)


def _partners(home: Home) -> list[tuple[str, str]]:
    """The partners of whom a highlight can be written."""
    rows = Partnership.objects.published().filter(home=home).only("slug", "name")[:MOST_PARTNERS]
    return sorted(((row.slug, in_language(row.name)) for row in rows), key=lambda one: one[1].casefold())


def _rows(request: HomeRequest, pages: list[Page], codes: list[str]) -> list[tuple[Page, str, list[dict[str, Any]]]]:
    """Each page with its title and, by language, the edition that the public sees and the one that is being made."""
    editions = Edition.objects.visible_to(request.user).filter(page__in=pages).defer("told").order_by("number")
    held: dict[int, dict[str, dict[str, Any]]] = {page.pk: {code: {} for code in codes} for page in pages}
    titles: dict[int, str] = {}
    for row in editions:
        titles[row.page_id] = row.title
        of_language = held[row.page_id].get(row.language)
        if of_language is not None and (row.open or row.state in (row.State.PUBLISHED, row.State.WITHDRAWN)):
            of_language["open" if row.open else "last"] = row
    mine = language()
    own = {row.page_id: row.title for row in editions if row.language == mine}
    return [
        (page, own.get(page.pk) or titles.get(page.pk, ""), list(held[page.pk].values()))
        for page in pages
    ]  # fmt: skip


@for_members
@require_POST
def release(request: HomeRequest, home: Home) -> HttpResponse:
    """Publishes the pages that were ticked, or all that differ, in one batch that can be undone."""
    only = [] if "all" in request.POST else request.POST.getlist("page")
    if not only and "all" not in request.POST:
        messages.warning(request, _("No page was ticked, so nothing was published."))
        return redirect("desk:site", home.slug)
    try:
        correction = request.POST.get("correction", "").strip()
        batch, count = actions.release(home, only=only, correction=correction, by=request.user)
    except (ValidationError, records.Conflict) as problem:
        told = (
            problem.messages if isinstance(problem, ValidationError) else [_("Somebody else changed this meanwhile.")]
        )
        messages.error(request, " ".join(told))
    else:
        said = ngettext("%(n)s page is as the records have it.", "%(n)s pages are as the records have them.", count)
        messages.success(request, said % {"n": count}, extra_tags=str(batch) if count else "")
    return redirect("desk:site", home.slug)


def _asked(request: HomeRequest) -> str:
    """The page that is meant: by its name; a highlight by partner and phase, news by their day, each in a language."""
    given = request.POST.get("page", "")
    if given:
        return given
    partner, phase, code, what, day, name = (
        request.POST.get(key, "")[:100] for key in ("partner", "phase", "language", "what", "day", "name")
    )
    if what:
        return f"{what}/{code}"
    if day:
        return f"{Page.Kind.NEWS}/{'-'.join(part for part in (day, slugify(name)[:60]) if part)}/{code}"
    return f"{Page.Kind.HIGHLIGHT}/{partner}-{phase}/{code}" if partner else ""


@for_members
@require_POST
def draft(request: HomeRequest, home: Home) -> HttpResponse:
    """Begins a new edition of one page from the records, to be checked before it is published."""
    try:
        made = actions.draft(home, _asked(request), by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("desk:site", home.slug)
    messages.success(request, _("Drafted from the records. Look at it, then say that it is right."))
    if made.page.kind in WRITTEN:
        return redirect("desk:write-page", home.slug, made.uuid)
    return redirect("publishing:public-page", home.slug, made.page.uuid)


@for_members
@require_POST
def reckon(request: HomeRequest, home: Home) -> HttpResponse:
    """Says how the public pages write years in Japanese; they differ from then on and are signed off anew."""
    try:
        actions.reckon(home, request.POST.get("years", ""), by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Years are written this way on the pages that are signed off from now on."))
    return redirect("desk:site", home.slug)
