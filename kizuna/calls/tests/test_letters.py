"""Letters: of each side in its currency, only when both chairs have signed, never saying who reviewed."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from kizuna.calls import actions, letters
from kizuna.calls.models import Call, CallSide, Proposal, Review, Strand
from kizuna.calls.tests.factories import a_call, a_lead, a_seat, handed_in
from kizuna.calls.tests.test_steering import signed
from kizuna.core.models import Account, Home
from kizuna.partners.models import Partnership
from tests.cast import put


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    made = a_call(ours, partnership=alliance)
    Strand.objects.filter(call=made).update(months=12, report_every=6)
    CallSide.objects.filter(call=made, side="partner").update(spend_from=date(2027, 1, 1))
    return made


def judged(call: Call, title: str) -> Proposal:
    """A proposal with two reviews that were handed in."""
    proposal = handed_in(call, title, team=(a_lead("Ada", "home"), a_lead("Ben", "partner")))
    for name, words in (("Zoe", "Clear and bold."), ("Yan", "A little wide.")):
        own = {"home": call.home, "proposal": proposal, "visibility": "office"}
        seat = a_seat(call, name)
        put(Review(seat=seat, text="Secretword", summary=words, handed_in_at=call.opens_at, **own))
    return proposal


def words_of(file: bytes) -> str:
    paper = Document(io.BytesIO(file))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + cells)


def test_an_award_letter_tells_what_its_own_side_gives_and_nobody_who_reviewed(call: Call, office: Account) -> None:
    proposal = judged(call, "On water")
    actions.decide(proposal, outcome="award", home_amount=Decimal(300), partner_amount=Decimal(200), reason="Best.",
                   by=office)  # fmt: skip
    assert letters.ready(proposal) is False
    with pytest.raises(ValidationError, match="both chairs"):
        letters.letter(proposal, "home", "pdf")
    signed(call, office)
    name, media, file = letters.letter(proposal, "partner", "docx")
    told = words_of(file)
    assert (name, media.endswith("document")) == ("award-joint-1-partner.docx", True)
    parts = ("On water", "Ada", "Ben", "Best.", "Clear and bold.", "Report 1 by", "1 July 2027", "CHF 200")
    assert [one for one in parts if one not in told] == []
    assert [one for one in ("300", "Zoe", "Yan", "Secretword") if one in told] == []
    assert "300" in words_of(letters.letter(proposal, "home", "docx")[2])
    for form in letters.FORMS:
        first, second = (letters.letter(proposal, "home", form)[2] for _time in range(2))
        assert (form, first == second, len(first) > 5000) == (form, True, True)


@pytest.mark.parametrize(("outcome", "told"), [("decline", "is not awarded"), ("reserve", "reserve list")])
def test_who_is_not_awarded_gets_a_letter_with_what_reviewers_wrote_for_them(
    call: Call, office: Account, outcome: str, told: str
) -> None:
    proposal = judged(call, "On water")
    actions.decide(proposal, outcome=outcome, by=office)
    signed(call, office)
    words = words_of(letters.letter(proposal, "home", "docx")[2])
    assert (told in words, "A little wide." in words, "JPY" in words, "Reports due" in words) == (
        True, True, False, False,
    )  # fmt: skip
    assert letters.summaries(proposal) == ["A little wide.", "Clear and bold."]
    with pytest.raises(ValidationError, match="one of the two sides"):
        letters.letter(proposal, "neither", "pdf")
