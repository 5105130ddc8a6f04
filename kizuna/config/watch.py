"""The outermost door: gives every request its number, counts it, and writes one line about it."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from kizuna.config import metrics
from kizuna.config.logs import request_id, route_of

log = logging.getLogger("kizuna.access")
# A number given by the proxy in front is kept; what could be a word is not.
GIVEN = re.compile(r"[0-9a-fA-F-]{16,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def mark_of(account: uuid.UUID) -> str:
    """An account in the log: lines of one person can be told together, and nobody can tell who it is."""
    return salted_hmac("kizuna.access", str(account), algorithm="sha256").hexdigest()[:16]


class Watch:
    """Sees every request first and every response last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        before = request_id.set(number)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            took = time.perf_counter() - begun
            self._tell(request, response.status_code, took)
        finally:
            request_id.reset(before)
        response.headers["X-Request-ID"] = number
        return response

    def _tell(self, request: HttpRequest, status: int, took: float) -> None:
        static = request.path.startswith(settings.STATIC_URL)
        route = settings.STATIC_URL if static else route_of(request)
        method = request.method if request.method in METHODS else "other"
        metrics.requests.labels(method, route, str(status)).inc()
        metrics.durations.labels(method, route).observe(took)
        # Only an account that the page asked for anyway: the log asks the database nothing.
        user = getattr(request, "auth", None) or getattr(request, "_cached_user", None)
        key = getattr(user, "uuid", None)
        told = {"method": method, "route": route, "status": status, "ms": round(took * 1000, 1)}
        log.info("request", extra={**told, "account": mark_of(key)} if key else told)
