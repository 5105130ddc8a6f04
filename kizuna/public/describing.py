"""What a page is about in a sentence or two, for search engines and for whoever is sent its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kizuna.publishing.told import plain

# Search engines show no more.
LONGEST = 200


def of(told: dict[str, Any], name: str) -> str:
    """The first words that the page says of its subject, after its title; the home's name where it says none."""
    title, words = plain(told.get("title")), " ".join(_words(told)).strip()
    found = f"{title}: {words}" if words else f"{title} · {name}"
    if len(found) <= LONGEST:
        return found
    short = found[: LONGEST - 1]
    # A script without spaces is cut where it is full.
    return f"{short[: short.rfind(' ')] if ' ' in short[LONGEST // 2 :] else short}…"


def _words(told: dict[str, Any]) -> Iterator[str]:
    yield from (plain(row["text"]) for row in told.get("definitions", ())[:2])
    yield plain(told.get("text"))
    yield from (plain(block["text"]) for block in told.get("blocks", ())[:6] if block["kind"] != "heading")
