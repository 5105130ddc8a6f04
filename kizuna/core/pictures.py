"""Pictures of a home, as its pages list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet

from kizuna.core.models import Home, Picture
from kizuna.core.models.record import Reader
from kizuna.core.narrowing import Narrowed
from kizuna.core.values import fold


@dataclass(frozen=True)
class Asked(Narrowed):
    """What a list of pictures is narrowed to; empty words ask for nothing."""

    LONGEST = 80
    KNOWN: ClassVar = {"licence": Picture.Licence.values}

    licence: str = ""
    q: str = ""


def rows(home: Home, user: Reader) -> QuerySet[Any]:
    """The pictures of a home that this reader may see, the newest first, with their files."""
    found: QuerySet[Any] = Picture.objects.visible_to(user).filter(home=home)
    return found.select_related("small", "medium", "large", "paper").order_by("-pk")


def narrowed(found: QuerySet[Any], asked: Asked) -> list[Picture]:
    """Those that are asked for; words are looked for in all that is said of a picture, in every language."""
    key = fold(asked.q)
    kept = found.filter(licence=asked.licence) if asked.licence else found
    return [row for row in kept if not key or key in fold(" ".join(_words(row)))]


def _words(row: Picture) -> list[str]:
    texts = (row.alt, row.caption, row.place, row.record_title)
    return [row.credit, *(word for text in texts for word in text.to_json().values() if isinstance(word, str))]
