"""What changed between two days, or between two phases, and what cannot be said."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kizuna.core import asof
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.values import FuzzyDate
from kizuna.partners import comparison, phasewise
from kizuna.partners.comparison import Comparison
from kizuna.partners.models import Phase


@for_members
def compare(request: HomeRequest, home: Home) -> HttpResponse:
    """What came in, left and changed; apart from it, what no source tells; and what belongs to the phases."""
    user = request.user
    usual = asof.chosen(home, "").day
    known = phasewise.phases_of(home, user)
    try:
        before, after, phases = _asked(request, home, usual, known)
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        before, after, phases = _unasked(usual, known)
    if before > after:
        messages.info(request, _("The first day lay after the second; they are shown the other way round."))
        before, after = after, before
    made = Comparison(home, before, after, user)
    unknown = request.GET.get("list") == "unknown"
    page = page_of(request, made.unknown if unknown else made.changes)
    context = {
        "before": FuzzyDate(before.isoformat()),
        "after": FuzzyDate(after.isoformat()),
        "same": before == after,
        "phases": phases,
        "pairs": [(f"{one.order}-{two.order}", one, two) for one, two in pairwise(_begun(known, usual))],
        "asked": f"from={before.isoformat()}&to={after.isoformat()}"
        if not phases else f"phases={phases[0].order}-{phases[1].order}",
        "counts": [(aspect, label, made.counts[aspect]) for aspect, label in comparison.ASPECTS.items()
                   if made.counts[aspect]],
        "changed": made.count("gained", "lost", "changed"),
        "not_known": made.count("unknown"),
        "unknown": unknown,
        "page": page,
        "rows": made.told(list(page)),
        "turned": made.phases(known),
        "told": phasewise.told(home, list(phases), user) if phases and not unknown else [],
        "fields": phasewise.fields(home, user) if phases and not unknown else [],
    }  # fmt: skip
    return render(request, "desk/compare.html", context)


def _begun(known: list[Phase], usual: date) -> list[Phase]:
    """The phases that had begun on the home's usual day."""
    return [phase for phase in known if phase.period.start.earliest and phase.period.start.earliest <= usual]


def _asked(
    request: HomeRequest, home: Home, usual: date, known: list[Phase]
) -> tuple[date, date, tuple[Phase, Phase] | tuple[()]]:
    """The two days, and the phases they stand for; ValidationError says what is wrong with the address."""
    asked: Any = request.GET
    if "phases" in asked:
        first, _dash, second = asked["phases"].partition("-")
        phases = phasewise.chosen(known, first.strip(), second.strip())
        return phasewise.day_of(phases[0], usual), phasewise.day_of(phases[1], usual), phases
    if asked.get("from") or asked.get("to"):
        days = [asof.read(home, asked.get(name) or "") for name in ("from", "to")]
        return days[0], days[1], ()
    return _unasked(usual, known)


def _unasked(usual: date, known: list[Phase]) -> tuple[date, date, tuple[Phase, Phase] | tuple[()]]:
    """Without a question: the last two phases, else the year before the home's usual day."""
    begun = _begun(known, usual)
    if len(begun) > 1:
        return phasewise.day_of(begun[-2], usual), phasewise.day_of(begun[-1], usual), (begun[-2], begun[-1])
    return usual - timedelta(days=365), usual, ()
