"""The doors that several purposes share: what a link opens first, one proposal, one file, one letter."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from kizuna.calls import reading
from kizuna.calls.models import Invitation
from kizuna.calls.views.links import leads, office, reviews
from kizuna.calls.views.links.quiet import LEAD, OFFICE, REVIEW, by_link, sent
from kizuna.core.handing import handed_out


@by_link(LEAD, REVIEW, OFFICE)
def page(request: HttpRequest, link: Invitation, base: str) -> HttpResponseBase:
    """What a link opens first, for whoever holds it; opening it changes nothing."""
    doors = {LEAD: leads.lead, REVIEW: reviews.reviews, OFFICE: office.first}
    return doors[link.purpose](request, link, base)


@by_link(REVIEW, OFFICE)
def one(request: HttpRequest, link: Invitation, base: str, key: uuid.UUID) -> HttpResponseBase:
    """One proposal, for who reviews it and for the partner's office."""
    door = reviews.review if link.purpose == REVIEW else office.proposal
    return door(request, link, base, key)


@by_link(LEAD, REVIEW, OFFICE)
def file(_request: HttpRequest, link: Invitation, _base: str, key: uuid.UUID) -> HttpResponseBase:
    """A file of a proposal that this link opens."""
    row = reading.file_of(link, key)
    if row is None:
        raise Http404
    return sent(handed_out(row.file))


@by_link(LEAD)
def letter(request: HttpRequest, link: Invitation, _base: str, form: str) -> HttpResponseBase:
    """The letter about the decision."""
    return leads.letter(request, link, form)
