"""What happens across rooms: changes are taken back."""

from __future__ import annotations

import uuid

from kizuna.core import records, undoing
from kizuna.core.models import Account, Change, Home
from kizuna.desk import policy


def undo(batch: uuid.UUID, *, home: Home | None, by: Account) -> uuid.UUID:
    """Takes a batch of changes back and returns the number of the batch that did it.

    Raises NotUndone with the obstacles: what was changed since, is in use or belongs to others stays as it is.
    """
    records.permit(policy.can_undo(by, home))
    every = Change.objects.filter(batch=batch)
    # Of what one may not see one takes nothing back: the list of obstacles would tell of it.
    records.permit(every.count() == every.visible_to(by).count())
    return undoing.undo(batch, by=by, may=lambda record: policy.can_write(by, record))
