"""What follows from a series and its editions: whose turn it is, what is missing, what is due, whether numbers agree.

Nothing here asks the database but ``of_partnership``, ``of_home`` and ``of_series``, each in a fixed number of
queries. Every answer carries its reason in words, and what the record does not say is answered as not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kizuna.activities.models import Activity, Disruption, Rhythm, Series
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.partners.models import Partnership

Side = Activity.Side
State = Activity.State
STEPS = {Rhythm.ANNUAL.value: 1, Rhythm.BIENNIAL.value: 2}
OTHER = {Side.HOME.value: Side.PARTNER.value, Side.PARTNER.value: Side.HOME.value}
# An edition that does not take place is no turn taken and fills no gap.
OFF = (State.CANCELLED, State.POSTPONED)


@dataclass(frozen=True)
class Turn:
    """Who hosts next: the side, or nothing where it cannot be said, and why."""

    side: str
    reason: str
    # What would follow if the sides took turns, where no source says that they do.
    if_in_turn: str = ""

    @property
    def known(self) -> bool:
        """Whether it can be said."""
        return bool(self.side)


@dataclass(frozen=True)
class Missing:
    """An edition that should be on record and is not: of a year, or with a number."""

    reason: str
    year: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Due:
    """When the next edition is to be expected, and why; ``late`` when that time has passed."""

    when: FuzzyDate
    reason: str
    late: bool = False


@dataclass(frozen=True)
class Numbering:
    """What the numbers of editions and their years say of each other; ``agrees`` is None where nothing follows."""

    agrees: bool | None
    reason: str


@dataclass
class Told:
    """One series with its editions, oldest first, and what follows from them."""

    series: Series
    editions: list[Activity]
    turn: Turn
    due: Due
    missing: list[Missing] = field(default_factory=list)
    numbering: list[Numbering] = field(default_factory=list)

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words: each year, and all numbers in one sentence."""
        numbers = [one.number for one in self.missing if one.number is not None]
        told = [one.reason for one in self.missing if one.year is not None]
        if numbers:
            span = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 2 else ", ".join(str(one) for one in numbers)
            told.append(
                ngettext("No. %(n)s is not on record, though a later one is.",
                         "Nos. %(n)s are not on record, though a later one is.", len(numbers)) % {"n": span}
            )  # fmt: skip
        return told

    @property
    def last(self) -> Activity | None:
        """The last edition that was held, as far as the record goes."""
        return next((one for one in reversed(self.editions) if not _ahead(one)), None)


def tell(series: Series, editions: Iterable[Activity], day: date, disruptions: Sequence[Disruption] = ()) -> Told:
    """All that follows, as of a day."""
    rows = in_order(editions)
    lost = missing(series, rows, disruptions)
    return Told(
        series, rows, whose_turn(series, rows, day), next_due(series, rows, day),
        lost, numbering(series, rows, lost),
    )  # fmt: skip


def in_order(editions: Iterable[Activity]) -> list[Activity]:
    """The oldest first; what has no date stands by its number, or last."""
    return sorted(editions, key=lambda one: (year_of(one) or 9999, one.begins.sort_key, one.edition or 0, one.pk or 0))


def year_of(activity: Activity) -> int | None:
    """The year that an edition belongs to: the calendar or the academic year in which it began."""
    begins: Any = activity.begins
    first, last = begins.start.earliest, begins.start.latest
    if first is None or last is None:
        return None
    if activity.begins.edtf.startswith("AY"):
        return int(activity.begins.edtf[2:6])
    return first.year if first.year == last.year else None


def _ahead(activity: Activity) -> bool:
    return activity.state in (State.PLANNED, *OFF)


def _called(activity: Activity) -> str:
    """How an answer names an edition: its time, or its number."""
    language = (get_language() or "en").split("-")[0]
    when = activity.begins.display(language) if activity.begins else activity.begins.stated
    if activity.edition and when:
        return _("no. %(n)s of %(when)s") % {"n": activity.edition, "when": when}
    return when or (_("no. %(n)s") % {"n": activity.edition} if activity.edition else _("an undated one"))


WHERE = {
    Side.HOME.value: _lazy("with us"),
    Side.PARTNER.value: _lazy("with the partner"),
    Side.BOTH.value: _lazy("on both sides"),
    Side.THIRD.value: _lazy("elsewhere"),
    Side.NONE.value: _lazy("in no place"),
}


def _where(side: str) -> str:
    return str(WHERE[side]) if side in WHERE else _("where is not stated")


def whose_turn(series: Series, editions: Sequence[Activity], day: date) -> Turn:
    """Who hosts next, by the plan, by the pattern stated, or by the last edition whose host is known."""
    if series.is_over:
        return Turn("", _("The series has ended."))
    planned = next((one for one in editions if one.state == State.PLANNED and not past(one, day)), None)
    if planned is not None and planned.host_side in (*OTHER, Side.BOTH.value, Side.THIRD.value):
        told = {"edition": _called(planned), "where": _where(planned.host_side)}
        return Turn(planned.host_side, _("The next edition (%(edition)s) is planned %(where)s.") % told)
    pattern = Series.Hosts
    fixed = {
        pattern.OURS.value: (Side.HOME.value, _("It is always held with us.")),
        pattern.THEIRS.value: (Side.PARTNER.value, _("It is always held with the partner.")),
        pattern.THIRD.value: (Side.THIRD.value, _("Others host it.")),
    }
    if series.host_pattern in fixed:
        return Turn(*fixed[series.host_pattern])
    held = [one for one in editions if not _ahead(one)]
    placed = next((one for one in reversed(held) if one.host_side in OTHER), None)
    later = held[held.index(placed) + 1 :] if placed is not None else held
    guess = OTHER[placed.host_side] if placed is not None else ""
    if series.host_pattern == pattern.ALTERNATES:
        return _alternating(placed, later, guess)
    if series.host_pattern == pattern.BOTH:
        return Turn("", _("Both sides host it, but that they take turns is not stated.") + _seen(held), guess)
    return Turn("", _("Who hosts it is not stated.") + _seen(held), guess)


def _alternating(placed: Activity | None, later: list[Activity], guess: str) -> Turn:
    if placed is None:
        if later:
            told = _("The two sides host in turn, but where the last one (%(edition)s) was held is not stated.")
            return Turn("", told % {"edition": _called(later[-1])})
        return Turn("", _("The two sides host in turn, but no edition is on record."))
    unknown = [one for one in later if one.host_side == Side.NOT_STATED and not one.online]
    said = {"edition": _called(placed), "where": _where(placed.host_side)}
    if unknown:
        told = _(
            "The sides host in turn; %(edition)s was %(where)s, but where a later one was (%(later)s) is not stated."
        )
        return Turn("", told % {**said, "later": ", ".join(_called(one) for one in unknown)}, guess)
    reason = _("The two sides host in turn, and the last edition with a place (%(edition)s) was %(where)s.") % said
    if later:
        reason += " " + _("Held since in no place: %(later)s.") % {"later": ", ".join(_called(one) for one in later)}
    return Turn(guess, reason)


def _seen(held: list[Activity]) -> str:
    """Where editions were, as far as that is known."""
    known = [one for one in held if one.host_side != Side.NOT_STATED or one.online]
    parts = [
        f"{_called(one)} {_where(one.host_side) if one.host_side != Side.NOT_STATED else _('online')}"
        for one in known[-6:]
    ]
    return " " + _("On record: %(editions)s.") % {"editions": "; ".join(parts)} if parts else ""


def past(activity: Activity, day: date) -> bool:
    """Whether it is over by that day."""
    return activity.ends_last is not None and activity.ends_last < day


def missing(series: Series, editions: Sequence[Activity], disruptions: Sequence[Disruption] = ()) -> list[Missing]:
    """Years and numbers that should be on record and are not, up to the last edition that is."""
    standing = [one for one in editions if one.state not in OFF]
    found = _missing_years(series, standing, disruptions)
    numbers = {one.edition for one in standing if one.edition}
    if numbers:
        first = series.first_edition or 1
        lost = [number for number in range(first, max(numbers)) if number not in numbers]
        reason = _("Later editions bear higher numbers, and this one is not on record.")
        # Where the years already say that an edition is missing, its number says nothing more.
        found += [Missing(reason, number=number) for number in lost[: max(0, 200)]] if not found else []
    return found


def _missing_years(series: Series, standing: list[Activity], disruptions: Sequence[Disruption]) -> list[Missing]:
    step = STEPS.get(series.rhythm)
    years = sorted({year for one in standing if (year := year_of(one)) is not None})
    if step is None or not years:
        return []
    since = series.begins.start.earliest.year if series.begins.start.earliest else None
    started = min(since, years[0]) if since is not None and years[0] - since <= 200 else years[0]
    called = str(series.get_rhythm_display()).lower()
    found = []
    for year in range(started, years[-1], step):
        if not any(year <= known < year + step for known in years):
            reason = _("It is held %(rhythm)s, yet no edition of %(year)s is on record.")
            said = reason % {"rhythm": called, "year": year}
            cause = next((one for one in disruptions if _covers(one, year)), None)
            if cause is not None:
                said += " " + _("On record for that time: %(cause)s.") % {"cause": cause.get_cause_display()}
            found.append(Missing(said, year=year))
    return found


def _covers(disruption: Disruption, year: int) -> bool:
    first, last = disruption.begins_first, disruption.ends_last
    return first is not None and first.year <= year and (last is None or last.year >= year)


def next_due(series: Series, editions: Sequence[Activity], day: date) -> Due:
    """When the next edition is planned or to be expected."""
    if series.is_over:
        return Due(FuzzyDate(), _("The series has ended."))
    ahead = [one for one in editions if one.state == State.PLANNED and not past(one, day)]
    if ahead:
        return Due(ahead[0].begins, _("It is planned."), False)
    if series.state == Series.State.RESTS:
        return Due(FuzzyDate(), _("The series rests."))
    step = STEPS.get(series.rhythm)
    if step is None:
        return Due(FuzzyDate(), _said_rhythm(series))
    years = [year for one in editions if one.state not in OFF and (year := year_of(one)) is not None]
    if not years:
        return Due(FuzzyDate(), _("It is held regularly, but no edition with a date is on record."))
    academic = editions[-1].begins.edtf.startswith("AY")
    calendar = editions[-1].begins.calendar
    year = max(years) + step
    when = FuzzyDate(f"AY{year}", "", calendar) if academic else FuzzyDate(str(year))
    late = when.latest is not None and when.latest < day
    reason = _("%(rhythm)s; the last one on record is of %(year)s.")
    return Due(when, reason % {"rhythm": series.get_rhythm_display(), "year": max(years)}, late)


def _said_rhythm(series: Series) -> str:
    if series.rhythm == Rhythm.NOT_STATED:
        return _("How often it is held is not stated.")
    if series.per_year:
        often = series.per_year.display((get_language() or "en").split("-")[0])
        return _("It is held %(often)s; no interval follows.") % {"often": often}
    told = _("%(rhythm)s: no interval follows from that.")
    return told % {"rhythm": series.get_rhythm_display()}


def numbering(series: Series, editions: Sequence[Activity], lost: Sequence[Missing] = ()) -> list[Numbering]:
    """What numbers and years say of each other."""
    known = [(one.edition, year_of(one)) for one in editions if one.edition and one.state not in OFF]
    found = [
        Numbering(False, _("Two editions bear the number %(n)s.") % {"n": number})
        for number, count in Counter(number for number, _year in known).items()
        if count > 1
    ]
    dated = sorted((number, year) for number, year in known if number and year)
    if not dated:
        return found
    for (one, before), (two, after) in pairwise(dated):
        if two > one and after < before:
            told = _("No. %(two)s is of %(after)s, before no. %(one)s of %(before)s.")
            found.append(Numbering(False, told % {"two": two, "after": after, "one": one, "before": before}))
    return [*found, *_against_years(series, dated, sum(one.year is not None for one in lost))]


def _against_years(series: Series, dated: list[tuple[int, int]], gaps: int) -> list[Numbering]:
    """What the first and the last number say of the beginning."""
    first_number = series.first_edition or 1
    number, year = dated[-1]
    count = number - first_number + 1
    begun = series.begins.start.earliest.year if series.begins.start.earliest else None
    step = STEPS.get(series.rhythm)
    if step is not None:
        would = year - (number - first_number) * step
        said = {"n": number, "year": year, "rhythm": str(series.get_rhythm_display()).lower(), "would": would}
        if begun is None:
            told = _(
                "No. %(n)s in %(year)s, held %(rhythm)s: the first would have been in %(would)s; no source says so."
            )
            return [Numbering(None, told % said)]
        if begun == would:
            return [Numbering(True, _("No. %(n)s in %(year)s agrees with a first edition in %(would)s.") % said)]
        if gaps and begun == would - gaps * step:
            told = _("No. %(n)s in %(year)s agrees with a beginning in %(begun)s, if the missing ones were not held.")
            return [Numbering(True, told % {**said, "begun": begun})]
        told = _(
            "No. %(n)s in %(year)s, held %(rhythm)s, would put the first in %(would)s; on record it began in %(begun)s."
        )
        return [Numbering(False, told % {**said, "begun": begun})]
    if begun is not None:
        span = year - begun + 1
        told = ngettext(
            "%(n)s edition by %(year)s, since %(begun)s: in %(span)s calendar years. How often is not stated.",
            "%(n)s editions by %(year)s, since %(begun)s: in %(span)s calendar years. How often is not stated.",
            count,
        )
        return [Numbering(None, told % {"n": count, "year": year, "begun": begun, "span": span})]
    return []


def edition_after(told: Told) -> int | None:
    """The number of the next edition; None where editions are not numbered."""
    numbers = [one.edition for one in told.editions if one.edition]
    return max(numbers) + 1 if numbers else None


def rows_of(home: Home, user: Reader) -> QuerySet[Any]:
    """The series of a home that this reader may see."""
    rows: QuerySet[Any] = Series.objects.visible_to(user).filter(home=home).select_related("partnership", "programme")
    return rows


# What follows from editions follows from these columns; a list of series reads no others of its thousands of editions.
TELLING = (
    "uuid", "visibility", "home", "series", "state", "edition", "edition_again", "title", "begins", "ends", "seen",
    "begins_first", "begins_last", "ends_first", "ends_last", "host_side", "online", "order",
)  # fmt: skip


def of_series(rows: Iterable[Series], user: Reader, day: date) -> list[Told]:
    """What follows for each of these series; two queries, however many there are. Of one, its editions come whole."""
    wanted = list(rows)
    keys = [row.pk for row in wanted]
    editions: dict[int, list[Activity]] = defaultdict(list)
    found = Activity.objects.visible_to(user).filter(series__in=keys, parent=None).order_by()
    for one in found if len(wanted) == 1 else found.only(*TELLING):
        editions[one.series_id].append(one)
    between: dict[int, list[Disruption]] = defaultdict(list)
    for row in Disruption.objects.visible_to(user).filter(series__in=keys):
        between[row.series_id].append(row)
    for row in wanted:
        for one in editions[row.pk]:
            # What is read already is not read again for its name.
            one.series = row
    return [tell(row, editions[row.pk], day, between[row.pk]) for row in wanted]


def of_partnership(home: Home, user: Reader, partnership: Partnership, day: date) -> list[Told]:
    """What follows for the series of a partnership; three queries, however many there are."""
    return of_series(rows_of(home, user).filter(partnership=partnership), user, day)


def of_home(home: Home, user: Reader, day: date) -> list[Told]:
    """What follows for all series of a home; three queries, however many there are."""
    return of_series(rows_of(home, user), user, day)


def hosting(home: Home, user: Reader, partnership: Partnership) -> dict[str, int]:
    """How many whole activities with a partner each side has hosted, and of how many that is not known; one query."""
    rows = Activity.objects.visible_to(user).filter(home=home, partnership=partnership, parent=None)
    found: Counter[str] = Counter(dict.fromkeys(Side.values, 0))
    held = rows.exclude(state__in=(State.PLANNED, *OFF)).order_by()
    for side, online, number in held.values_list("host_side", "online").annotate(n=Count("pk")):
        found[Side.NONE.value if side == Side.NOT_STATED and online else side] += number
    return dict(found)
