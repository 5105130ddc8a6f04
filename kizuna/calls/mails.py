"""Mails of calls: a link, the receipt of a proposal, its return for formal reasons, the decision.

A mail is written down with what it tells about and sent by the worker; where no mail server is set up none is written,
and the pages say so. What is told of a proposal goes to those who lead it and to nobody else, so that a conflict has no
part in it. A mail states no fact of its own; what waits keeps its words, what was sent does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.calls.models import Call, CallMail, Decision, Invitation, Proposal, Side, TeamMember
from kizuna.core.models.mails import can_be_sent, message_id
from kizuna.core.wording import in_language

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def linked(link: Invitation, secret: str, to: str) -> CallMail | None:
    """The mail that brings a link to whom it is for; its words, and the secret in them, are kept until it is sent."""
    with override(_spoken(link.call, link.side)):
        title, until = in_language(link.call.title), _there(link.call, link.expires_at)
        lines = [
            _("Dear %(name)s,") % {"name": " ".join(link.name.split())},
            "",
            _PURPOSES[link.purpose]() % {"call": title},
            "",
            f"{settings.PLACE}/call/{link.home.slug}/{secret}/",
            "",
            _("The link is yours alone and lasts until %(until)s. Whoever holds it does this in your name: do not "
              "pass it on.") % {"until": until},
        ]  # fmt: skip
        subject = _("%(call)s: your link") % {"call": title}
        return _kept(link.call, link.proposal, to, f"link.{link.pk}", subject, lines)


_PURPOSES = {
    Invitation.Purpose.LEAD.value: lambda: _("by this link you write a proposal for the call “%(call)s”:"),
    Invitation.Purpose.REVIEW.value: lambda: _(
        "by this link you do your part on the committee of the call “%(call)s”:"
    ),
    Invitation.Purpose.DOSSIER.value: lambda: _("by this link your office sees its side of the call “%(call)s”:"),
}


def submitted(proposal: Proposal) -> list[CallMail]:
    """The receipt, to those who lead on both sides: the number, the moment in the call's own zone, a fingerprint."""

    def lines(_one: Proposal) -> list[str]:
        when = _there(proposal.call, proposal.submitted_at) if proposal.submitted_at else ""
        return [
            _("your proposal was submitted and is on record."),
            "",
            _("Number: %(number)s") % {"number": proposal.number},
            _("Title: %(title)s") % {"title": proposal.title},
            _("Submitted: %(when)s") % {"when": when},
            _("Fingerprint of the text (SHA-256): %(print)s") % {"print": fingerprint(proposal)},
            "",
            _("Your link shows the text as it was submitted."),
        ]

    return _to_leads([proposal], "submitted", lambda: _("proposal no. %(number)s submitted"), lines)


def returned(proposal: Proposal) -> list[CallMail]:
    """That a proposal was returned for formal reasons, and what lacks, to those who lead it."""

    def lines(_one: Proposal) -> list[str]:
        return [_("your proposal no. %(number)s was returned for formal reasons and is not scored:")
                % {"number": proposal.number}, "", proposal.defects]  # fmt: skip

    return _to_leads([proposal], "returned", lambda: _("proposal no. %(number)s returned"), lines)


def decided(call: Call) -> list[CallMail]:
    """What was decided, to those who lead each proposal, once; both chairs have signed."""
    rows = Proposal.objects.filter(call=call, state=Proposal.State.SUBMITTED, decision__isnull=False)
    return _to_leads(rows.select_related("call__home", "decision"), "decided",
                     lambda: _("decision on proposal no. %(number)s"), _decision)  # fmt: skip


def _decision(proposal: Proposal) -> list[str]:
    outcome = proposal.decision.outcome
    told = {
        Decision.Outcome.AWARD: _("we are glad to tell you that your proposal no. %(number)s is awarded."),
        Decision.Outcome.RESERVE: _("your proposal no. %(number)s stands on the reserve list."),
        Decision.Outcome.DECLINE: _("we are sorry to tell you that your proposal no. %(number)s is not awarded."),
    }[Decision.Outcome(outcome)]
    return [told % {"number": proposal.number}, "",
            _("Open the link by which you wrote it to read what was decided; where it has ended, ask your office."),
            ]  # fmt: skip


def fingerprint(proposal: Proposal) -> str:
    """The SHA-256 of the text of a proposal: title, then each question with its answer, in order, one on a line."""
    answers = proposal.answers.select_related("question").order_by("question__order", "question_id")
    told = [proposal.title, *(line for one in answers for line in (one.question.name.get("en").value, one.text))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _to_leads(
    rows: Iterable[Proposal], what: str, subject: Callable[[], str], lines: Callable[[Proposal], list[str]]
) -> list[CallMail]:
    """One mail to each lead of each of these proposals, in the language of their side; none twice."""
    if not can_be_sent():
        return []
    found = []
    for proposal in rows:
        leads = TeamMember.objects.filter(proposal=proposal, role=TeamMember.Role.LEAD).order_by("pk")
        for one in leads:
            with override(_spoken(proposal.call, one.side)):
                head = f"{in_language(proposal.call.title)}: {subject() % {'number': proposal.number}}"
                told = [_("Dear %(name)s,") % {"name": " ".join(one.name.split())}, "", *lines(proposal)]
                made = _kept(proposal.call, proposal, one.email, f"{what}.{one.uuid}", head, told)
            found += [made] if made is not None else []
    return found


def _kept(call: Call, proposal: Proposal | None, to: str, key: str, subject: str, lines: list[str]) -> CallMail | None:
    """Writes one mail down; None where it was written already, or where no mail server is set up."""
    number = message_id("call", key)
    if not can_be_sent() or not to or CallMail.objects.filter(message_id=number).exists():
        return None
    end = ["", _("With kind regards,"), in_language(call.home.name), ""]
    row = CallMail(call=call, proposal=proposal, email=to, message_id=number, subject=" ".join(subject.split())[:200],
                   body="\n".join([*lines, *end]))  # fmt: skip
    row.save(force_insert=True)
    return row


def _spoken(call: Call, side: str) -> str:
    """The language of a side: the home's own first one; English where none is known."""
    own = call.home.languages[0] if side == Side.HOME and call.home.languages else "en"
    return own if own in KNOWN else "en"


def _there(call: Call, moment: datetime) -> str:
    """A moment as the clock of the call's own zone shows it."""
    return f"{moment.astimezone(call.tz):%Y-%m-%d %H:%M} ({call.zone})"
