"""What every answer under /api/ has in common, also where no route is met: JSON, and nothing for caches to share."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kizuna.core.rest import respond

PREFIX = "/api/"
CODES = {400: "malformed", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 500: "server_error"}


class ApiDoor:
    """Tells errors that Django itself answers in the one shape of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        unreadable = "\x00" in request.path or "%00" in query or "\x00" in query
        if not request.path.startswith(PREFIX):
            # No database keeps this character: no page has it in its name, and what is looked for is read without it.
            if "\x00" in request.path:
                raise Http404
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
            return self.get_response(request)
        response = self._told(400) if unreadable else self.get_response(request)
        if response.status_code in CODES and not response.headers.get("Content-Type", "").startswith(
            "application/json"
        ):
            allowed = response.headers.get("Allow")
            response = self._told(response.status_code)
            if allowed:
                response.headers["Allow"] = allowed
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
        return response

    def _told(self, status: int) -> HttpResponse:
        message = {
            400: _("The request is not readable."),
            403: _("You may not do this."),
            404: _("There is nothing here, or you may not see it."),
            405: _("This address does not answer that method."),
            500: _("Something went wrong here; it has been logged."),
        }[status]
        return respond({"error": {"code": CODES[status], "message": message, "fields": {}, "changes": []}}, status)
