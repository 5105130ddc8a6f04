"""What all pages of links share: the link is looked at, nothing is kept on the way, and no address is told on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from kizuna.calls import links, reading
from kizuna.calls.models import Invitation

GONE = 410
LEAD, REVIEW, OFFICE = (one.value for one in (Invitation.Purpose.LEAD, Invitation.Purpose.REVIEW,
                                              Invitation.Purpose.DOSSIER))  # fmt: skip
Door = Callable[..., HttpResponseBase]


def by_link(*purposes: str) -> Callable[[Door], Door]:
    """A page for whoever holds an open link for one of these purposes: no account, no session.

    What the holder may not do is answered as if it were not there: 404.
    """

    def wrap(door: Door) -> Door:
        @require_http_methods(["GET", "HEAD", "POST"])
        @sensitive_variables("secret")
        @sensitive_post_parameters()
        @wraps(door)
        def opened(request: HttpRequest, home: str, secret: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            link = links.found(home, secret, *purposes)
            if link is None or link.state != "open":
                return closed(request, link)
            try:
                # The address without what follows, for the links inside of the page.
                return door(request, link, f"/call/{home}/{secret}/", *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        return opened

    return wrap


def closed(request: HttpRequest, link: Invitation | None) -> HttpResponse:
    """Why a link opens nothing; nothing of what it had opened."""
    standing = link.state if link is not None else "unknown"
    answer = quiet(render(request, "calls/closed.html", {"standing": standing}, status=GONE if link else 404))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def alone(
    request: HttpRequest, link: Invitation, base: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page by itself, under the names of both universities: nothing of it is kept by anybody on the way."""
    frame = {"link": link, "base": base, "call": link.call, "frame": reading.frame(link)}
    return quiet(render(request, template, {**frame, **context}, status=status))


def quiet(answer: HttpResponse) -> HttpResponse:
    """The answer with all that keeps it from being kept, found or told on."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    # The address is the key: it is told to no place. Without any referrer a browser would hide where the form
    # comes from, and the form would be refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def back(address: str) -> HttpResponse:
    """To a page of the same link."""
    return quiet(redirect(address))


def told(data: dict[str, Any], status: int = 200) -> HttpResponse:
    """An answer to the script that saves what is typed."""
    return quiet(JsonResponse(data, status=status))


def typed(request: HttpRequest) -> bool:
    """Whether the script asks, and not a form that was sent by hand."""
    return request.headers.get("Accept") == "application/json"


def sent(answer: Any) -> HttpResponseBase:
    """A file as it is handed out by a link."""
    quiet(answer)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer  # type: ignore[no-any-return]  # it is what came in
