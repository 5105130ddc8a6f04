"""Rows of alumni for tests: one of every kind, of a published partnership, of a hidden one, and of none."""

from __future__ import annotations

from kizuna.activities.models import Activity
from kizuna.alumni.models import AlumniEvent, AlumniNetwork, Campaign, Gift, Officer, Strength
from kizuna.core import records
from kizuna.core.models import Home, Source
from kizuna.core.values import FuzzyDate, Quantity
from kizuna.directory.models import Person
from kizuna.partners.models import HistoricalTie, Partnership, Plan
from tests.cast import LONG_AGO, put, words


def fill_alumni(
    level: str, home: Home, alliance: Partnership, hidden: Partnership, person: Person, page: Source
) -> None:
    """All that the room holds, at one level; every text says which."""
    text, own = words(f"{level}word"), {"home": home, "visibility": level}
    plain = {"home": home, "visibility": "public"}
    when, many = FuzzyDate.parse("1920"), Quantity.parse("3")
    tie, plan = HistoricalTie.objects.filter(**own).first(), Plan.objects.filter(**own).first()
    open_one = put(AlumniNetwork(name=words("plain"), partnership=alliance, seen=LONG_AGO, **plain))
    for partner in (alliance, hidden, None):
        network = put(AlumniNetwork(name=text, text=text, city=text, country="JP", partnership=partner, begins=when,
                                    **own))  # fmt: skip
        activity = put(Activity(title=text, partnership=partner, **own))
        for whole in (network, open_one):
            led = put(Officer(network=whole, person=person, role=text, **own))
            put(records.cited(led, source=page, lines=[3]))
            put(Strength(network=whole, quantity=many, as_of=when, **own))
            held = put(AlumniEvent(network=whole, activity=activity, **own))
            # Called public, but of a person and an activity that are hidden.
            put(Officer(network=whole, person=person, role=words("plain"), **plain))
            if whole is open_one:
                held.delete()
                put(AlumniEvent(network=whole, activity=activity, **plain))
        gift = put(Gift(name=text, text=text, giver_named=text, when=when, country="JP", partnership=partner, tie=tie,
                        **own))  # fmt: skip
        put(records.cited(gift, source=page, lines=[3]))
        put(Campaign(name=text, text=text, occasion=text, gift=gift, plan=plan, partnership=partner, **own))
        put(Campaign(name=words("plain"), gift=gift, **plain))
        put(Gift(name=words("plain"), partnership=partner, tie=tie, **plain))
        put(AlumniNetwork(name=words("plain"), partnership=partner, **plain))
