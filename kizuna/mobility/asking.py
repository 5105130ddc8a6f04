"""What the doors are asked for: a stretch of time by its ends or by a phase, and whom to count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate, NotUnderstood
from kizuna.mobility.models import Category
from kizuna.mobility.years import Span
from kizuna.partners.models import Partnership, Phase


class Asked(NamedTuple):
    """What was asked for, as it was written, and the stretch of time that it means."""

    span: Span
    since: str = ""
    until: str = ""
    phase: Phase | None = None
    category: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """Whom to count; everybody where nothing is asked."""
        return (self.category,) if self.category else ()


def asked(home: Home, user: Reader, given: Mapping[str, str]) -> Asked:
    """Reads since, until, phase and who; ValidationError that names what cannot be read."""
    since, until = given.get("since", "").strip(), given.get("until", "").strip()
    first = _date("since", since, home).start.earliest
    last = _date("until", until, home).end.latest
    phase = phase_of(home, user, given.get("phase", "").strip())
    if phase is not None:
        first = max(filter(None, (first, phase.period.start.earliest)), default=None)
        last = min(filter(None, (last, phase.period.end.latest)), default=None)
    if first and last and last < first:
        raise ValidationError({"until": _("The end lies before the beginning.")})
    category = given.get("who", "").strip()
    if category and category not in Category.values:
        raise ValidationError({"who": _("Count one of: %(names)s.") % {"names": ", ".join(Category.values)}})
    return Asked(Span(first, last), since, until, phase, category)


def _date(name: str, text: str, home: Home) -> FuzzyDate:
    if len(text) > 60:
        raise ValidationError({name: _("This is no date.")})
    try:
        return FuzzyDate.parse(text, calendar=home.calendar) if text else FuzzyDate()
    except NotUnderstood as problem:
        raise ValidationError({name: _(problem.reason)}) from problem


def phase_of(home: Home, user: Reader, text: str) -> Phase | None:
    """The phase of that number; ValidationError where there is none."""
    if not text:
        return None
    rows = Phase.objects.visible_to(user).filter(home=home)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else -1
    found: Phase | None = rows.filter(order=number).first()
    if found is None:
        told = _("There is no phase “%(text)s”; there are: %(numbers)s.")
        numbers = ", ".join(str(order) for order in rows.values_list("order", flat=True)) or _("none")
        raise ValidationError({"phase": told % {"text": text[:20], "numbers": numbers}})
    return found


def partner_of(home: Home, user: Reader, slug: str) -> Partnership:
    """The partnership of that name, if this person may see it; else as if it did not exist."""
    found: Partnership | None = Partnership.objects.visible_to(user).filter(home=home, slug=slug).first()
    if found is None:
        raise Http404
    return found
