"""The day a page speaks of: as the source stood, today, or a day asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kizuna.core import asof
from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate
from tests.cast import enter

STOOD = date(2019, 10, 1)


@pytest.fixture
def standing(ours: Home) -> Home:
    """Our home, whose page stood on 1 October 2019."""
    ours.stood = FuzzyDate.parse("2019-10-01")
    ours.save()
    return ours


def test_a_home_with_a_page_opens_as_the_page_stood(standing: Home) -> None:
    assert asof.chosen(standing, "") == asof.AsOf(STOOD, stood=True, today=False)
    assert asof.chosen(standing, "stood") == asof.chosen(standing, "")


def test_a_home_without_one_opens_today(ours: Home) -> None:
    now = timezone.localdate()
    assert asof.chosen(ours, "") == asof.AsOf(now, stood=False, today=True)
    assert asof.chosen(ours, "stood") == asof.chosen(ours, "today")


def test_today_and_any_day_can_be_asked_for(standing: Home) -> None:
    now = timezone.localdate()
    assert asof.chosen(standing, "today") == asof.AsOf(now, stood=False, today=True)
    yesterday = now - timedelta(days=1)
    assert asof.chosen(standing, yesterday.isoformat()) == asof.AsOf(yesterday, stood=False, today=False)
    assert asof.chosen(standing, STOOD.isoformat()).stood is True


@pytest.mark.parametrize("nonsense", ["yesterday", "2019-13-45", "<script>", "9999999999", "2019-02-30"])
def test_nonsense_means_the_usual_day(nonsense: str, standing: Home) -> None:
    assert asof.chosen(standing, nonsense) == asof.chosen(standing, "")


def test_the_chosen_day_is_remembered_for_this_home_only(standing: Home, theirs: Home, reader: Account) -> None:
    client = enter(reader)
    client.get(f"{standing.desk}?on=2015-05-05")
    assert client.get(standing.desk).context["asof"].day == date(2015, 5, 5)
    theirs.stood = FuzzyDate.parse("2018")
    theirs.save()
    Membership.objects.create(account=reader, home=theirs, role="reader")
    assert client.get(theirs.desk).context["asof"].day == date(2018, 12, 31)


def test_the_page_says_which_day_it_speaks_of_and_offers_the_other(standing: Home, reader: Account) -> None:
    client = enter(reader)
    assert '<a href="?on=today">' in client.get(standing.desk).content.decode()
    assert '<a href="?on=stood">' in client.get(f"{standing.desk}?on=today").content.decode()
