"""Tells pictures: what is seen, who made it and by what right it is shown, and the files of its sizes."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kizuna.core.models import Home, Picture
from kizuna.desk.publish.telling import Tree


def published(home: Home, keys: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[Picture]]:
    """The published pictures of some records, by the record that they hang on, in their order."""
    found: dict[uuid.UUID, list[Picture]] = defaultdict(list)
    rows = Picture.objects.published().filter(home=home, record__in=list(keys))
    for row in rows.select_related("small", "medium", "large", "paper"):
        found[row.record].append(row)
    return found


def told(row: Picture) -> Tree:
    """One picture; its sizes are width, height and the hash of the file, the smallest first."""
    return {
        "id": str(row.uuid), "alt": row.alt, "caption": row.caption, "credit": row.credit,
        "licence": Picture.Licence(row.licence).label, "when": row.taken, "where": row.place,
        "sizes": [[one.width, one.height, one.file.sha256] for one in row.sizes], "paper": row.paper.sha256,
    }  # fmt: skip


def every(rows: Iterable[Picture]) -> list[Tree]:
    """Several pictures, as they stand beside each other."""
    return [told(row) for row in rows]
