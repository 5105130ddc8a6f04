"""One public page on the desk: its editions in each language, and what is done to them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.wording import language
from kizuna.publishing import actions, policy
from kizuna.publishing.models import Edition, Page


@for_members
def public_page(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """The editions of a page, newest first, with who checked and signed each and what may be done next."""
    found = get_object_or_404(Page.objects.visible_to(request.user), home=home, uuid=key)
    rows = Edition.objects.visible_to(request.user).filter(page=found).defer("told")
    page = page_of(request, rows.select_related("checked_by", "signed_by").order_by("-number", "language"))
    context = {
        "found": found,
        "page": page,
        "title": next((row.title for row in sorted(page, key=lambda row: row.language != language())), ""),
        "can_publish": policy.can_publish(request.user, found),
    }
    return render(request, "publishing/page.html", context)


def _acted(request: HomeRequest, home: Home, key: uuid.UUID, act: Any, words: str, **said: Any) -> HttpResponse:
    row = get_object_or_404(Edition.objects.visible_to(request.user).select_related("page"), home=home, uuid=key)
    where = row.page.uuid
    try:
        act(row, by=request.user, **said)
        messages.success(request, words)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    except records.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile."))
    return redirect("publishing:public-page", home.slug, where)


@for_members
@require_POST
def check_edition(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Says that a draft is right."""
    return _acted(request, home, key, actions.check, _("Checked. It can be published now."))


@for_members
@require_POST
def publish_edition(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Shows a checked draft to the public."""
    return _acted(request, home, key, actions.publish, _("Published. Everybody sees it now."))


@for_members
@require_POST
def schedule_edition(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Plans a checked draft for a time to come."""
    at = request.POST.get("at", "")[:40]
    return _acted(request, home, key, actions.schedule, _("Planned. It will be published by itself."), at=at)


@for_members
@require_POST
def withdraw_edition(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Takes a published edition from the public."""
    return _acted(request, home, key, actions.withdraw, _("Withdrawn. The public sees it no more."))


@for_members
@require_POST
def remove_draft(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Throws a draft away."""
    return _acted(request, home, key, actions.remove, _("The draft is gone."))
