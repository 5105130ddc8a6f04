"""Lists in pages of fifty, with plain links that keep what else the address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from kizuna.core.remembering import remembered

PER_PAGE = 50
# From so many rows on, a page is sought by keys alone: sorting whole rows costs more than asking twice.
MANY = 1000


class Counted:
    """The rows of a list, counted once until something is written; a page of a long list is sought by its keys."""

    def __init__(self, home: Any, found: QuerySet[Any]) -> None:
        self._home, self._found = home, found
        self._number: int | None = None

    def count(self) -> int:
        """How many there are; the question itself says who asks and for what."""
        if self._number is None:
            every = self._found.order_by()
            try:
                asked, given = every.values("pk").query.sql_with_params()
            except EmptyResultSet:
                self._number = 0
            else:
                self._number = int(remembered(self._home, ("count", asked, repr(given)), every.count))
        return self._number

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Any:
        if self.count() < MANY:
            return self._found[part]
        keys = list(self._found.values_list("pk", flat=True)[part])
        by_key = {row.pk: row for row in self._found.order_by().filter(pk__in=keys)}
        # Who removes a row meanwhile leaves a key without one.
        return [by_key[key] for key in keys if key in by_key]


def page_of(request: HttpRequest, rows: Any | Sequence[Any], per: int = PER_PAGE, key: str = "page") -> Page[Any]:
    """The page that the address asks for, the first where it asks for none.

    A page that is no number or lies beyond the last one is not there: Http404.
    """
    # Of a number so long no page is left, and none needs to be read.
    asked = (request.GET.get(key, "") or "1")[:9]
    home = getattr(request, "home", None)
    if home is not None and isinstance(rows, QuerySet):
        rows = Counted(home, rows)
    try:
        found = Paginator(rows, per).page(asked)
    except (EmptyPage, PageNotAnInteger) as problem:
        raise Http404 from problem
    others = request.GET.copy()
    others.pop(key, None)
    found.key, found.others = key, others.urlencode()  # type: ignore[attr-defined]
    return found
