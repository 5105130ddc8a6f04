"""A phase with each partner: what was planned and done, what is still open, what came without having been planned."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity, ActivityPlan
from kizuna.core.models import Record
from kizuna.core.wording import in_language, language
from kizuna.desk.reports.activities import DONE, apart, every, line, when_of, with_names
from kizuna.desk.reports.paper import Asked, Cell, Head, Part, Report, number
from kizuna.partners.models import Outcome, Partnership, Plan

# Of each kind so many with each partner where all partners stand on one page.
EACH = 12
OPEN = (Plan.State.OPEN, Plan.State.UNDER_WAY)


@dataclass
class Told:
    """What is on record of a phase with one partner, or beside all of them."""

    done: list[Cell] = field(default_factory=list)
    open: list[Cell] = field(default_factory=list)
    left: list[Cell] = field(default_factory=list)
    surprising: list[Cell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, cell: Cell | None, count: int = 1) -> None:
        """One more of a kind; without a cell it is counted only."""
        self.counts[name] += count
        if cell is not None:
            getattr(self, name).append(cell)


def report(asked: Asked) -> Report:
    """What a phase was to bring with each partner, and what it brought."""
    phase = asked.period.phase
    if phase is None:
        raise ValidationError({"phase": _("This report is about a phase; choose one.")})
    told: dict[int | None, Told] = defaultdict(Told)
    planned = _plans(asked, told)
    _outcomes(asked, told, planned)
    _activities(asked, told)
    rows = Partnership.objects.visible_to(asked.user).filter(home=asked.home)
    names = rows.only("slug", "name").in_bulk([key for key in told if key is not None])
    order: list[int | None] = sorted(
        (key for key in told if key in names), key=lambda key: in_language(names[key].name)
    )
    if None in told and not asked.partner:
        order = [None, *order]
    made = Report(
        "phase", _("Report on a phase"), asked,
        lead=_("Planned and done, still open, and done without having been planned."),
    )  # fmt: skip
    whole: Counter[str] = Counter()
    for key in order:
        whole.update(told[key].counts)
    labels = _labels(planned=bool(whole["done"] + whole["open"] + whole["left"]))
    made.facts = [(f"{whole[name]:,}", labels[name].lower()) for name in labels]
    if len(order) > 1:
        made.parts.append(_summary(asked, order, told, names, whole, labels))
    for key in order:
        title = in_language(names[key].name) if key is not None else _("The programme as a whole")
        made.parts.append(_group(title, told[key], labels, str(key or "home")))
    made.parts += [*_undated(asked), *(part for part in apart(asked) if part.rows)]
    return made


def _labels(*, planned: bool) -> dict[str, str]:
    """What the four kinds are called; where nothing was planned, nothing can be a surprise."""
    return {
        "done": _("Planned and done"), "open": _("Planned and still open"), "left": _("Carried over or dropped"),
        "surprising": _("Done without a plan on record") if planned else _("Done; no plan is on record"),
    }  # fmt: skip


def _told(model: type[Plan | Outcome], asked: Asked) -> QuerySet[Any]:
    """The plans or outcomes that a reader may see, and whose partnership they may see."""
    seen = Partnership.objects.visible_to(asked.user).filter(home=asked.home)
    rows: QuerySet[Any] = model.objects.visible_to(asked.user).filter(home=asked.home)
    if asked.partner:
        return rows.filter(partnership=asked.partner)
    return rows.filter(Q(partnership=None) | Q(partnership__in=seen))


def _plans(asked: Asked, told: dict[int | None, Told]) -> set[int]:
    """Sorts the plans of the phase; returns the outcomes that fulfil one."""
    user = asked.user
    seen = with_names(Activity.objects.visible_to(user), user)
    links = ActivityPlan.objects.visible_to(user).select_related("series")
    plans = (
        _told(Plan, asked)
        .filter(Q(phase=asked.period.phase) | Q(phase=None))
        .prefetch_related(
            Prefetch("fulfilled_by", Outcome.objects.visible_to(user)),
            Prefetch("activities", links.prefetch_related(Prefetch("activity", seen))),
        )
    )
    fulfilling: set[int] = set()
    for plan in plans.order_by("partnership", "order", "pk"):
        if plan.phase_id is None and asked.period.placed(plan.horizon, None) != "in":
            continue
        by: list[tuple[str, Record]] = []
        if plan.fulfilled_by is not None:
            fulfilling.add(plan.fulfilled_by.pk)
            by.append((in_language(plan.fulfilled_by.text), plan.fulfilled_by))
        done = plan.state == Plan.State.DONE or bool(by)
        for link in plan.activities.all():
            if link.how == ActivityPlan.How.FOLLOWS:
                continue
            whole = link.activity or link.series
            held = link.activity is None or link.activity.state in DONE
            if whole is not None and held:
                when = when_of(link.activity) if link.activity is not None else ""
                by.append((f"{in_language(whole.heading)}{f' ({when})' if when else ''}", whole))
                done = done or link.how == ActivityPlan.How.FULFILS
        name = "done" if done else "open" if plan.state in OPEN else "left"
        state = "" if done and by else str(plan.get_state_display())
        when = plan.horizon.display(language()) if plan.horizon else plan.horizon.stated
        small = " · ".join(part for part in (state, when, "; ".join(words for words, _record in by)) if part)
        cell = Cell(in_language(plan.text), small=small, record=plan, also=tuple(record for _w, record in by))
        told[plan.partnership_id].add(name, cell)
    return fulfilling


def _outcomes(asked: Asked, told: dict[int | None, Told], planned: set[int]) -> None:
    for row in _told(Outcome, asked).exclude(pk__in=planned).select_related("phase").order_by("order", "pk"):
        if asked.period.placed(row.when, row.phase) == "in":
            when = row.when.display(language()) if row.when else ""
            about = in_language(row.about)
            small = " · ".join(part for part in (_("Outcome"), about, when) if part)
            told[row.partnership_id].add("surprising", Cell(in_language(row.text), small=small, record=row))


def _activities(asked: Asked, told: dict[int | None, Told]) -> None:
    """What was held in the phase and belongs to no plan of it; as many of each partner as can be read."""
    links = ActivityPlan.objects.visible_to(asked.user).filter(plan__phase=asked.period.phase)
    links = links.exclude(how=ActivityPlan.How.FOLLOWS)
    rows = every(asked).filter(asked.period.inside, state__in=DONE)
    rows = rows.exclude(pk__in=links.exclude(activity=None).values("activity"))
    rows = rows.exclude(series__in=links.exclude(series=None).values("series"))
    most = asked.most if asked.partner or asked.most is None else EACH
    for key, count in rows.values_list("partnership").annotate(n=Count("pk")):
        told[key].add("surprising", None, count)
    if most is not None:
        nth = Window(RowNumber(), partition_by=F("partnership"), order_by=(F("sort_day").asc(), F("pk").asc()))
        rows = rows.annotate(nth=nth).filter(nth__lte=most)
    for row in with_names(rows, asked.user).order_by("partnership", "sort_day", "pk"):
        small = " · ".join(part for part in (str(row.get_kind_display()), when_of(row)) if part)
        cell = line(asked, row, small)
        cell.small = small
        told[row.partnership_id].surprising.append(cell)


def _summary(
    asked: Asked, order: list[int | None], told: dict[int | None, Told], names: dict[Any, Partnership],
    whole: Counter[str], labels: dict[str, str],
) -> Part:  # fmt: skip
    heads = [Head(_("Partner"), wide=2), *(Head(label, True) for label in labels.values())]
    part = Part("summary", _("At a glance"), heads=heads)
    for key in order:
        first = Cell(_("The programme as a whole"))
        if key is not None:
            first = Cell(in_language(names[key].name), url=f"{asked.home.desk}partners/{names[key].slug}/")
        part.rows.append([first, *(number(told[key].counts[name]) for name in labels)])
    part.foot = [Cell(_("All")), *(number(whole[name]) for name in labels)]
    return part


def _group(title: str, told: Told, labels: dict[str, str], name: str) -> Part:
    """The four lists of one partner, under its name."""
    made = Part(f"partner-{name}", title, "group")
    for kind, label in labels.items():
        cells = getattr(told, kind)
        if cells:
            part = Part(f"{name}-{kind}", label, "list", rows=[[cell] for cell in cells], level=3)
            part.more = told.counts[kind] - len(cells)
            made.parts.append(part)
    return made


def _undated(asked: Asked) -> list[Part]:
    """Plans of no phase, and outcomes that cannot be placed in one."""
    note = _("No source says to which phase they belong; they are counted nowhere.")
    part = Part("no-phase", _("In no phase"), "list", note, apart=True)
    count = 0
    for label, model, when in ((_("Plan"), Plan, "horizon"), (_("Outcome"), Outcome, "when")):
        for row in (
            _told(model, asked).filter(phase=None).select_related("partnership").order_by("partnership", "order", "pk")
        ):
            stated = getattr(row, when)
            if asked.period.placed(stated, None) not in ("undated", "perhaps"):
                continue
            count += 1
            if asked.most is None or len(part.rows) < asked.most:
                where = "" if asked.partner or row.partnership is None else in_language(row.partnership.name)
                told = stated.display(language()) if stated else stated.stated
                small = " · ".join(word for word in (label, where, told) if word)
                part.rows.append([Cell(in_language(row.text), small=small, record=row)])
    part.more = count - len(part.rows)
    return [part] if part.rows else []
