"""Parts of a briefing that tell what lies behind and ahead: story, plans, ties, anniversaries, notes, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core.models import Note, Record, Visibility
from kizuna.core.wording import in_language
from kizuna.desk.briefing.relation import cut, said, under
from kizuna.desk.reports.paper import Cell, Part
from kizuna.directory.models import Tag
from kizuna.partners import anniversaries, phasewise
from kizuna.partners.briefed import About
from kizuna.partners.models import Chapter, HistoricalTie, Outcome, Plan, ThirdParty

# What stands in a confidential briefing alone, under its own heading.
CLOSED = (Visibility.OFFICE, Visibility.SEALED)
WAITING = (Plan.State.OPEN, Plan.State.UNDER_WAY)
LATER = 24  # months in which an anniversary is coming


def mine(about: About, model: Any) -> QuerySet[Any]:
    """The rows of a kind that belong to the partnerships."""
    rows: QuerySet[Any] = model.objects.visible_to(about.reader).filter(home=about.home)
    return rows.filter(partnership__in=[row.pk for row in about.rows])


def story_part(about: About) -> Part:
    """What was done and what came of it, in the order of the phases."""
    phases = {phase.pk: phase for phase in phasewise.phases_of(about.home, about.reader)}
    order = {key: number for number, key in enumerate(phases)}
    rows = [*mine(about, Chapter), *mine(about, Outcome)]
    rows.sort(key=lambda row: (order.get(row.phase_id, -1), row.order, row.pk))
    part = Part("story", _("What was done and what came of it"), "list")
    cells = []
    for row in rows:
        phase = phases.get(row.phase_id)
        small = under(
            about.named(row.partnership_id), in_language(phase.name) if phase else "", said(row.when, about.language),
            in_language(row.about) if isinstance(row, Outcome) else "",
        )  # fmt: skip
        cells.append([Cell(in_language(row.text), small=small, record=row)])
    return cut(part, cells)


def plans_part(about: About) -> Part:
    """What is planned and not done yet; what was to be done by now is marked."""
    part = Part("plans", _("What is planned"), "list")
    cells = []
    for row in mine(about, Plan).filter(state__in=WAITING).select_related("phase"):
        last = row.horizon.end.latest
        late = _("its time has passed") if last and last < about.day else ""
        small = under(
            about.named(row.partnership_id), str(row.get_state_display()), in_language(row.owner),
            said(row.horizon, about.language), late,
        )  # fmt: skip
        cells.append([Cell(in_language(row.text), small=small, record=row)])
    return cut(part, cells)


def ties_part(about: About) -> Part:
    """What binds from long ago, and who stands beside the partnership."""
    keys = Q(partnership__in=[row.pk for row in about.rows])
    if about.country:
        keys |= Q(country=about.country)
    ties = HistoricalTie.objects.visible_to(about.reader).filter(keys, home=about.home)
    part = Part("ties", _("Historical ties, and others beside it"), "list")
    cells = [
        [Cell(in_language(row.text), small=under(about.named(row.partnership_id), said(row.begins, about.language)),
              record=row)]
        for row in ties
    ]  # fmt: skip
    for row in mine(about, ThirdParty):
        small = under(about.named(row.partnership_id), str(row.get_kind_display()), said(row.when, about.language))
        cells.append([Cell(in_language(row.text), small=small, record=row)])
    return cut(part, cells)


def anniversaries_part(about: About) -> Part:
    """Anniversaries of the coming two years, worked out from dates as closely as they are known."""
    one = about.rows[0].pk if len(about.rows) == 1 and not about.country else None
    keys = {row.pk for row in about.rows}
    part = Part("anniversaries", _("Coming anniversaries"), "list")
    cells = []
    for found in anniversaries.coming(about.home, about.reader, about.day, months=LATER, partnership=one):
        what = found.what
        if what.partnership not in keys and (not about.country or what.country != about.country):
            continue
        years = ngettext("%d year", "%d years", found.years) % found.years
        small = under(years, said(found.on, about.language), str(what.kind))
        url = f"{about.home.desk}{what.path}"
        cells.append([Cell(in_language(what.title), small=small, record=what.record, strong=found.great, url=url)])
    return cut(part, cells)


def notes_parts(about: About, records: Iterable[Record]) -> list[Part]:
    """What is said of these records in words; what is kept for the office or sealed stands by itself.

    Who may not read those notes has no such part: nothing tells that there are any.
    """
    keys = [record.uuid for record in records]
    rows = list(Note.objects.visible_to(about.reader).filter(home=about.home, record__in=keys))
    closed = [row for row in rows if row.visibility in CLOSED]
    others = [row for row in rows if row.visibility not in CLOSED]
    told = Part("notes", _("Worth knowing"), "list")
    closer = Part("sensitivities", _("Sensitivities"), "list", note=_("Not in the shared version."))
    return [cut(closer, _noted(about, closed)), cut(told, _noted(about, others))]


def _noted(about: About, rows: Sequence[Note]) -> list[list[Cell]]:
    words = dict(Visibility.choices)
    return [
        [
            Cell(in_language(row.text), record=row, small=under(
                str(row.get_kind_display()), said(row.when, about.language),
                in_language(row.record_title) if len(about.rows) != 1 else "",
                str(words[Visibility(row.visibility)]) if row.visibility in CLOSED else "",
            ))
        ]
        for row in rows
    ]  # fmt: skip


def themes_part(about: About) -> Part:
    """The fields in which the two work together."""
    keys = [row.uuid for row in about.rows]
    rows = Tag.objects.visible_to(about.reader).filter(record__in=keys).select_related("theme")
    part = Part("fields", _("Fields"), "list")
    novelty = {"before": _("from before"), "new": _("new")}
    groups: dict[str, list[Any]] = {}
    for tag in rows:
        groups.setdefault(tag.novelty, []).append(tag)
    for kind, tags in groups.items():
        names = _(", ").join(in_language(tag.theme.name) for tag in tags)
        small = under(novelty.get(kind, ""), _("and others") if any(tag.open_list for tag in tags) else "")
        part.rows.append([Cell(names, small=small, record=tags[0], also=tuple(tags[1:]))])
    return part


def unknown_part(questions: Iterable[str]) -> Part:
    """What somebody might ask and no source says."""
    part = Part("unknown", _("What is not known"), "list", apart=True)
    part.note = _("Better asked than guessed.")
    part.rows = [[Cell(one)] for one in questions]
    return part
