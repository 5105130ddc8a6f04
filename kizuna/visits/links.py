"""Links by which the host of a meeting writes its note: made once, kept as a hash, for one meeting and some weeks.

A link states no fact and has no history; who made it and who called it in stands on its row.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from kizuna.core.models import Account
from kizuna.core.tokens import digest
from kizuna.visits.models import Commitment, Meeting, MeetingNote, NoteLink, VisitReport

# What a link is read with: all that its page and the promises made through it ask for.
WITH = (
    "home", "meeting__home", "meeting__organisation__alias_of", "meeting__partnership", "meeting__visit__partnership",
    "meeting__stop__organisation__alias_of", "meeting__stop__partnership",
)  # fmt: skip


def make(meeting: Meeting, name: str, days: int, by: Account) -> tuple[NoteLink, str]:
    """A new link and its secret, which nobody can show again."""
    secret = secrets.token_urlsafe(32)
    link = NoteLink(
        home=meeting.home, meeting=meeting, name=name, digest=digest(secret), hint=secret[:6], made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    link.full_clean(exclude=["revoked_by"])
    link.save()
    return link, secret


def end(link: NoteLink, by: Account) -> None:
    """The link opens nothing from now on."""
    NoteLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def found(home: str, secret: str) -> NoteLink | None:
    """The link with this secret, whether it still opens anything or not; None for one that never was."""
    return NoteLink.objects.filter(digest=digest(secret), home__slug=home).select_related(*WITH).first()


def closed(meeting: Meeting) -> bool:
    """Whether the report of the meeting's visit is closed; a meeting that belongs to no visit has none."""
    return VisitReport.objects.filter(visit=meeting.visit_id, closed_at__isnull=False).exists()


def standing(link: NoteLink) -> str:
    """Open, or why it opens nothing: revoked, expired, or closed with the report of its visit."""
    if link.state != "open":
        return link.state
    return "closed" if closed(link.meeting) else "open"


def written(link: NoteLink) -> tuple[MeetingNote | None, list[Commitment]]:
    """What was written through this very link, and its next steps: whoever holds the link may read it again."""
    note = MeetingNote.objects.filter(link=link).first()
    return note, list(Commitment.objects.filter(note=note).order_by("pk")) if note else []


def holder() -> Account:
    """Under whose name is kept what comes through a link: nobody's."""
    return Account.objects.outside()
