"""What happens to agreements: plain edits, a file enclosed, a file discarded."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from pathlib import PurePath

from django.db import transaction

from kizuna.agreements import policy
from kizuna.agreements.models import Agreement, AgreementFile
from kizuna.core import contents, records
from kizuna.core.actions import keep
from kizuna.core.models import Account, Change, File, Home, OwnedRecord


def revise(record: OwnedRecord, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the room.

    Two agreements are never put above one another at the same moment: whoever ties them waits for the other.
    """
    records.permit(policy.can_revise(by, record))
    with transaction.atomic():
        if isinstance(record, Agreement) and (record.parent_id or record.predecessor_id):
            Home.objects.select_for_update().get(pk=record.home_id)
        return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[OwnedRecord], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: OwnedRecord, *, by: Account) -> None:
    """Takes a row away that was entered by mistake; what has ended gets an end instead."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)


def enclose(
    agreement: Agreement,
    *,
    name: str,
    content: bytes,
    kind: str = AgreementFile.Kind.SIGNED.value,
    language: str = "",
    visibility: str = "office",
    by: Account,
) -> AgreementFile:
    """Keeps a file with an agreement, under the hash of its content; ValidationError where it is not what it says."""
    records.permit(policy.can_enclose(by, agreement))
    media = contents.media_type(name, content)
    digest = hashlib.sha256(content).hexdigest()
    keep(digest, content)
    with transaction.atomic():
        batch = uuid.uuid4()
        file = File(
            home=agreement.home, visibility=visibility, name=PurePath(name.replace("\\", "/")).name[-255:],
            media_type=media, size=len(content), sha256=digest,
        )  # fmt: skip
        records.save(file, by=by, verb="attached", batch=batch)
        row = AgreementFile(
            home=agreement.home, visibility=visibility, agreement=agreement, file=file, kind=kind, language=language
        )
        records.save(row, by=by, verb="attached", batch=batch)
    return row


def discard(row: AgreementFile, *, by: Account) -> None:
    """Takes a file away from its agreement; the history keeps that it was there."""
    records.permit(policy.can_discard(by, row))
    with transaction.atomic():
        batch = uuid.uuid4()
        records.remove(row, by=by, batch=batch)
        records.remove(row.file, by=by, batch=batch)
