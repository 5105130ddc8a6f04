"""What alumni tell a briefing: networks there, gifts, and what is organised to remember them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.alumni.models import AlumniNetwork, Campaign, Gift, Strength
from kizuna.core.wording import in_language
from kizuna.partners.briefed import About, Line, Teller, Topic


def _said(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _of(about: About, model: Any) -> Any:
    """The rows of a kind that belong to the partners or to the country."""
    if about.person is not None or about.visit is not None:
        return model.objects.none()
    own = Q(partnership__in=[row.pk for row in about.rows])
    if about.country:
        own |= Q(country=about.country)
    return model.objects.visible_to(about.reader).filter(own, home=about.home)


def networks(about: About) -> Iterator[Line]:
    """The networks, each with how many they were when last counted."""
    rows = list(_of(about, AlumniNetwork))
    counted: dict[int, Strength] = {}
    for one in Strength.objects.visible_to(about.reader).filter(network__in=[row.pk for row in rows]).order_by("pk"):
        counted[one.network_id] = one
    for row in rows:
        last = counted.get(row.pk)
        number = ""
        if last is not None:
            said = {"n": last.quantity.display(about.language), "day": last.as_of.display(about.language)}
            number = _("%(n)s as of %(day)s") % said
        small = _said(in_language(row.city), str(row.get_state_display()), number, in_language(row.text))
        yield Line(in_language(row.name), row, "", small, f"alumni/{row.uuid}/", also=(last,) if last else ())


def gifts(about: About) -> Iterator[Line]:
    """Gifts either way."""
    for row in _of(about, Gift):
        many = row.quantity.display(about.language) if row.quantity else ""
        small = _said(str(row.get_direction_display()), many, in_language(row.giver_named), in_language(row.text))
        when = row.when.display(about.language) if row.when else ""
        yield Line(in_language(row.name), row, when, small, f"alumni/gifts/{row.uuid}/")


def campaigns(about: About) -> Iterator[Line]:
    """Exhibitions, celebrations and campaigns."""
    for row in _of(about, Campaign):
        when = row.begins.display(about.language) if row.begins else ""
        small = _said(str(row.get_kind_display()), str(row.get_state_display()), in_language(row.occasion))
        yield Line(in_language(row.name), row, when, small)


TELLERS = tuple(Teller(Topic.ALUMNI, lines) for lines in (networks, gifts, campaigns))
