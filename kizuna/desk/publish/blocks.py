"""The parts of which makers draft a text: headings, statements that each bear their record, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.citing import Footnotes
from kizuna.core.models import Figure, Picture, Record
from kizuna.core.values import Text
from kizuna.desk.publish import gallery
from kizuna.desk.publish.moving import moved
from kizuna.desk.publish.phrasing import phrase
from kizuna.desk.publish.telling import NOBODY, Tree, cites, sources, value_of
from kizuna.desk.timeline import when_of
from kizuna.mobility.models import Flow
from kizuna.partners.events import Event


@dataclass(frozen=True)
class Said:
    """One statement: its record, what of the record it states, the words, and when it was where that stands apart."""

    record: Record
    text: Text
    field: str = ""
    when: Any = ""
    # For a number: the value, which stands large beside its words.
    value: Any = None
    # For a picture: what is told of it; its words are its caption.
    picture: Tree | None = None


@dataclass(frozen=True)
class Group:
    """Statements under one heading; without a heading they follow what stands before."""

    title: Promise | Text | str
    said: list[Said]
    # What stands below them in words of the house, such as how many more there are.
    after: Text | str = ""


def of_event(event: Event, text: Text | None = None, field: str = "") -> Said:
    """What a room tells of a time, with its days in words."""
    days = Text.from_json({code: when_of(event, code) for code, _label in settings.LANGUAGES})
    if event.running and event.begins and not event.begins.open_end:
        days = phrase(_("since %(when)s"), when=days)
    moving = moved(event.record) if isinstance(event.record, Flow) else None
    return Said(event.record, text or moving or event.title, field, days)


def in_figures(rows: Iterable[Figure]) -> Group:
    """Figures with their values."""
    title = pgettext_lazy("in a highlight", "In figures")
    return Group(title, [Said(row, row.name, "", row.as_of, value_of(row)) for row in rows])


def in_pictures(rows: Iterable[Picture], title: Promise | Text | str = "") -> Group:
    """Pictures with their captions."""
    return Group(title, [Said(row, row.caption, picture=gallery.told(row)) for row in rows])


def told(groups: list[Group]) -> Tree:
    """The blocks of these groups and the sources that they stand on; an empty group says nothing, nor its heading."""
    kept = [
        Group(group.title, [one for one in group.said if one.text or one.value or one.picture], group.after)
        for group in groups
    ]
    kept = [group for group in kept if group.said]
    notes = Footnotes(dict.fromkeys(one.record for group in kept for one in group.said), NOBODY)
    blocks = [block for group in kept for block in _blocks(notes, group)]
    return {"blocks": blocks, "sources": sources(notes)}


def _blocks(notes: Footnotes, group: Group) -> Iterator[Tree]:
    if group.title:
        yield {"kind": "heading", "text": group.title}
    for one in group.said:
        block: Tree = {
            "kind": "statement", "id": str(one.record.uuid), "label": one.record.label, "text": one.text,
            "when": one.when, "cites": cites(notes, one.record),
        }  # fmt: skip
        if one.field:
            block["field"] = one.field
        if one.picture is not None:
            yield {**block, "kind": "picture", "picture": one.picture}
        else:
            yield block if one.value is None else {**block, "kind": "figure", "value": one.value}
    if group.after:
        yield {"kind": "words", "text": group.after}
