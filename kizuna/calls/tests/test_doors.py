"""A call from its rules to its awards through the doors: the office's pages, and links for who has no account."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kizuna.calls import actions
from kizuna.calls.models import (
    Assignment,
    Award,
    Call,
    Conflict,
    Decision,
    Enclosure,
    Invitation,
    Proposal,
    Review,
    Score,
    Seat,
)
from kizuna.calls.tests.factories import a_call, a_proposal, a_seat, close, handed_in
from kizuna.calls.tests.test_steering import signed
from kizuna.config.cli import main
from kizuna.core.models import Account, File, Home
from kizuna.partners.models import Partnership
from kizuna.projects.models import Project
from tests.cast import enter, operator_account, put

DESK = "/desk/ours/calls/"
LINK = re.compile(r"http://testserver(/call/ours/[^/]+/)")


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    return a_call(ours, partnership=alliance)


def link_of(call: Call, office: Account, **told: Any) -> str:
    _link, secret = actions.invite(call, name="Somebody", days=9, by=office, **told)
    return f"/call/ours/{secret}/"


def typed(call: Call, proposal: Proposal, **more: str) -> dict[str, str]:
    """What a lead sends when nothing is changed."""
    question = call.questions.get()
    answer = proposal.answers.get()
    return {"title": proposal.title, "strand": str(proposal.strand_id), "version": str(proposal.version),
            f"answer-{question.pk}": answer.text, f"read-{question.pk}": str(answer.version),
            "for-0": "", "amount-0": "", **more}  # fmt: skip


def test_a_call_goes_from_its_rules_to_its_awards_in_one_sitting(
    ours: Home, alliance: Partnership, office: Account
) -> None:
    desk, person = enter(office), Client()
    now = timezone.now()
    begun = {"title": "Joint call 2027", "rules": "two-budgets", "partnership": alliance.pk, "partner_currency": "chf",
             "zone": "UTC", "opens_at": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}",
             "closes_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert desk.post(f"{DESK}new/", begun).status_code == 302
    call, page = Call.objects.get(), f"{DESK}joint-call-2027/"
    made = desk.post(f"{page}start/", {"home_leads": "Ada, ada@ours.example", "partner_leads": "Ben, ben@eth.example"})
    ours_, theirs = LINK.findall(made.content.decode())
    proposal = Proposal.objects.get()
    sent = {
        "title": "On water",
        "strand": str(call.strands.get().pk),
        "version": "1",
        "for-0": "Trains",
        "amount-0": "9",
    }
    sent |= {f"answer-{one.pk}": "Words." for one in call.questions.all()}
    sent |= {f"read-{one.pk}": "0" for one in call.questions.all()}
    assert person.post(ours_, sent).status_code == 302
    # Their side had opened the form before ours was kept: only the budget is theirs, and nothing is in the way.
    assert person.post(theirs, {**sent, "for-0": "Planes", "submit": "1"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number, "stays as it is" in person.get(f"{ours_}?kept").content.decode()) == (
        "submitted", 1, True,
    )  # fmt: skip
    seats = [a_seat(call, name, side, role=Seat.Role.CHAIR) for name, side in (("Cy", "home"), ("Di", "partner"))]
    for verb in ("detect", "assign", "confirm"):
        assert desk.post(f"{page}{verb}/").status_code == 302
    address = ""
    for seat in seats:
        address = LINK.findall(desk.post(f"{page}seats/{seat.uuid}/invite/").content.decode())[0]
        assert "On water" in person.get(address).content.decode()
        file = f"{address}{proposal.uuid}/"
        # The file opens only after the question of conflicts.
        assert "Words." not in person.get(file).content.decode()
        person.post(file, {"clear": "1"})
        assert "Words." in person.get(file).content.decode()
        scores = {f"score-{one.pk}": "4" for one in call.criteria.all()}
        assert person.post(file, {**scores, "version": "1", "text": "Good.", "hand_in": "1"}).status_code == 302
    assert Review.objects.exclude(handed_in_at=None).count() == 2
    assert "80.0" in desk.get(f"{page}ranking/").content.decode()
    decided = {"outcome": "award", "home_amount": "9", "partner_amount": "9"}
    desk.post(f"{page}proposals/{proposal.uuid}/decide/", decided)
    desk.post(f"{page}minute/", {"text": "We met."})
    desk.post(f"{page}minute/", {"seat": str(seats[0].pk)})
    desk.post(f"{page}award/")
    assert Award.objects.count() == 0
    # The last address is that of the partner's chair.
    assert (person.post(address, {"sign": "1"}).status_code, person.post(address, {"sign": "1"}).status_code) == (
        302,
        409,
    )
    desk.post(f"{page}award/")
    project = Project.objects.get()
    assert (project.partnership, Decision.objects.get().outcome, project.funding.count()) == (alliance, "award", 2)


def test_both_leads_typing_at_once_lose_nothing_and_decide_on_what_both_changed(call: Call, office: Account) -> None:
    proposal, question = a_proposal(call), call.questions.get()
    lead = {"purpose": "lead", "proposal": proposal}
    ours, theirs = (link_of(call, office, side=side, **lead) for side in ("home", "partner"))
    read = typed(call, proposal)
    box = f"answer-{question.pk}"
    assert Client().post(ours, {**read, "title": "On rivers", box: "Our words."}).status_code == 302
    answer = Client().post(theirs, {**read, box: "Their words."})
    page = answer.content.decode()
    assert (answer.status_code, "Their words." in page, "Our words." in page, "On rivers" in page) == (
        409, True, True, True,
    )  # fmt: skip
    # Sent again as the page now has it, it is a decision.
    again = {name: value for name, value in answer.context["form"].data.items() if name != "csrfmiddlewaretoken"}
    assert Client().post(theirs, again).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.title, proposal.answers.get().text) == ("On rivers", "Their words.")


def test_after_the_deadline_a_lead_reads_and_changes_nothing(call: Call, office: Account) -> None:
    proposal = a_proposal(call)
    address = link_of(call, office, purpose="lead", proposal=proposal, side="home")
    read = typed(call, proposal)
    close(call)
    answer = Client().post(address, {**read, "title": "Too late", "submit": "1"})
    assert (answer.status_code, "closed on" in " ".join(answer.context["form"].non_field_errors())) == (422, True)
    assert "<form" not in Client().get(address).content.decode().split("<main")[1]
    proposal.refresh_from_db()
    assert (proposal.title, proposal.state) == ("On water", "draft")


def test_a_reviewer_opens_what_was_given_to_them_and_nothing_else_by_any_address(call: Call, office: Account) -> None:
    mine, other = handed_in(call, "Mine"), handed_in(call, "Other")
    seat = a_seat(call, "Ada")
    put(Assignment(home=call.home, proposal=mine, seat=seat, state="confirmed", visibility="office"))
    address = link_of(call, office, purpose="review", seat=seat)
    client = Client()
    assert [client.get(f"{address}{one.uuid}/").status_code for one in (mine, other)] == [200, 404]
    assert ["Other" in client.get(address).content.decode(), client.post(address).status_code] == [False, 404]
    lead = link_of(call, office, purpose="lead", proposal=mine, side="home")
    assert client.get(f"{lead}{mine.uuid}/").status_code == 404
    client.post(f"{address}{mine.uuid}/", {"conflict": "1", "reason": "Kin"})
    assert Conflict.objects.get().reason == "Kin"
    assert ["Mine" in client.get(address).content.decode(), client.get(f"{address}{mine.uuid}/").status_code] == [
        False, 404,
    ]  # fmt: skip


@pytest.mark.parametrize(("change", "status"), [({"revoked_at": timezone.now()}, 410), (None, 404)])
def test_a_link_that_ended_or_never_was_says_so_and_is_kept_by_nobody(
    call: Call, office: Account, change: dict[str, Any] | None, status: int
) -> None:
    address = link_of(call, office, purpose="lead", proposal=a_proposal(call), side="home")
    if change is not None:
        Invitation.objects.update(**change)
    answer = Client().get(address if change is not None else "/call/ours/guessed/")
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (status, "no-referrer")
    assert "no-store" in answer.headers["Cache-Control"]


def pages_of(call: Call, proposal: Proposal) -> list[str]:
    """Every page of the office on which a proposal stands, or is counted."""
    root = f"{DESK}{call.slug}/"
    return [DESK, root, *(f"{root}{one}/" for one in ("rules", "proposals", "committee", "ranking", "follow")),
            f"{root}ranking/?order=talk", f"{root}proposals/{proposal.uuid}/"]  # fmt: skip


def test_no_page_of_the_desk_betrays_what_a_conflict_hides(call: Call, office: Account) -> None:
    hidden, seat = handed_in(call, "Secretword"), a_seat(call, "Judge", "partner")
    own = {"home": call.home, "proposal": hidden, "visibility": "office"}
    put(Assignment(seat=seat, state="proposed", reason="Secretword", **own))
    put(Conflict(seat=a_seat(call, "Third"), state="found", reason="Secretword", **own))
    put(Decision(outcome="reserve", reason="Secretword", **own))
    kept = {"name": "Secretword.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    part = put(Enclosure(side="home", file=put(File(home=call.home, visibility="office", gate=hidden.uuid, **kept)),
                         **own))  # fmt: skip
    pages = pages_of(call, hidden)
    seen = [enter(office).get(one).content.decode() for one in pages]
    assert ["Secretword" in one for one in seen] == [False, False, False, True, True, True, False, True, True]
    counts = ["1 proposal<", "1 submitted", "", "All 1<", "1 proposed"]
    assert [word in one for word, one in zip(counts, seen, strict=False)] == [True] * 5
    signed(call, office)
    close(call)
    letter = f"{DESK}joint/proposals/{hidden.uuid}/letter/"
    assert [enter(office).get(letter).status_code, "letter/?side" in enter(office).get(pages[-1]).content.decode()] == [
        200, True,
    ]  # fmt: skip
    put(Conflict(seat=a_seat(call, "Office", email=office.email), **own))
    client = enter(office)
    after = [client.get(one) for one in pages]
    assert [one.status_code for one in after] == [200] * 8 + [404]
    told = [one.content.decode() for one in after]
    assert [any(word in one for word in ("Secretword", "1 submitted", "1 proposed", "All 1<")) for one in told] == [
        False
    ] * 9
    assert (client.get(letter).status_code, client.get(f"{DESK}joint/files/{part.uuid}/").status_code) == (404, 404)
    for verb in ("decide", "withdraw", "send-back", "link"):
        address = f"{DESK}joint/proposals/{hidden.uuid}/{verb}/"
        assert client.post(address, {"outcome": "award"}).status_code == 404


def test_who_only_reads_sees_the_call_and_neither_proposals_nor_buttons(call: Call, reader: Account) -> None:
    hidden = handed_in(call, "Secretword")
    client = enter(reader)
    told = [client.get(one).content.decode() for one in pages_of(call, hidden)]
    assert ["Secretword" in one for one in told] == [False] * 9
    main = [one.partition("<main")[2] for one in told]
    assert ("Excellence" in told[2], [one.count("<form") for one in main]) == (True, [0] * 9)
    assert client.get(f"{DESK}new/").status_code == 403
    for verb in ("start", "detect", "assign", "confirm", "award", "minute", "call-off"):
        assert client.post(f"{DESK}joint/{verb}/", {"reason": "Why"}).status_code == 403


@pytest.mark.parametrize("page", ["", "joint/", "joint/proposals/", "joint/committee/", "joint/ranking/", "proposal"])
def test_pages_ask_as_often_for_three_as_for_one(
    page: str, call: Call, office: Account, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        client = enter(office)
        address = page.replace(
            "proposal", f"joint/proposals/{Proposal.objects.get(number=1).uuid}/", page == "proposal"
        )
        client.get(DESK + address)
        with django_assert_max_num_queries(70) as found:
            client.get(DESK + address)
        return len(found)

    first: list[Proposal] = []

    def add(number: int) -> None:
        seat = a_seat(call, f"Ada{number}")
        row = handed_in(call, f"Proposal {number}")
        own = {"home": call.home, "seat": seat, "visibility": "office"}
        for one in dict.fromkeys((row, *first)):
            put(Assignment(proposal=one, state="proposed", **own))
            review = put(Review(proposal=one, handed_in_at=timezone.now(), summary="Words.", **own))
            for criterion in call.criteria.all():
                put(Score(review=review, criterion=criterion, value=2, home=call.home, visibility="office"))
        put(Decision(home=call.home, proposal=row, outcome="award", visibility="office"))
        put(Conflict(home=call.home, proposal=row, seat=seat, state="found", visibility="office"))
        told: dict[str, Any] = {"name": "Somebody", "days": 9, "by": office}
        actions.invite(call, purpose="review", seat=seat, **told)
        first[:] = first or [row]

    add(1)
    once = asked()
    add(2)
    add(3)
    assert asked() == once


def test_a_further_round_is_begun_on_its_page_and_a_call_is_called_off_with_a_reason(
    call: Call, office: Account
) -> None:
    desk = enter(office)
    page = desk.get(f"{DESK}joint/follow/")
    given = {name: page.context["form"][name].value() for name in ("title", "opens_at", "closes_at")}
    sent = {
        **given,
        "opens_at": f"{given['opens_at']:%Y-%m-%dT%H:%M}",
        "closes_at": f"{given['closes_at']:%Y-%m-%dT%H:%M}",
    }
    assert desk.post(f"{DESK}joint/follow/", {**sent, "closes_at": "2020-01-01T00:00"}).status_code == 422
    assert desk.post(f"{DESK}joint/follow/", sent).status_code == 302
    new = Call.objects.get(follows=call)
    assert (new.closes_there, new.strands.count()) == (given["closes_at"], 1)
    assert desk.post(f"{DESK}{new.slug}/call-off/", {"reason": ""}).status_code == 302
    new.refresh_from_db()
    assert new.called_off is False
    desk.post(f"{DESK}{new.slug}/call-off/", {"reason": "No money came."})
    assert "No money came." in desk.get(f"{DESK}{new.slug}/").content.decode()


def test_a_meeting_is_kept_from_its_page_and_what_is_wrong_is_told_with_nothing_lost(
    call: Call, office: Account
) -> None:
    one, two = handed_in(call, "One"), handed_in(call, "Two")
    close(call)
    desk, page = enter(office), f"{DESK}joint/ranking/"
    sent = {f"outcome-{one.pk}": "award", f"home-{one.pk}": "501", f"partner-{one.pk}": "200",
            f"reason-{one.pk}": "Bold", f"outcome-{two.pk}": "reserve"}  # fmt: skip
    answer = desk.post(page, sent)
    told = answer.content.decode()
    assert (answer.status_code, "1. One: This is above the ceiling" in told, 'value="501"' in told, "Bold" in told) == (
        422, True, True, True,
    )  # fmt: skip
    assert Decision.objects.count() == 0
    assert desk.post(page, {**sent, f"home-{one.pk}": "500"}).status_code == 302
    told = desk.get(page).content.decode()
    assert ("¥500</b> left of ¥1,000" in told, 'data-other="0.00"' in told, "Reserve list" in told) == (
        True,
        True,
        True,
    )


def test_links_of_leads_and_seats_are_made_anew_and_called_in(call: Call, office: Account) -> None:
    proposal, seat = a_proposal(call), a_seat(call, "Ada")
    desk, page = enter(office), f"{DESK}joint/proposals/{proposal.uuid}/"
    lead = proposal.team.filter(side="home").get()
    (made,) = LINK.findall(desk.post(f"{page}link/", {"person": lead.pk}).content.decode())
    assert Client().get(made).status_code == 200
    assert desk.post(f"{page}link/", {"end": Invitation.objects.get().pk}).status_code == 302
    assert Client().get(made).status_code == 410
    (made,) = LINK.findall(desk.post(f"{DESK}joint/seats/{seat.uuid}/invite/").content.decode())
    assert Client().get(made).status_code == 200
    assert desk.post(f"{DESK}joint/seats/{seat.uuid}/revoke/").status_code == 302
    assert Client().get(made).status_code == 410
    assert "link called in" in desk.get(f"{DESK}joint/committee/").content.decode()


@pytest.mark.parametrize("name", ["list", "show", "rank", "export"])
def test_the_commands_print_for_people_and_for_programs(name: str, call: Call, operator: Account) -> None:
    handed_in(call, "On water")
    words = ["calls", name, *([] if name == "list" else ["joint"]), "--home", "ours"]
    plain, told = CliRunner().invoke(main, words), CliRunner().invoke(main, [*words, "--json"])
    assert (plain.exit_code, told.exit_code, "oint" in plain.output or "On water" in plain.output) == (0, 0, True)
    assert len(json.loads(told.output)["items"]) == 1
    assert CliRunner().invoke(main, ["calls", "show", "nothing", "--home", "ours"]).exit_code == 2


def test_a_deadline_is_typed_in_the_calls_own_zone(call: Call, office: Account) -> None:
    address = f"/desk/ours/record/calls/call/{call.uuid}/"
    form = enter(office).get(address).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    given |= {"title_en": "Joint call", "opens_at": "2027-01-01T00:00", "closes_at": "2027-02-01T17:00"}
    given["themes"] = "water, energy"
    given.pop("title"), given.pop("text", None)
    assert enter(office).post(address, given).status_code == 302
    call.refresh_from_db()
    assert call.closes_at is not None
    assert (call.closes_at.isoformat(), call.themes) == ("2027-02-01T08:00:00+00:00", ["water", "energy"])
    told = "2027-01-01 00:00 to 2027-02-01 17:00 (Asia/Tokyo)"
    assert told in enter(office).get(f"{DESK}joint/").content.decode()


def test_a_call_that_is_not_open_takes_no_words(call: Call) -> None:
    proposal = a_proposal(call)
    close(call)
    with pytest.raises(ValidationError, match="closed on"):
        actions.submit(proposal, by=operator_account())


def test_somebody_is_named_in_the_column_of_their_side_and_no_address_says_who_may_read_it(
    call: Call, office: Account
) -> None:
    desk, told = enter(office), f"call={call.uuid}&side=partner&visibility=public"
    seat = desk.get(f"/desk/ours/record/calls/seat/add/?{told}").content.decode()
    side = desk.get(f"/desk/ours/record/calls/strand/add/?{told}").content.decode()
    chosen = [f'value="{one}" selected' for one in ("partner", "public", "staff")]
    assert (chosen[0] in seat, chosen[1] in side, chosen[2] in side) == (True, False, True)
    said = desk.post(f"{DESK}{call.slug}/assign/", follow=True).content.decode()
    assert ("Nothing to propose" in said, "Reviewers are proposed" in said) == (True, False)


def test_the_office_puts_a_conflict_on_record_that_somebody_told_also_its_own(call: Call, office: Account) -> None:
    proposal, desk = handed_in(call, "Secretword"), enter(office)
    judge, mine = a_seat(call, "Judge"), a_seat(call, "Mine", email=office.email, role=Seat.Role.OFFICE)
    page = f"{DESK}joint/proposals/{proposal.uuid}/"
    assert "Somebody told of a conflict" in desk.get(page).content.decode()
    assert desk.post(f"{page}declare/", {"seat": "12345678901234567890"}).status_code == 404
    told = desk.post(f"{page}declare/", {"seat": judge.pk, "reason": "Once  married"}, follow=True).content.decode()
    assert "this person knows nothing of it" in told
    assert [(one.seat, one.reason, one.state) for one in Conflict.objects.all()] == [
        (judge, "Once married", "declared")
    ]
    assert "Secretword" in told
    assert "Secretword" not in desk.post(f"{page}declare/", {"seat": mine.pk}, follow=True).content.decode()
    assert desk.get(page).status_code == 404


@pytest.mark.parametrize("told", [[0], [18], ["1"], [True], [1, 1], [[1]], "1", {"1": 1}])
def test_goals_are_numbers_of_the_list_each_once(call: Call, told: Any) -> None:
    call.sdgs = [3, 17]
    put(call)
    call.sdgs = told
    with pytest.raises(ValidationError):
        put(call)
