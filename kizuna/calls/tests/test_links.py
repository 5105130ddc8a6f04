"""The pages of signed links: saved as typed, each side its own; files; the partner's office and its dossier."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kizuna.calls import actions
from kizuna.calls.models import (
    Assignment,
    Call,
    CallSide,
    Conflict,
    Enclosure,
    Invitation,
    Minutes,
    Proposal,
    Seat,
    TeamMember,
)
from kizuna.calls.tests.factories import a_call, a_lead, a_proposal, a_seat, chairs, close, handed_in
from kizuna.core import contents
from kizuna.core.arriving import ARRIVED
from kizuna.core.models import Account, File, Home
from tests.cast import put, taken

PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"
JSON: Any = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def call(ours: Home) -> Call:
    return a_call(ours)


@pytest.fixture
def person(db: None) -> Client:
    return Client()


def link_of(call: Call, office: Account, **told: Any) -> str:
    _link, secret = actions.invite(call, name="Somebody", days=9, by=office, **told)
    return f"/call/ours/{secret}/"


def lead_of(proposal: Proposal, office: Account, side: str) -> str:
    return link_of(proposal.call, office, purpose="lead", proposal=proposal, side=side)


def office_of(call: Call, office: Account, name: str = "Abroad", **fields: Any) -> str:
    seat = a_seat(call, name, "partner", role=Seat.Role.OFFICE, **fields)
    return link_of(call, office, purpose="dossier", seat=seat)


def keep(address: str, unit: str, **told: Any) -> tuple[int, dict[str, Any]]:
    """What the script sends for one unit, and what it is answered."""
    sent = {name.replace("__", "-"): value for name, value in told.items()}
    answer = Client().post(address, {"unit": unit, **sent}, **JSON)
    return answer.status_code, json.loads(answer.content)


# Leads.


def test_two_leads_in_one_field_are_told_each_others_words_and_in_two_fields_see_each_other(
    call: Call, office: Account
) -> None:
    proposal, question = a_proposal(call), call.questions.get()
    ours, theirs = lead_of(proposal, office, "home"), lead_of(proposal, office, "partner")
    box, read = f"answer-{question.pk}", proposal.version
    status, told = keep(ours, box, **{box: "Our words.", f"read-{question.pk}": "1"})
    assert (status, told["values"], told["version"]) == (200, {box: "Our words."}, 2)
    status, told = keep(theirs, box, **{box: "Their words.", f"read-{question.pk}": "1"})
    assert (status, told["changed"], told["values"]) == (409, True, {box: "Our words."})
    # Another field, from a page that has not seen ours yet: it is kept, and ours is told along.
    status, told = keep(theirs, "title", title="On rivers", **{"read-title": read, "seen": json.dumps({box: 1})})
    assert (status, told["others"][box]["values"], told["heading"]) == (200, {box: "Our words."}, "On rivers")
    # Who decides for their own words sends them with the version that they were shown.
    assert keep(theirs, box, **{box: "Their words.", f"read-{question.pk}": "2"})[0] == 200
    proposal.refresh_from_db()
    assert (proposal.title, proposal.answers.get().text) == ("On rivers", "Their words.")


def test_two_on_one_line_of_a_budget_are_told_and_each_side_changes_its_own_alone(call: Call, office: Account) -> None:
    proposal = a_proposal(call)
    first, second = lead_of(proposal, office, "partner"), lead_of(proposal, office, "partner")
    line = proposal.budget.get(side="partner")
    read = {"key-0": str(line.uuid), "read-line-0": str(line.version)}
    assert keep(first, "line-0", **{"for-0": "Trains", "amount-0": "150", **read})[0] == 200
    status, told = keep(second, "line-0", **{"for-0": "Planes", "amount-0": "200", **read})
    assert (status, told["values"]["for-0"], told["values"]["amount-0"]) == (409, "Trains", "150")
    # One changed the words, the other the amount: nothing is in the way.
    assert keep(second, "line-0", **{"for-0": "Travel", "amount-0": "200.00", **read})[0] == 200
    status, told = keep(first, "line-1", **{"for-1": "A ship", "amount-1": "12", "currency-1": "JPY"})
    assert (status, told["wrong"]) == (422, ["This side counts in CHF."])
    ours = proposal.budget.get(side="home")
    keep(first, "line-2", **{"for-2": "Stolen", "amount-2": "1", "key-2": str(ours.uuid), "read-line-2": "1"})
    ours.refresh_from_db()
    assert (ours.text, [one.text for one in proposal.budget.filter(side="partner")]) == ("Travel", ["Trains", "Stolen"])
    # An emptied line is taken away.
    gone = proposal.budget.get(text="Stolen")
    assert keep(first, "line-2", **{"for-2": "", "amount-2": "", "key-2": str(gone.uuid), "read-line-2": "1"})[0] == 200
    assert proposal.budget.filter(side="partner").count() == 1


def test_what_is_too_long_or_is_no_unit_is_refused_and_what_lacks_is_told_as_it_changes(
    call: Call, office: Account
) -> None:
    proposal, question = a_proposal(call), call.questions.get()
    address, box = lead_of(proposal, office, "partner"), f"answer-{question.pk}"
    status, told = keep(address, box, **{box: "x" * 101, f"read-{question.pk}": "1"})
    assert (status, proposal.answers.get().text) == (422, "Because.")
    # A line end counts once, as it is kept.
    assert keep(address, box, **{box: "x\r\n" * 33 + "y", f"read-{question.pk}": "1"})[0] == 200
    assert Client().post(address, {"unit": "state", "state": "submitted"}, **JSON).status_code == 404
    status, told = keep(address, "title", title="", **{"read-title": proposal.version})
    # Both sides read it, so that neither is called ours.
    keep(address, "line-0", **{"for-0": "", "amount-0": "", "key-0": str(proposal.budget.get(side="partner").uuid),
                               "read-line-0": "1"})  # fmt: skip
    status, told = keep(address, "title", title="", **{"read-title": proposal.version})
    assert (status, told["lacks"]) == (200, ["The proposal has no title.", "The budget of Partner is empty."])


def test_each_side_names_its_own_people_and_rules_are_told_at_once(call: Call, office: Account, person: Client) -> None:
    CallSide.objects.filter(call=call, side="partner").update(spend_until=date(2027, 3, 31))
    proposal = a_proposal(call)
    address = lead_of(proposal, office, "partner")
    new = {"do": "person", "version": "0", "name": "Cy", "email": "Cy@eth.example", "role": "lead",
           "career": "early", "discipline": "Law", "unit_words": "Law faculty",
           "employed_until": "2026-12-31"}  # fmt: skip
    assert person.post(address, new).status_code == 302
    page = person.get(address).content.decode()
    told = "Cy is employed until a day before the money ends."
    assert (told in page, "Partner has 2 leads; the call asks for 1." in page) == (True, True)
    known = TeamMember.objects.get(email="cy@eth.example")
    assert (known.side, known.unit_words) == ("partner", "Law faculty")
    assert person.post(address, {**new, "email": "cy@eth.example"}).status_code == 422
    changed = {**new, "key": str(known.uuid), "version": "1", "employed_until": "2027-12-31"}
    assert [person.post(address, changed).status_code for _again in range(2)] == [302, 422]
    assert person.post(address, {**changed, "name": "Di"}).status_code == 422  # read before it was changed
    other = TeamMember.objects.get(proposal=proposal, side="home")
    assert person.post(address, {**new, "key": str(other.uuid), "gone": "1"}).status_code == 404
    assert person.post(address, {"do": "person", "key": str(known.uuid), "gone": "1"}).status_code == 302
    assert proposal.team.count() == 2


def test_files_are_looked_at_and_stand_behind_the_gate(
    call: Call, office: Account, person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call.letters_each = 1
    put(call)
    proposal = a_proposal(call)
    address, theirs = lead_of(proposal, office, "home"), lead_of(proposal, office, "partner")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", "a")

    def send(to: str, name: str, content: bytes) -> int:
        sent = {"do": "enclose", "kind": "letter", "file": SimpleUploadedFile(name, content)}
        return int(person.post(to, sent).status_code)

    assert "1 letter of support" in person.get(address).content.decode()
    assert send(address, "letter.pdf", archive.getvalue()) == 422
    monkeypatch.setattr(contents, "LARGEST", 1000)
    assert send(address, "large.pdf", PDF + b"x" * 5000) == 422
    assert [send(address, "letter.pdf", PDF), send(address, "again.pdf", PDF)] == [302, 422]
    row = Enclosure.objects.get()
    assert (row.side, row.file.gate, row.file.media_type) == ("home", proposal.uuid, "application/pdf")
    with taken(person.get(f"{theirs}files/{row.uuid}/")) as answer:
        assert (answer.getvalue(), answer.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
        assert (answer.headers["Referrer-Policy"], "attachment" in answer.headers["Content-Disposition"]) == (
            "no-referrer", True,
        )  # fmt: skip
    # Only who brought it takes it away; another proposal's link opens nothing of it.
    assert person.post(theirs, {"do": "enclose", "key": str(row.uuid)}).status_code == 404
    other = lead_of(a_proposal(call, "Other"), office, "home")
    assert person.get(f"{other}files/{row.uuid}/").status_code == 404
    assert person.post(address, {"do": "enclose", "key": str(row.uuid)}).status_code == 302
    assert (Enclosure.objects.count(), File.objects.count()) == (0, 0)


def test_goals_themes_and_who_should_not_review_are_kept_and_submitted_once(
    call: Call, office: Account, person: Client
) -> None:
    call.themes, call.sdgs_least = ["water", "law"], 1
    put(call)
    proposal = a_proposal(call)
    address = lead_of(proposal, office, "home")
    assert keep(address, "sdgs", sdgs=["6", "14"], **{"read-sdgs": proposal.version})[0] == 200
    assert keep(address, "sdgs", sdgs=["18"], **{"read-sdgs": "9"})[0] == 422
    assert keep(address, "themes", themes=["water"], words="tides, law", **{"read-themes": "9"})[0] == 200
    assert keep(address, "avoid", avoid="A rival", **{"read-avoid": "9"})[0] == 200
    proposal.refresh_from_db()
    assert (proposal.sdgs, proposal.themes, proposal.avoid) == ([6, 14], ["water", "tides", "law"], "A rival")
    question = call.questions.get()
    whole = {"title": "On water", "strand": proposal.strand_id, "themes": ["water", "law"], "words": "tides",
             "sdgs": ["6", "14"], "avoid": "A rival", f"answer-{question.pk}": "Because.", f"read-{question.pk}": "1",
             "version": proposal.version, "submit": "1"}  # fmt: skip
    assert [person.post(address, whole).status_code for _again in range(2)] == [302, 422]
    assert Proposal.objects.get().number == 1
    assert "Submitted as number 1" in person.get(address).content.decode()
    # Nobody but the offices reads it.
    seat = a_seat(call, "Ada")
    put(Assignment(home=call.home, proposal=proposal, seat=seat, state="confirmed", visibility="office"))
    review = link_of(call, office, purpose="review", seat=seat)
    person.post(f"{review}{proposal.uuid}/", {"clear": "1"})
    page = person.get(f"{review}{proposal.uuid}/").content.decode()
    assert ("Because." in page, "A rival" in page) == (True, False)


def test_what_arrived_before_the_deadline_is_in_time_however_long_it_waited(call: Call, office: Account) -> None:
    """The server notes the moment as it takes a request in; others who press the button too may be served first."""
    proposal = a_proposal(call)
    ours, theirs = (lead_of(proposal, office, side) for side in ("home", "partner"))
    read = {"title": proposal.title, "strand": str(proposal.strand_id), "version": str(proposal.version)}
    early = timezone.now()
    in_time: Any = {ARRIVED: early}
    call.closes_at = timezone.now()
    put(call)
    new = {
        "do": "person",
        "version": "0",
        "role": "member",
        "career": "early",
        "name": "Eva",
        "email": "eva@kizuna.example",
    }
    file = {"do": "enclose", "kind": "letter", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert [Client().post(ours, one, **in_time).status_code for one in (new, file)] == [302, 302]
    assert Client().post(theirs, {**read, "submit": "1"}, **in_time).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number, proposal.submitted_at) == ("submitted", 1, early)
    assert [proposal.team.count(), proposal.enclosures.count()] == [3, 1]
    gone = {"do": "withdraw", "sure": "1"}
    assert Client().post(ours, gone).status_code == 422
    assert Client().post(ours, gone, **in_time).status_code == 302


def test_a_lead_withdraws_once_it_was_said_twice(call: Call, office: Account, person: Client) -> None:
    address = lead_of(handed_in(call), office, "home")
    assert person.post(address, {"do": "withdraw"}).status_code == 422
    assert person.post(address, {"do": "withdraw", "sure": "1"}).status_code == 302
    assert "was withdrawn" in person.get(address).content.decode()


def test_a_decision_is_read_when_both_chairs_have_signed_with_the_letter_of_ones_own_side(
    call: Call, office: Account, person: Client
) -> None:
    proposal = handed_in(call)
    address, ours = lead_of(proposal, office, "partner"), chairs(call)
    close(call)
    actions.decide(proposal, outcome="decline", reason="Too many.", by=office)
    minutes = actions.minute(Minutes(home=call.home, call=call, text="We met."), by=office)
    assert ("Too many." in person.get(address).content.decode(), person.get(f"{address}letter.pdf").status_code) == (
        False, 404,
    )  # fmt: skip
    type(minutes).objects.update(home_signed_at=timezone.now(), partner_signed_at=timezone.now(), home_seat=ours[0],
                                 partner_seat=ours[1])  # fmt: skip
    assert "Too many." in person.get(address).content.decode()
    answer = person.get(f"{address}letter.docx")
    assert (answer.status_code, "partner" in answer.headers["Content-Disposition"]) == (200, True)


# Who judges.


def test_a_file_opens_after_the_question_of_conflicts_and_to_no_guess(
    call: Call, office: Account, person: Client
) -> None:
    mine, other = a_proposal(call, "Mine"), a_proposal(call, "Other")
    for one in (mine, other):
        actions.enclose(one, side="home", kind="cv", name="a.pdf", content=PDF, by=office)
        actions.submit(one, by=office)
    seat = a_seat(call, "Ada")
    put(Assignment(home=call.home, proposal=mine, seat=seat, state="confirmed", visibility="office"))
    address = link_of(call, office, purpose="review", seat=seat)
    files = [f"{address}files/{one.enclosures.get().uuid}/" for one in (mine, other)]
    assert [person.get(one).status_code for one in files] == [404, 404]
    person.post(f"{address}{mine.uuid}/", {"clear": "1"})
    with taken(person.get(files[0])) as answer:
        assert (answer.status_code, person.get(files[1]).status_code) == (200, 404)
    # What the partner's office does is not opened by a reviewer's link.
    assert {person.get(f"{address}{part}").status_code for part in ("half/", "people/", "ranking/", "dossier.zip")} == {
        404
    }
    scores = {f"score-{one.pk}": "4" for one in call.criteria.all()[:1]}
    answer = person.post(f"{address}{mine.uuid}/", {**scores, "version": "1", "text": "Good", "summary": ""}, **JSON)
    assert (answer.status_code, json.loads(answer.content)["lacks"]) == (200, ["Impact"])
    stale = person.post(f"{address}{mine.uuid}/", {**scores, "version": "1", "text": "Other"}, **JSON)
    assert stale.status_code == 409


# The partner's office.


def test_the_partners_office_keeps_its_own_half_and_its_own_people(call: Call, office: Account, person: Client) -> None:
    address, ours = office_of(call, office), a_seat(call, "Ours")
    half = call.sides.get(side="partner")
    told = {"version": half.version, "budget": "5000", "roles_en": "Professors", "spend_until": "2027-03-31"}
    assert person.post(f"{address}half/", {**told, "currency": "JPY", "side": "home"}).status_code == 302
    assert person.post(f"{address}half/", told).status_code == 409
    half.refresh_from_db()
    assert (half.budget, half.currency, half.side, str(half.roles)) == (Decimal(5000), "CHF", "partner", "Professors")
    name = {"do": "name", "name": "Eva", "email": "eva@eth.example", "role": "reviewer", "themes": "law"}
    assert person.post(f"{address}people/", {**name, "role": "office"}).status_code == 422
    assert person.post(f"{address}people/", name).status_code == 302
    eva = Seat.objects.get(name="Eva")
    assert (eva.side, eva.role) == ("partner", "reviewer")
    made = person.post(f"{address}people/", {"do": "link", "key": str(eva.uuid)})
    link = Invitation.objects.get(seat=eva)
    assert (made.status_code, link.side, link.purpose) == (200, "partner", "review")
    assert person.post(f"{address}people/", {"do": "link", "key": str(ours.uuid)}).status_code == 404
    # Never one of ours.
    actions.invite(call, purpose="review", name="Ours", days=9, seat=ours, by=office)
    theirs = Invitation.objects.get(seat=ours)
    call_in = {"do": "call-in", "key": str(eva.uuid)}
    assert person.post(f"{address}people/", {**call_in, "link": str(theirs.pk)}).status_code == 404
    assert person.post(f"{address}people/", {**call_in, "link": str(link.pk)}).status_code == 302
    person.post(f"{address}people/", {"do": "end", "key": str(eva.uuid)})
    states = [Invitation.objects.get(pk=one.pk).state for one in (theirs, link)]
    assert (states, Seat.objects.get(pk=eva.pk).sits_on(timezone.localdate())) == (["open", "revoked"], False)
    close(call)
    half.refresh_from_db()
    assert person.post(f"{address}half/", {**told, "version": half.version}).status_code == 422


def test_a_term_that_ended_ends_the_office_too(call: Call, office: Account, person: Client) -> None:
    address = office_of(call, office, ends=date(2020, 1, 1))
    answers = [person.get(f"{address}{part}") for part in ("", "half/", "proposals/", "dossier.zip")]
    assert {one.status_code for one in answers} == {410}


def test_a_conflicted_office_of_the_partner_meets_the_proposal_nowhere(
    call: Call, office: Account, person: Client
) -> None:
    hidden, draft = handed_in(call, "Secretword"), a_proposal(call, "Draftword")
    handed_in(call, "Openword")
    put(Minutes(home=call.home, call=call, text="Talked of it.", visibility="office"))
    address = office_of(call, office)
    parts = ("", "proposals/", "ranking/")

    def seen() -> list[tuple[bool, bool]]:
        pages = [person.get(f"{address}{part}").content.decode() for part in parts]
        return [("Secretword" in one, "Openword" in one) for one in pages]

    def dossier() -> zipfile.ZipFile:
        with taken(person.get(f"{address}dossier.zip")) as answer:
            return zipfile.ZipFile(io.BytesIO(answer.getvalue()))

    assert seen() == [(False, False), (True, True), (True, True)]
    assert person.get(address).context["all"] == 3
    assert "Talked of it." in person.get(address).content.decode()
    whole = dossier()
    assert "Secretword" in whole.read("dossier.json").decode()
    # Of what is still being written only that it is there.
    told = next(one for one in json.loads(whole.read("dossier.json"))["proposals"] if one["title"] == "Draftword")
    assert (told, person.get(f"{address}{draft.uuid}/").status_code) == (
        {"number": None, "state": "draft", "title": "Draftword"}, 404,
    )  # fmt: skip
    put(Conflict(home=call.home, proposal=hidden, seat=Seat.objects.get(role="office"), visibility="office"))
    assert seen() == [(False, False), (False, True), (False, True)]
    assert person.get(address).context["all"] == 2
    assert person.get(f"{address}{hidden.uuid}/").status_code == 404
    assert person.post(f"{address}proposals/", {"do": "link", "key": str(hidden.uuid)}).status_code == 404
    after = dossier()
    hushed = (b"Secretword", b"Talked of it.")
    assert [name for name in after.namelist() if any(one in after.read(name) for one in hushed)] == []
    # Minutes speak of all proposals, and whoever makes a link by which others judge could open it.
    assert "Talked of it." not in person.get(address).content.decode()
    eva = a_seat(call, "Eva", "partner")
    assert person.post(f"{address}people/", {"do": "link", "key": str(eva.uuid)}).status_code == 422
    assert person.get(f"{address}{Proposal.objects.get(title='Openword').uuid}/").status_code == 200


def test_a_dossier_has_everything_and_is_the_same_file_each_time(call: Call, office: Account, person: Client) -> None:
    proposal = a_proposal(call, "=HYPERLINK()", team=(a_lead("Ada", "home"), a_lead("Ben", "partner")))
    actions.enclose(proposal, side="home", kind="letter", name="../a b.pdf", content=PDF, by=office)
    actions.submit(proposal, by=office)
    address = office_of(call, office)
    files = []
    for _time in range(2):
        with taken(person.get(f"{address}dossier.zip")) as answer:
            files.append(answer.getvalue())
    assert files[0] == files[1]
    made = zipfile.ZipFile(io.BytesIO(files[0]))
    assert made.read("files/0001/01-home-letter-a b.pdf") == PDF
    rows = made.read("tables/proposals.csv").decode("utf-8-sig").splitlines()
    assert (len(rows), rows[1].startswith("1,submitted,'=HYPERLINK()")) == (2, True)
    assert {"dossier.json", "dossier.html", "tables/ranking.csv", "tables/scores.csv"} <= set(made.namelist())


@pytest.mark.parametrize("part", ["", "proposals/", "ranking/", "people/"])
def test_the_pages_of_the_office_ask_as_often_for_three_as_for_one(
    part: str, call: Call, office: Account, person: Client, django_assert_max_num_queries: Any
) -> None:
    address, seat = office_of(call, office), a_seat(call, "Eva", "partner")

    def add(number: int) -> None:
        row = handed_in(call, f"Proposal {number}")
        put(Assignment(home=call.home, proposal=row, seat=seat, state="confirmed", visibility="office"))
        lead_of(row, office, "partner")
        link_of(call, office, purpose="review", seat=a_seat(call, f"Seat{number}", "partner"))

    def asked() -> int:
        with django_assert_max_num_queries(60) as found:
            assert person.get(address + part).status_code == 200
        return len(found)

    add(1)
    once = asked()
    add(2)
    add(3)
    assert asked() == once


def test_a_leads_page_asks_as_often_for_many_people_lines_and_files_as_for_few(
    call: Call, office: Account, person: Client, django_assert_max_num_queries: Any
) -> None:
    proposal = a_proposal(call)
    actions.enclose(proposal, side="home", kind="cv", name="cv.txt", content=b"cv", by=office)
    address = lead_of(proposal, office, "home")

    def asked() -> int:
        with django_assert_max_num_queries(60) as found:
            assert person.get(address).status_code == 200
        return len(found)

    once = asked()
    for number in range(3):
        keep(address, f"line-{number + 5}", **{f"for-{number + 5}": "More", f"amount-{number + 5}": "1"})
        new = {"do": "person", "version": "0", "name": "Cy", "email": f"cy{number}@ours.example", "role": "member",
               "career": "early"}  # fmt: skip
        person.post(address, new)
        actions.enclose(proposal, side="home", kind="cv", name=f"{number}.txt", content=b"%d" % number, by=office)
    assert (proposal.budget.count(), proposal.team.count(), asked()) == (5, 5, once)


def test_pages_of_links_are_kept_by_nobody_and_told_to_no_other_place(
    call: Call, office: Account, person: Client
) -> None:
    address = lead_of(a_proposal(call), office, "home")
    answer = person.get(address)
    # Without any referrer a browser hides where a form comes from, and the form is refused.
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == (
        "private, no-store", "strict-origin", "noindex",
    )  # fmt: skip
    assert "sessionid" not in answer.cookies
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"unit": "title", "title": "Forged"}, **JSON).status_code == 403
