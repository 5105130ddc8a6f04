"""What happens to mobility: plain edits, many stays entered at once, the columns of a table taken over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change, Home, OwnedRecord
from kizuna.mobility import policy
from kizuna.mobility.models import ColumnMap, Stay
from kizuna.mobility.standards import REPORTS


def revise(record: OwnedRecord, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the room."""
    records.permit(policy.can_revise(by, record))
    return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[OwnedRecord], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: OwnedRecord, *, by: Account) -> None:
    """Takes a row away that was entered by mistake."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)


def enter(stays: Sequence[Stay], *, home: Home, by: Account, batch: uuid.UUID) -> int:
    """Saves many stays of one table, all or none; the same table sent twice is saved once."""
    records.permit(policy.can_enter(by, home))
    if any(stay.home_id != home.pk for stay in stays):
        raise ValidationError(_("A table of stays belongs to one home."))
    with transaction.atomic():
        # Whoever sends it twice at the same moment waits here.
        Home.objects.select_for_update().get(pk=home.pk)
        if Change.objects.filter(batch=batch).exists():
            raise ValidationError(_("This table has been saved already."))
        return records.save_all(stays, by=by, verb="entered", batch=batch)


def adopt(name: str, *, home: Home, by: Account, batch: uuid.UUID | None = None) -> ColumnMap:
    """Takes over the columns that an authority asks for, as a table of the home that can be edited from then on."""
    records.permit(policy.can_adopt(by, home))
    if name not in REPORTS:
        raise ValidationError({"name": _("There is no such table to take over.")})
    batch = batch or uuid.uuid4()
    with transaction.atomic():
        made, columns = REPORTS[name].build(home)
        records.save(made, by=by, verb="adopted", batch=batch)
        records.save_all(columns, by=by, verb="adopted", batch=batch)
    return made
