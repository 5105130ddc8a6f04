"""Sides by the names of their universities: on the pages of links both sides read, and each is “ours” to itself."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of_side(side: str, frame: dict[str, Any]) -> str:
    """What the university of a side is called on this page."""
    return str(frame["names"][side])
