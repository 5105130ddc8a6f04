"""The weekly mail: claimed and numbered before it is sent, by a real SMTP server, killed at every step."""

from __future__ import annotations

import email
import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import Message
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from kizuna.config.cli import main
from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate
from kizuna.desk import digest, duties
from kizuna.desk.models import Digest
from kizuna.partners.models import Partnership
from kizuna.visits.models import Commitment
from tests.cast import account, put, words

MONDAY = date(2026, 11, 23)


class Killed(BaseException):
    """The process ends here, as a kill would have it: nobody catches this."""


class Line(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail needs."""

    server: MailServer

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode() if line.split() else ""
            if word == "RCPT" and self.server.refuses and self.server.refuses in line.decode():
                self.say("550 nobody of that name")
            elif word == "DATA":
                self.say("354 go on")
                told = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(email.message_from_bytes(told))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on a free port of this machine; what it took is kept."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.taken: list[Message] = []
        self.refuses = ""


@pytest.fixture
def mails(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[0], server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has something to be told."""

    def compose(member: Membership, day: date) -> digest.Told:
        return digest.Told(member, "en", day, (("What hurts", (digest.Line("A promise", "http://x/"),), 0),))

    monkeypatch.setattr(digest, "compose", compose)


def ids(server: MailServer) -> list[str]:
    return [one["Message-ID"] for one in server.taken]


def later() -> None:
    """The time in which a killed run would have ended is over."""
    Digest.objects.filter(taken_at__isnull=False).update(taken_at=timezone.now() - duties.LEASE - timedelta(seconds=1))


@pytest.mark.usefixtures("told", "office")
def test_a_member_gets_one_mail_a_week_and_each_has_its_number(mails: MailServer, ours: Home) -> None:
    runs = [duties.run(day).sent for day in (MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=7))]
    assert runs == [1, 0, 1]
    assert [(one["To"], one["Subject"]) for one in mails.taken] == [
        ("office@kizuna.example", "Our University: your week with partners, no. 1"),
        ("office@kizuna.example", "Our University: your week with partners, no. 2"),
    ]
    rows = Digest.objects.filter(home=ours)
    assert list(rows.values_list("week", "number", "body")) == [("2026-W48", 1, ""), ("2026-W49", 2, "")]
    assert list(rows.values_list("message_id", flat=True)) == ids(mails)


@pytest.mark.usefixtures("told", "office")
@pytest.mark.parametrize("step", ["claim", "_taken", "_still_here", "_hand_over", "accepted", "closed"])
def test_killed_at_any_step_nothing_is_lost_and_a_second_one_bears_the_same_id(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Twice only where the server had taken it and we had not written that down."""
    put = duties._put

    def killed(*_args: Any, **_told: Any) -> Any:
        raise Killed

    with monkeypatch.context() as until:
        if step == "accepted":
            until.setattr(duties, "_put", killed)
        elif step == "closed":
            until.setattr(duties, "_put", lambda *args, **given: (put(*args, **given), killed()))
        else:
            until.setattr(duties, step, killed)
        with pytest.raises(Killed):
            duties.run(MONDAY)
    later()
    duties.run(MONDAY)
    duties.run(MONDAY)
    assert (len(set(ids(mails))), len(mails.taken)) == (1, 2 if step == "accepted" else 1)
    assert Digest.objects.get().sent_at is not None


@pytest.mark.usefixtures("told", "office")
def test_while_the_mail_server_is_down_the_mail_waits(settings: Any, mails: MailServer) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    down = duties.run(MONDAY)
    assert (down.claimed, down.sent, down.waiting, down.away) == (1, 0, 1, "ConnectionRefusedError")
    settings.EMAIL_PORT = port
    up = duties.run(MONDAY + timedelta(days=1))
    assert (up.claimed, up.sent, up.waiting, len(mails.taken)) == (0, 1, 0, 1)


@pytest.mark.usefixtures("told")
def test_one_address_that_is_refused_keeps_no_other_mail_back(mails: MailServer, ours: Home) -> None:
    for name in ("anna", "bert"):
        account(name, ours, "office")
    mails.refuses = "anna@"
    done = duties.run(MONDAY)
    assert (done.sent, done.refused, done.waiting) == (1, 1, 1)
    for _day in range(duties.MOST_TRIES):
        duties.run(MONDAY)
    row = Digest.objects.get(account__email="anna@kizuna.example")
    assert (row.tries, row.sent_at, row.withdrawn_at is not None, row.body) == (duties.MOST_TRIES, None, True, "")


@pytest.mark.usefixtures("told")
def test_a_mail_that_another_run_is_sending_is_left_to_it(mails: MailServer, office: Account) -> None:
    duties.claim(MONDAY)
    Digest.objects.update(taken_at=timezone.now())
    assert (duties.run(MONDAY).sent, mails.taken) == (0, [])
    later()
    assert duties.run(MONDAY).sent == 1


@pytest.mark.usefixtures("told")
def test_who_has_left_before_it_was_sent_gets_nothing(mails: MailServer, office: Account) -> None:
    duties.claim(MONDAY)
    office.memberships.all().delete()
    assert (duties.run(MONDAY).withdrawn, mails.taken) == (1, [])
    assert Digest.objects.get().body == ""


@pytest.mark.usefixtures("told")
def test_no_mail_goes_to_an_entrance_of_the_demonstration(mails: MailServer, office: Account) -> None:
    Account.objects.filter(pk=office.pk).update(kind=Account.Kind.DEMONSTRATION)
    assert (duties.run(MONDAY).claimed, mails.taken) == (0, [])


def test_the_mail_says_what_one_promised_and_what_hurts_and_nothing_sealed(
    mails: MailServer, office: Account, reader: Account, trusted: Account, ours: Home, alliance: Partnership
) -> None:
    """Whoever may see sealed records finds none in a mail; who keeps nothing hears only of what is theirs."""
    said = {reader: "readerstep", trusted: "sealedstep"}
    for who, text in said.items():
        level = "sealed" if who == trusted else "staff"
        due = FuzzyDate("2026-11-01")
        put(Commitment(home=ours, partnership=alliance, text=words(text), owner=who, due=due, visibility=level))
    duties.run(MONDAY)
    bodies = {one["To"].split("@")[0]: bytes(one.get_payload(decode=True)).decode() for one in mails.taken}
    found = {name: [word in body for word in ("You promised", *said.values())] for name, body in bodies.items()}
    assert found == {
        "office": [False, True, False], "reader": [True, True, False], "trusted": [False, True, False],
    }  # fmt: skip
    step = Commitment.objects.get(owner=reader)
    assert f"http://127.0.0.1:8000/desk/ours/commitments/{step.uuid}/" in bodies["reader"]


def test_the_command_fails_while_the_mail_server_is_away_and_says_how_many_wait(
    settings: Any, told: None, office: Account
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = CliRunner().invoke(main, ["duties", "run", "--json"])
    counts = json.loads(answer.output[: answer.output.rindex("}") + 1])["counts"]
    assert (answer.exit_code, counts["claimed"], counts["sent"], counts["waiting"]) == (1, 1, 0, 1)
