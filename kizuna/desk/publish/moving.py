"""People moving, in words: a number alone says nothing where it stands in a text."""

from __future__ import annotations

from kizuna.core.models.record import in_each
from kizuna.core.values import Text
from kizuna.desk.publish.phrasing import listed, name
from kizuna.mobility.models import Flow
from kizuna.mobility.models.flow import Category, Direction


def moved(row: Flow) -> Text:
    """Who went which way, and how many where that is known; or what is said of it in words."""
    said: Text = row.text
    if said:
        return said
    number = Text.from_json({code: row.bare.display(code, named=True) for code in ("en", "ja")})
    return listed([
        in_each(Category(row.category).label) if row.category != Category.NOT_STATED else "",
        in_each(Direction(row.direction).label) if row.direction != Direction.NOT_STATED else "",
        name(number) if row.quantity else "",
    ])  # fmt: skip
