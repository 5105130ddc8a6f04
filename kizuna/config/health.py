"""What watches over the installation: does it live, is it ready, and its figures."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kizuna.config import metrics
from kizuna.core import checking, work

PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Whether people can be sent here; without a worker they can, but something is amiss."""
    checks = {"database": not checking.database().problems, "data": _writable(Path(settings.DATA))}
    checks["migrations"] = checks["database"] and not checking.waiting()
    checks["worker"] = checks["migrations"] and work.lives()
    needed = all(checks[name] for name in ("database", "migrations", "data"))
    status = ("ok" if checks["worker"] else "degraded") if needed else "failing"
    return JsonResponse({"status": status, "checks": checks}, status=200 if needed else 503)


def _writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For this machine itself, or for whoever has the token; for everyone else there is nothing here."""
    if not (_local(request) or _entitled(request)):
        raise Http404
    return HttpResponse(metrics.told(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _local(request: HttpRequest) -> bool:
    proxied = any(name in request.headers for name in PROXIED)
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not proxied


def _entitled(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    stated = request.headers.get("Authorization", "").encode()
    return bool(token) and hmac.compare_digest(stated, f"Bearer {token}".encode())
