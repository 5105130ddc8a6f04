"""What the room of projects tells the one timeline of a partnership: projects, and money with a date or a phase."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership, Phase
from kizuna.projects.models import Funding, Project


def projects(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The projects of a partnership."""
    found: QuerySet[Any] = Project.objects.visible_to(user).filter(within(row), home=home)
    return found


def _project(row: Any) -> Event:
    running = row.state == Project.State.RUNNING and not row.ends
    return Event(row, row.title, row.begins, row.ends, path=f"projects/{row.uuid}/",
                 note=str(row.get_state_display()), running=running)  # fmt: skip


def funding(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The money of a partnership and of its projects that has a date or a phase."""
    found: QuerySet[Any] = (
        Funding.objects.visible_to(user)
        .filter(within(row) | within(row, "project__partnership"), home=home)
        .exclude(begins_first=None, ends_last=None, phase=None)
        .filter(Q(phase=None) | Q(phase__in=Phase.objects.visible_to(user)))
    )
    return found.select_related("phase", "project", "partnership", "programme")


def _funding(row: Any) -> Event:
    return Event(row, row.heading, row.begins, row.ends, path="money/", note=str(row.get_state_display()),
                 phase=row.phase)  # fmt: skip


TELLERS = [Teller(Thread.PROJECT, projects, _project), Teller(Thread.PROJECT, funding, _funding)]
