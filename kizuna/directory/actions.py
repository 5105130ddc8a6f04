"""What happens in the directory: plain edits, a row taken away, two rows merged or separated, a person erased."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.erasing import Trace, redact
from kizuna.core.models import Account, Change, Record
from kizuna.core.values import FuzzyDate, Text
from kizuna.core.wording import called
from kizuna.directory import erasing, policy
from kizuna.directory.models import HomeOrganisation, Organisation, Person, Unit

Twin = TypeVar("Twin", Organisation, Unit, Person)


def revise(record: Record, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the directory."""
    records.permit(policy.can_revise(by, record))
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[Record], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: Record, *, by: Account) -> None:
    """Takes a name, an identifier, a post or a membership away; the history keeps what it said."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)


def merge(record: Twin, into: Twin, *, by: Account) -> uuid.UUID:
    """Makes the record an alias of the other, and its own aliases with it; returns the batch of these changes.

    Raises ValidationError when the two cannot be one, and Conflict when either was changed since it was read.
    """
    records.permit(policy.can_merge(by, record) and policy.can_merge(by, into))
    batch = uuid.uuid4()
    with transaction.atomic():
        _hold(record, into)
        _check(record, into)
        for alias in [*_aliases(record), record]:
            alias.alias_of = into
            records.save(alias, by=by, verb="merged", batch=batch)
    return batch


def split(record: Twin, *, by: Account) -> uuid.UUID:
    """Makes an alias stand for itself again, with the aliases that had come along; returns the batch of these changes.

    Raises ValidationError when it is no alias, and Conflict when it was changed since it was read.
    """
    records.permit(policy.can_split(by, record))
    batch = uuid.uuid4()
    with transaction.atomic():
        if record.alias_of is None:
            raise ValidationError(_("%(name)s is not merged into another record.") % {"name": called(record)})
        along = _came_along(record)
        record.alias_of = None
        records.save(record, by=by, verb="split", batch=batch)
        for alias in along:
            alias.alias_of = record
            records.save(alias, by=by, verb="split", batch=batch)
    return batch


def erase(person: Person, *, also: Sequence[str] = (), by: Account) -> Trace:
    """Takes the data of a person out of the home for good: the row stays, with its posts and places, without a name.

    The name goes from texts, history, citations, kept answers and text files of the home too; names that may mean
    somebody or something else only where ``also`` says them. Raises ValidationError for an alias, one already erased
    or a name that is not the person's, and Conflict when it was changed since it was read.
    """
    records.permit(policy.can_erase(by, person))
    batch = uuid.uuid4()
    with transaction.atomic():
        _hold(person)
        if person.alias_of is not None:
            raise ValidationError(_("This row stands for another person; erase that one, and this one goes with it."))
        if person.erased_at:
            raise ValidationError(_("This person’s data are erased already."))
        task, unsure, _others = erasing.task_of(person, also or ())
        if wrong := sorted({*(also or ())} - {" ".join(one) for one in unsure}):
            raise ValidationError({"also": _("“%(name)s” is none of this person’s unsure names.") % {"name": wrong[0]}})
        for row in erasing.rows_of(person):
            for name, value in erasing.emptied(row).items():
                setattr(row, name, value)
            row.title, row.group, row.when = Text(), Text(), FuzzyDate()
            row.keep_until, row.erased_at = None, timezone.now()
            records.save(row, by=by, verb="erased", batch=batch)
        return redact(task, by=by, batch=batch)


def _hold(*rows: Any) -> None:
    """Locks the rows in one order, so that two merges wait for each other; Conflict when one was changed."""
    model = type(rows[0])
    held = model._default_manager.select_for_update(of=("self",)).order_by("pk").in_bulk([row.pk for row in rows])
    for row in rows:
        if row.pk not in held or held[row.pk].version != row.version:
            since = Change.objects.filter(record=row.uuid, version__gt=row.version).select_related("by")
            raise records.Conflict(held.get(row.pk, row), list(since))


def _aliases(record: Any) -> list[Any]:
    return list(type(record)._default_manager.select_for_update(of=("self",)).filter(alias_of=record).order_by("pk"))


def _came_along(record: Any) -> list[Any]:
    """The aliases that moved with the record when it was merged, unless they were separated since."""
    told = Change.objects.filter(record=record.uuid, verb="merged").order_by("-version")
    own = next((row for row in told if row.fields.get("alias_of", [None])[0] is None), None)
    if own is None:
        return []
    moved = Change.objects.filter(batch=own.batch, verb="merged").exclude(record=record.uuid)
    apart = Change.objects.filter(record__in=moved.values("record"), verb="split", pk__gt=own.pk)
    found = type(record)._default_manager.select_for_update(of=("self",)).filter(alias_of=record.alias_of)
    return list(found.filter(uuid__in=moved.values("record")).exclude(uuid__in=apart.values("record")).order_by("pk"))


def _check(record: Any, into: Any) -> None:
    """Raises ValidationError with the reason for which the two cannot be one."""
    names = {"one": called(record), "other": called(into)}
    if type(record) is not type(into) or record.pk == into.pk:
        raise ValidationError(_("A record is merged into another record of its kind."))
    for row in (record, into):
        if row.alias_of is not None:
            told = {"one": called(row), "other": called(row.alias_of)}
            raise ValidationError(_("%(one)s is already merged into %(other)s; choose that one.") % told)
    for low, high in ((record, into), (into, record)):
        if high.pk in {getattr(low, "parent_id", None), getattr(low, "successor_id", None)}:
            told = {"one": called(low), "other": called(high)}
            raise ValidationError(_("%(one)s is part of %(other)s or was followed by it, so they are two.") % told)
    _check_place(record, into)
    if record.hidden_behind(into):
        raise ValidationError(
            _("%(other)s is seen by fewer people than %(one)s, so it cannot stand for it. Keep %(one)s, or open "
              "%(other)s first.") % names
        )  # fmt: skip


def _check_place(record: Any, into: Any) -> None:
    """Whether the two stand in the same world, organisation or home."""
    names = {"one": called(record), "other": called(into)}
    if isinstance(record, Organisation):
        if record.fictional != into.fictional:
            raise ValidationError(_("%(one)s and %(other)s: one is invented, the other is real.") % names)
        if HomeOrganisation.objects.filter(organisation=record).exists():
            raise ValidationError(_("%(one)s stands behind a home of this installation; keep that one.") % names)
    elif isinstance(record, Unit):
        if record.organisation.canonical.pk != into.organisation.canonical.pk:
            raise ValidationError(_("%(one)s and %(other)s belong to different organisations.") % names)
    elif record.home_id != into.home_id:
        raise ValidationError(_("People are merged within one home only."))
    elif record.erased_at or into.erased_at:
        raise ValidationError(_("A person whose data were erased is not merged."))
