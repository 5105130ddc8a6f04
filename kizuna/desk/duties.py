"""What Kizuna owes people by itself: the weekly mail, answers and mails of calls, claimed before they are sent.

A mail is first a row with its number, its words and its Message-ID, and only then handed over. Whoever is killed
in between leaves a row behind that the next run sends: nothing is lost, and a mail can be sent twice only where the
mail server had taken it and we had not yet written that down; both then bear the same Message-ID, and the reader's
program shows one.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django_tasks import task

from kizuna.calls.models import CallMail
from kizuna.core import work
from kizuna.core.models import Account, Home, Mail, Membership
from kizuna.core.models.mails import message_id
from kizuna.desk import digest
from kizuna.desk.models import Digest
from kizuna.visits.models import Letter

log = logging.getLogger("kizuna.duties")
HOURLY = timedelta(hours=1)
# Who was sending a mail for so long was killed.
LEASE = timedelta(minutes=10)
# So often a mail server may refuse one mail before it is given up.
MOST_TRIES = 12
# Every kind of mail; an answer to somebody from outside goes before our own.
KINDS: tuple[type[Mail], ...] = (Letter, CallMail, Digest)


@dataclass
class Done:
    """What one run did: mails claimed, sent, refused, withdrawn because the member has left, and those that wait."""

    claimed: int = 0
    sent: int = 0
    refused: int = 0
    withdrawn: int = 0
    waiting: int = 0
    # Why the mail server could not be reached.
    away: str = ""


def run(day: date | None = None) -> Done:
    """Claims what is due this week and sends all that waits."""
    done = Done(claimed=claim(day or timezone.localdate()))
    send(done)
    done.waiting = sum(waiting(kind).count() for kind in KINDS)
    return done


@task()
def mails() -> dict[str, Any]:
    """The worker's way to do the same, hour by hour."""
    return run().__dict__


def tell() -> None:
    """Names the weekly mail to the worker, which looks every hour whether something is due or waits."""
    work.REGULAR["duties"] = (mails, HOURLY)


def week_of(day: date) -> str:
    """The week as ISO 8601 has it."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def waiting(kind: type[Mail] = Digest) -> Any:
    """Mails of a kind that were claimed and that no mail server has taken yet."""
    return kind._default_manager.filter(sent_at=None, withdrawn_at=None)


def queue(most: int) -> list[Mail]:
    """The first mails that wait, of every kind."""
    joined = {Letter: ("request__home",), CallMail: ("call__home",), Digest: ("home", "account")}
    return [row for kind in KINDS for row in waiting(kind).select_related(*joined[kind]).order_by("pk")[:most]]


def claim(day: date) -> int:
    """Makes this week's row for every member who has something to be told; returns how many."""
    week = week_of(day)
    claimed = set(Digest.objects.filter(week=week).values_list("account_id", "home_id"))
    members = Membership.objects.filter(account__is_active=True, account__kind=Account.Kind.PERSON, digest=True)
    return sum(
        _claim(member, week, told)
        for member in members.select_related("account", "home").order_by("pk")
        if (member.account_id, member.home_id) not in claimed and (told := digest.compose(member, day))
    )


def _claim(member: Membership, week: str, told: digest.Told) -> bool:
    """One row with the next number of this member; False where another run was quicker."""
    try:
        with transaction.atomic():
            # Numbers are given in turn, also where two runs claim at once.
            Home.objects.select_for_update().get(pk=member.home_id)
            rows = Digest.objects.filter(account=member.account, home=member.home)
            row = Digest(account=member.account, home=member.home, week=week,
                         number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1)  # fmt: skip
            row.message_id = message_id("digest", f"{row.number}.{row.uuid}")
            row.subject, row.body = told.subject(row.number), told.body(row.number)
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def send(done: Done) -> None:
    """Sends all that waits, in the order in which it was claimed, until the mail server does not answer."""
    connection = get_connection()
    try:
        for row in _taken():
            if not _still_here(row):
                _put(row, withdrawn_at=timezone.now(), body="")
                done.withdrawn += 1
                continue
            try:
                _hand_over(row, connection)
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as problem:
                _refused(row, problem)
                done.refused += 1
                continue
            except (OSError, smtplib.SMTPException) as problem:
                _put(row, taken_at=None, trouble=type(problem).__name__)
                done.away = type(problem).__name__
                log.warning("The mail server does not answer (%s); mails wait.", done.away)
                return
            _put(row, sent_at=timezone.now(), taken_at=None, trouble="", body="")
            done.sent += 1
    finally:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            log.warning("The mail server closed the line first.")


def _taken() -> Iterator[Mail]:
    """The mails that wait, each taken for ourselves just before it is sent: two runs never send the same one."""
    for kind in KINDS:
        for key in list(waiting(kind).order_by("pk").values_list("pk", flat=True)):
            now = timezone.now()
            free = waiting(kind).filter(Q(taken_at=None) | Q(taken_at__lt=now - LEASE), pk=key)
            if free.update(taken_at=now) and (row := waiting(kind).filter(pk=key).first()) is not None:
                yield row


def _still_here(row: Mail) -> bool:
    """Whether it is still for anybody."""
    return bool(row.address)


def switch(member: Membership, *, on: bool) -> None:
    """The weekly mail of one member comes from now on, or no more; one that waits and was not sent is then for nobody.

    The caller asks whether it is the member's own.
    """
    Membership.objects.filter(pk=member.pk).update(digest=on)
    member.digest = on


def _hand_over(row: Mail, connection: Any) -> None:
    """Gives the mail to the mail server; returns once it has taken it."""
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    EmailMessage(row.subject, row.body, None, [row.address], headers=headers, connection=connection).send()


def _refused(row: Mail, problem: smtplib.SMTPException) -> None:
    """The server is there but does not want this mail: it waits, and is given up after many tries."""
    tries = row.tries + 1
    ended = {"withdrawn_at": timezone.now(), "body": ""} if tries >= MOST_TRIES else {}
    _put(row, taken_at=None, tries=tries, trouble=type(problem).__name__, **ended)
    log.warning("The mail server refused %s %s (%s).", row._meta.label_lower, row.uuid, type(problem).__name__)


def _put(row: Mail, **told: Any) -> None:
    """Writes down what became of a mail."""
    type(row)._default_manager.filter(pk=row.pk).update(**told)
