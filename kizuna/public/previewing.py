"""An edition as the public sees it or will see it, for those who work in the home."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import override

from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.public import chrome, views
from kizuna.publishing.models import Edition


@for_members
def preview(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Draft, published or withdrawn: the same templates, the same frame, and a line that says which it is."""
    rows = Edition.objects.visible_to(request.user).select_related("page", "home")
    edition = get_object_or_404(rows, home=home, uuid=key)
    request.here = chrome.Here(edition.page.path, edition.language, [edition.language], True)  # type: ignore[attr-defined]
    with override(edition.language):
        frame = chrome.of_home(home, request.here, request, edition.language)  # type: ignore[attr-defined]
        return views.shown(request, home, edition, {"chrome": frame, "previewed": True, "messages": []})
