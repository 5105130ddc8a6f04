"""Series that are still held go over into the next phase by themselves."""

from __future__ import annotations

from django.utils.translation import ngettext

from kizuna.activities.models import Series
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.partners.carrying import CARRIERS, GoingOn

SHOWN = 8


def running(home: Home, user: Reader) -> GoingOn | None:
    """The series that run."""
    rows = Series.objects.visible_to(user).filter(home=home, state=Series.State.RUNNING).order_by("key", "pk")
    count = rows.count()
    if not count:
        return None
    told = ngettext("%(n)s series is still held and goes on.", "%(n)s series are still held and go on.", count)
    some = [(row.title, f"{home.desk}series/{row.slug}/") for row in rows[:SHOWN]]
    return GoingOn(told % {"n": count}, some, count - len(some), f"{home.desk}series/")


def tell() -> None:
    """Whoever closes a phase is told of them from now on."""
    if running not in CARRIERS:
        CARRIERS.append(running)
