"""The search of a public site: what is published in one language, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.paging import page_of
from kizuna.core.remembering import remembered
from kizuna.public import chrome
from kizuna.publishing import seeking
from kizuna.publishing.models import Edition

PER = 20


@for_everyone
def search(request: HomeRequest, home: Home, language: str = "") -> HttpResponse:
    """Pages that hold all the words, those called so first; each with the words around. 404 where nothing is public."""
    held = remembered(home, ("languages of the site", home.pk), lambda: _languages(home))
    wanted = [language] if language else [(get_language() or "").split("-")[0], *home.languages, *held]
    code = next((one for one in wanted if one in held), "")
    if not code:
        raise Http404
    reader: Reader = request.user
    words = seeking.asked(request.GET.get("q", ""))
    path = f"search/?q={quote(words.typed)}" if words.typed else "search/"
    request.here = chrome.Here(path, code, held, bool(language))  # type: ignore[attr-defined]
    with override(code):
        page = page_of(request, seeking.found(home, code, words).only(*SHOWN), PER)
        context: dict[str, Any] = {"words": words, "page": page, "base": request.here.base(home)}  # type: ignore[attr-defined]
        context["found"] = [(row, seeking.around(row.sought, words)) for row in page]
        answer = render(request, "public/search.html", context)
    answer.headers["Content-Language"] = code
    answer.headers["Cache-Control"] = "private, no-store" if reader.is_authenticated else "public, no-cache"
    return answer


# What a line of the list shows; what an edition says stays where it is.
SHOWN = (
    "title", "language", "page", "page__kind", "page__slug", "sought__title", "sought__words", "sought__text",
    "sought__edition",
)  # fmt: skip


def _languages(home: Home) -> list[str]:
    rows = Edition.objects.published().filter(home=home).order_by()
    return sorted(set(rows.values_list("language", flat=True).distinct()))
