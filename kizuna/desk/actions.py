"""What happens across rooms: changes are taken back, briefings are issued and kept, public pages follow the records."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records, undoing
from kizuna.core.actions import keep
from kizuna.core.models import Account, Change, File, Home, Visibility
from kizuna.core.values import Text
from kizuna.core.wording import language
from kizuna.desk import policy, reckoning
from kizuna.desk.briefing import catalogue, files, shapes
from kizuna.desk.briefing.book import Book
from kizuna.desk.briefing.readers import of_office
from kizuna.desk.models import Issued
from kizuna.desk.publish import catalogue as pages
from kizuna.publishing import actions as publishing
from kizuna.publishing import seeking
from kizuna.publishing.models import WRITTEN, Edition


def undo(batch: uuid.UUID, *, home: Home | None, by: Account) -> uuid.UUID:
    """Takes a batch of changes back and returns the number of the batch that did it.

    Raises NotUndone with the obstacles: what was changed since, is in use or belongs to others stays as it is.
    """
    records.permit(policy.can_undo(by, home))
    every = Change.objects.filter(batch=batch)
    # Of what one may not see one takes nothing back: the list of obstacles would tell of it.
    records.permit(every.count() == every.visible_to(by).count())
    can_write, can_remove = partial(policy.can_write, by), partial(policy.can_take_away, by)
    done = undoing.undo(batch, by=by, may=can_write, away=can_remove)
    # What was published or withdrawn by it is found, and shows its pictures, at once.
    seeking.make_up()
    return done


def freeze(book: Book, *, form: str = "pdf", by: Account) -> Issued:
    """Issues a briefing and keeps it as it is; what is kept is never changed, and is as closed as what it holds."""
    home = book.about.home
    records.permit(policy.can_freeze(by, home))
    now = timezone.localtime()
    content = files.content(book, form, now)
    digest = hashlib.sha256(content).hexdigest()
    keep(digest, content)
    visibility = _closed(book)
    with transaction.atomic():
        batch = uuid.uuid4()
        file = File(
            home=home, visibility=visibility, name=files.file_name(book, form), media_type=files.MEDIA[form],
            size=len(content), sha256=digest,
        )  # fmt: skip
        records.save(file, by=by, verb="frozen", batch=batch)
        version = Issued.Version.SHARED if book.shared else Issued.Version.CONFIDENTIAL
        row = Issued(
            home=home, visibility=visibility, kind=book.kind, name=book.name.lower(), day=book.about.day, file=file,
            title=Text.from_json({language(): book.title}), version_of=version, language=language(), issued_at=now,
            fingerprint=digest,
        )  # fmt: skip
        records.save(row, by=by, verb="frozen", batch=batch)
    return row


def release(home: Home, *, only: Sequence[str] = (), correction: str = "", by: Account) -> tuple[uuid.UUID, int]:
    """Lets the public see what the records say: publishes the pages that differ and withdraws those that are no more.

    ``only`` names the pages that are meant, as their differences are named; without it all are. Returns the batch,
    which can be taken back as a whole, and how many pages it changed.
    """
    records.permit(policy.can_release(by, home))
    batch = uuid.uuid4()
    with transaction.atomic():
        wanted, gone = pages.wanted(home, set(only) or None)
        count = publishing.publish_all(wanted, correction=correction, by=by, batch=batch)
        for edition in gone:
            publishing.withdraw(edition, by=by, batch=batch)
    return batch, count + len(gone)


def draft(home: Home, page: str, *, correction: str = "", by: Account) -> Edition:
    """Begins a new edition of a page from the records; ``page`` names it as its difference is named."""
    records.permit(policy.can_draft(by, home))
    kind, slug, language = [*page.split("/"), "", ""][:3]
    if kind in WRITTEN and (begun := pages.drafts_of(home, kind, slug, language)) is not None:
        # What somebody has written is not written over.
        return begun
    found = pages.wanted_one(home, kind, slug, language) if language in pages.languages_of(home) else None
    if found is None:
        raise ValidationError({"page": _("The records make no page “%s”.") % page[:80]})
    return publishing.draft(found, correction=correction, by=by)


def _closed(book: Book) -> str:
    """Who may see it later: the staff for the shared version; the office, unless something sealed stands in it."""
    if book.shared:
        return Visibility.STAFF
    about = book.about
    try:
        plain = catalogue.make(book.kind, book.name, about.home, of_office(about.home), about.day)
    except catalogue.NotFound:
        return Visibility.SEALED
    return Visibility.OFFICE if shapes.as_json(plain) == shapes.as_json(book) else Visibility.SEALED


def reckon(home: Home, years: str, *, by: Account) -> None:
    """The public pages of the home write years in Japanese this way once they are signed off anew.

    Raises ValidationError for a way that nobody knows.
    """
    records.permit(policy.can_reckon(by, home))
    reckoning.keep(home, years)
