"""Makes the page about a home's partnerships: aims and strategy as they are on record, links, how to get in touch."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kizuna.core.citing import Footnotes
from kizuna.core.models import Home, Note
from kizuna.core.models.record import in_each
from kizuna.desk.publish.telling import NOBODY, Made, Tree, cites, head, said, sources
from kizuna.directory.models import HomeOrganisation
from kizuna.partners.models import Programme

Kind = Note.Kind
# What a reader is told of the aims and the strategy, in this order.
KINDS = (
    Kind.DEFINITION, Kind.PURPOSE, Kind.AIM, Kind.PRINCIPLE, Kind.RATIONALE, Kind.PROCESS, Kind.EMPHASIS, Kind.CONTEXT,
)  # fmt: skip
# Programmes of others, and frameworks of one partnership, speak for themselves.
OWN = (Programme.Kind.PARTNERSHIPS, Programme.Kind.STRATEGY)
CONTACT = (Kind.SERVICE, Kind.OFFER)


def make(home: Home) -> Made | None:
    """The page, where anything of this is published."""
    programmes = list(Programme.objects.published().filter(home=home, kind__in=OWN))
    behind = HomeOrganisation.objects.published().filter(home=home).select_related("organisation").first()
    keys = [row.uuid for row in programmes] + ([behind.organisation.uuid] if behind else [])
    rows = list(Note.objects.published().filter(record__in=keys, home=home, kind__in=(*KINDS, *CONTACT, Kind.LINK)))
    if not rows:
        return None
    notes = Footnotes(rows, NOBODY)
    tree: Tree = {
        **head(home),
        "title": _title(),
        "university": behind.organisation.name if behind else home.name,
        "groups": [
            {"id": kind.value, "name": kind.label, "statements": said(notes, some)}
            for kind in KINDS
            if (some := [row for row in rows if row.kind == kind])
        ],
        "contact": said(notes, [row for row in rows if row.kind in CONTACT]),
        "links": [
            {"id": str(row.uuid), "text": row.text, "address": row.address, "cites": cites(notes, row)}
            for row in rows
            if row.kind == Kind.LINK and row.address
        ],
        "languages": list(home.languages),
    }
    return Made("about", "", _title(), tree | {"sources": sources(notes)})


def _title() -> Any:
    return in_each(_("About and contact"))
