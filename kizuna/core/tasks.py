"""What the worker does of itself, day by day."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from kizuna.core.models import Answer, Beat, Token
from kizuna.core.repeats import KEPT

TOKENS_KEPT = timedelta(days=90)
RESULTS_KEPT = timedelta(days=14)
BEATS_KEPT = timedelta(days=2)
HALF_WRITTEN = timedelta(days=1)
WHOLE = re.compile(r"[0-9a-f]{64}")


@task()
def tidy() -> dict[str, int]:
    """Takes away what has had its time; run twice, it finds nothing more. Returns how many of each."""
    now = timezone.now()
    gone = {
        "answers": Answer.objects.filter(made_at__lt=now - KEPT),
        "keys": Token.objects.filter(Q(expires_at__lt=now - TOKENS_KEPT) | Q(revoked_at__lt=now - TOKENS_KEPT)),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "tasks": DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT),
        "workers": Beat.objects.filter(seen_at__lt=now - BEATS_KEPT),
    }
    told = {name: rows.delete()[0] for name, rows in gone.items()}
    weigh()
    return {**told, "files": _half_written()}


def weigh() -> None:
    """Tells SQLite how many rows its tables have, by which it chooses among indexes; PostgreSQL looks by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def _half_written() -> int:
    """Files that a kill left half written; whole ones bear the hash of their content as their name."""
    data = Path(settings.DATA)
    found = [path for path in (data / "files").glob("??/*") if not WHOLE.fullmatch(path.name)]
    old = time.time() - HALF_WRITTEN.total_seconds()
    count = 0
    for path in [*found, *data.glob("*.partial"), *data.glob(".*.partial")]:
        if path.is_file() and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            count += 1
    return count
