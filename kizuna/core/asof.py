"""The day a page speaks of: as the source stood, today, or any day asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate


@dataclass(frozen=True)
class AsOf:
    """The day, and whether it is the one on which the home's own page stood."""

    day: date
    stood: bool
    today: bool

    @property
    def told(self) -> FuzzyDate:
        """The day as pages write dates."""
        return FuzzyDate(self.day.isoformat())


def cookie(home: Home) -> str:
    """The name of the cookie that remembers the day for one home."""
    return f"asof-{home.slug}"


def chosen(home: Home, asked: str) -> AsOf:
    """Reads "today", "stood" or an ISO date; anything else means the home's usual day."""
    now = timezone.localdate()
    if asked == "today" or (asked in ("", "stood") and home.stood_day is None):
        return AsOf(now, False, True)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = home.stood_day or now
    return AsOf(day, day == home.stood_day, day == now)


def of(request: HttpRequest, home: Home) -> AsOf:
    """The day that this request is about."""
    return chosen(home, request.GET.get("on") or request.COOKIES.get(cookie(home), ""))
