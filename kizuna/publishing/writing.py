"""The text of a written page: blocks that come from records and keep their link, and words of the editor between them.

A block is plain data within what the edition tells, so that it is frozen with it: ``kind`` is heading, words,
statement, figure or picture. What comes from a record bears its UUID as ``id`` and what it said as ``drafted``; where a
text states several things of one record, ``field`` says which of them it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kizuna.publishing.told import is_marked, plain

Block = dict[str, Any]
OWN = ("heading", "words")
LINKED = ("statement", "figure", "picture")
MOST, LONGEST = 300, 8000


def drafted(told: dict[str, Any]) -> dict[str, Any]:
    """What a maker tells, as the beginning of a text: the words of each block, and beside them what the record said."""
    blocks = [_drafted(block) for block in told["blocks"]]
    return {**told, "blocks": blocks, "cover": cover_of(blocks)}


def cover_of(blocks: Sequence[Block]) -> dict[str, Any] | None:
    """The picture by which lists show a text: its first."""
    return next((block["picture"] for block in blocks if block["kind"] == "picture"), None)


def _drafted(block: Block) -> Block:
    if block["kind"] in OWN:
        return {"kind": block["kind"], "text": plain(block["text"])}
    marks = {key: block["text"][key] for key in ("in", "reference")} if is_marked(block["text"]) else {}
    words = plain(block["text"])
    return {**block, **marks, "text": words, "drafted": said(block)}


def said(block: Block) -> str:
    """What the record says: its words, for a figure its value, and for a picture all that stands with it."""
    if block["kind"] == "picture":
        shown = block["picture"]
        parts = [block["text"], *(shown[key] for key in ("alt", "credit", "licence", "where", "when"))]
        return " · ".join(dict.fromkeys(words for part in parts if (words := plain(part))))
    value = plain(block["value"]) + " · " if block["kind"] == "figure" else ""
    return value + plain(block["text"])


def key_of(block: Block) -> str:
    """What tells a statement from all others of a text: its record, and what of it is stated."""
    key, field = str(block.get("id", "")), str(block.get("field", ""))
    return f"{key}:{field}" if field else key


def read(sent: Sequence[Block], before: Sequence[Block], now: Sequence[Block] = ()) -> list[Block]:
    """The text as it was sent: own words as they are, statements with all that the draft knew of their record.

    ``now`` is what the records tell today: a statement that is to be renewed, or is new, is taken from there.
    Raises ValidationError for what is too long or comes from no record.
    """
    if len(sent) > MOST:
        raise ValidationError({"blocks": _("A page has at most %(n)s parts.") % {"n": MOST}})
    today = {key_of(block): _drafted(block) for block in now if block["kind"] in LINKED}
    known = {**today, **{key_of(block): block for block in before if block["kind"] in LINKED}}
    found = []
    for block in sent:
        kind, text = str(block.get("kind", "")), str(block.get("text", "")).replace("\r\n", "\n").strip()
        if len(text) > LONGEST:
            raise ValidationError({"blocks": _("A part has at most %(n)s characters.") % {"n": LONGEST}})
        if kind in LINKED and block.get("renew") and key_of(block) in today:
            found.append(today[key_of(block)])
        elif kind in LINKED:
            found.append(_kept(block, known, text))
        elif kind not in OWN:
            raise ValidationError({"blocks": _("A part is a heading, words, a statement, a figure or a picture.")})
        elif text:
            found.append({"kind": kind, "text": text})
    return found


def _kept(block: Block, known: Mapping[str, Block], text: str) -> Block:
    mine = known.get(key_of(block))
    if mine is None:
        raise ValidationError(
            {"blocks": _("A statement comes from a record of the draft; write words of your own beside.")}
        )
    if not text or text == mine["text"]:
        return mine
    # Whoever writes it anew writes it in the language of the page.
    return {**{key: value for key, value in mine.items() if key not in ("in", "reference")}, "text": text}


@dataclass(frozen=True)
class Lost:
    """A statement whose record says something else now, or is no longer published."""

    place: int
    text: str
    drafted: str
    # What the record says now; empty where it is gone.
    now: str


def lost(blocks: Sequence[Block], now: Sequence[Block]) -> list[Lost]:
    """The statements of a text that the records no longer bear out; ``now`` is what a maker tells today."""
    today = {key_of(block): said(block) for block in now if block["kind"] in LINKED}
    return [
        Lost(place, block["text"], block["drafted"], today.get(key_of(block), ""))
        for place, block in enumerate(blocks)
        if block["kind"] in LINKED and today.get(key_of(block)) != block["drafted"]
    ]
