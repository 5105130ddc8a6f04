"""Pages: alumni of a home, one network, one gift."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kizuna.alumni import listing, policy
from kizuna.alumni.models import AlumniNetwork
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Note
from kizuna.core.paging import page_of
from kizuna.directory.models.organisation import country_name
from kizuna.partners import anniversaries

SOON = 24
SOME = 20


@for_members
def alumni(request: HomeRequest, home: Home) -> HttpResponse:
    """Networks by country, gifts and campaigns; what is stated of them stands beside what is on record."""
    user, day, problem = request.user, request.asof.day, ""
    try:
        asked = listing.Narrowed.of(request.GET)
    except ValidationError as wrong:
        problem, asked = wrong.messages[0], listing.Narrowed()
    counts = listing.counts(home, user)
    page = page_of(request, listing.with_all(listing.networks(home, user, asked), user))
    gifts = page_of(request, listing.gifts(home, user), per=SOME, key="gifts")
    campaigns = page_of(request, listing.campaigns(home, user), per=SOME, key="campaigns")
    figures = list(listing.stated(home, user))
    told = Footnotes([*page, *figures, *gifts, *campaigns], user)
    lines = [(row, told.every(row), _now(row, day)) for row in page]
    context = {
        "page": page,
        "counts": counts,
        "countries": [(code, country_name(code), number) for code, number in counts.countries],
        "asked": asked,
        "problem": problem,
        "by_country": [(name, list(rows)) for name, rows in groupby(lines, lambda line: line[0].country_name)],
        "figures": [(row, told.every(row)) for row in figures],
        "gifts": [(row, told.every(row)) for row in gifts],
        "gift_page": gifts,
        "campaigns": [(row, told.every(row)) for row in campaigns],
        "campaign_page": campaigns,
        "coming": anniversaries.coming(home, user, day, months=SOON)[:5],
        "panels": told.panels(),
        "can_add": policy.can_add(user, home),
        "nothing": not (counts.networks or gifts or campaigns),
    }
    return render(request, "alumni/alumni.html", context, status=422 if problem else 200)


def _now(row: AlumniNetwork, day: date) -> dict[str, Any]:
    """Who leads a network on the day, and how many members it last had."""
    return {
        "officers": [one for one in row.officers.all() if one.held_on(day)],
        "strength": next(iter(strengths(row, day)), None),
    }


def strengths(row: AlumniNetwork, day: date) -> list[Any]:
    """The counts of members up to a day, the last first."""
    known = [one for one in row.strengths.all() if (one.as_of.earliest or date.min) <= day]
    return sorted(known, key=lambda one: (one.as_of.sort_key, one.pk), reverse=True)


@for_members
def network(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One network: who leads it and led it, how many they are, what is held with it."""
    user, day = request.user, request.asof.day
    row = get_object_or_404(listing.with_all(listing.networks(home, user), user), uuid=key)
    notes = list(Note.objects.visible_to(user).filter(record=row.uuid))
    counted, events = strengths(row, day), list(row.events.all())
    officers = sorted(row.officers.all(), key=lambda one: (one.held_on(day) is False, one.order, one.pk))
    told = Footnotes([row, *officers, *counted, *events, *notes], user)
    lacking = [
        (not row.country, _("In which country it is")),
        (not row.city and row.country, _("In which city it is, if in one")),
        (not row.begins, _("When it was founded")),
        (not officers, _("Who leads it")),
        (not counted, _("How many members it has")),
    ]
    context = {
        "row": row,
        "cites": told.every(row),
        "officers": [(one, told.every(one), one.held_on(day)) for one in officers],
        "strengths": [(one, told.every(one)) for one in counted],
        "events": [(one, told.every(one)) for one in events],
        "notes": [(one, told.every(one)) for one in notes],
        "coming": _coming_of(request, home, row.uuid),
        "panels": told.panels(),
        "unknown": [words for missing, words in lacking if missing],
        "can_revise": policy.can_revise(user, row),
    }
    return render(request, "alumni/network.html", context)


@for_members
def gift(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """One gift, what is organised on account of it, and its coming anniversary."""
    user = request.user
    row = get_object_or_404(listing.gifts(home, user).select_related("tie"), uuid=key)
    campaigns = list(listing.campaigns(home, user, row))
    notes = list(Note.objects.visible_to(user).filter(record=row.uuid))
    told = Footnotes([row, *campaigns, *notes], user)
    lacking = [
        (not row.when, _("When it was made")),
        (not (row.giver or row.giver_named), _("Who gave it")),
        (not row.receiver and not row.partnership, _("To whom it was given")),
        (not row.quantity, _("How many")),
    ]
    context = {
        "row": row,
        "cites": told.every(row),
        "campaigns": [(one, told.every(one)) for one in campaigns],
        "notes": [(one, told.every(one)) for one in notes],
        "coming": _coming_of(request, home, row.uuid),
        "panels": told.panels(),
        "unknown": [words for missing, words in lacking if missing],
        "can_revise": policy.can_revise(user, row),
    }
    return render(request, "alumni/gift.html", context)


def _coming_of(request: HomeRequest, home: Home, key: uuid.UUID) -> list[anniversaries.Anniversary]:
    """The next anniversaries of one record, however far ahead the next one is."""
    found = anniversaries.coming(home, request.user, request.asof.day, months=12 * 25)
    return [one for one in found if one.what.record.uuid == key][:2]
