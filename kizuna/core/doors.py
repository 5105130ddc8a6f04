"""What every page of a home does first: find the home, ask who may enter, and settle the day."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kizuna.core import asof, policy, records
from kizuna.core.models import Account, Home, Record
from kizuna.core.values import years

View = Callable[..., HttpResponseBase]


class HomeRequest(HttpRequest):
    """A request for a page of a home: the doors below have settled whose it is and which day it speaks of."""

    home: Home
    asof: asof.AsOf
    user: Account  # on public pages it may be nobody, and those do not ask


def _settled(view: View, request: HttpRequest, home: Home, *args: Any, **kwargs: Any) -> HttpResponseBase:
    request.home = home  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        # Whoever writes may read again what the writing has changed.
        home.once = {}  # type: ignore[attr-defined]
    request.asof = asof.of(request, home)  # type: ignore[attr-defined]
    response = view(request, home, *args, **kwargs)
    if "on" in request.GET:
        response.set_cookie(asof.cookie(home), request.GET["on"][:10], samesite="Lax", max_age=86400)
    return response


def for_members(view: View) -> View:
    """A desk page: whoever does not work in the home is answered as if it did not exist."""

    @wraps(view)
    def door(request: HttpRequest, home: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        # Whoever works here brought the home along with their roles.
        mine = (row.home for row in request.user.roles.values() if row.home.slug == home)
        found = next(mine, None) or get_object_or_404(Home, slug=home)
        if not policy.can_read(request.user, found):
            raise Http404
        response = _settled(view, request, found, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return door


def for_everyone(view: View) -> View:
    """A public page of a home."""

    @wraps(view)
    def door(request: HttpRequest, home: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(Home, slug=home)
        with years.written_as(found.years):
            return _settled(view, request, found, *args, **kwargs)

    return door


def once(home: Home, key: tuple[Any, ...], read: Callable[[], Any]) -> Any:
    """What several parts of one page ask of a home, read once for the request; elsewhere read each time."""
    kept: dict[tuple[Any, ...], Any] | None = getattr(home, "once", None)
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]


def key_of(text: str) -> uuid.UUID:
    """A record's UUID from an address; nonsense is answered as if nothing were there."""
    try:
        return uuid.UUID(text)
    except ValueError as problem:
        raise Http404 from problem


def seen(request: HttpRequest, home: Home, label: str, key: uuid.UUID) -> Record:
    """The record, if this person may see it and it is of this home or shared; else as if it did not exist."""
    try:
        found = records.find(label, key)
    except (LookupError, ValueError) as problem:
        raise Http404 from problem
    if not isinstance(found, Record) or getattr(found, "home_id", None) not in (None, home.pk):
        raise Http404
    if not type(found)._default_manager.visible_to(request.user).filter(pk=found.pk).exists():  # type: ignore[attr-defined]
        raise Http404
    return found


def back_of(request: HttpRequest, home: Home) -> str:
    """Where to go afterwards: the page that sent the person here, if it is one of ours."""
    asked = request.GET.get("back", "")
    return asked if asked.startswith(home.desk) else home.desk
