"""What the record ties to the phases themselves: who joined, what came of them, was planned, is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from kizuna.core.doors import once
from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered_rows
from kizuna.directory.models import Tag
from kizuna.partners.models import Outcome, Partnership, Phase, Plan, Programme, TeamUnit

# Of each kind as many as one can read; how many there are is said beside them.
MOST = 50
# Under whose name a home stands: its partnerships programme, else its strategy.
MAIN = ("partnerships", "strategy")


@dataclass
class PhaseTold:
    """One phase: the departments that joined a team in it, its outcomes and plans, and how many there are of each."""

    phase: Phase
    joined: list[TeamUnit] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    plan_states: Counter[str] = field(default_factory=Counter)

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many plans are in which state, in words."""
        return [(str(Plan.State(state).label), self.plan_states[state]) for state in Plan.State.values
                if self.plan_states[state]]  # fmt: skip


def phases_of(home: Home, user: Reader) -> list[Phase]:
    """The phases of the home's programme, in order."""
    found: list[Phase] = once(home, ("phases", user.pk), lambda: _phases_of(home, user))
    return found


def _phases_of(home: Home, user: Reader) -> list[Phase]:
    programmes = Programme.objects.visible_to(user).filter(home=home, kind__in=MAIN)
    rows = remembered_rows(
        home,
        ("phases", home.pk, rights(user)),
        lambda: Phase.objects.visible_to(user).filter(programme__in=programmes).select_related("programme"),
    )
    first = min((row.programme for row in rows), key=lambda one: (MAIN.index(one.kind), one.order), default=None)
    return [row for row in rows if row.programme == first]


def day_of(phase: Phase, usual: date) -> date:
    """The day a phase stands for: its last, or the home's usual day while it runs.

    Raises ValidationError for a phase that had not begun, or of which no date is known.
    """
    first = phase.period.start.earliest
    last = phase.closed_on or phase.period.end.latest
    if last is not None and last <= usual:
        return last
    if first is None or first > usual:
        raise ValidationError(_("%s had not begun on that day, or no source says when it did.") % phase)
    return usual


def chosen(phases: list[Phase], first: str, second: str) -> tuple[Phase, Phase]:
    """Two of these phases by their order, the earlier one first; ValidationError where there is no such phase."""
    known = {phase.order: phase for phase in phases}
    if not known:
        raise ValidationError(_("This home has no phases on record."))
    found = []
    for text in (first, second):
        if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) in known):
            numbers = ", ".join(str(order) for order in known)
            raise ValidationError(
                _("There is no phase “%(text)s”; the phases are %(known)s.") % {"text": text[:20], "known": numbers}
            )
        found.append(known[int(text)])
    found.sort(key=lambda phase: phase.order)
    return found[0], found[1]


def told(home: Home, phases: list[Phase], user: Reader) -> list[PhaseTold]:
    """What is tied to each of these phases, in the order given."""
    seen = Partnership.objects.visible_to(user).filter(home=home)
    by_key = {phase.pk: PhaseTold(phase) for phase in phases}
    keys = list(by_key)
    joined: Any = TeamUnit.objects.visible_to(user).filter(joined_phase__in=keys, partnership__in=seen.values("pk"))
    for row in joined.select_related("unit__alias_of", "partnership").order_by("partnership", "order", "pk"):
        one = by_key[row.joined_phase_id]
        one.counts["joined"] += 1
        if len(one.joined) < MOST:
            one.joined.append(row)
    for name, model in (("outcomes", Outcome), ("plans", Plan)):
        rows: Any = model.objects.visible_to(user).filter(home=home, phase__in=keys)
        rows = rows.filter(Q(partnership__isnull=True) | Q(partnership__in=seen.values("pk")))
        _put(by_key, name, rows)
    return list(by_key.values())


def _put(by_key: dict[int, PhaseTold], name: str, rows: Any) -> None:
    """The first rows of each phase, and the number of all of them, in one question."""
    in_phase: dict[str, Any] = {"partition_by": F("phase")}
    place = Window(RowNumber(), order_by=(F("partnership").asc(), F("order").asc(), F("pk").asc()), **in_phase)
    numbered = rows.annotate(place=place, among=Window(Count("pk"), **in_phase)).filter(place__lte=MOST)
    for row in numbered.select_related("partnership").order_by("phase", "place"):
        one = by_key[row.phase_id]
        one.counts[name] = row.among
        getattr(one, name).append(row)
        if name == "plans":
            one.plan_states[row.state] += 1
    if name == "plans" and any(one.counts["plans"] > MOST for one in by_key.values()):
        for key, state, number in rows.order_by().values_list("phase", "state").annotate(n=Count("pk")):
            by_key[key].plan_states[state] = number


def fields(home: Home, user: Reader) -> list[tuple[Any, list[Tag], list[Tag]]]:
    """For each partnership of which it is said: its name and address, the fields that are new, those from before."""
    seen = Partnership.objects.visible_to(user).filter(home=home)
    its = Partnership.objects.filter(uuid=OuterRef("record"))
    rows = Tag.objects.visible_to(user).filter(
        home=home,
        record_label=Partnership._meta.label_lower,
        novelty__in=("new", "before"),
        record__in=seen.values("uuid"),
    )
    rows = rows.annotate(slug=Subquery(its.values("slug")[:1]), its_name=Subquery(its.values("name")[:1]))
    found: dict[str, tuple[Any, list[Tag], list[Tag]]] = {}
    for tag in rows.select_related("theme")[: 4 * MOST]:
        row = found.setdefault(tag.slug, ({"slug": tag.slug, "name": tag.its_name}, [], []))
        row[1 if tag.novelty == "new" else 2].append(tag)
    return list(found.values())
