"""One's own weekly mail is switched off and on again, by oneself alone."""

from __future__ import annotations

from datetime import date

from django.core import mail

from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate
from kizuna.desk import duties
from kizuna.desk.models import Digest
from kizuna.visits.models import Commitment
from tests.cast import enter, put, words

MONDAY = date(2026, 11, 23)


def promised(home: Home, owner: Account) -> None:
    put(Commitment(home=home, text=words("Send it"), owner=owner, due=FuzzyDate("2026-11-01")))


def test_who_switches_it_off_gets_none_and_one_that_waits_is_withdrawn(ours: Home, reader: Account) -> None:
    promised(ours, reader)
    assert duties.claim(MONDAY) == 1
    enter(reader).post(f"{ours.desk}mail/", {"digest": "off"})
    assert (duties.run(MONDAY).withdrawn, duties.claim(date(2026, 11, 30)), mail.outbox) == (1, 0, [])
    enter(reader).post(f"{ours.desk}mail/", {"digest": "on"})
    assert (duties.run(date(2026, 12, 7)).sent, len(mail.outbox)) == (1, 1)
    assert f"{ours.desk}mail/" in mail.outbox[0].body
    assert list(Digest.objects.values_list("number", flat=True)) == [1, 2]


def test_one_switches_only_ones_own(ours: Home, reader: Account, office: Account, other_office: Account) -> None:
    enter(office).post(f"{ours.desk}mail/", {"digest": "off"})
    assert enter(other_office).post(f"{ours.desk}mail/", {"digest": "off"}).status_code == 404
    off = Membership.objects.filter(digest=False).values_list("account__name", flat=True)
    assert list(off) == ["Office"]
