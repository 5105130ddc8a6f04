"""What happens to activities: edits, the next edition planned, a number divided, calendar addresses made and ended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.activities import feeds, policy
from kizuna.activities.models import Activity, Feed, Headcount
from kizuna.activities.models.takingpart import exact_sum
from kizuna.core import records
from kizuna.core.models import Account, Change, Home, OwnedRecord
from kizuna.directory.models import Unit
from kizuna.partners.models import Partnership

MOST_FEEDS = 50


def revise(record: OwnedRecord, *, by: Account, verb: str = "", batch: uuid.UUID | None = None) -> Change | None:
    """Saves a new or edited record of the room; of editions of one series, one after another."""
    records.permit(policy.can_revise(by, record))
    with transaction.atomic():
        if isinstance(record, Activity) and record.series is not None:
            # Two who enter the same number at once are heard in turn.
            type(record.series).objects.select_for_update().get(pk=record.series.pk)
        return records.save(record, by=by, verb=verb or ("revised" if record.pk else "added"), batch=batch)


def revise_all(new: Sequence[OwnedRecord], *, by: Account, verb: str, batch: uuid.UUID | None = None) -> int:
    """Saves many new records set-wise; returns their number."""
    for record in new:
        records.permit(policy.can_revise(by, record))
    return records.save_all(new, by=by, verb=verb, batch=batch)


def remove(record: OwnedRecord, *, by: Account) -> None:
    """Takes a row away that was entered by mistake; what was not held is cancelled instead."""
    records.permit(policy.can_remove(by, record))
    records.remove(record, by=by)


def plan_next(activity: Activity, *, by: Account, batch: uuid.UUID | None = None) -> Change | None:
    """Puts the next edition of a series on record as planned."""
    records.permit(policy.can_plan_next(by, activity))
    if activity.series is None:
        raise ValidationError({"series": _("Say which series it belongs to.")})
    if activity.series.is_over:
        raise ValidationError(
            {"series": _("This series has ended; a new edition would revive it. Edit the series first.")}
        )
    with transaction.atomic():
        type(activity.series).objects.select_for_update().get(pk=activity.series.pk)
        return records.save(activity, by=by, verb="planned", batch=batch)


def divide(headcount: Headcount, *, parts: Sequence[Headcount], by: Account) -> list[Change]:
    """Says how a number is made up: its parts replace those on record, and exact ones must add up."""
    records.permit(policy.can_divide(by, headcount))
    total = exact_sum([part.quantity for part in parts])
    if headcount.quantity.qualifier == "exact" and total is not None and total != headcount.quantity.value:
        told = _("The parts add up to %(sum)s, but the number is %(whole)s.")
        raise ValidationError({"parts": told % {"sum": total, "whole": headcount.quantity.value}})
    batch = uuid.uuid4()
    done = []
    with transaction.atomic():
        for old in Headcount.objects.select_for_update().filter(part_of=headcount):
            records.remove(old, by=by, batch=batch)
        for order, part in enumerate(parts):
            part.home, part.part_of, part.order = headcount.home, headcount, order
            part.activity, part.series = headcount.activity, headcount.series
            part.visibility = headcount.visibility
            done.append(records.save(part, by=by, verb="divided", batch=batch))
    return [change for change in done if change is not None]


def subscribe(
    home: Home, *, by: Account, partnership: Partnership | None = None, unit: Unit | None = None
) -> tuple[Feed, str]:
    """A new calendar address and its secret, which nobody can show again."""
    records.permit(policy.can_subscribe(by, home))
    if Feed.objects.filter(account=by, ended_at=None).count() >= MOST_FEEDS:
        raise ValidationError(_("You have fifty calendar addresses; end one that you no longer use."))
    return feeds.make(by, home, partnership, unit)


def unsubscribe(feed: Feed, *, by: Account) -> None:
    """The address shows nothing from now on."""
    records.permit(policy.can_unsubscribe(by, feed))
    feeds.end(feed)
