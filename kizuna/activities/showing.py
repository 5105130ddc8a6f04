"""What the pages of one activity and of one series show: what hangs on it, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.activities.models import (
    Activity,
    ActivityOutcome,
    ActivityPlan,
    Attendee,
    Body,
    Disruption,
    Headcount,
    Practice,
    Series,
)
from kizuna.activities.models.takingpart import exact_sum
from kizuna.activities.turns import Told
from kizuna.core.citing import Footnotes
from kizuna.core.models import Note
from kizuna.core.models.record import Reader
from kizuna.directory.models import Organisation, Person, Tag, Unit


@dataclass
class Hung:
    """All that hangs on an activity or a series, each row with the numbers of its sources."""

    bodies: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    disruptions: list[Any] = field(default_factory=list)
    practices: list[Any] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)
    plans: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)

    @property
    def records(self) -> list[Any]:
        """Every row, for its sources."""
        joined = [*(row.outcome for row in self.outcomes), *(row.plan for row in self.plans)]
        return [*self.bodies, *self.people, *self.counts, *self.disruptions, *self.practices, *joined, *self.tags,
                *self.notes]  # fmt: skip


def seen_bodies(user: Reader) -> QuerySet[Any]:
    """Bodies that take part, but for those whose unit or organisation the reader may not see."""
    rows = Body.objects.visible_to(user).filter(
        Q(unit=None) | Q(unit__in=Unit.objects.visible_to(user)),
        Q(organisation=None) | Q(organisation__in=Organisation.objects.visible_to(user)),
    )
    found: QuerySet[Any] = rows.select_related("unit__alias_of", "organisation__alias_of")
    return found


KINDS: dict[str, Any] = {
    "bodies": Body,
    "people": Attendee,
    "counts": Headcount,
    "disruptions": Disruption,
    "practices": Practice,
    "outcomes": ActivityOutcome,
    "plans": ActivityPlan,
}


def flagged(rows: QuerySet[Any], of: str) -> QuerySet[Any]:
    """With a flag for each kind of row that hangs on them, so that nothing is asked for that is not there."""
    known = {f"has_{name}": Exists(model.objects.filter(**{of: OuterRef("pk")})) for name, model in KINDS.items()}
    found: QuerySet[Any] = rows.annotate(**known)
    return found


def hung_on(user: Reader, whole: Activity | Series) -> Hung:
    """All that hangs on it; a fixed number of queries, fewer where the row is flagged."""
    own = {"activity" if isinstance(whole, Activity) else "series": whole}
    replaced = Prefetch("replaced_by", Activity.objects.visible_to(user).select_related("series"))
    asked: dict[str, QuerySet[Any]] = {
        "bodies": seen_bodies(user),
        "people": Attendee.objects.visible_to(user).filter(person__in=Person.objects.visible_to(user))
        .select_related("person__alias_of"),
        "counts": Headcount.objects.visible_to(user),
        "disruptions": Disruption.objects.visible_to(user).prefetch_related(replaced),
        "practices": Practice.objects.visible_to(user),
        "outcomes": ActivityOutcome.objects.visible_to(user).select_related("outcome"),
        "plans": ActivityPlan.objects.visible_to(user).select_related("plan__phase"),
    }  # fmt: skip
    found = {name: list(rows.filter(**own)) for name, rows in asked.items() if getattr(whole, f"has_{name}", True)}
    return Hung(
        **found,
        tags=list(Tag.objects.visible_to(user).filter(record=whole.uuid).select_related("theme")),
        notes=list(Note.objects.visible_to(user).filter(record=whole.uuid)),
    )


@dataclass
class Number:
    """A number with its parts and whether they make it up."""

    row: Headcount
    cites: Any
    parts: list[Any]
    left: Any = None


def numbers(hung: Hung, told: Footnotes) -> list[Number]:
    """The numbers of an activity, each with its parts; what is not split is said."""
    found = []
    for row in hung.counts:
        if row.part_of_id is None:
            parts = [one for one in hung.counts if one.part_of_id == row.pk]
            total = exact_sum([one.quantity for one in parts])
            exact = row.quantity.qualifier == "exact" and row.quantity.value is not None
            left = row.quantity.value - total if total is not None and exact else None
            found.append(Number(row, told.every(row), [(one, told.every(one)) for one in parts], left or None))
    return found


def unknown_of(activity: Activity, hung: Hung) -> list[str]:
    """What is not known of an activity, in words."""
    side = Activity.Side
    asked = [
        (not activity.begins, _("When it was held")),
        (not activity.formats, _("Whether it was held in person or online")),
        (activity.host_side == side.NOT_STATED and not activity.online, _("Where it was held, and who hosted")),
        (not any(row.counted == Headcount.Counted.PEOPLE and row.quantity for row in hung.counts),
         _("How many took part")),
        (not activity.title, _("Its title")),
    ]  # fmt: skip
    return [words for lacks, words in asked if lacks]


def unknown_of_series(told: Told) -> list[str]:
    """What is not known of a series, in words."""
    row = told.series
    asked = [
        (not row.begins, _("Since when it is held")),
        (row.rhythm == "not-stated", _("How often it is held")),
        (row.host_pattern == Series.Hosts.NOT_STATED and row.partnership_id is not None, _("Who hosts it")),
        (not told.editions, _("Any single edition")),
        (bool(told.editions) and not any(one.edition for one in told.editions), _("Whether its editions are numbered")),
    ]
    return [words for lacks, words in asked if lacks]


@dataclass
class Slot:
    """One place on the line of editions: an edition, or the gap where one should be."""

    mark: str
    edition: Activity | None = None
    missing: Any = None
    cites: Any = ()

    @property
    def tone(self) -> str:
        """How it is drawn: by who hosted, or as a gap."""
        if self.edition is None:
            return "missing"
        state = self.edition.state
        if state in ("planned", "cancelled", "postponed"):
            return state
        side = self.edition.host_side
        return side if side in ("home", "partner", "both", "third") else "online" if self.edition.online else "unknown"


def line_of(told: Told, cited: Footnotes) -> list[Slot]:
    """The editions and the gaps between them, in the order of time; numbers alone stand where their number is."""
    slots: list[tuple[float, Slot]] = []
    by_number = {one.edition: one for one in told.editions if one.edition}
    for place, one in enumerate(told.editions):
        year = one.begins.sort_key.year if one.begins else 9000
        mark = one.begins.edtf if one.begins else ""
        slots.append((year + place / 1000, Slot(mark, one, cites=cited.every(one))))
    for lost in told.missing:
        if lost.year is not None:
            slots.append((lost.year, Slot(str(lost.year), missing=lost)))
        elif lost.number is not None:
            after = next((by_number[n] for n in sorted(by_number) if n and n > lost.number), None)
            year = after.begins.sort_key.year if after is not None and after.begins else 9000
            slots.append((year - 1 + lost.number / 1000, Slot("", missing=lost)))
    return [slot for _order, slot in sorted(slots, key=lambda one: one[0])]
