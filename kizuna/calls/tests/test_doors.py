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
from kizuna.calls.models import Assignment, Award, Call, Conflict, Decision, Invitation, Proposal, Review, Seat
from kizuna.calls.tests.factories import a_call, a_proposal, a_seat, close, handed_in
from kizuna.config.cli import main
from kizuna.core.models import Account, Home
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


def test_no_page_of_the_desk_betrays_what_a_conflict_hides(call: Call, office: Account) -> None:
    hidden, seat = handed_in(call, "Secretword"), a_seat(call, "Judge", "partner")
    put(Assignment(home=call.home, proposal=hidden, seat=seat, state="confirmed", visibility="office"))
    pages = [DESK, f"{DESK}joint/", f"{DESK}joint/ranking/"]
    seen = [enter(office).get(one).content.decode() for one in pages]
    assert [("Secretword" in one, "1 proposal" in one) for one in seen] == [(False, True), (True, False), (True, False)]
    own = a_seat(call, "Office", email=office.email)
    put(Conflict(home=call.home, proposal=hidden, seat=own, visibility="office"))
    after = [enter(office).get(one).content.decode() for one in pages]
    assert [("Secretword" in one, "1 proposal" in one) for one in after] == [(False, False)] * 3
    address = f"{DESK}joint/proposals/{hidden.uuid}/decide/"
    assert enter(office).post(address, {"outcome": "award"}).status_code == 404


def test_who_only_reads_sees_the_call_and_neither_proposals_nor_buttons(call: Call, reader: Account) -> None:
    handed_in(call, "Secretword")
    page = enter(reader).get(f"{DESK}joint/").content.decode()
    assert ("Excellence" in page, "Secretword" in page, "Propose reviewers" in page) == (True, False, False)
    assert enter(reader).get(f"{DESK}new/").status_code == 403
    for verb in ("start", "detect", "assign", "confirm", "award", "minute"):
        assert enter(reader).post(f"{DESK}joint/{verb}/").status_code == 403


@pytest.mark.parametrize("page", ["", "joint/", "joint/ranking/"])
def test_pages_ask_as_often_for_three_as_for_one(
    page: str, call: Call, office: Account, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        client = enter(office)
        client.get(DESK + page)
        with django_assert_max_num_queries(60) as found:
            client.get(DESK + page)
        return len(found)

    seat = a_seat(call, "Ada")

    def add(number: int) -> None:
        row = handed_in(call, f"Proposal {number}")
        put(Assignment(home=call.home, proposal=row, seat=seat, state="confirmed", visibility="office"))

    add(1)
    once = asked()
    add(2)
    add(3)
    assert asked() == once


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
