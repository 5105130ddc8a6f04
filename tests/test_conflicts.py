"""A conflict is betrayed nowhere: for who is shut out, every door answers as if the proposal did not exist."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kizuna.calls import actions, links
from kizuna.calls.forms import KINDS
from kizuna.calls.kinds import BEHIND
from kizuna.calls.models import (
    Answer,
    Assignment,
    BudgetLine,
    Call,
    CallMail,
    Conflict,
    Decision,
    Enclosure,
    Invitation,
    Minutes,
    Proposal,
    Review,
    Score,
    Seat,
    TeamMember,
)
from kizuna.calls.tests.factories import a_call, a_lead, a_seat, close, handed_in
from kizuna.config.cli import main
from kizuna.core.models import Account, Change, File, Home
from kizuna.desk import digest
from kizuna.partners.models import Partnership
from tests.cast import account, enter, put, taken
from tests.test_leaks import addresses

WORD = "Secretword"
# The quick run asks one way; `make every-way` the others too.
WAYS = ("found", *(pytest.param(way, marks=pytest.mark.sweep) for way in ("declared", "lead")))
DOORS = (
    *(f"/api/v1/calls/{name}?limit=200" for name in (*KINDS, *BEHIND)),
    "/api/v1/homes/ours/calls", "/api/v1/homes/ours/calls/joint", "/api/v1/homes/ours/history?limit=200",
    "/api/v1/homes/ours/today",
    "/api/v1/homes/ours/search?q=secretword", "/api/v1/homes/ours/search?q=water",
    "/api/v1/homes/ours/partners/eth/timeline",
    *(f"/desk/ours/export/calls-{name}.csv" for name in (*KINDS, *BEHIND)), "/desk/ours/export/history.csv",
)  # fmt: skip
COMMANDS = (
    ("calls", "list"), ("calls", "show", "joint"), ("calls", "export", "joint"), ("desk", "today"), ("history", "list"),
)  # fmt: skip


@pytest.fixture
def call(ours: Home, alliance: Partnership) -> Call:
    return a_call(ours, partnership=alliance)


def judge(proposal: Proposal, seat: Seat, state: str = "confirmed") -> None:
    """A row of every kind that says who judges a proposal and how."""
    own = {"home": proposal.home, "proposal": proposal, "visibility": "office"}
    put(Assignment(seat=seat, state=state, reason=str(proposal), **own))
    review = put(Review(seat=seat, text=str(proposal), handed_in_at=timezone.now(), **own))
    for one in proposal.call.criteria.all():
        put(Score(review=review, criterion=one, value=Decimal(3), home=proposal.home, visibility="office"))
    put(Decision(outcome="award", home_amount=Decimal(100), reason=str(proposal), **own))
    name = {"name": f"{proposal}.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    put(Enclosure(side="home", file=put(File(home=proposal.home, visibility="office", gate=proposal.uuid, **name)),
                  **own))  # fmt: skip


def world(call: Call, way: str, emails: list[str]) -> Proposal:
    """Two proposals, both judged; the second one, which is answered with, is shut to whoever has these e-mails."""
    team = [a_lead("Ours", "home"), a_lead("Theirs", "partner")]
    if way == "lead":
        team[0].email = emails[0]
    first, hidden = handed_in(call, "On water"), handed_in(call, WORD, team=tuple(team))
    seats = [a_seat(call, "Ann"), a_seat(call, "Ben", "partner")]
    judge(first, seats[0])
    judge(hidden, seats[1])
    other = a_seat(call, "Kin")
    put(Conflict(home=call.home, proposal=hidden, seat=other, state="found", visibility="office"))
    put(Minutes(home=call.home, call=call, text="We met.", visibility="office"))
    for email in emails if way != "lead" else []:
        seat = Seat.objects.filter(call=call, email=email).first() or a_seat(call, email.partition("@")[0], email=email)
        put(Conflict(home=call.home, proposal=hidden, seat=seat, state=way, visibility="office"))
    close(call)
    return hidden


def without(hidden: Proposal) -> None:
    """The same world in which the proposal never was."""
    own: Any = {"proposal": hidden}
    Score.objects.filter(review__proposal=hidden).delete()
    for kind in (
        Review,
        Assignment,
        Conflict,
        Decision,
        Answer,
        TeamMember,
        BudgetLine,
        Enclosure,
        CallMail,
        Invitation,
    ):
        kind._default_manager.filter(**own).delete()
    File.objects.filter(gate=hidden.uuid).delete()
    Change.objects.filter(gate=hidden.uuid).delete()
    hidden.delete()


def heard(who: Account) -> Iterator[tuple[str, str]]:
    """What every door answers to somebody, but for what differs each time."""
    client = enter(who)
    for address in DOORS:
        answer = client.get(address)
        assert answer.status_code in (200, 403), address
        with taken(answer):
            yield address, answer.getvalue().decode(errors="replace")
    for words in COMMANDS:
        told = CliRunner().invoke(main, ["--as", who.email, *words, "--home", "ours", "--json"])
        assert told.exit_code == 0, (words, told.output)
        yield " ".join(words), told.output
    ranked = client.get("/api/v1/homes/ours/calls/joint/ranking").json()
    yield "ranking", str(ranked["items"])
    member = who.memberships.select_related("home", "account").get()
    mail = digest.compose(member, timezone.localdate())
    yield "weekly mail", mail.body(1) if mail else ""


@pytest.mark.parametrize("way", WAYS)
def test_an_officer_who_is_shut_out_hears_what_they_would_hear_if_it_did_not_exist(
    call: Call, office: Account, ours: Home, way: str
) -> None:
    hidden = world(call, way, [office.email])
    key = str(hidden.uuid)
    told = dict(heard(office))
    without(hidden)
    alone = dict(heard(office))
    assert {door: (told[door], alone[door]) for door in told if told[door] != alone[door]} == {}
    assert [door for door, words in told.items() if (WORD in words and "q=" not in door) or key in words] == []


def test_the_data_could_betray(call: Call, office: Account, reader: Account) -> None:
    """Somebody of the office without a conflict hears of it at nearly every door; a reader at none."""
    world(call, "found", ["somebody@else.example"])
    silent = [door for door, words in heard(office) if WORD not in words]
    gateless = [f"/api/v1/calls/{name}?limit=200" for name in KINDS]
    assert not {"calls show joint", "calls export joint", "ranking", "history list"} & set(silent)
    assert set(gateless) <= set(silent)
    assert [door for door, words in heard(reader) if WORD in words] == []


def test_no_page_of_the_desk_names_it(call: Call, office: Account, ours: Home) -> None:
    hidden = world(call, "found", [office.email])
    client, told = enter(office), {}
    for address in addresses(ours, ours.desk):
        if "/calls/" in address or address in {ours.desk, f"{ours.desk}history/", f"{ours.desk}partners/eth/"}:
            answer = client.get(address)
            if answer.status_code == 200:
                with taken(answer):
                    told[address] = answer.getvalue().decode(errors="replace")
    key = str(hidden.uuid)
    assert [address for address, page in told.items() if WORD in page or key in page] == []
    assert f"{ours.desk}calls/joint/" in told
    about = {client.get(one).status_code for one in addresses(ours, ours.desk) if key in one}
    assert about <= {404, 405}


def opened(call: Call, seat: Seat, purpose: str, by: Account) -> str:
    _link, secret = actions.invite(call, purpose=purpose, name=seat.name, days=9, seat=seat, by=by)
    return f"/call/ours/{secret}/"


PARTS = ("", "half/", "people/", "proposals/", "ranking/", "ranking/?by=home", "dossier.zip")


@pytest.mark.parametrize(("role", "purpose"), [("chair", "review"), ("office", "dossier")])
def test_a_link_of_who_is_shut_out_opens_as_if_it_did_not_exist(
    call: Call, office: Account, role: str, purpose: str, tmp_path: Path
) -> None:
    seat = a_seat(call, "Dee", "partner", role=role)
    hidden = world(call, "declared", [seat.email])
    if role == "office":
        # Minutes speak of all proposals: the partner's office reads them where it may know of all.
        Minutes.objects.all().delete()
    address, client, key = opened(call, seat, purpose, office), Client(), hidden.uuid
    enclosed = Enclosure.objects.get(proposal=hidden)
    for part in (f"{key}/", f"files/{enclosed.uuid}/", f"files/{enclosed.file.uuid}/"):
        assert client.get(address + part).status_code == 404
        assert client.post(address + part, {"clear": "1", "conflict": "1"}).status_code in (404, 405)

    def told() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in PARTS:
            answer = client.get(address + part)
            if answer.status_code == 200:
                with taken(answer):
                    found[part] = _plain(answer.getvalue(), tmp_path)
        return found

    with_it = told()
    assert [part for part, page in with_it.items() if WORD in page or str(key) in page] == []
    without(hidden)
    alone = told()
    assert {part: (with_it[part], alone[part]) for part in alone if with_it.get(part) != alone[part]} == {}


def _plain(content: bytes, place: Path) -> str:
    """A page without what differs each time; of a ZIP all that stands in it."""
    if content[:2] == b"PK":
        file = place / f"{uuid.uuid4()}.zip"
        file.write_bytes(content)
        with zipfile.ZipFile(file) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", content.decode())


def test_who_is_shut_out_of_one_records_no_decision_and_is_told_why(call: Call, office: Account) -> None:
    world(call, "declared", [office.email])
    first = Proposal.objects.get(title="On water")
    client = enter(office)
    told = client.post(
        f"/api/v1/calls/proposal/{first.uuid}/decide", {"outcome": "decline"}, content_type="application/json"
    )
    assert told.status_code == 403
    assert client.get("/api/v1/homes/ours/calls/joint/ranking").json()["budgets"] is None


def test_who_is_shut_out_makes_no_link_by_which_others_judge(call: Call, office: Account, ours: Home) -> None:
    """Whoever makes a link could open it."""
    world(call, "declared", [office.email])
    judging, desk = Seat.objects.get(name="Ben"), Seat.objects.filter(call=call)
    with pytest.raises(ValidationError, match="somebody else of the office"):
        opened(call, judging, "review", office)
    page = enter(office).post(f"/desk/ours/calls/joint/seats/{judging.uuid}/invite/").content.decode()
    assert ("/call/ours/" in page, desk.count()) == (False, 4)
    theirs = a_seat(call, "Dee", "partner", role="office")
    second = account("second", ours, "office")
    made, _secret = actions.invite(call, purpose="dossier", name="Dee", days=9, seat=theirs, by=second)
    told: dict[str, Any] = {"name": "Ben", "days": 9, "seat": judging, "link": made, "by": links.holder()}
    assert actions.hand_out(call, **told)[0].state == "open"
    own = {"home": ours, "proposal": Proposal.objects.get(title=WORD), "seat": theirs, "visibility": "office"}
    put(Conflict(**own))
    with pytest.raises(ValidationError, match="somebody else of the office"):
        actions.hand_out(call, **told)


def test_nobody_gives_themselves_another_e_mail(office: Account) -> None:
    assert enter(office).get("/accounts/email/").status_code == 404
