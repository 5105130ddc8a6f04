"""What moves of the portfolio ask of dates, of what holds now, and of what others did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Change, Dated, Visibility
from kizuna.core.values import FuzzyDate, Text
from kizuna.core.wording import called
from kizuna.partners.models import Coordinator, Member, Partnership, Stage, Standing, TeamUnit, Tier

DAY = timedelta(days=1)
PARTS = (Standing, Stage, TeamUnit, Member, Coordinator)
SHOWN = 5  # of those that stand in the way; the others are counted
BREAK = re.compile(r"\s*[;；\n]\s*")


def _changes(row: Partnership) -> QuerySet[Change]:
    own = Q(record=row.uuid)
    for part in PARTS:
        own |= Q(record__in=part._default_manager.filter(partnership=row).values("uuid"))
    return Change.objects.filter(own)


def mark_of(row: Partnership) -> int:
    """Up to where the partnership's changes were known when a page was read."""
    return int(_changes(row).aggregate(last=Max("pk"))["last"] or 0)


def hold(row: Partnership, mark: int | None) -> None:
    """Reads the partnership afresh and keeps it from others until the move is done.

    Raises Conflict when somebody has moved it, or changed a part of it, since the page was read.
    """
    row.refresh_from_db(from_queryset=Partnership.objects.select_for_update())
    since = list(_changes(row).filter(pk__gt=mark).select_related("by")) if mark is not None else []
    if since:
        raise records.Conflict(row, since)


def bounds(on: FuzzyDate) -> tuple[date, date]:
    """The first and the last day that a date may mean; ValidationError for one that is open on a side."""
    first, last = on.start.earliest, on.start.latest
    if first is None or last is None or on.is_interval:
        raise ValidationError({"on": _("Say a day, a month or a year.")})
    return first, last


def happened(on: FuzzyDate) -> None:
    """Refuses a date that is still to come: the state of a partnership is the one it has now."""
    if bounds(on)[0] > timezone.localdate():
        raise ValidationError({"on": _("This date is still to come. Enter the move once it has happened.")})


def before(on: FuzzyDate) -> FuzzyDate:
    """The day before; where the date is not known to the day, the days between which that one lies."""
    first, last = (day - DAY for day in bounds(on))
    return FuzzyDate(first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}")


def running(rows: Iterable[Any]) -> list[Any]:
    """Those without an end."""
    return [row for row in rows if row.ends_last is None]


def current(row: Partnership) -> Standing | None:
    """The standing that has no end; ValidationError when there are two, which an older entry may have left."""
    found = running(row.standings.select_related("tier"))
    if len(found) > 1:
        raise ValidationError({"tier": _("Two standings are open at once. Give one of them an end first.")})
    return found[0] if found else None


def reach(rows: Iterable[Dated], on: FuzzyDate) -> None:
    """Refuses a date on or before which one of these rows is on record as holding."""
    first, _last = bounds(on)
    late = [(row, known) for row in rows if (known := _last_known(row)) is not None and first <= known]
    if late:
        # What is sealed stands in the way too, but is not named: not everyone who moves may know of it.
        named = [(row, known) for row, known in late if getattr(row, "visibility", "") != Visibility.SEALED][:SHOWN]
        told = [
            _("%(what)s: on record for %(day)s")
            % {"what": called(row), "day": FuzzyDate(known.isoformat()).display(get_language() or "en")}
            for row, known in named
        ]
        rest = len(late) - len(named)
        more = [_("and %(n)s more") % {"n": rest}] if rest else []
        raise ValidationError(
            {"on": [_("Choose a later date, or correct first what is on record for then."), *told, *more]}
        )


def _last_known(row: Dated) -> date | None:
    """The last day on which a row is known to hold; of one that runs, its first."""
    if row.ends_last is not None:
        return row.ends_first
    return max((day for day in (row.begins_first, row.seen) if day), default=None)


def end(row: Dated, on: FuzzyDate) -> None:
    """Ends a row the day before; that it held until then is known by the move itself."""
    row.ends = before(on)
    if row.begins_last is None and row.seen is None:
        row.seen = bounds(on)[0] - DAY


def conditions(tier: Tier) -> list[Text]:
    """The conditions that make up a tier's criterion: its parts between semicolons or line breaks."""
    parts = {code: [part for part in BREAK.split(words) if part] for code, words in tier.criterion.texts.items()}
    if len({len(found) for found in parts.values()}) > 1:
        return [tier.criterion]
    size = max((len(found) for found in parts.values()), default=0)
    return [
        Text({code: found[place] for code, found in parts.items()}, tier.criterion.reference) for place in range(size)
    ]


def grounds(met: Iterable[Text], words: Text) -> Text:
    """What a standing rests on: the conditions that are met, then what was said in words."""
    told = [*met, *([words] if words else [])]
    codes = dict.fromkeys(code for text in told for code in text.texts)
    reference = frozenset(code for text in told for code in text.reference)
    return Text(
        {code: "; ".join(text.texts[code] for text in told if code in text.texts) for code in codes},
        reference & codes.keys(),
    )
