"""Takes changes back: a whole batch where nobody has changed anything since, otherwise nothing and the reasons."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change, Record
from kizuna.core.models.record import Reader

# What no undoing brings back: personal data that somebody had a right to see gone.
FINAL = frozenset({"erased"})
# So many later changes are looked through before a page offers to take one back; the undoing itself looks at all.
MOST = 2000


@dataclass
class Obstacle:
    """One record that cannot be put back: why, and who has changed what since."""

    title: str
    why: str
    since: list[Change] = field(default_factory=list)


class NotUndone(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """Nothing was undone; ``obstacles`` say why."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("; ".join(f"{one.title}: {one.why}" for one in obstacles))
        self.obstacles = obstacles


@dataclass
class Step:
    """What happened to one record in a batch, in order, and the record as it is now; None when it is gone."""

    changes: list[Change]
    now: Record | None

    @property
    def title(self) -> str:
        """What the record was called."""
        return self.changes[-1].title

    @property
    def added(self) -> bool:
        """Whether the batch made the record, so that undoing takes it away."""
        first = self.changes[0]
        return not first.was and first.version == 1

    def before(self) -> dict[str, Any]:
        """The values that the batch overwrote: of several changes, those before the first."""
        found: dict[str, Any] = {}
        for change in reversed(self.changes):
            found.update(change.was)
        return found


def steps_of(batch: uuid.UUID) -> list[Step]:
    """What a batch did, record by record, in the order in which it began with them."""
    by_record: dict[uuid.UUID, list[Change]] = {}
    for change in Change.objects.filter(batch=batch).select_related("by").order_by("pk"):
        by_record.setdefault(change.record, []).append(change)
    return [Step(changes, records.find(changes[0].label, key)) for key, changes in by_record.items()]


def undo(
    batch: uuid.UUID, *, by: Account, may: Callable[[Record], bool], away: Callable[[Record], bool] | None = None
) -> uuid.UUID:
    """Takes a batch back as a new batch, whose number it returns; undoing that one does it again.

    ``may`` says for each record whether this person may write it, ``away`` whether they may take it away. Raises
    NotUndone with every obstacle when any record was changed since, is in use, or may not be written; then nothing
    has been touched.
    """
    with transaction.atomic():
        steps = steps_of(batch)
        if not steps:
            raise NotUndone([Obstacle("", _("There is no such change."))])
        found = [obstacle for step in steps if (obstacle := _obstacle(step, may, away or may)) is not None]
        if found:
            raise NotUndone(found)
        new = uuid.uuid4()
        # Of two that cannot both stand, such as two published editions of a page, one goes before the other comes back.
        late = [step for step in steps if not step.added and not _tried(step, by, batch, new)]
        own = {step.changes[0].record for step in steps}
        for step in reversed(steps):
            if step.added and step.now is not None:
                _away(step, by, batch, new, own)
        for step in late:
            _back(step, by, batch, new)
        return new


def _obstacle(step: Step, may: Callable[[Record], bool], away: Callable[[Record], bool]) -> Obstacle | None:
    last = step.changes[-1]
    if FINAL & {change.verb for change in step.changes}:
        return Obstacle(step.title, _("What was erased does not come back."))
    later = Change.objects.filter(record=last.record, version__gt=last.version).select_related("by")
    if since := standing(list(later.order_by("version"))):
        return Obstacle(step.title, _("It was changed since."), since)
    if step.now is None and not last.was:
        return Obstacle(step.title, _("It is gone, and what it held was not kept."))
    if not step.added and not any(change.was for change in step.changes):
        return Obstacle(step.title, _("What it held before was not kept."))
    if not may(step.now or _gone(step)) or (step.added and step.now is not None and not away(step.now)):
        return Obstacle(step.title, _("You may not change it."))
    return None


def _gone(step: Step) -> Record:
    """A removed record as it was, not yet saved."""
    model = apps.get_model(step.changes[0].label)
    gone: Record = model()
    records.put_back(gone, step.before())
    gone.version = step.changes[-1].version
    return gone


def _tried(step: Step, by: Account, batch: uuid.UUID, new: uuid.UUID) -> bool:
    """Puts a record back, unless something that the batch made is still in its way."""
    try:
        _back(step, by, batch, new)
    except NotUndone:
        return False
    return True


def _back(step: Step, by: Account, batch: uuid.UUID, new: uuid.UUID) -> None:
    """Puts an edited record's values back, or a removed record itself."""
    try:
        if step.now is not None:
            now = records.find(step.changes[0].label, step.changes[0].record)
            if now is not None:
                records.put_back(now, step.before())
                records.save(now, by=by, verb="undone", batch=new, undoes=batch)
            return
        records.restore(_gone(step), by=by, verb="undone", batch=new, undoes=batch)
    except ValidationError as problem:
        raise NotUndone([Obstacle(step.title, " ".join(problem.messages))]) from problem


def _away(step: Step, by: Account, batch: uuid.UUID, new: uuid.UUID, own: set[uuid.UUID]) -> None:
    """Takes away what the batch had made, unless something was added to it since."""
    now = records.find(step.changes[0].label, step.changes[0].record)
    if now is None:
        return
    others = [row for row in records.belonging(now) if row.uuid not in own]
    if others:
        named = _named(others, by, _("what you may not see"))
        raise NotUndone([Obstacle(step.title, _("Since then this was added to it: %s") % named)])
    try:
        records.remove(now, by=by, verb="undone", batch=new, undoes=batch)
    except ProtectedError as problem:
        named = _named(list(problem.protected_objects), by, _("by what you may not see"))
        raise NotUndone([Obstacle(step.title, _("It is in use: %s") % named)]) from problem


def _named(rows: Sequence[models.Model], by: Account, hidden: str) -> str:
    """The first of these as far as this person may see them; where none is, only that there is something."""
    seen = (
        row
        for row in rows
        if isinstance(row, Record) and type(row)._default_manager.visible_to(by).filter(pk=row.pk)  # type: ignore[attr-defined]
    )
    return "; ".join(str(row) for row in islice(seen, 5)) or hidden


def standing(changes: list[Change]) -> list[Change]:
    """Of a record's changes in order, those that still stand: without what was taken back, and without its undoing."""
    known = {change.batch for change in changes}
    gone: set[uuid.UUID] = set()
    for change in reversed(changes):
        if change.batch not in gone and change.undoes in known:
            gone |= {change.batch, change.undoes}
    return [change for change in changes if change.batch not in gone]


def undoable(changes: list[Change]) -> set[uuid.UUID]:
    """Of the batches of these changes, those after which no change of theirs stands."""
    later: dict[uuid.UUID, list[Change]] = {}
    oldest = min((one.at for one in changes), default=None)
    if oldest is not None:
        rows = Change.objects.filter(record__in={one.record for one in changes}, at__gte=oldest).order_by("version")
        for row in rows.only("record", "version", "batch", "undoes")[:MOST]:
            later.setdefault(row.record, []).append(row)
    stale = {
        one.batch
        for one in changes
        if one.verb in FINAL
        or standing([row for row in later.get(one.record, []) if row.version > one.version])
        or one.pk not in {row.pk for row in later.get(one.record, [])}
    }
    kept = {one.batch for one in changes if one.was or one.version == 1}
    return kept - stale


def recorded_on(record: Record, day: date, user: Reader) -> dict[str, Any] | None:
    """The record's values as they stood on record at the end of a past day, by column; None when it was not there.

    Raises PermissionError when this person may not see a change that lies between: what it hid stays hidden.
    """
    end = timezone.make_aware(datetime.combine(day, time.max))
    later = Change.objects.filter(record=record.uuid, at__gt=end).order_by("-version")
    seen = set(Change.objects.visible_to(user).filter(record=record.uuid).values_list("pk", flat=True))
    found = {one.attname: records.raw(record, one) for one in record._meta.concrete_fields}
    for change in later:
        if change.pk not in seen:
            raise PermissionError
        if change.version == 1:
            return None
        found.update(change.was)
    return found
