"""When a request arrived: what is sent before a deadline is in time, however long it waits for others to be served."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

# What a client sends stands under HTTP_…, so nobody outside can write here.
ARRIVED = "kizuna.arrived"


def note(environ: dict[str, Any]) -> datetime:
    """Keeps the moment with the request and returns it."""
    moment = timezone.now()
    environ[ARRIVED] = moment
    return moment


def arrived(request: HttpRequest) -> datetime:
    """When the web server received the request; where it notes nothing, this moment, which is never earlier."""
    moment = request.META.get(ARRIVED)
    return moment if isinstance(moment, datetime) else timezone.now()
