"""The worker: does the tasks that wait, plans those of every day once, and shows that it lives."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.db import DatabaseError, IntegrityError, close_old_connections, transaction
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kizuna.core import tasks
from kizuna.core.models import Beat

log = logging.getLogger("kizuna.work")

EVERY = 10.0
ALIVE = timedelta(seconds=60)
# A task of every day is planned under this name, so that two workers plan it once.
PLANNED = "task:"
REGULAR: dict[str, tuple[Task[Any, Any], timedelta]] = {"tidy": (tasks.tidy, timedelta(days=1))}


def last_beat() -> datetime | None:
    """When a worker last showed that it lives."""
    found: datetime | None = (
        Beat.objects.exclude(worker__startswith=PLANNED).order_by("-seen_at").values_list("seen_at", flat=True).first()
    )
    return found


def lives() -> bool:
    """Whether some worker lives."""
    seen = last_beat()
    return seen is not None and seen > timezone.now() - ALIVE


def waiting() -> dict[str, int]:
    """How many tasks wait, run and have failed."""
    rows = DBTaskResult.objects.all()
    return {"waiting": rows.filter(status=TaskResultStatus.READY).count(),
            "running": rows.running().count(), "failed": rows.failed().count()}  # fmt: skip


def claim(name: str, every: timedelta) -> bool:
    """Whether it is time for a regular task and this worker is the one to plan it; the database decides."""
    now = timezone.now()
    due = Beat.objects.filter(worker=PLANNED + name)
    if due.filter(seen_at__lte=now - every).update(seen_at=now):
        return True
    if due.exists():
        return False
    try:
        with transaction.atomic():
            Beat.objects.create(worker=PLANNED + name, seen_at=now)
    except IntegrityError:
        return False
    return True


def plan() -> list[str]:
    """Plans what is due; returns the names."""
    planned = []
    for name, (task, every) in REGULAR.items():
        # Claimed and planned in one transaction: a kill leaves both or none.
        with transaction.atomic():
            if claim(name, every):
                task.enqueue()
                planned.append(name)
    return planned


def take_up() -> int:
    """Tasks whose worker died wait again; ours may be done twice without harm."""
    alive = set(Beat.objects.filter(seen_at__gt=timezone.now() - ALIVE).values_list("worker", flat=True))
    orphans = [row.pk for row in DBTaskResult.objects.running() if not set(row.worker_ids[-1:]) & alive]
    return DBTaskResult.objects.running().filter(pk__in=orphans).update(status=TaskResultStatus.READY)


class Working:
    """One worker, from its first beat until it is told to stop."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self.parent = os.getppid()
        self.stopped = threading.Event()
        self.worker = Worker(
            queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=self.name, excluded_queue_names=[],
        )  # fmt: skip

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ends after the task that is running."""
        self.stopped.set()
        self.worker.running = False

    def beat(self) -> None:
        """Shows that it lives."""
        Beat.objects.update_or_create(worker=self.name, defaults={"seen_at": timezone.now()})

    def round(self) -> None:
        """One round: shows itself, plans what is due, does all that waits."""
        self.beat()
        take_up()
        plan()
        self.worker.run()

    def run(self, *, supervised: bool = False) -> None:
        """Works until it is told to stop, or until whoever supervises it is gone."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopped.is_set() and not (supervised and os.getppid() != self.parent):
            close_old_connections()
            try:
                self.round()
            except DatabaseError:
                # The database is away for a while, or being restored; the next round asks again.
                log.exception("The worker could not reach its tasks")
            self.stopped.wait(EVERY)
        Beat.objects.filter(worker=self.name).delete()
