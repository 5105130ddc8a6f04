"""What happens to pages: drafted, checked, published, planned for a day, replaced by a later edition, withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change, Home, OwnedRecord, Picture, Visibility
from kizuna.publishing import policy, seeking, writing
from kizuna.publishing.models import WRITTEN, Edition, Page
from kizuna.publishing.told import fingerprint_of, pictured

State = Edition.State


@dataclass(frozen=True)
class Wanted:
    """A page as it is to be published: the page, which may be new, and what it says in one language."""

    page: Page
    language: str
    title: str
    told: dict[str, Any]


def revise(record: OwnedRecord, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a draft that was rewritten; what had been checked has to be checked again."""
    records.permit(policy.can_revise(by, record))
    if isinstance(record, Edition):
        _still_open(record)
        _undone(record)
        record.fingerprint = fingerprint_of(record.told)
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def draft(wanted: Wanted, *, correction: str = "", by: Account, batch: uuid.UUID | None = None) -> Edition:
    """Begins a new edition of a page, and the page itself where it is new; a draft that stands already is rewritten."""
    page = wanted.page
    records.permit(policy.can_draft(by, page.home))
    batch = batch or uuid.uuid4()
    with transaction.atomic():
        if not page.pk:
            records.save(page, by=by, verb="drafted", batch=batch)
        mine = Edition.objects.filter(page=page, language=wanted.language)
        found = mine.filter(state__in=(State.DRAFT, State.CHECKED)).first()
        made: Edition = found or _new(wanted, (mine.aggregate(last=Max("number"))["last"] or 0) + 1)
        made.title, made.told, made.correction = wanted.title, wanted.told, correction or made.correction
        _undone(made)
        made.fingerprint = fingerprint_of(made.told)
        records.save(made, by=by, verb="revised" if found else "drafted", batch=batch)
    return made


def write(
    edition: Edition,
    *,
    title: str,
    blocks: Sequence[writing.Block],
    now: Sequence[writing.Block] = (),
    correction: str = "",
    by: Account,
) -> Change | None:
    """Puts the text of a written page in place of the one before; statements keep the record that they come from.

    ``now`` is what the records tell today, from which statements are renewed.
    """
    records.permit(policy.can_write(by, edition))
    _still_open(edition)
    if edition.page.kind not in WRITTEN:
        raise ValidationError(_("This page follows from the records: change those."))
    if not title.strip():
        raise ValidationError({"title": _("A page needs a title.")})
    edition.title = title.strip()[:500]
    text = writing.read(blocks, edition.told["blocks"], now)
    edition.told = {**edition.told, "title": edition.title, "blocks": text, "cover": writing.cover_of(text)}
    edition.correction = correction.strip()
    return revise(edition, by=by)


def check(edition: Edition, *, by: Account) -> None:
    """Says that a draft is right: its facts, its words and its sources."""
    records.permit(policy.can_check(by, edition))
    if edition.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be checked."))
    edition.state, edition.checked_by = State.CHECKED, by
    records.save(edition, by=by, verb="checked")


def schedule(edition: Edition, *, at: str, by: Account) -> None:
    """Plans a checked page to be published at a time to come, such as 2027-04-01T09:00+09:00."""
    records.permit(policy.can_schedule(by, edition))
    if edition.state != State.CHECKED:
        raise ValidationError(_("Check the draft first; then it can be planned."))
    when = _time(at)
    if when <= timezone.now():
        raise ValidationError({"at": _("This time is over: publish the page, or name one to come.")})
    edition.publish_at, edition.signed_by = when, by
    records.save(edition, by=by, verb="scheduled")


def publish(edition: Edition, *, by: Account, batch: uuid.UUID | None = None) -> None:
    """Shows a checked edition to the public; the one before it gives way and is kept."""
    records.permit(policy.can_publish(by, edition))
    if edition.state != State.CHECKED:
        raise ValidationError(_("Only what was checked can be published."))
    _still_shown(edition)
    batch = batch or uuid.uuid4()
    with transaction.atomic():
        _give_way([edition.page], [edition.language], by, batch)
        _opened(edition.page, by, batch)
        edition.state, edition.visibility = State.PUBLISHED, Visibility.PUBLIC
        edition.published_at, edition.signed_by, edition.publish_at = timezone.now(), by, None
        records.save(edition, by=by, verb="published", batch=batch)
        seeking.keep([edition])


def publish_all(wanted: Sequence[Wanted], *, correction: str = "", by: Account, batch: uuid.UUID | None = None) -> int:
    """Publishes many pages with one signature, in one batch; returns how many editions were made.

    Whoever signs has checked them: they are drafted, checked and published in one.
    """
    for home in {one.page.home for one in wanted}:
        records.permit(policy.can_publish(by, Page(home=home)))
    batch, now = batch or uuid.uuid4(), timezone.now()
    with transaction.atomic():
        pages = list(dict.fromkeys(id(one.page) for one in wanted))
        by_id = {id(one.page): one.page for one in wanted}
        new = [by_id[key] for key in pages if not by_id[key].pk]
        old = [by_id[key] for key in pages if by_id[key].pk]
        for page in new:
            page.visibility = Visibility.PUBLIC
        records.save_all(new, by=by, verb="published", batch=batch)
        known = {page.pk for page in old}
        for language in sorted({one.language for one in wanted}):
            mine = [one.page for one in wanted if one.language == language and one.page.pk in known]
            _give_way(mine, [language], by, batch)
        for page in old:
            _opened(page, by, batch)
        last = _last_numbers(old)
        editions = []
        for one in wanted:
            made = _new(one, last.get((one.page.pk, one.language), 0) + 1)
            made.state, made.visibility, made.published_at = State.PUBLISHED, Visibility.PUBLIC, now
            made.checked_by = made.signed_by = by
            made.correction = correction
            editions.append(made)
        count = records.save_all(editions, by=by, verb="published", batch=batch)
        seeking.keep(editions)
        return count


def withdraw(edition: Edition, *, by: Account, batch: uuid.UUID | None = None) -> None:
    """Takes a published edition from the public; it is kept, and another can be published in its place."""
    records.permit(policy.can_withdraw(by, edition))
    if edition.state != State.PUBLISHED:
        raise ValidationError(_("Only what is published can be withdrawn."))
    batch = batch or uuid.uuid4()
    with transaction.atomic():
        edition.state, edition.visibility = State.WITHDRAWN, Visibility.STAFF
        records.save(edition, by=by, verb="withdrawn", batch=batch)
        page = edition.page
        if not Edition.objects.published().filter(page=page).exists():
            page.visibility = Visibility.STAFF
            records.save(page, by=by, verb="withdrawn", batch=batch)


def remove(record: Page | Edition, *, by: Account) -> None:
    """Throws away a draft, or a page of which there is no edition; what was published is kept."""
    records.permit(policy.can_remove(by, record))
    if isinstance(record, Edition):
        _still_open(record)
    elif record.editions.exists():
        raise ValidationError(_("There are editions of this page: remove the drafts first; the others are kept."))
    records.remove(record, by=by)


def _new(wanted: Wanted, number: int) -> Edition:
    home: Home = wanted.page.home
    return Edition(
        home=home, page=wanted.page, language=wanted.language, number=number, title=wanted.title[:500],
        told=wanted.told, fingerprint=fingerprint_of(wanted.told), visibility=Visibility.STAFF,
    )  # fmt: skip


def _still_open(edition: Edition) -> None:
    if not edition.open:
        raise ValidationError(_("What was published stays as it was. Begin a new edition."))


def _still_shown(edition: Edition) -> None:
    """Refuses a page with a picture that was taken down, or kept closer, after the page was written."""
    keys = {one["id"] for one in pictured(edition.told)}
    if keys and Picture.objects.published().filter(home=edition.home_id, uuid__in=keys).count() < len(keys):
        raise ValidationError(_("It shows a picture that is not public any more: take that out of the text first."))


def _undone(edition: Edition) -> None:
    """Whoever rewrites takes the check back, and the day that was planned."""
    edition.state, edition.checked_by = State.DRAFT, None
    edition.publish_at = edition.signed_by = None


def _give_way(pages: Sequence[Page], languages: Sequence[str], by: Account, batch: uuid.UUID) -> None:
    """The published editions of these pages become earlier ones."""
    standing = Edition.objects.filter(page__in=pages, language__in=languages, state=State.PUBLISHED)
    for earlier in standing.select_related("page"):
        earlier.state, earlier.visibility = State.SUPERSEDED, Visibility.STAFF
        records.save(earlier, by=by, verb="superseded", batch=batch)


def _opened(page: Page, by: Account, batch: uuid.UUID) -> None:
    if page.visibility != Visibility.PUBLIC:
        page.visibility = Visibility.PUBLIC
        records.save(page, by=by, verb="published", batch=batch)


def _last_numbers(pages: Sequence[Page]) -> dict[tuple[int, str], int]:
    rows = Edition.objects.filter(page__in=pages).order_by().values_list("page", "language").annotate(n=Max("number"))
    return {(page, language): number for page, language, number in rows}


def _time(text: str) -> datetime:
    """A time with its offset; without one it is that of the installation."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise ValidationError({"at": _("Write the time as 2027-04-01T09:00+09:00.")}) from problem
    return found if found.tzinfo else timezone.make_aware(found)
