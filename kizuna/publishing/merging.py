"""Puts together what two people typed into one text at the same time, part by part.

Each part that is shown in a form bears a mark: what it was when it was read. By it a part is found again in the text as
it is kept now, whatever else was moved, added or left out meanwhile; and it tells whether the part was changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from kizuna.publishing.writing import LINKED, MOST, OWN, Block, key_of

Typed = tuple[str, str, dict[str, Any]]


def mark_of(block: Block) -> str:
    """Which part this is, and what it says."""
    return f"{block['kind']}~{key_of(block) if block['kind'] in LINKED else ''}~{_hash(block['text'])}"


def new(kind: str) -> str:
    """The mark of a part that no text has yet: it stays, whatever others do."""
    return f"{kind}~~"


def merged(typed: Iterable[Typed], kept: Sequence[Block]) -> list[tuple[Block, float | None]]:
    """The parts as typed, and what others have added since, which comes with its place in the text that is kept.

    ``typed`` are the mark of each part, its text, and what else was said of it. What both have changed stands as it was
    typed, with the text of the other as ``theirs``; what was not touched is as it is kept now.
    """
    left = dict(enumerate(kept))
    found: list[tuple[Block, float | None]] = []
    for mark, text, said in list(typed)[: 2 * MOST]:
        kind, which, read = [*mark.split("~"), "", ""][:3]
        place = next((place for place, block in left.items() if _is(block, kind, which, read)), None)
        touched = not read or _hash(text) != read
        if place is not None:
            block = left.pop(place)
            changed = _hash(block["text"]) not in (read, _hash(text))
            other = block["text"] if changed and (touched or said.get("drop")) else ""
            words = text if touched else block["text"]
            # What somebody else has rewritten is not left out before it was seen.
            asked = {**said, "drop": False} if other else said
            found.append(({**block, **asked, "text": words, "mark": mark_of(block), "theirs": other}, None))
        elif touched and text.strip():
            own = kind if kind in OWN else "words"
            found.append(({"kind": own, "text": text, "mark": new(own), **said}, None))
    return found + [({**block, "mark": mark_of(block)}, place + 0.5) for place, block in left.items()]


def _is(block: Block, kind: str, which: str, read: str) -> bool:
    if block["kind"] != kind:
        return False
    return key_of(block) == which if kind in LINKED else bool(read) and _hash(block["text"]) == read


def _hash(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]
