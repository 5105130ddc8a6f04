"""Everything the partner page shows of one partnership on one day, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest
from kizuna.core.models import Figure, Home, Note, Record
from kizuna.core.models.record import Reader
from kizuna.desk.timeline import gather
from kizuna.directory.models import Person, Tag
from kizuna.partners import phasewise
from kizuna.partners.events import Thread
from kizuna.partners.models import (
    Chapter,
    Coordinator,
    HistoricalTie,
    Outcome,
    Partnership,
    Phase,
    Plan,
    Stage,
    ThirdParty,
)

NEWEST = 8  # lines of the timeline's list on the partner page; the whole list has a page of its own
Cited = list[tuple[Any, Any]]


@dataclass
class Stretch:
    """The story in one phase, or outside any."""

    phase: Phase | None
    title: str
    when: str
    chapters: Cited = field(default_factory=list)
    outcomes: Cited = field(default_factory=list)
    plans: Cited = field(default_factory=list)
    notes: Cited = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.chapters or self.outcomes or self.plans or self.notes)


class Overview:
    """One partnership, its people, team, story and sources."""

    def __init__(self, row: Partnership, home: Home, day: Any, user: Reader, language: str, show: str = "") -> None:
        self.row, self.home, self.day, self.language = row, home, day, language
        self.tier = row.tier_on(day)
        self.members = row.members_on(day)
        self.places = row.team_on(day)
        sure = {place.department.pk for place in self.places}
        # Of these the record does not say whether they held on the day: listed apart and counted nowhere.
        self.maybe_tiers = [] if self.tier else _open(row.standings.all(), day)
        self.maybe_members = _open(row.members.all(), day)
        self.maybe_places = [place for place in _open(row.team.all(), day) if place.department.pk not in sure]
        mine = {"home": home, "partnership": row}
        self.stages = list(Stage.objects.visible_to(user).filter(**mine))
        self.chapters = list(Chapter.objects.visible_to(user).filter(**mine).select_related("phase"))
        self.outcomes = list(Outcome.objects.visible_to(user).filter(**mine).select_related("phase"))
        self.plans = list(Plan.objects.visible_to(user).filter(**mine).select_related("phase"))
        self.ties = list(HistoricalTie.objects.visible_to(user).filter(**mine))
        beside = ThirdParty.objects.visible_to(user).filter(**mine).select_related("organisation__alias_of", "phase")
        self.beside = list(beside)
        named = Coordinator.objects.visible_to(user).filter(**mine, person__in=Person.objects.visible_to(user))
        self.coordinators = list(named.select_related("person__alias_of"))
        self.offspring = list(Partnership.objects.visible_to(user).filter(home=home, grows_out_of=row))
        keys = [row.uuid, *(member.institution.uuid for member in self.members)]
        self.figures = list(Figure.objects.visible_to(user).filter(record__in=keys, home=home))
        self.notes = list(Note.objects.visible_to(user).filter(record__in=keys, home=home))
        self.tags = list(Tag.objects.visible_to(user).filter(record=row.uuid).select_related("theme"))
        self.phases = phasewise.phases_of(home, user)
        for part in (*self.stages, *self.chapters, *self.outcomes, *self.plans, *self.beside, *self.coordinators):
            # Each names its partnership, which is in hand.
            part.partnership = row
        in_hand = {
            "standings": list(row.standings.all()),
            "stages": self.stages,
            "outcomes": self.outcomes,
            "plans": self.plans,
        }
        self.time = gather(home, user, row, day=day, given=in_hand)
        drawn = [place for places in self.time.few(Thread).values() for place in places]
        happened = [event for _key, event in self.time.events([*drawn, *self.time.newest(show, NEWEST)])]
        self.told = Footnotes([*self._records(), *(event.record for event in happened)], user)

    def _records(self) -> list[Record]:
        organisations = [member.institution for member in self.members]
        rows = [self.row, *self.members, *organisations, *self.row.standings.all(), *self.stages, *self.places]
        return [*rows, *self.figures, *self.notes, *self.tags, *self.chapters, *self.outcomes, *self.plans, *self.ties,
                *self.beside, *self.coordinators, *self.offspring, *self.maybe_members, *self.maybe_places]  # fmt: skip

    def led(self, held: bool | None) -> Cited:
        """The coordinators on the day; with None those of whom it is not known, with False those of other times."""
        return self.cited([one for one in self.coordinators if one.held_on(self.day) is held])

    def cited(self, rows: list[Any]) -> Cited:
        """Each row with the numbers of its sources."""
        return [(row, self.told.every(row)) for row in rows]

    def story(self) -> list[Stretch]:
        """The story phase by phase; what is in no phase stands first."""
        stretches = [
            Stretch(None, _("Across the phases") if self.phases else _("On record"), _("not dated to a phase"))
        ]
        if not self.phases:
            stretches[0].when = ""
        stretches += [
            Stretch(phase, phase.name.get(self.language).value, phase.period.display(self.language))
            for phase in self.phases
        ]
        by_phase = {stretch.phase.pk if stretch.phase else None: stretch for stretch in stretches}
        for name in ("chapters", "outcomes", "plans"):
            for row in getattr(self, name):
                stretch = by_phase.get(row.phase_id, stretches[0])
                getattr(stretch, name).append((row, self.told.every(row)))
        stretches[0].notes = self.cited(self.notes)
        return [stretch for stretch in stretches if stretch.any]

    def fields(self) -> list[tuple[str, Cited, bool]]:
        """Themes by what is said of them: fields from before, new ones, others; and whether each list is open."""
        kinds = [("before", _("From before")), ("new", _("New")), ("", _("Fields"))]
        found = []
        for kind, label in kinds:
            rows = [tag for tag in self.tags if tag.novelty == kind]
            if rows:
                found.append((label, self.cited(rows), any(tag.open_list for tag in rows)))
        return found

    def keyfacts(self) -> list[dict[str, Any]]:
        """At most four tiles, chosen from what is recorded."""
        row, language = self.row, self.language
        tiles: list[dict[str, Any]] = []
        if row.since.edtf or row.since.stated:
            since = self.told.of(row, "since") or self.told.of(row)
            title = _("Partnership since") if row.state != "talks" else _("In talks since")
            words = row.since.display(language) if row.since.edtf else row.since.stated
            tiles.append({"title": title, "big": _since(words), "note": self._before(), "cites": since})
        for figure in self.figures:
            if (
                figure.kind == Figure.Kind.COUNT
                and figure.quantity
                and figure.record == row.uuid
                and not (
                    self.places and figure.quantity.unit == "departments"  # the team says it better
                )
            ):
                value = figure.quantity.display(language, named=True)
                note = figure.as_of.display(language) if figure.as_of else ""
                tiles.append({
                    "title": figure.name.get(language).value, "big": value,
                    "note": _("as of %s") % note if note else "", "cites": self.told.every(figure),
                })  # fmt: skip
        if self.places:
            leads = [place.department.short for place in self.places if place.is_coordinating]
            tiles.append({
                "title": _("Team"),
                "big": ngettext("%(n)s department", "%(n)s departments", len(self.places)) % {"n": len(self.places)},
                "note": _("coordinated by %s") % _(", ").join(leads) if leads else "",
                "cites": self.told.of(row, "team"), "dots": len(self.places),
            })  # fmt: skip
        if row.group:
            count = len(self.members)
            tiles.insert(0, {
                "title": _("A group treated as one partner"),
                "big": ngettext("%(n)s institution", "%(n)s institutions", count) % {"n": count},
                "note": "", "cites": [],
            })  # fmt: skip
        if self.plans and len(tiles) < 4:
            waiting = [plan for plan in self.plans if plan.state in ("open", "under-way")]
            tiles.append({
                "title": _("Plans"), "cites": [], "note": _("open or under way") if waiting else _("none open"),
                "big": str(len(waiting) or len(self.plans)),
            })  # fmt: skip
        if self.outcomes and len(tiles) < 4:
            tiles.append({"title": _("Outcomes on record"), "big": str(len(self.outcomes)), "note": "", "cites": []})
        return tiles[:4]

    def _before(self) -> str:
        """A remark for a partnership that is older than the programme's first phase."""
        first = self.phases[0].years if self.phases else None
        began = self.row.since.start.latest
        if first and began and began.year < first[0]:
            return _("before the first phase of the programme began")
        return ""

    def unknown(self) -> list[str]:
        """What a reader would ask and no source says."""
        talks = self.row.state == Partnership.State.TALKS
        standings = self.row.standings.all()
        asked = [
            (not self.row.since.edtf and not talks, _("Since when the partnership exists")),
            (not self.row.since.edtf and talks, _("Since when there are talks")),
            (self.tier and not any(one.begins for one in standings), _("Since when it stands in its tier")),
            (not self.places and not self.row.footnote and not talks, _("Which departments take part")),
            *self._unknown_of_team(),
            (not self.coordinators, _("Who leads it on either side")),
            (any(not plan.horizon.edtf and not plan.phase_id for plan in self.plans),
             _("By when some of its plans are to be done")),
            (self.row.group, _("Whether a member also has a partnership of its own")),
            (not self.outcomes, _("What has come of it so far")),
        ]  # fmt: skip
        return [question for open_, question in asked if open_]

    def _unknown_of_team(self) -> list[tuple[Any, str]]:
        led = self.coordinators or any(place.is_coordinating for place in self.places)
        dated = any(place.begins or place.joined_phase_id for place in self.places)
        return [
            (self.places and not led, _("Which department coordinates the team")),
            (self.places and not dated, _("When the departments joined the team")),
            (any(place.joined_later for place in self.places), _("When the department that joined later did so")),
        ]


def _open(rows: Iterable[Any], day: Any) -> list[Any]:
    """Those of which the record does not say whether they held on the day."""
    return [row for row in rows if row.held_on(day) is None]


def _since(words: str) -> str:
    """A start as a heading: "April 2017" under "Partnership since", not "since April 2017"."""
    for lead in ("since ", "Since "):
        words = words.removeprefix(lead)
    return words.removesuffix("から")


def of(request: HomeRequest, row: Partnership, home: Home, language: str, show: str = "") -> Overview:
    """The overview for the person and day of this request; ``show`` narrows its timeline to one strand."""
    return Overview(row, home, request.asof.day, request.user, language, show)
