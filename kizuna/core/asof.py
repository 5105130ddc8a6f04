"""The day a page speaks of: as the source stood, today, or any day asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.values import FuzzyDate

# What a year before or after these would say, no record does.
FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class AsOf:
    """The day, whether it is the one on which the home's own page stood, and what was wrong with the one asked for."""

    day: date
    stood: bool
    today: bool
    problem: str = field(default="", compare=False)

    @property
    def told(self) -> FuzzyDate:
        """The day as pages write dates."""
        return FuzzyDate(self.day.isoformat())

    def usual(self, home: Home) -> bool:
        """Whether the page speaks of the day on which this home opens."""
        return self.stood or (self.today and home.stood_day is None)


def cookie(home: Home) -> str:
    """The name of the cookie that remembers the day for one home."""
    return f"asof-{home.slug}"


def read(home: Home, asked: str) -> date:
    """The day that "today", "stood", nothing or an ISO date means; ValidationError for anything else."""
    if asked == "today":
        return timezone.localdate()
    if asked in ("", "stood"):
        return home.stood_day or timezone.localdate()
    try:
        day = date.fromisoformat(asked)
    except ValueError as problem:
        raise ValidationError(_("“%s” is no date; write 2019-10-01, today or stood.") % asked[:40]) from problem
    if not FIRST <= day <= LAST:
        raise ValidationError(_("“%s” lies outside the years 1000 to 2999.") % asked[:40])
    return day


def chosen(home: Home, asked: str) -> AsOf:
    """Reads "today", "stood" or an ISO date; anything else means the home's usual day, and says so."""
    now, problem = timezone.localdate(), ""
    try:
        day = read(home, asked)
    except ValidationError as wrong:
        day, problem = read(home, ""), wrong.messages[0]
    if asked == "today":
        return AsOf(day, False, True)
    return AsOf(day, day == home.stood_day, day == now, problem)


def of(request: HttpRequest, home: Home) -> AsOf:
    """The day that this request is about."""
    return chosen(home, request.GET.get("on") or request.COOKIES.get(cookie(home), ""))
