"""Published calls: dates by the call's own clock, what both sides lay down, how to apply; nothing of any proposal."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kizuna.calls.models import Call, CallSide
from kizuna.calls.tests.factories import HOUR, a_call, a_seat, handed_in
from kizuna.core.models import Home
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership
from tests.cast import enter, publish, put, words


@pytest.fixture
def call(ours: Home, us: Organisation) -> Call:
    end = timezone.now() + timedelta(days=3)
    made = a_call(ours, visibility="public", closes_at=end, themes=["water"])
    side = CallSide.objects.get(call=made, side="home")
    side.organisation, side.roles = us, words("Everybody who can swim")
    side.internal_until = end - HOUR
    put(side)
    return made


def test_a_published_call_tells_what_one_needs_to_apply(call: Call, us: Organisation) -> None:
    html = enter(None).get("/ours/calls/joint/").content.decode()
    told = ("Joint call", "(Asia/Tokyo)", "Everybody who can swim", "up to JPY 500", "up to CHF 500", "Excellence",
            "What and why?", "1 lead on each side", "Deadline inside this university", "How to apply")  # fmt: skip
    assert [one for one in told if one not in html] == []
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(found)
    assert (data["@type"], data["keywords"], data["url"]) == ("Grant", ["water"], "http://testserver/ours/calls/joint/")
    assert [one["name"] for one in data["funder"]] == [str(us.name)]


def test_nothing_of_a_proposal_stands_on_a_public_page(call: Call) -> None:
    handed_in(call, "On secret water", themes=["hidden theme"])
    a_seat(call, "Examiner")
    for path in ("/ours/calls/", "/ours/calls/joint/"):
        html = enter(None).get(path).content.decode()
        assert [one for one in ("secret", "Examiner", "hidden theme", "kizuna.example") if one in html] == []


def test_the_list_holds_what_is_announced_or_open_and_what_is_published_alone(call: Call, ours: Home) -> None:
    now, day = timezone.now(), timedelta(days=1)
    dates = {"coming": (now + day, now + 2 * day), "over": (now - 2 * day, now - day), "draft": (None, None)}
    for slug, (opens, closes) in dates.items():
        a_call(ours, slug=slug, visibility="public", opens_at=opens, closes_at=closes)
    a_call(ours, slug="staff")
    off = a_call(ours, slug="off", visibility="public")
    off.called_off = True
    put(off)
    guest = enter(None)
    assert [row.slug for row, _stage in guest.get("/ours/calls/").context["lines"]] == ["coming", "joint"]
    slugs = ("joint", "coming", "over", "draft", "staff", "off", "none")
    answers = [guest.get(f"/ours/calls/{slug}/").status_code for slug in slugs]
    assert answers == [200, 200, 200, 404, 404, 404, 404]


def test_a_strand_of_another_currency_or_without_money_is_told_so(call: Call) -> None:
    side = CallSide.objects.get(call=call, side="partner")
    side.pays, side.budget = False, Decimal(0)
    put(side)
    html = enter(None).get("/ours/calls/joint/").content.decode()
    assert ("This side takes part and does not pay." in html, "CHF" in html) == (True, False)


def test_calls_stand_in_the_menu_while_one_is_listed(call: Call) -> None:
    guest = enter(None)
    assert 'href="/ours/calls/"' in guest.get("/ours/").content.decode()
    call.closes_at = timezone.now() - timedelta(minutes=1)
    CallSide.objects.filter(call=call).update(internal_until=None)
    put(call)
    assert 'href="/ours/calls/"' not in guest.get("/ours/").content.decode()


def test_a_partner_is_a_link_once_its_page_is_signed_off(ours: Home, alliance: Partnership) -> None:
    a_call(ours, visibility="public", closes_at=timezone.now() + timedelta(days=3), partnership=alliance)
    found = []
    for _turn in range(2):
        html = enter(None).get("/ours/calls/").content.decode()
        found.append(("ETH alliance" in html, 'href="/ours/partners/eth/"' in html))
        publish(ours)
    assert found == [(True, False), (True, True)]
