"""Student-semesters as pages write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from kizuna.mobility.balance import plain

register = template.Library()


@register.filter
def semesters(number: Decimal | None) -> str:
    """A number without needless noughts, with a real minus; a dash for none."""
    return "–" if number is None else plain(number).replace("-", "−")
