"""A home's activities as a list: narrowed by year, partner, format, kind, theme and words, in the order of days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity, ActivityKind, Series
from kizuna.activities.models.activity import FORMATS, UNDATED, format_name
from kizuna.core import narrowing
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.narrowing import Choice
from kizuna.core.remembering import remembered
from kizuna.core.values import AcademicYear, NotUnderstood, fold
from kizuna.directory.models import Organisation, Tag, Theme
from kizuna.partners.models import Partnership, Phase

NOT_STATED = "not-stated"


@dataclass(frozen=True)
class Narrowed(narrowing.Narrowed):
    """What the list of activities is asked for."""

    KNOWN = {"kind": ActivityKind.values, "state": Activity.State.values, "format": [*FORMATS, NOT_STATED]}

    year: str = ""
    partner: str = ""
    format: str = ""
    kind: str = ""
    theme: str = ""
    phase: str = ""
    state: str = ""
    q: str = ""


def rows(home: Home, user: Reader, asked: Narrowed) -> QuerySet[Any]:
    """The whole activities that this reader may see and the list is asked for, newest first."""
    found: Any = Activity.objects.visible_to(user).filter(home=home, parent=None)
    if asked.year:
        found = found.within(*_span(asked.year, home))
    found = found.within(asked.since, asked.until)
    if asked.partner:
        found = found.filter(partnership__slug=asked.partner)
    if asked.format == NOT_STATED:
        found = found.filter(**dict.fromkeys(FORMATS, False))
    elif asked.format:
        found = found.filter(**{asked.format: True})
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.phase:
        found = found.filter(phase__in=_phases(home, user, asked.phase))
    if asked.theme:
        tagged = Tag.objects.visible_to(user).filter(home=home, theme__slug=asked.theme).values("record")
        found = found.filter(Q(uuid__in=tagged) | Q(series__uuid__in=tagged))
    if asked.q:
        key = fold(asked.q)
        found = found.filter(Q(key__contains=key) | Q(series__key__contains=key)) if key else found.none()
    return found  # type: ignore[no-any-return]


def _phases(home: Home, user: Reader, asked: str) -> QuerySet[Any]:
    phases: QuerySet[Any] = Phase.objects.visible_to(user).filter(home=home)
    return phases.filter(order=int(asked)) if asked.isdecimal() and len(asked) < 5 else phases.none()


def _span(year: str, home: Home) -> tuple[date, date]:
    """The first and last day of a year: 2019, or AY2019 by the home's calendar."""
    if year.isdecimal() and len(year) == 4 and int(year) > 0:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    try:
        found = AcademicYear.parse(year, home.calendar)
    except NotUnderstood as problem:
        raise ValidationError(
            {"year": _("“%(word)s” is no year; write 2019 or AY2019.") % {"word": year[:40]}}
        ) from problem
    return found.start, found.end


def with_all(found: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With what a line of the list shows, in a fixed number of queries."""
    return found.select_related("series", "partnership").prefetch_related(
        Prefetch("venue", Organisation.objects.visible_to(user)),
        Prefetch("phase", Phase.objects.visible_to(user)),
    )


def choices(home: Home, user: Reader) -> dict[str, list[Choice]]:
    """By what the list can be narrowed, each with its number; worked out once until something is written."""
    found: dict[str, list[Choice]] = remembered(
        home, ("activity choices", home.pk, rights(user), get_language()), lambda: _choices(home, user)
    )
    return found


def _choices(home: Home, user: Reader) -> dict[str, list[Choice]]:
    """One look at all activities, and one at each of the names."""
    every: Any = Activity.objects.visible_to(user).filter(home=home, parent=None).order_by()
    by: dict[str, Counter[Any]] = {name: Counter() for name in ("year", "partner", "kind", "format")}
    # SQLite has no years: of a day as text it takes the first four signs by itself, where it would call us for each.
    year_of = Substr(Cast("sort_day", CharField()), 1, 4)
    grouped = every.values_list(year_of, "partnership", "kind", *FORMATS).annotate(n=Count("pk"))
    for year, partner, kind, *formats, n in grouped:
        by["year"][int(year)] += n
        by["partner"][partner] += n
        by["kind"][kind] += n
        for name in [one for one, there in zip(FORMATS, formats, strict=True) if there] or [NOT_STATED]:
            by["format"][name] += n
    names = Partnership.objects.visible_to(user).filter(home=home, pk__in=[pk for pk in by["partner"] if pk])
    tags = Tag.objects.visible_to(user).filter(home=home, record_label__in=_labels())
    themes = Theme.objects.visible_to(user).filter(pk__in=tags.order_by().values("theme"))
    partners = [Choice(row.slug, row.name, by["partner"][row.pk]) for row in names.only("slug", "name")]
    formats_there = [name for name in FORMATS if by["format"][name]]
    unsaid = [Choice(NOT_STATED, _("not stated"), by["format"][NOT_STATED])] if by["format"][NOT_STATED] else []
    return {
        "year": [Choice(str(year), str(year), n) for year, n in sorted(by["year"].items(), reverse=True)
                 if year != UNDATED.year],
        "partner": sorted(partners, key=lambda one: str(one.label)),
        "format": [*(Choice(name, format_name(name), by["format"][name]) for name in formats_there), *unsaid],
        "kind": narrowing.counted(ActivityKind.choices, by["kind"]),
        "theme": [Choice(row.slug, row.name) for row in themes[:200]],
    }  # fmt: skip


def _labels() -> list[str]:
    return [Activity._meta.label_lower, Series._meta.label_lower]
