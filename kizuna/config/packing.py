"""Packs the pages that strangers read, so that less crosses the wire; whoever is signed in gets theirs as they are."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = ("text/html", "application/atom+xml", "application/xml", "image/svg+xml")


class Packed(GZipMiddleware):
    """Pages without anything of a session in them: from how small they are packed nobody learns a secret."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Packs the page where it is the same for every stranger."""
        own = settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}
        kind = response.headers.get("Content-Type", "").split(";")[0]
        if own or response.streaming or response.status_code != 200 or kind not in PACKED:
            return response
        return super().process_response(request, response)
