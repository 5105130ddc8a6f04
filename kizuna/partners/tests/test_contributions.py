"""Departments contribute: who may, where it stands, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kizuna.core import records
from kizuna.core.models import Account, Change, Home, Membership
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Charge, Organisation, Unit
from kizuna.partners import actions
from kizuna.partners.contributing import as_entry, likeness, similar, with_words_of
from kizuna.partners.models import Contribution, Link, Outcome, Partnership, Plan
from tests.cast import LONG_AGO, enter, put, words


@pytest.fixture
def charge(coordinator: Account, engineering: Unit, ours: Home) -> Charge:
    """The coordinator speaks for engineering."""
    membership = Membership.objects.get(account=coordinator)
    return put(Charge(home=ours, membership=membership, unit=engineering, visibility="staff"))


@pytest.fixture
def law(us: Organisation) -> Unit:
    """A department in nobody's charge."""
    return put(Unit(organisation=us, slug="law", name=words("Law"), seen=LONG_AGO, visibility="public"))


def contribution(row: Partnership, unit: Unit, **over: Any) -> Contribution:
    told = {"kind": "activity", "text": words("A summer school on bridges")}
    return Contribution(home=row.home, partnership=row, unit=unit, **{**told, **over})


def sent(row: Partnership, unit: Unit, by: Account, **over: Any) -> Contribution:
    made = contribution(row, unit, **over)
    actions.submit(made, by=by)
    return made


def test_a_coordinator_contributes_for_the_units_in_charge_and_for_no_other(
    alliance: Partnership, engineering: Unit, law: Unit, coordinator: Account, charge: Charge
) -> None:
    made = sent(alliance, engineering, coordinator)
    assert (made.state, made.by, made.visibility) == ("submitted", coordinator, "office")
    with pytest.raises(PermissionDenied):
        sent(alliance, law, coordinator)


@pytest.mark.parametrize("name", ["reader", "reviewer", "other_office"])
def test_nobody_else_contributes(name: str, alliance: Partnership, engineering: Unit, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        sent(alliance, engineering, request.getfixturevalue(name))


def test_only_those_in_charge_and_the_office_see_what_waits(
    alliance: Partnership, engineering: Unit, law: Unit, coordinator: Account, charge: Charge, office: Account,
    reader: Account, reviewer: Account, other_office: Account, nobody: Any,
) -> None:  # fmt: skip
    own, others = sent(alliance, engineering, coordinator), sent(alliance, law, office)
    seen = {who: set(Contribution.objects.visible_to(who)) for who in (coordinator, office, reader, reviewer)}
    assert seen == {coordinator: {own}, office: {own, others}, reader: set(), reviewer: set()}
    for who in (other_office, nobody):
        assert set(Contribution.objects.visible_to(who)) == set()
    for row, status in ((own, 200), (others, 404)):
        assert enter(coordinator).get(f"/desk/ours/contributions/{row.uuid}/").status_code == status
    assert enter(reader).get(f"/desk/ours/contributions/{own.uuid}/").status_code == 404


def test_who_no_longer_coordinates_no_longer_sees(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge
) -> None:
    sent(alliance, engineering, coordinator)
    Membership.objects.filter(account=coordinator).update(role="reader")
    assert not Contribution.objects.visible_to(Account.objects.get(pk=coordinator.pk)).exists()


@pytest.mark.parametrize(("kind", "model"), [("activity", Link), ("outcome", Outcome), ("plan", Plan)])
def test_accepting_puts_it_on_record_and_says_what_it_became(
    kind: str,
    model: Any,
    alliance: Partnership,
    engineering: Unit,
    coordinator: Account,
    charge: Charge,
    office: Account,
) -> None:
    made = sent(alliance, engineering, coordinator, kind=kind, when=FuzzyDate.parse("2020"))
    entry = as_entry(made)
    actions.accept(made, entry, by=office)
    kept = model.objects.get()
    made.refresh_from_db()
    assert (str(kept.text), kept.partnership, kept.visibility) == ("A summer school on bridges", alliance, "staff")
    assert (made.state, made.became, made.decided_by) == ("accepted", kept.uuid, office)
    batches = Change.objects.filter(record__in=(made.uuid, kept.uuid), verb="accepted").values_list("batch", flat=True)
    assert (len(batches), len(set(batches))) == (2, 1)


def test_a_link_says_when_by_its_dates(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge
) -> None:
    entry = as_entry(contribution(alliance, engineering, link_kind="project", when=FuzzyDate.parse("May 2020")))
    assert isinstance(entry, Link)
    assert (entry.kind, str(entry.begins), entry.unit) == ("project", "2020-05", engineering)


def test_it_comes_back_with_a_word_and_goes_in_again(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account
) -> None:
    made = sent(alliance, engineering, coordinator)
    with pytest.raises(ValidationError):
        actions.send_back(made, word="  ", by=office)
    actions.send_back(made, word="With whom?", by=office)
    assert (made.state, made.word) == ("returned", "With whom?")
    made.text = words("A summer school on bridges with ETH")
    actions.submit(made, by=coordinator)
    assert made.state == "submitted"


def test_joining_adds_its_words_to_an_entry_on_record(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account, ours: Home
) -> None:
    there = put(Outcome(home=ours, partnership=alliance, text=words("A course"), visibility="public"))
    made = sent(alliance, engineering, coordinator, kind="outcome")
    actions.join(made, with_words_of(there, made), by=office)
    there.refresh_from_db()
    assert (str(there.text), there.visibility) == ("A course\nA summer school on bridges", "public")
    assert (made.state, made.became) == ("merged", there.uuid)


def test_two_officers_decide_and_the_second_is_told(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account, trusted: Account
) -> None:
    made = sent(alliance, engineering, coordinator)
    same = Contribution.objects.get(pk=made.pk)
    actions.send_back(made, word="With whom?", by=office)
    with pytest.raises(ValidationError, match="no longer waiting"):
        actions.accept(same, as_entry(same), by=trusted)
    assert not Link.objects.exists()


def test_a_failure_while_accepting_leaves_nothing_behind(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account
) -> None:
    made = sent(alliance, engineering, coordinator)
    made.version -= 1
    with pytest.raises(records.Conflict):
        actions.accept(made, as_entry(made), by=office)
    assert not Link.objects.exists()


def test_what_is_decided_is_not_taken_back(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account
) -> None:
    made = sent(alliance, engineering, coordinator)
    actions.accept(made, as_entry(made), by=office)
    with pytest.raises(ValidationError):
        actions.withdraw(made, by=coordinator)


def test_what_is_alike_is_found_in_both_languages(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account, ours: Home
) -> None:
    put(Outcome(home=ours, partnership=alliance, text=words("Summer school about bridges"), visibility="public"))
    put(Outcome(home=ours, partnership=alliance, text=words("A concert"), visibility="public"))
    made = sent(alliance, engineering, coordinator)
    assert [str(row) for row in similar(made, office)] == ["Summer school about bridges"]
    assert likeness(words("", "橋の夏の学校"), words("", "夏の学校で橋を学ぶ")) > 0.5


# The pages.


def test_a_newcomer_contributes_in_one_form(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge
) -> None:
    client = enter(coordinator)
    shown = client.get("/desk/ours/contribute/")
    assert shown.context["form"].initial["unit"] == engineering.pk
    answer = client.post(
        "/desk/ours/contribute/",
        {"kind": "plan", "unit": engineering.pk, "partnership": alliance.pk, "words": "Go on", "when": "2027"},
    )
    made = Contribution.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/ours/contributions/{made.uuid}/")
    assert (made.kind, str(made.text), str(made.when), made.by) == ("plan", "Go on", "2027", coordinator)


def test_a_japanese_page_takes_japanese_words_and_keeps_the_english_ones(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge
) -> None:
    made = sent(alliance, engineering, coordinator)
    client = enter(coordinator)
    told = {"kind": "plan", "unit": engineering.pk, "partnership": alliance.pk, "words": "続ける", "version": 1}
    client.post(f"/desk/ours/contributions/{made.uuid}/revise/", told, headers={"accept-language": "ja"})
    made.refresh_from_db()
    assert made.text.to_json() == {"en": "A summer school on bridges", "ja": "続ける"}


def test_a_form_that_is_wrong_keeps_what_was_typed(
    alliance: Partnership, engineering: Unit, law: Unit, coordinator: Account, charge: Charge
) -> None:
    told = {"kind": "plan", "unit": law.pk, "words": "Go on", "when": "the year of the cat"}
    answer = enter(coordinator).post("/desk/ours/contribute/", told)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"unit", "partnership", "when"})
    assert answer.context["form"]["words"].value() == "Go on"
    assert not Contribution.objects.exists()


def test_without_a_charge_the_page_says_whom_to_ask(coordinator: Account, ours: Home, us: Organisation) -> None:
    answer = enter(coordinator).get("/desk/ours/contribute/")
    assert "partners/no_charge.html" in {template.name for template in answer.templates}


def test_the_office_accepts_on_the_page(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account
) -> None:
    made = sent(alliance, engineering, coordinator, kind="outcome")
    client = enter(office)
    address = f"/desk/ours/contributions/{made.uuid}/accept/"
    form = client.get(address).context["form"]
    assert str(form["text"].value()) == "A summer school on bridges"
    answer = client.post(
        address, {"partnership": alliance.pk, "text_0": "", "text_en": "Shorter", "visibility": "public"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert [(str(row), row.visibility) for row in Outcome.objects.all()] == [("Shorter", "public")]
    assert enter(coordinator).get(f"/desk/ours/contributions/{made.uuid}/").context["entry"] == Outcome.objects.get()


def test_the_queue_has_the_same_queries_for_one_and_for_many(
    alliance: Partnership, engineering: Unit, coordinator: Account, charge: Charge, office: Account,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(60):
        sent(alliance, engineering, coordinator, text=words(f"Number {number}"))
    client = enter(office)
    with django_assert_max_num_queries(20):
        answer = client.get("/desk/ours/contributions/?page=2")
    assert len(answer.context["page"].object_list) == 10
    for wrong in ("page=9", "state=nonsense"):
        assert client.get(f"/desk/ours/contributions/?{wrong}").status_code == 404
