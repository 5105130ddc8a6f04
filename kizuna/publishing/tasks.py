"""What the worker does for publishing: shows the pages that were planned for a time that has come."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_tasks import task

from kizuna.core import records, work
from kizuna.publishing import actions, seeking
from kizuna.publishing.models import Edition

log = logging.getLogger("kizuna.publishing")
EVERY = timedelta(minutes=1)


@task()
def publish_due() -> int:
    """Publishes what is due in the name of whoever planned it, who must still be allowed to; returns how many."""
    due = Edition.objects.filter(state=Edition.State.CHECKED, publish_at__lte=timezone.now())
    count = 0
    for edition in due.select_related("page", "signed_by").order_by("publish_at", "pk"):
        if edition.signed_by is None:
            continue
        try:
            actions.publish(edition, by=edition.signed_by)
            count += 1
        except (PermissionDenied, ValidationError, records.Conflict):
            # The others do not wait for it. It stays checked and stands on the desk's list, with the time gone by.
            log.warning("A page that was planned could not be published: %s", edition.uuid)
    return count


@task()
def seek() -> int:
    """Keeps what the search of the public sites looks through as the editions are; returns how many it put right."""
    return seeking.make_up()


def tell() -> None:
    """Plans the tasks."""
    work.REGULAR["publish"] = (publish_due, EVERY)
    work.REGULAR["seek"] = (seek, EVERY)
