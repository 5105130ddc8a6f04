"""What happens in core: a plain edit, a source's text attached, a picture hung up, a statement taken away."""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import figures, policy, records, releasing, tokens
from kizuna.core.models import Account, Change, Citation, Figure, File, Home, Note, Picture, Source, Token
from kizuna.core.picturing import JPEG, Size

LARGEST_TEXT = 5_000_000
# Which contents a room shows though no file may name them any more; backups hold them too.
NAMING: list[Callable[[], Iterable[str]]] = []


def revise(
    record: Source | Citation | Figure | Note | Picture, *, by: Account, verb: str = "", batch: uuid.UUID | None = None
) -> Change | None:
    """Saves a new or edited record of core."""
    records.permit(policy.can_revise(by, record))
    if isinstance(record, Figure) and record.pk:
        figures.keep_frozen(record)
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(
    new: Sequence[Citation | Figure | Note], *, by: Account, verb: str, batch: uuid.UUID | None = None
) -> int:
    """Saves many new citations, figures or notes set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: Citation | Figure | Note | Picture, *, by: Account) -> None:
    """Takes a note, a picture, a figure or a citation away; the history keeps what it said."""
    records.permit(policy.can_remove(by, record))
    with transaction.atomic():
        batch = uuid.uuid4()
        files = record.files if isinstance(record, Picture) else []
        records.remove(record, by=by, batch=batch)
        for file in files:
            records.remove(file, by=by, batch=batch)


def hang(picture: Picture, *, by: Account) -> Change | None:
    """Hangs a new picture on its record, in the sizes that were made of the file that was sent.

    Raises ValidationError where none was sent, or for what is said of the picture.
    """
    records.permit(policy.can_hang(by, picture))
    if picture.version or not picture.sent:
        raise ValidationError({"file": _("Send the picture as a file; another file is another picture.")})
    if not getattr(apps.get_model(picture.record_label), "PICTURED", True):
        raise ValidationError(_("No picture is hung on a person: hang it on what they took part in."))
    *screen, paper = picture.sent
    picture.width, picture.height = screen[-1].width, screen[-1].height
    with transaction.atomic():
        batch = uuid.uuid4()
        kept = [_kept(picture, size, by, batch) for size in (*screen, paper)]
        picture.small, picture.paper = kept[0], kept[-1]
        picture.medium, picture.large = [*kept[1:-1], None, None][:2]
        return records.save(picture, by=by, verb="added", batch=batch)


def _kept(picture: Picture, size: Size, by: Account, batch: uuid.UUID) -> File:
    digest = hashlib.sha256(size.content).hexdigest()
    keep(digest, size.content)
    ending = "jpg" if size.media_type == JPEG else "webp"
    file = File(
        home=picture.home, visibility=picture.visibility, name=f"{picture.uuid.hex[:12]}-{size.width}.{ending}",
        media_type=size.media_type, size=len(size.content), sha256=digest,
    )  # fmt: skip
    records.save(file, by=by, verb="attached", batch=batch)
    return file


def sign_off(figure: Figure, *, by: Account) -> None:
    """Signs a figure: what it says stays as it is from now on, and a later value is another figure.

    Raises ValidationError for one without a date or without a source: nobody could check what was signed.
    """
    records.permit(policy.can_sign_off(by, figure))
    if figure.signed_off_at is not None:
        raise ValidationError(_("This figure is signed off already."))
    if figures.as_of(figure) is None:
        raise ValidationError({"as_of": _("Say as of when it was so; only then it can be signed off.")})
    if not Citation.objects.filter(record=figure.uuid).exists():
        raise ValidationError(_("Say where it is stated; only then it can be signed off."))
    figure.signed_off_by, figure.signed_off_at = by, timezone.now()
    records.save(figure, by=by, verb="signed")


def reopen(figure: Figure, *, by: Account) -> None:
    """Takes the signature back, so that a mistake can be mended; the history keeps who had signed."""
    records.permit(policy.can_reopen(by, figure))
    if figure.signed_off_at is None:
        raise ValidationError(_("This figure is not signed off."))
    figure.signed_off_by = figure.signed_off_at = None
    records.save(figure, by=by, verb="unsigned")


def as_lines(content: bytes) -> list[str]:
    """A text's lines as citations count them, from 1: UTF-8, without byte order mark, any line ending."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def fingerprint(content: bytes) -> str:
    """The hash by which a text is known again, whatever its line endings."""
    return hashlib.sha256("\n".join(as_lines(content)).encode()).hexdigest()


def attach(source: Source, *, name: str, content: bytes, by: Account) -> File:
    """Keeps a document's text with its source, so that cited passages can be shown.

    Raises ValidationError when it is no text, too large, or not the text whose lines were cited.
    """
    records.permit(policy.can_attach(by, source))
    if len(content) > LARGEST_TEXT:
        raise ValidationError({"file": _("The file is larger than 5 MB.")})
    try:
        mark = fingerprint(content)
    except UnicodeDecodeError as problem:
        raise ValidationError({"file": _("The file is not a text in UTF-8.")}) from problem
    if source.fingerprint and source.fingerprint != mark:
        raise ValidationError(
            {"file": _("This is another text than the one whose lines are cited, so the lines would not fit.")}
        )
    if source.home is None:
        raise ValidationError({"file": _("The text of a source of the whole installation cannot be attached.")})
    digest = hashlib.sha256(content).hexdigest()
    keep(digest, content)
    file = File(
        home=source.home,
        # Only staff see the passage: the document may be under somebody else's copyright.
        visibility="staff",
        name=Path(name).name[:255] or "text",
        media_type="text/plain",
        size=len(content),
        sha256=digest,
    )
    records.save(file, by=by, verb="attached")
    source.text, source.fingerprint = file, mark
    source.lines = len(as_lines(content))
    records.save(source, by=by, verb="attached")
    return file


def place_of(digest: str) -> Path:
    """Where the content with this hash is kept."""
    return Path(settings.DATA) / "files" / digest[:2] / digest


def named() -> set[str]:
    """The hashes of all contents that something names: those of files, and what rooms go on showing."""
    return {digest for tell in (_of_files, *NAMING) for digest in tell()}


def _of_files() -> Iterable[str]:
    return File.objects.values_list("sha256", flat=True)


def keep(digest: str, content: bytes) -> None:
    """Writes the content so that a kill leaves the whole file or none."""
    place = place_of(digest)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(half).replace(place)


def release(
    home: Home,
    *,
    label: str,
    field: str,
    record: uuid.UUID | None = None,
    released: bool | None,
    by: Account,
    batch: uuid.UUID | None = None,
) -> Change | None:
    """Says whether the public reads a field of a kind of record, or of one record; None takes the rule away.

    Raises ValidationError for a field that cannot be withheld, or a record that is not there.
    """
    records.permit(policy.can_release(by, home))
    row = releasing.rule(home, label, field, record, by)
    if released is None:
        if not row.version:
            return None
        records.remove(row, by=by, batch=batch)
        return Change.objects.filter(record=row.uuid).order_by("-version").first()
    row.released = released
    return records.save(row, by=by, verb="released" if released else "withheld", batch=batch)


def issue(
    account: Account, *, name: str, scopes: Sequence[str], until: datetime, home: Home | None = None, by: Account
) -> tuple[Token, str]:
    """Makes a key by which a program acts for the account; its secret is told here and never again."""
    records.permit(policy.can_issue(by, account, home))
    if not name.strip():
        raise ValidationError({"name": _("Say what the key is for.")})
    if not scopes or set(scopes) - set(tokens.SCOPES):
        raise ValidationError({"scopes": _("A key needs at least one scope: read, contribute or write.")})
    if not timezone.now() < until <= timezone.now() + tokens.LONGEST:
        raise ValidationError({"expires_at": _("A key ends within a year.")})
    return tokens.make(account, name=name.strip(), scopes=list(scopes), home=home, until=until)


def revoke(token: Token, *, by: Account) -> None:
    """Ends a key at once."""
    records.permit(policy.can_revoke(by, token))
    tokens.end(token)
