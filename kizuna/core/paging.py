"""Lists in pages of fifty, with plain links that keep what else the address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any | Sequence[Any], per: int = PER_PAGE, key: str = "page") -> Page[Any]:
    """The page that the address asks for, the first where it asks for none.

    A page that is no number or lies beyond the last one is not there: Http404.
    """
    # Of a number so long no page is left, and none needs to be read.
    asked = (request.GET.get(key, "") or "1")[:9]
    try:
        found = Paginator(rows, per).page(asked)
    except (EmptyPage, PageNotAnInteger) as problem:
        raise Http404 from problem
    others = request.GET.copy()
    others.pop(key, None)
    found.key, found.others = key, others.urlencode()  # type: ignore[attr-defined]
    return found
