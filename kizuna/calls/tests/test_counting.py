"""Figures of calls: counted from what one may see; what a source states stands beside it, never turned into rows."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from kizuna.calls import actions, links
from kizuna.calls.counting import tally
from kizuna.calls.models import Call, Conflict, Minutes
from kizuna.calls.tests.factories import a_call, a_seat, chairs, close, handed_in
from kizuna.core import records
from kizuna.core.models import Account, Citation, Figure, Home, Source
from kizuna.core.values import Quantity
from kizuna.partners.models import Partnership
from tests.cast import enter, operator_account, put, words


def an_awarded_call(home: Home, partner: Partnership) -> Call:
    """A call with two proposals, one of them awarded."""
    call, by = a_call(home, partnership=partner), operator_account()
    first, second = handed_in(call, "On water"), handed_in(call, "On ice")
    close(call)
    actions.decide(first, outcome="award", home_amount=Decimal(100), partner_amount=Decimal(100), by=by)
    actions.decide(second, outcome="decline", by=by)
    minutes = actions.minute(Minutes(home=home, call=call, text="Met."), by=by)
    ours, theirs = chairs(call)
    actions.sign(minutes, side="home", seat=ours, by=by)
    link, _secret = actions.invite(call, purpose="review", name="Theirs", days=1, seat=theirs, by=by)
    actions.sign(minutes, side="partner", seat=theirs, link=link, by=links.holder())
    actions.award(call, by=by)
    return call


def stated(partner: Partnership, measure: str, value: int, source: Source) -> Figure:
    """A figure of a partner, cited."""
    row = records.figured(
        partner, kind="count", measure=measure, name=words(measure), quantity=Quantity(Decimal(value))
    )
    row.home, row.visibility = partner.home, "staff"
    made = put(row)
    put(records.cited(made, source=source, lines=[4]))
    return made


def test_calls_are_counted_with_their_rate_and_stated_figures_stand_beside_them(
    ours: Home, office: Account, alliance: Partnership, page: Source
) -> None:
    call = an_awarded_call(ours, alliance)
    a_call(ours, slug="later", partnership=alliance, opens_at=None, closes_at=None)
    figures = [stated(alliance, "calls", 9, page), stated(alliance, "projects", 1, page)]
    found = tally(ours, office, timezone.now(), alliance)
    assert [(one.call, one.proposals, one.awards, one.rate) for one in found.rounds] == [(call, 2, 1, 50)]
    assert [(one.figure, one.difference, one.sources) for one in found.stated] == [
        (figures[0], "8 of them are not on record here.", (page,)),
        (figures[1], "As many are on record here.", (page,)),
    ]
    assert (Call.objects.count(), Citation.objects.filter(record=figures[0].uuid).count()) == (2, 1)


def test_what_a_conflict_shuts_is_in_no_figure(ours: Home, office: Account, alliance: Partnership) -> None:
    call = an_awarded_call(ours, alliance)
    seat = a_seat(call, "Officer", email=office.email)
    actions.declare(
        Conflict(home=ours, proposal=call.proposals.get(title="On water"), seat=seat, reason="Mine."),
        by=operator_account(),
    )
    found = tally(ours, office, timezone.now(), alliance)
    assert [(one.proposals, one.awards, one.rate) for one in found.rounds] == [(1, 0, None)]


def test_who_reads_only_what_staff_may_see_is_told_of_calls_alone(
    ours: Home, reader: Account, alliance: Partnership
) -> None:
    an_awarded_call(ours, alliance)
    found = tally(ours, reader, timezone.now(), alliance)
    assert [(one.proposals, one.awards, one.rate) for one in found.rounds] == [(0, 0, None)]


def test_the_page_of_a_partner_tells_both_with_the_source(
    ours: Home, office: Account, alliance: Partnership, page: Source
) -> None:
    html = enter(office).get("/desk/ours/partners/eth/").content.decode()
    assert 'id="calls"' not in html
    stated(alliance, "calls", 9, page)
    an_awarded_call(ours, alliance)
    html = enter(office).get("/desk/ours/partners/eth/").content.decode()
    told = (
        "1 call to date",
        "1 of 2 awarded (50 %)",
        "as stated",
        "8 of them are not on record here.",
        "A page of ours",
    )
    assert [one for one in told if one not in html] == []
