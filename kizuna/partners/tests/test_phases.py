"""A phase brought to its close: plans decided one by one, carried over, the next phase opened."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.config.cli import main
from kizuna.core.models import Account, Change, Home
from kizuna.core.records import Conflict
from kizuna.core.values import FuzzyDate
from kizuna.partners import actions
from kizuna.partners.models import Outcome, Partnership, Phase, Plan
from tests.cast import enter, make_organisation, make_partnership, phase_of, put, words

DAY = date(2017, 3, 31)


@pytest.fixture
def plans(ours: Home, alliance: Partnership, phase: Phase) -> dict[str, Plan]:
    own = {"home": ours, "partnership": alliance, "phase": phase, "visibility": "public"}
    return {name: put(Plan(text=words(name), **own)) for name in ("one", "two", "three")}


def decide(plans: dict[str, Plan], office: Account) -> None:
    actions.decide(plans["one"], "done", by=office)
    actions.decide(plans["two"], "carried", by=office, reason=words("No time"))
    actions.decide(plans["three"], "dropped", by=office, reason=words("No use"))


def test_a_phase_closes_when_every_plan_is_decided(plans: dict[str, Plan], phase: Phase, office: Account) -> None:
    following = phase_of(phase.programme, 2)
    with pytest.raises(ValidationError) as early:
        actions.close(phase, on=DAY, by=office)
    assert early.value.messages[1:] == ["one", "two", "three"]
    decide(plans, office)
    with pytest.raises(ValidationError) as nowhere:
        actions.close(phase, on=DAY, by=office)
    assert set(nowhere.value.message_dict) == {"into"}
    assert actions.close(phase, on=DAY, into=following, by=office) == 1
    carried = Plan.objects.get(phase=following)
    assert (str(carried), carried.state, carried.carried_from) == ("two", "open", plans["two"])
    batches = Change.objects.filter(verb__in=("closed", "carried")).values_list("batch", flat=True)
    assert (len(batches), len(set(batches)), Phase.objects.get(pk=phase.pk).closed_on) == (2, 1, DAY)
    plans["one"].refresh_from_db()
    with pytest.raises(ValidationError):
        actions.decide(plans["one"], "open", by=office)


def test_a_decision_needs_what_it_rests_on(
    plans: dict[str, Plan], ours: Home, alliance: Partnership, office: Account
) -> None:
    with pytest.raises(ValidationError) as bare:
        actions.decide(plans["one"], "dropped", by=office)
    other = make_partnership(ours, "other", make_organisation("other", "Other"))
    strange = put(Outcome(home=ours, partnership=other, text=words("Elsewhere"), visibility="public"))
    with pytest.raises(ValidationError) as foreign:
        actions.decide(Plan.objects.get(pk=plans["one"].pk), "done", by=office, fulfilled_by=strange)
    assert (set(bare.value.message_dict), set(foreign.value.message_dict)) == ({"reason"}, {"fulfilled_by"})


def test_two_officers_who_decide_one_plan_see_each_other(
    plans: dict[str, Plan], office: Account, trusted: Account
) -> None:
    mine, theirs = (Plan.objects.select_related("phase").get(pk=plans["one"].pk) for _ in range(2))
    actions.decide(theirs, "done", by=trusted)
    with pytest.raises(Conflict):
        actions.decide(mine, "carried", by=office)
    address = f"/desk/ours/phases/1/close/{plans['one'].uuid}/"
    key = f"p{plans['one'].pk}"
    typed = {f"{key}-state": "dropped", f"{key}-reason": "Not needed", f"{key}-version": 1}
    answer = enter(office).post(address, typed)
    assert (answer.status_code, "Not needed" in answer.content.decode()) == (409, True)
    again = enter(office).post(address, {**typed, f"{key}-version": 2})
    assert (again.status_code, Plan.objects.get(pk=plans["one"].pk).state) == (302, "dropped")


@pytest.mark.parametrize("who", ["coordinator", "reader", "other_office"])
def test_only_the_office_decides_and_closes(
    who: str, plans: dict[str, Plan], phase: Phase, request: pytest.FixtureRequest
) -> None:
    by: Account = request.getfixturevalue(who)
    for act in (
        lambda: actions.decide(plans["one"], "done", by=by),
        lambda: actions.close(phase, on=DAY, by=by),
        lambda: actions.open_next(phase, name=words("Two"), period=FuzzyDate("2017"), by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert enter(by).get("/desk/ours/phases/1/close/").status_code == (404 if who == "other_office" else 403)


def test_the_page_closes_and_opens(plans: dict[str, Plan], phase: Phase, office: Account) -> None:
    browser = enter(office)
    decide(plans, office)
    opened = browser.post("/desk/ours/phases/1/next/", {"name_en": "Phase Two", "period": "2017/2020"})
    assert opened.status_code == 302
    form = browser.get("/desk/ours/phases/1/close/").context["form"]
    typed = {"closed_on": "2017-03-31", "into": form["into"].value(), "version": form["version"].value()}
    assert browser.post("/desk/ours/phases/1/close/", {**typed, "closed_on": "2999-01-01"}).status_code == 422
    assert browser.post("/desk/ours/phases/1/close/", typed).status_code == 302
    shown = browser.get("/desk/ours/phases/1/")
    assert {state: shown.context["counts"][state] for state in ("done", "carried", "dropped", "open")} == {
        "done": 1, "carried": 1, "dropped": 1, "open": 0}  # fmt: skip
    assert "/desk/ours/phases/2/#plan-" in shown.content.decode()
    assert "/desk/ours/phases/1/#plan-" in browser.get("/desk/ours/phases/2/").content.decode()


def test_the_next_phase_follows_the_last_and_begins_later(phase: Phase, office: Account) -> None:
    with pytest.raises(ValidationError) as early:
        actions.open_next(phase, name=words("Two"), period=FuzzyDate("2010"), by=office)
    assert set(early.value.message_dict) == {"period"}
    made = actions.open_next(phase, name=words("Two"), period=FuzzyDate("2017/2020"), by=office)
    assert made.order == 2
    with pytest.raises(ValidationError):
        actions.open_next(phase, name=words("Two"), period=FuzzyDate("2017/2020"), by=office)


def test_a_sealed_plan_is_not_told_to_who_may_not_see_it(
    plans: dict[str, Plan], ours: Home, phase: Phase, office: Account
) -> None:
    put(Plan(home=ours, phase=phase, text=words("Secret aim"), visibility="sealed"))
    for address in ("/desk/ours/phases/1/", "/desk/ours/phases/1/close/"):
        assert "Secret aim" not in enter(office).get(address).content.decode()
    with pytest.raises(ValidationError) as early:
        actions.close(phase, on=DAY, by=office)
    assert "Secret aim" not in early.value.messages


def test_the_phases_pages_cost_the_same_for_one_partner_and_for_three(
    plans: dict[str, Plan], ours: Home, phase: Phase, office: Account
) -> None:
    browser = enter(office)

    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert browser.get(address).status_code == 200
        return len(told)

    pages = ("/desk/ours/phases/1/", "/desk/ours/phases/1/close/")
    one = [cost(page) for page in pages]
    for number in range(2):
        row = make_partnership(ours, f"more-{number}", make_organisation(f"more-{number}", "More"))
        own: dict[str, Any] = {"home": ours, "partnership": row, "phase": phase, "visibility": "public"}
        put(Plan(text=words("More"), **own))
        put(Outcome(text=words("More came of it"), **own))
    three = [cost(page) for page in pages]
    assert three == one
    assert max(three) <= 20


def test_commands_place_end_revive_and_close(plans: dict[str, Plan], alliance: Partnership, phase: Phase) -> None:
    def run(*words_: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, [*words_, "--home", "ours"])
        return found.exit_code, found.output

    assert run("partners", "end", "eth", "--on", "2020-04", "--reason", "Over")[0] == 0
    assert run("partners", "end", "eth", "--reason", "Over")[0] == 1
    assert run("partners", "revive", "eth", "--on", "2021-04", "--tier", "primary", "--with", "gs-eng")[0] == 0
    assert run("partners", "place", "eth", "--tier", "nowhere")[0] == 2
    assert run("partners", "place", "eth", "--tier", "primary", "--on", "2022")[0] == 1
    assert run("phases", "open", "--name", "Two", "--period", "2017/2020")[0] == 0
    code, told = run("phases", "close", "1", "--into", "2")
    assert (code, "undecided" in told) == (1, True)
    code, told = run("phases", "list", "--json")
    assert (code, '"phases": 2' in told) == (0, True)
