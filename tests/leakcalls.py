"""Calls full of what could leak: at one level, of a published partnership, of a hidden one and of none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kizuna.calls.models import (
    Answer,
    Assignment,
    Award,
    BudgetLine,
    Call,
    CallMail,
    CallSide,
    Conflict,
    Criterion,
    Decision,
    Enclosure,
    Invitation,
    Minutes,
    Proposal,
    Question,
    Review,
    Score,
    Seat,
    Strand,
    TeamMember,
)
from kizuna.core.models import File, Home
from kizuna.partners.models import Partnership
from kizuna.projects.models import Project
from tests.cast import operator_account, put, words

# The kind of record whose slug or UUID stands in an address.
SLUGGED: dict[str, type[Any]] = dict.fromkeys(
    ("call", "rules", "proposals", "committee", "follow", "call-off", "start", "detect", "assign", "confirm", "ranking",
     "minute", "award"), Call,
)  # fmt: skip
KEYED: dict[str, type[Any]] = {
    **dict.fromkeys(("call-invite", "call-revoke"), Seat), "settle": Conflict, "call-file": Enclosure,
    **dict.fromkeys(("proposal", "proposal-link", "proposal-letter", "proposal-declare", "proposal-send-back",
                     "proposal-withdraw", "call-decide"), Proposal),
}  # fmt: skip
EDITED: dict[str, type[Any]] = {"call": Call, "seat": Seat, "strand": Strand}
DAY = datetime(2026, 1, 1, tzinfo=UTC)


def fill_calls(level: str, home: Home, alliance: Partnership, hidden: Partnership) -> None:
    """One of each kind at this level; what stands behind the gate is the office's at the least."""
    text, word, own = words(f"{level}word"), f"{level}word", {"home": home, "visibility": level}
    close = {"home": home, "visibility": level if level in ("office", "sealed") else "office"}
    told = word if level in ("office", "sealed") else "officeword"
    for number, partner in enumerate((alliance, hidden, None)):
        call = put(Call(slug=f"{level}-call-{number}", title=text, text=text, partnership=partner, opens_at=DAY, **own))
        put(CallSide(call=call, side="home", currency="JPY", roles=text, costs=text, **own))
        strand = put(Strand(call=call, name=text, **own))
        question = put(Question(call=call, name=text, text=text, **own))
        criterion = put(Criterion(call=call, name=text, text=text, **own))
        seat = put(Seat(call=call, side="home", name=told, email="someone@abroad.example", role="chair", **close))
        proposal = put(
            Proposal(call=call, strand=strand, title=told, state="submitted", number=1, submitted_at=DAY, **close)
        )
        behind = {"proposal": proposal, **close}
        put(Answer(question=question, text=told, **behind))
        put(TeamMember(side="home", role="lead", name=told, email="lead@abroad.example", **behind))
        put(BudgetLine(side="home", text=told, amount=Decimal(5), currency="JPY", **behind))
        put(Conflict(seat=seat, reason=told, state="rejected", **behind))
        put(Assignment(seat=seat, reason=told, state="confirmed", **behind))
        review = put(Review(seat=seat, text=told, summary=told, **behind))
        put(Score(review=review, criterion=criterion, value=Decimal(3), **close))
        put(Decision(outcome="decline", reason=told, **behind))
        put(Minutes(call=call, text=told, **close))
        kept = {"name": f"{told}.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
        put(Enclosure(side="home", file=put(File(gate=proposal.uuid, **kept, **close)), **behind))
        project = put(Project(title=text, partnership=partner, **own))
        put(Award(project=project, awarded_at=DAY, **behind))
        CallMail.objects.create(call=call, proposal=proposal, email="lead@abroad.example", subject=told, body=told,
                                message_id=f"<{level}.{number}@kizuna.example>")  # fmt: skip
        Invitation.objects.create(
            home=home, call=call, purpose="lead", proposal=proposal, side="home", name=told, hint="aaaaaa",
            digest=f"call-{level}-{number}", made_by=operator_account(), expires_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip
