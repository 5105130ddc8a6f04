"""What happens to notes of meetings: links handed out and called in, notes written, the report closed."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import actions as kept
from kizuna.core import records
from kizuna.core.models import Account, Change, File, Membership
from kizuna.core.values import FuzzyDate, Text
from kizuna.partners.models import Partnership
from kizuna.visits import links, policy
from kizuna.visits.models import Commitment, Meeting, MeetingNote, NoteLink, VisitReport

LONGEST = 366  # days
MOST_LINKS = 50
MOST_STEPS = 20


@dataclass(frozen=True)
class Step:
    """One next step as it was typed: what, whose it is, by when; its number and version where it is on record."""

    text: str
    side: str = Commitment.Side.NOT_STATED.value
    who: str = ""
    due: FuzzyDate = field(default_factory=FuzzyDate)
    key: uuid.UUID | None = None
    version: int = 0


@dataclass(frozen=True)
class Written:
    """A note as it was typed through its link, in one language, with the version that was read."""

    author: str
    text: str
    outcome: str = ""
    language: str = "en"
    steps: tuple[Step, ...] = ()
    version: int = 0


def hand_out(meeting: Meeting, *, name: str, days: int, by: Account) -> tuple[NoteLink, str]:
    """A link by which somebody writes the note of this meeting, and its secret, which nobody can show again."""
    records.permit(policy.can_hand_out(by, meeting))
    if not name.strip():
        raise ValidationError({"name": _("Say for whom the link is.")})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("A link lasts between one day and a year.")})
    if links.closed(meeting):
        raise ValidationError(_("The report is closed; open it again first."))
    if NoteLink.objects.filter(meeting=meeting, revoked_at=None).count() >= MOST_LINKS:
        raise ValidationError(_("This meeting has fifty links; call those in that nobody uses."))
    return links.make(meeting, name.strip(), days, by)


def call_in(link: NoteLink, *, by: Account) -> None:
    """The link opens nothing from now on; what was written through it stays."""
    records.permit(policy.can_call_in(by, link))
    links.end(link, by)


def note(link: NoteLink, *, written: Written, by: Account) -> MeetingNote:
    """Keeps what the host of a meeting wrote, and its next steps as promises; both or neither.

    Raises Conflict where the note or a step was changed since it was read.
    """
    with transaction.atomic():
        # Two who write through the same link at once are heard in turn.
        link = NoteLink.objects.select_for_update(of=("self",)).select_related(*links.WITH).get(pk=link.pk)
        records.permit(policy.can_note(by, link))
        meeting, batch = link.meeting, uuid.uuid4()
        found = MeetingNote.objects.filter(link=link).first()
        row = found or MeetingNote(home=link.home, meeting=meeting, link=link, visibility="staff")
        if row.version != written.version:
            raise records.Conflict(row, [])
        row.author = written.author.strip() or link.name
        row.text = _in(row.text, written.language, written.text)
        row.outcome = _in(row.outcome, written.language, written.outcome)
        row.written_at = timezone.now() if found is None else row.written_at
        records.save(row, by=by, verb="noted", batch=batch)
        _promise(row, written, by, batch)
    return row


def _in(text: Text, language: str, words: str) -> Text:
    """The text with these words in this language; what it says in others stays."""
    return Text.from_json({**text.to_json(), language: words.strip()})


def _promise(row: MeetingNote, written: Written, by: Account, batch: uuid.UUID) -> None:
    """Puts the next steps on record: new ones added, known ones revised, emptied ones taken away while still open."""
    known = {one.uuid: one for one in Commitment.objects.filter(note=row).select_related("home", "meeting__visit")}
    if len(written.steps) > MOST_STEPS:
        raise ValidationError(_("At most %(most)s next steps.") % {"most": MOST_STEPS})
    for step in written.steps:
        one = known.get(step.key) if step.key is not None else None
        if one is not None and (one.state != Commitment.State.OPEN or one.version != step.version):
            raise records.Conflict(one, [])
        if not step.text.strip():
            if one is not None:
                records.remove(one, by=by, batch=batch)
            continue
        if one is None:
            one = Commitment(home=row.home, note=row, meeting=row.meeting, visit=row.meeting.visit,
                             partnership=_partner(row.meeting), promised=row.meeting.when,
                             visibility=_closest("staff", row.meeting.visibility))  # fmt: skip
        one.text = _in(one.text, written.language, step.text)
        one.side, one.due = step.side, step.due
        if one.owner_words != step.who.strip():
            one.owner_words = step.who.strip()
            one.owner = _member(row.home_id, one.owner_words)
        records.save(one, by=by, verb="promised", batch=batch)


def _partner(meeting: Meeting) -> Partnership | None:
    """With which partner the meeting was, as far as it says: itself, its stop or its visit."""
    wholes = (meeting, meeting.stop, meeting.visit)
    return next((one.partnership for one in wholes if one is not None and one.partnership is not None), None)


def _closest(*levels: str) -> str:
    """The closest of some levels of visibility."""
    return max(levels, key=records.LEVELS.index)


def _member(home: int, words: str) -> Account | None:
    """Who is meant, where the words are the name or the mail address of exactly one who works in the home."""
    rows = Membership.objects.filter(home=home, account__is_active=True).select_related("account")
    meant = [one.account for one in rows if words.casefold() in (one.account.name.casefold(), one.account.email)]
    return meant[0] if words and len(meant) == 1 else None


def close(report: VisitReport, *, paper: bytes, level: str, by: Account) -> Change | None:
    """Closes a report: its paper is kept as it is now, and no link of the visit opens a form any more.

    ``level`` is the closest visibility of what stands in the paper, which is no more open than that.
    """
    records.permit(policy.can_close(by, report))
    if report.closed_at is not None:
        raise ValidationError(_("The report is closed already."))
    sha = hashlib.sha256(paper).hexdigest()
    kept.keep(sha, paper)
    with transaction.atomic():
        batch = uuid.uuid4()
        file = File(
            home=report.home, visibility=_closest(level, report.visibility), name=f"{report.visit.slug}-report.pdf",
            media_type="application/pdf", size=len(paper), sha256=sha,
        )  # fmt: skip
        records.save(file, by=by, verb="attached", batch=batch)
        report.file, report.closed_at, report.closed_by = file, timezone.now(), by
        return records.save(report, by=by, verb="closed", batch=batch)


def open_again(report: VisitReport, *, by: Account) -> Change | None:
    """Opens a closed report: its links work again until they end; the paper that was kept stays on record."""
    records.permit(policy.can_open_again(by, report))
    report.closed_at = report.closed_by = report.file = None
    return records.save(report, by=by, verb="opened")
