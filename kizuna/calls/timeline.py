"""What calls tell the one timeline of a partnership: a call from its opening to its end, and that it was decided.

Neither follows from a single proposal, so that who is shut out of one reads the same. What an award became, the
projects tell.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls.models import Call, Minutes
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.partners.events import Event, Teller, Thread, within
from kizuna.partners.models import Partnership


def calls(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The calls with the partner."""
    return Call.objects.visible_to(user).filter(within(row), home=home)


def _day(call: Call, moment: Any) -> FuzzyDate:
    """The day of a moment where the call is at home."""
    return FuzzyDate(moment.astimezone(call.tz).date().isoformat()) if moment else FuzzyDate()


def _call(row: Any) -> Event:
    told = str(row.get_kind_display()) if not row.called_off else str(row.stage_at(timezone.now()).label)
    opens, closes = _day(row, row.opens_at), _day(row, row.closes_at)
    return Event(row, row.title, opens, closes, path=f"calls/{row.slug}/", note=told)


def decided(home: Home, user: Reader, row: Partnership | None) -> QuerySet[Any]:
    """The minutes that both chairs have signed."""
    found = Minutes.objects.visible_to(user).filter(call__in=calls(home, user, row))
    return found.exclude(home_signed_at=None).exclude(partner_signed_at=None).select_related("call")


def _decided(row: Any) -> Event:
    last = max(row.home_signed_at, row.partner_signed_at)
    return Event(row, row.call.title, _day(row.call, last), path=f"calls/{row.call.slug}/", note=_("Decided"))


TELLERS = [Teller(Thread.CALL, calls, _call, None), Teller(Thread.CALL, decided, _decided, None)]
