"""Files of a proposal: letters of support, CVs; looked at, kept behind the proposal's gate, taken away again."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import policy
from kizuna.calls.actions.proposals import locked, still_draft, still_open
from kizuna.calls.models import Enclosure, Invitation, Proposal
from kizuna.core import contents, records
from kizuna.core.actions import keep
from kizuna.core.models import Account, File, Visibility

MOST_FILES = 20
OWN = {"visibility": Visibility.OFFICE}


def enclose(
    proposal: Proposal, *, side: str, kind: str, name: str, content: bytes, link: Invitation | None = None,
    at: datetime | None = None, by: Account,
) -> Enclosure:  # fmt: skip
    """Keeps a file with a proposal while it is being written; ValidationError where it is not what its name says."""
    # Who may not write here has nothing looked at, least of all a large file.
    records.permit(policy.can_enclose(by, proposal, link, side))
    media = contents.media_type(name, content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        proposal = locked(proposal)
        still_open(proposal.call, at or timezone.now())
        still_draft(proposal)
        if proposal.enclosures.count() >= MOST_FILES:
            raise ValidationError({"file": _("At most %(most)s files stand with a proposal.") % {"most": MOST_FILES}})
        if proposal.enclosures.filter(side=side, kind=kind, file__sha256=digest).exists():
            raise ValidationError({"file": _("This file stands here already.")})
        keep(digest, content)
        batch = uuid.uuid4()
        file = File(
            home=proposal.home, gate=proposal.uuid, name=PurePath(name.replace("\\", "/")).name[-255:],
            media_type=media, size=len(content), sha256=digest, **OWN,
        )  # fmt: skip
        records.save(file, by=by, verb="attached", batch=batch)
        row = Enclosure(home=proposal.home, proposal=proposal, side=side, kind=kind, file=file, **OWN)
        records.save(row, by=by, verb="attached", batch=batch)
    return row


def discard(row: Enclosure, *, link: Invitation | None = None, at: datetime | None = None, by: Account) -> None:
    """Takes a file away from its proposal while it is being written; the history keeps that it was there."""
    records.permit(policy.can_discard(by, row, link))
    with transaction.atomic():
        proposal = locked(row.proposal)
        still_open(proposal.call, at or timezone.now())
        still_draft(proposal)
        batch = uuid.uuid4()
        file = row.file
        records.remove(row, by=by, batch=batch)
        records.remove(file, by=by, batch=batch)
