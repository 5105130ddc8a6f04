"""Publishes the demonstration: what the records of its homes say, and highlights drafted from them."""

from __future__ import annotations

from kizuna.core.models import Account, Home
from kizuna.desk.actions import release
from kizuna.desk.publish import catalogue, highlights
from kizuna.desk.publish.telling import NOBODY
from kizuna.partners.models import Partnership
from kizuna.partners.phasewise import phases_of
from kizuna.publishing import actions
from kizuna.publishing.models import Page

# Of so few statements nobody makes a highlight.
FEWEST = 3


def publish(home: Home, *, by: Account) -> int:
    """Signs off a home's pages and its highlights; returns how many rows that makes, pages and editions."""
    _batch, editions = release(home, by=by)
    wanted: list[actions.Wanted] = []
    phases = phases_of(home, NOBODY)
    for row in Partnership.objects.published().filter(home=home) if phases else ():
        for page in highlights.make_all(home, row, phases):
            if sum(1 for one in page.tree["blocks"] if one["kind"] != "heading") >= FEWEST:
                found = [catalogue.begun(home, page, language) for language in catalogue.languages_of(home)]
                wanted.extend(actions.Wanted(found[0].page, one.language, one.title, one.told) for one in found)
    return editions + actions.publish_all(wanted, by=by) + Page.objects.filter(home=home).count()
