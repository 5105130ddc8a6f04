"""Calendars: addresses that a person makes and ends, and what a calendar program is given when it asks for one.

An address states no fact and has no history. Whoever holds it sees what its owner may see at that moment, without
what is sealed, and nothing once the owner has left, was closed, or has ended it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from kizuna.activities.models import Activity, Body, Feed
from kizuna.core.models import Account, Home, Membership
from kizuna.core.policy import can_read
from kizuna.core.tokens import digest
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Partnership

MOST = 2000
# No calendar needs what was long ago.
BACK = timedelta(days=3 * 366)
STATUS = {
    Activity.State.PLANNED.value: "TENTATIVE",
    Activity.State.POSTPONED.value: "CANCELLED",
    Activity.State.CANCELLED.value: "CANCELLED",
}


def make(account: Account, home: Home, partnership: Partnership | None, unit: Unit | None) -> tuple[Feed, str]:
    """A new address and its secret, which nobody can show again."""
    secret = secrets.token_urlsafe(32)
    feed = Feed(account=account, home=home, partnership=partnership, unit=unit, digest=digest(secret), hint=secret[:6])
    feed.full_clean()
    feed.save()
    return feed, secret


def end(feed: Feed) -> None:
    """The address shows nothing from now on."""
    Feed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=timezone.now())


def own(account: Account, home: Home) -> QuerySet[Feed]:
    """The addresses that a person has in a home; nobody sees those of another, and no key sees any."""
    rows = Feed.objects.filter(account=account, home=home, ended_at=None) if account.scopes is None else None
    return rows.select_related("partnership", "unit") if rows is not None else Feed.objects.none()


def opened(home: str, secret: str) -> tuple[Feed, Account] | None:
    """The address and its owner with the rights of this moment; None where it shows nothing."""
    found = Feed.objects.filter(digest=digest(secret), ended_at=None, home__slug=home).select_related("home").first()
    if found is None:
        return None
    account = Account.objects.get(pk=found.account_id)
    roles = {row.home_id: row for row in Membership.objects.filter(account=account, home=found.home)}
    for row in roles.values():
        # What is sealed goes to no other program.
        row.sealed = False
    account.roles = roles
    if not account.is_active or not can_read(account, found.home):
        return None
    today = timezone.localdate()
    if found.used_on != today:
        Feed.objects.filter(Q(used_on=None) | Q(used_on__lt=today), pk=found.pk).update(used_on=today)
    return found, account


def rows_of(feed: Feed, account: Account) -> QuerySet[Any] | None:
    """The activities that it shows: those whose days are known; None when what it is about is not visible any more."""
    rows: QuerySet[Any] = Activity.objects.visible_to(account).filter(home=feed.home)
    if feed.partnership_id is not None:
        seen = Partnership.objects.visible_to(account).filter(pk=feed.partnership_id)
        if not seen.exists():
            return None
        rows = rows.filter(partnership__in=seen)
    if feed.unit_id is not None:
        seen_units = Unit.objects.visible_to(account).filter(Q(pk=feed.unit_id) | Q(alias_of=feed.unit_id))
        if not seen_units.exists():
            return None
        bodies = Body.objects.visible_to(account).filter(unit__in=seen_units)
        rows = rows.filter(
            Q(pk__in=bodies.values("activity")) | Q(series__in=bodies.exclude(series=None).values("series"))
        )
    since = timezone.localdate() - BACK
    dated = rows.filter(sort_day__gte=since, begins_first__isnull=False, ends_last__isnull=False)
    seen_places = Prefetch("venue", Organisation.objects.visible_to(account))
    return dated.select_related("series", "partnership").prefetch_related(seen_places).order_by("sort_day", "pk")


def written(feed: Feed, account: Account, address: str) -> bytes | None:
    """The calendar as a program reads it; ``address`` is that of this installation."""
    rows = rows_of(feed, account)
    if rows is None:
        return None
    home = feed.home
    language = home.languages[0] if home.languages else "en"
    with override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Kizuna//Activities//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{home.name.get(language)} · {_('Activities')}")
        calendar.add("refresh-interval;value=duration", "PT12H")
        for row in rows[:MOST]:
            # A month or a year is no day: a calendar would claim to know more than the record.
            if row.begins_first == row.begins_last and row.ends_first == row.ends_last:
                row.home = home
                calendar.add_component(_event(row, address, language))
    data: bytes = calendar.to_ical()
    return data


def _event(row: Any, address: str, language: str) -> Event:
    event = Event()
    event.add("uid", f"{row.uuid}@kizuna")
    event.add("dtstamp", timezone.now())
    event.add("summary", row.heading.get(language).value)
    event.add("dtstart", row.begins_first)
    # The end of a calendar entry is the day after its last one.
    event.add("dtend", row.ends_last + timedelta(days=1))
    event.add("url", f"{address}{row.home.desk}activities/{row.uuid}/")
    place = row.place.get(language).value or (row.venue.shown_name.get(language).value if row.venue else "")
    if place:
        event.add("location", place)
    if row.state in STATUS:
        event.add("status", STATUS[row.state])
    told = [row.partnership.name.get(language).value] if row.partnership else []
    event.add("description", " · ".join([*told, *row.formats]))
    event.add("transp", "TRANSPARENT")
    return event
