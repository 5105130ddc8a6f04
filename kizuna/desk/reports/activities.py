"""Activities of a period: how many, by partner, department, format, theme, kind and host; and which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from django.db.models import Case, CharField, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity, ActivityKind, Body, Series
from kizuna.core.models.record import Reader
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.paper import Asked, Cell, Head, Part, Report, limited, number
from kizuna.directory.models import Tag, Theme, Unit
from kizuna.partners.models import Partnership, Phase

State = Activity.State
# What a state means for counting.
GROUPS: dict[str, tuple[str, ...]] = {
    "held": (State.HELD, State.UNDER_WAY),
    "planned": (State.PLANNED,),
    "off": (State.POSTPONED, State.CANCELLED),
    "unsaid": (State.NOT_STATED,),
}
# What was done, as far as one can tell: a source that tells of it without a word on its state tells of what was held.
DONE = (*GROUPS["held"], *GROUPS["unsaid"])
MODES = ("in_person", "mixed", "online", "streamed", "unsaid")


def group_labels() -> dict[str, str]:
    """What the groups of states are called."""
    return {"held": _("Held"), "planned": _("Planned"), "off": _("Not held"), "unsaid": _("Not said whether held")}


def mode_labels() -> dict[str, str]:
    """What the ways of holding are called; each activity has one of them."""
    return {
        "in_person": _("In person"), "mixed": _("In person and online"), "online": _("Online"),
        "streamed": _("Streamed"), "unsaid": _("Not stated"),
    }  # fmt: skip


def mode() -> Case:
    """An expression: the one way in which an activity is held."""
    return Case(
        When(Q(hybrid=True) | Q(in_person=True, online=True), then=Value("mixed")),
        When(online=True, then=Value("online")),
        When(in_person=True, then=Value("in_person")),
        When(streamed=True, then=Value("streamed")),
        default=Value("unsaid"),
        output_field=CharField(),
    )


def group() -> Case:
    """An expression: what the state means for counting."""
    return Case(
        *(When(state__in=states, then=Value(name)) for name, states in GROUPS.items()), output_field=CharField()
    )


def every(asked: Asked) -> QuerySet[Any]:
    """The whole activities that a report may speak of."""
    rows: QuerySet[Any] = Activity.objects.visible_to(asked.user).filter(home=asked.home, parent=None).order_by()
    return rows.filter(partnership=asked.partner) if asked.partner else rows


def inside(asked: Asked) -> QuerySet[Any]:
    """Those that lie in the period for certain."""
    return every(asked).filter(asked.period.inside)


class Tally:
    """How many there are of each key and group of states."""

    def __init__(self, rows: Iterable[Sequence[Any]] = ()) -> None:
        self.counts: dict[Hashable, Counter[str]] = defaultdict(Counter)
        for key, name, count in rows:
            self.counts[key][name] += count

    @property
    def groups(self) -> list[str]:
        """The groups that hold anything."""
        return [name for name in GROUPS if any(counts[name] for counts in self.counts.values())]

    def total(self, key: Hashable) -> int:
        """How many of one key."""
        return sum(self.counts[key].values())

    def part(
        self, name: str, title: str, head: str, cells: dict[Hashable, Cell], most: int | None, *,
        foot: Cell | None = None, ranked: bool = True, **more: Any,
    ) -> Part:  # fmt: skip
        """A table: a row for each key that has a cell, the largest first, and the sum where the rows add up."""
        labels, groups = group_labels(), self.groups or ["held"]
        keys = [key for key in cells if self.total(key)]
        if ranked:
            keys.sort(key=lambda key: (-self.total(key), cells[key].text))
        heads = [Head(head, wide=3), *(Head(labels[one], True) for one in groups)]
        alone = len(groups) == 1
        if not alone:
            heads.append(Head(_("All"), True))

        def row(first: Cell, counts: Counter[str]) -> list[Cell]:
            sums = [] if alone else [number(sum(counts.values()), strong=True)]
            return [first, *(number(counts[one]) for one in groups), *sums]

        made = limited(
            Part(name, title, heads=heads, **more), [row(cells[key], self.counts[key]) for key in keys], most
        )
        if foot is not None and len(keys) > 1:
            whole: Counter[str] = Counter()
            for counts in self.counts.values():
                whole.update(counts)
            made.foot = row(foot, whole)
        return made


def by(rows: QuerySet[Any], key: Any) -> Tally:
    """How many there are by an expression and the state."""
    return Tally(rows.annotate(by=key, told=group()).values_list("by", "told").annotate(n=Count("pk")))


def report(asked: Asked) -> Report:
    """Activities of a period."""
    rows = inside(asked)
    modes = by(rows, mode())
    kinds = by(rows, F("kind"))
    totals: Counter[str] = Counter()
    for counts in kinds.counts.values():
        totals.update(counts)
    labels, all_of = group_labels(), Cell(_("All"))
    made = Report(
        "activities", _("Activities of a period"), asked,
        lead=_("What lies in the period for certain, by partner, department, format, theme and kind."),
        facts=[(f"{sum(totals.values()):,}", _("activities in the period")),
               *((f"{totals[one]:,}", labels[one].lower()) for one in GROUPS if totals[one] and len(+totals) > 1)],
    )  # fmt: skip
    if not asked.partner:
        partners = _by_partner(asked, rows, all_of)
        made.parts.append(partners)
        made.facts.append((f"{sum(bool(row[0].url) for row in partners.rows) + partners.more:,}", _("partners")))
    made.parts.append(_by_unit(asked, rows))
    keys: dict[Hashable, Cell] = {one: Cell(label) for one, label in mode_labels().items()}
    made.parts.append(modes.part("formats", _("By format"), _("Format"), keys, None, foot=all_of, ranked=False))
    made.parts.append(_by_theme(asked, rows))
    keys = {value: Cell(str(label)) for value, label in ActivityKind.choices}
    made.parts.append(kinds.part("kinds", _("By kind"), _("Kind"), keys, None, foot=all_of))
    sides = by(rows, F("host_side"))
    keys = {value: Cell(str(label)) for value, label in Activity.Side.choices}
    made.parts.append(sides.part("hosts", _("By host"), _("Hosted"), keys, None, foot=all_of, ranked=False))
    made.parts.append(_listed(asked, rows, sum(totals.values())))
    aside = apart(asked)
    if left := sum(len(part.rows) + part.more for part in aside):
        made.facts.append((f"{left:,}", _("listed apart, counted nowhere")))
    made.parts += aside
    made.parts = [part for part in made.parts if part.rows]
    return made


def _by_partner(asked: Asked, rows: QuerySet[Any], foot: Cell) -> Part:
    tally = by(rows, F("partnership"))
    keys = [key for key in tally.counts if key is not None]
    cells: dict[Hashable, Cell] = {None: Cell(_("No partnership named"))}
    for row in Partnership.objects.visible_to(asked.user).filter(home=asked.home, pk__in=keys).only("slug", "name"):
        cells[row.pk] = Cell(in_language(row.name), url=f"{asked.home.desk}partners/{row.slug}/")
    return tally.part("partners", _("By partner"), _("Partner"), cells, asked.most, foot=foot)


def _with_series(rows: QuerySet[Any], by_series: dict[int, set[int]]) -> Tally:
    """What has nothing of its own is counted under what its series has."""
    tally = Tally()
    without = rows.exclude(series=None).annotate(told=group())
    for series, told, count in without.values_list("series", "told").annotate(n=Count("pk")):
        for key in by_series.get(series, ()):
            tally.counts[key][told] += count
    return tally


def _by_unit(asked: Asked, rows: QuerySet[Any]) -> Part:
    units = Unit.objects.visible_to(asked.user)
    ours = units.filter(organisation__home_of__home=asked.home)
    bodies = Body.objects.visible_to(asked.user).filter(home=asked.home, unit__in=ours).order_by()
    bodies = bodies.annotate(who=Coalesce("unit__alias_of", "unit"))
    states = [When(activity__state__in=found, then=Value(name)) for name, found in GROUPS.items()]
    direct = bodies.filter(activity__in=rows).annotate(told=Case(*states, output_field=CharField()))
    tally = Tally(direct.values_list("who", "told").annotate(n=Count("activity", distinct=True)))
    of_series: dict[int, set[int]] = defaultdict(set)
    for series, who in bodies.exclude(series=None).values_list("series", "who"):
        of_series[series].add(who)
    # A list of keys is made once, where a question for each activity would be asked fifty thousand times.
    without = rows.exclude(pk__in=bodies.exclude(activity=None).values("activity"))
    _add(tally, _with_series(without, of_series))
    desk = asked.home.desk
    cells: dict[Hashable, Cell] = {
        row.pk: Cell(in_language(row.name), small=row.abbreviation or "", url=f"{desk}departments/{row.slug}/")
        for row in units.filter(pk__in=list(tally.counts))
    }
    note = _("An activity counts for each department named with it, so the rows do not add up; one that names none "
             "counts for those of its series.")  # fmt: skip
    return tally.part("units", _("By department"), _("Department"), cells, asked.most, note=note)


def _by_theme(asked: Asked, rows: QuerySet[Any]) -> Part:
    tags = Tag.objects.visible_to(asked.user).filter(home=asked.home).order_by()
    own = tags.filter(record_label=Activity._meta.label_lower)
    tally = Tally()
    for name, states in GROUPS.items():
        keys = rows.filter(state__in=states).values("uuid")
        for theme, count in own.filter(record__in=keys).values_list("theme").annotate(n=Count("pk")):
            tally.counts[theme][name] += count
    of_series: dict[int, set[int]] = defaultdict(set)
    known = dict(Series.objects.visible_to(asked.user).filter(home=asked.home).order_by().values_list("uuid", "pk"))
    for record, theme in tags.filter(record_label=Series._meta.label_lower).values_list("record", "theme"):
        if record in known:
            of_series[known[record]].add(theme)
    _add(tally, _with_series(rows.exclude(uuid__in=own.values("record")), of_series))
    themes = Theme.objects.visible_to(asked.user).filter(pk__in=list(tally.counts))
    cells: dict[Hashable, Cell] = {row.pk: Cell(in_language(row.name)) for row in themes}
    note = _("An activity counts for each of its themes, so the rows do not add up; one without any counts for those "
             "of its series.")  # fmt: skip
    return tally.part("themes", _("By theme"), _("Theme"), cells, asked.most, note=note)


def _add(tally: Tally, more: Tally) -> None:
    for key, counts in more.counts.items():
        tally.counts[key].update(counts)


def _named(tally: Tally, find: Callable[[list[Any]], Any], cell: Callable[[Any], Cell]) -> dict[Hashable, Cell]:
    rows = find(list(tally.counts))
    return {row.pk: cell(row) for row in (rows.values() if isinstance(rows, dict) else rows)}


def with_names(rows: QuerySet[Any], user: Reader) -> QuerySet[Any]:
    """With what a line of a list shows."""
    return rows.select_related("series", "partnership").prefetch_related(
        Prefetch("phase", Phase.objects.visible_to(user))
    )


def line(asked: Asked, row: Activity, small: str = "") -> Cell:
    """One activity as the first cell of a line."""
    where = "" if asked.partner or row.partnership is None else in_language(row.partnership.name)
    return Cell(
        in_language(row.heading), small=" · ".join(part for part in (where, small) if part),
        url=f"{asked.home.desk}activities/{row.uuid}/", record=row,
    )  # fmt: skip


def ways_of(row: Activity) -> str:
    """In which ways it is held, in words."""
    return str(capfirst(", ".join(row.formats)))


def when_of(row: Activity) -> str:
    """When it was, in words: its dates, or the phase that dates it."""
    begins, ends, code = row.begins, row.ends, language()
    if begins and ends and begins != ends:
        return f"{begins.display(code)} – {ends.display(code)}"
    if begins or ends:
        return str((begins or ends).display(code))
    return begins.stated or (in_language(row.phase.name) if row.phase is not None else "")


def _listed(asked: Asked, rows: QuerySet[Any], total: int) -> Part:
    wanted = with_names(rows, asked.user).order_by("sort_day", "order", "pk")
    heads = [Head(_("When"), wide=1), Head(_("Activity"), wide=3), Head(_("Format"), wide=1), Head(_("State"), wide=1)]
    part = Part("list", _("The activities"), heads=heads)
    part.rows = [
        [Cell(when_of(row)), line(asked, row), Cell(ways_of(row)), Cell(str(row.get_state_display()))]
        for row in (wanted if asked.most is None else wanted[: asked.most])
    ]
    part.more = total - len(part.rows)
    return part


def apart(asked: Asked) -> list[Part]:
    """What is counted nowhere: what may lie in the period, what is not dated, what began earlier and went on."""
    titles = {
        "perhaps": (_("May lie in the period"), _("Their dates leave open whether they do; they are counted nowhere.")),
        "undated": (_("Cannot be placed in time"), _("No date is on record; they are counted nowhere.")),
        "earlier": (_("Began earlier and may have gone on"), _("They count in the period in which they began.")),
    }
    if asked.period.whole:
        return []
    rows = every(asked).annotate(lies=asked.period.lies).filter(lies__in=list(titles))
    counts = Counter(dict(rows.values_list("lies").annotate(n=Count("pk"))))
    if not counts:
        return []
    found: dict[str, Part] = {}
    for name, (title, note) in titles.items():
        part = found[name] = Part(name, title, "list", note, apart=True)
        if counts[name]:
            some = with_names(rows.filter(lies=name), asked.user).order_by("sort_day", "order", "pk")
            some = some if asked.most is None else some[: min(asked.most, 40)]
            part.rows = [[line(asked, row, when_of(row))] for row in some]
            part.more = counts[name] - len(part.rows)
    return list(found.values())
