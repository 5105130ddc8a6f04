"""What the office and departments do through the API, and that every action has a way there."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from kizuna.config.api import api
from kizuna.core.models import Account, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Charge, Organisation, Unit
from kizuna.partners.models import Contribution, Invitation, Link, Partnership, Phase, Stage, Standing, TeamUnit, Tier
from tests.cast import make_organisation, make_partnership, put, tier_of, words
from tests.programs import Call, caller, fault, key_for
from tests.test_architecture import ACTIONS, actions_in, name_of

# Actions without a route of their own name, each with its reason.
ELSEWHERE = {
    "revise": "POST and PATCH of every kind of record",
    "publish_all": "release publishes many pages at once",
    "revise_all": "many at once are the import's and the demonstration's",
    "remove": "DELETE of every kind of record",
    "submit": "POST and PATCH of contributions",
    "invite": "POST of invitations",
    "hang": "POST of pictures",
    "discard": "a file is taken away where it is kept: on the page of its agreement",
    "subscribe": "a key makes no calendar address: the desk does",
    "unsubscribe": "a key ends no calendar address: the desk does",
    "issue": "a key never makes a key: the desk and commands do",
    "revoke": "a key never ends a key: the desk and commands do",
    "ask": "POST of requests to visit",
    "hand_out": "a key hands out no links: the desk does",
    "call_in": "a key calls in no links: the desk does",
    **dict.fromkeys(
        ("compose", "cost", "declare", "score"),
        "proposals and reviews are written on the pages of links and at the desk, by people",
    ),
    **dict.fromkeys(("lay_down", "unseat"), "done on the pages of the partner’s link; here by plain edits"),
    "decide_all": "a whole meeting is put on record on its page; a program decides one by one",
    "remove_example": "the demonstration's own door on this machine",
    "reset": "the demonstration's own command",
}


def words_of_routes() -> set[str]:
    return {path.rsplit("/", 1)[1] for path, ways in api.get_openapi_schema()["paths"].items() if "post" in ways}


def test_every_action_is_reached_by_the_api_or_says_why_not() -> None:
    acts = {(name, name_of(path)) for path in ACTIONS for name in actions_in(path)}
    assert sorted(act for act in acts if act[0] not in words_of_routes() | set(ELSEWHERE)) == []


def test_every_reason_is_still_needed() -> None:
    acts = {name for path in ACTIONS for name in actions_in(path)}
    assert (set(ELSEWHERE) - acts, set(ELSEWHERE) & words_of_routes()) == (set(), set())


def test_every_route_that_writes_refuses_a_key_that_reads(office: Account) -> None:
    """Whatever it is asked: the refusal comes before anything is looked at or made."""
    call = caller(key_for(office, "read"))
    nothing = "00000000-0000-0000-0000-000000000000"
    answers = {
        (way, path): call(
            way.upper(), path.removeprefix("/api/v1").format(key=nothing, home="ours", slug="x", kind="partner"), {}
        )
        for path, ways in api.get_openapi_schema()["paths"].items()
        for way in ways
        if way != "get"
    }
    assert {where: answer[0] for where, answer in answers.items() if answer[0] not in (403, 422)} == {}
    assert [where for where, answer in answers.items() if answer[0] == 403] != []


# Contributions.


@pytest.fixture
def charged(coordinator: Account, engineering: Unit, ours: Home) -> Account:
    """The coordinator, in charge of engineering."""
    put(Charge(home=ours, membership=coordinator.memberships.get(), unit=engineering, visibility="staff"))
    return coordinator


def bring(call: Call, unit: Unit, alliance: Partnership) -> tuple[int, Any]:
    return call("POST", "/partners/contribution", {
        "home": "ours", "kind": "activity", "unit": str(unit.uuid), "partnership": str(alliance.uuid),
        "text": {"en": "A joint seminar"}, "when": "May 2026",
    })  # fmt: skip


def test_a_contribution_goes_from_a_department_to_the_record(
    call: Call, charged: Account, engineering: Unit, alliance: Partnership
) -> None:
    theirs = caller(key_for(charged, "contribute"))
    status, told = bring(theirs, engineering, alliance)
    assert (status, told["state"]) == (201, "submitted")
    where = f"/partners/contribution/{told['uuid']}"
    assert fault(theirs("POST", f"{where}/accept", {})) == (403, "forbidden", [])
    assert fault(call("POST", f"{where}/send_back", {"word": " "})) == (422, "invalid", ["word"])
    assert call("POST", f"{where}/send_back", {"word": "Who took part?"})[1]["state"] == "returned"
    status, told = theirs("PATCH", where, {"text": {"en": "A joint seminar of ten"}, "version": 2})
    assert (status, told["state"]) == (200, "submitted")
    status, told = call("POST", f"{where}/accept", {"visibility": "public"}, If_Match=f'"{told["uuid"]}.3"')
    link = Link.objects.get()
    assert (status, told["state"], told["became"]) == (200, "accepted", str(link.uuid))
    assert (link.text.to_json(), link.visibility) == ({"en": "A joint seminar of ten"}, "public")
    assert fault(call("POST", f"{where}/accept", {}))[:2] == (422, "invalid")


def test_a_contribution_is_withdrawn_or_joined(
    call: Call, charged: Account, engineering: Unit, alliance: Partnership
) -> None:
    theirs = caller(key_for(charged, "contribute"))
    first, second = (bring(theirs, engineering, alliance)[1]["uuid"] for _ in range(2))
    assert theirs("POST", f"/partners/contribution/{first}/withdraw", {})[1]["state"] == "withdrawn"
    link = put(Link(home=alliance.home, unit=engineering, partnership=alliance, text=words("A seminar")))
    entry = {"label": "partners.link", "uuid": str(link.uuid)}
    status, told = call("POST", f"/partners/contribution/{second}/join", {"entry": entry})
    assert (status, told["state"]) == (200, "merged")
    assert Link.objects.get().text.to_json() == {"en": "A seminar\nA joint seminar"}


def test_a_department_contributes_only_for_itself(charged: Account, us: Organisation, alliance: Partnership) -> None:
    other = put(Unit(organisation=us, slug="law", name=words("Law"), visibility="public"))
    theirs = caller(key_for(charged, "contribute"))
    assert fault(bring(theirs, other, alliance)) == (422, "invalid", ["unit"])
    assert not Contribution.objects.exists()


def test_a_key_that_reads_contributes_nothing(charged: Account, engineering: Unit, alliance: Partnership) -> None:
    assert fault(bring(caller(key_for(charged, "read")), engineering, alliance)) == (403, "forbidden", [])


# Teams and moves.


def test_a_department_is_invited_agrees_and_stands_on_the_list(
    call: Call, us: Organisation, alliance: Partnership
) -> None:
    law = put(Unit(organisation=us, slug="law", name=words("Law"), visibility="public"))
    sent = {"home": "ours", "partnership": str(alliance.uuid), "unit": str(law.uuid), "word": "Your seminar"}
    status, told = call("POST", "/partners/invitation", sent)
    assert (status, told["state"]) == (201, "invited")
    assert call("POST", f"/partners/invitation/{told['uuid']}/agree", {"reply": "Gladly"})[1]["state"] == "accepted"
    assert call("POST", f"/partners/partnership/{alliance.uuid}/publish", {"day": "2026-04-01"})[0] == 200
    place = TeamUnit.objects.get(unit=law)
    assert (Invitation.objects.get().state, str(place.begins)) == ("listed", "2026-04-01")
    asked = {"place": str(place.uuid), "day": "2026-10-01"}
    assert call("POST", f"/partners/partnership/{alliance.uuid}/coordinate", asked)[0] == 200
    now = TeamUnit.objects.get(unit=law, ends_last=None)
    assert now.role == "coordinating"
    assert call("POST", f"/partners/team-unit/{now.uuid}/leave", {"ends": "2027"})[1]["ends"]["edtf"] == "2027"


def test_a_partnership_is_placed_in_a_tier_rests_and_revives(call: Call, alliance: Partnership, primary: Tier) -> None:
    second = tier_of(primary.programme, "second", 2)
    where = f"/partners/partnership/{alliance.uuid}"
    sent = {"tier": str(second.uuid), "on": "2024-04-01", "grounds": {"en": "Grown"}}
    assert call("POST", f"{where}/place", sent)[0] == 200
    assert Standing.objects.get(ends_last=None).tier == second
    assert call("POST", f"{where}/rest", {"on": "2025", "reason": {"en": "A pause"}})[1]["state"] == "dormant"
    assert call("POST", f"{where}/revive", {"on": "2026-05"})[1]["state"] == "active"
    assert call("POST", f"{where}/end", {"on": "2026-08", "reason": {"en": "Done"}})[1]["state"] == "ended"
    assert Stage.objects.filter(partnership=alliance).count() >= 3


def test_talks_begin_with_an_institution(call: Call, ours: Home, other_office: Account) -> None:
    mit = make_organisation("mit", "MIT")
    sent = {"organisation": str(mit.uuid), "on": "2026-05"}
    status, told = call("POST", "/homes/ours/begin", sent)
    assert (status, told["state"], told["name"]) == (201, "talks", {"en": "MIT"})
    assert fault(caller(key_for(other_office))("POST", "/homes/ours/begin", sent)) == (404, "not_found", [])


def test_what_another_home_keeps_cannot_be_named_in_a_verb(
    call: Call, alliance: Partnership, theirs: Home, phase: Phase
) -> None:
    kept = make_partnership(theirs, "kept")
    sent = {"tier": str(kept.uuid), "on": "2024"}
    assert fault(call("POST", f"/partners/partnership/{alliance.uuid}/place", sent)) == (422, "invalid", ["tier"])


def test_doubled_organisations_are_merged_by_a_registrar(
    call: Call, registrar: Account, eth: Organisation, ours: Home
) -> None:
    twin = make_organisation("eth-2", "ETH Zurich")
    where, sent = f"/directory/organisation/{twin.uuid}/merge", {"into": str(eth.uuid)}
    assert fault(call("POST", where, sent)) == (403, "forbidden", [])
    status, told = caller(key_for(registrar))("POST", where, sent)
    assert (status, told["alias_of"]) == (200, str(eth.uuid))
    assert caller(key_for(registrar))("POST", f"/directory/organisation/{twin.uuid}/split", {})[1]["alias_of"] is None


def test_changes_are_taken_back_where_nobody_has_changed_anything_since(call: Call, alliance: Partnership) -> None:
    where = f"/partners/partnership/{alliance.uuid}"
    call("PATCH", where, {"state": "dormant", "version": 1})
    [change] = call("GET", "/homes/ours/history?limit=1")[1]["items"]
    assert (change["record"], change["verb"]) == (str(alliance.uuid), "revised")
    call("PATCH", where, {"short": {"en": "ETH"}, "version": 2})
    status, body = call("POST", "/homes/ours/undo", {"batch": change["batch"]})
    assert (status, body["error"]["code"], len(body["error"]["changes"])) == (409, "not_undone", 1)
    [last] = call("GET", "/homes/ours/history?limit=1")[1]["items"]
    assert call("POST", "/homes/ours/undo", {"batch": last["batch"]})[0] == 200
    assert call("GET", where)[1]["short"] is None


def test_departments_are_given_into_a_coordinators_charge_and_taken_out_of_it(
    call: Call, coordinator: Account, other_office: Account, reader: Account, engineering: Unit
) -> None:
    where, sent = "/homes/ours/coordinators", {"coordinator": str(coordinator.uuid), "unit": "gs-eng"}
    assert call("GET", where)[1]["counts"] == {"coordinators": 1, "charges": 0}
    assert fault(caller(key_for(coordinator, "contribute"))("POST", where, sent)) == (403, "forbidden", [])
    assert fault(caller(key_for(other_office))("POST", where, sent)) == (404, "not_found", [])
    assert fault(call("POST", where, {**sent, "coordinator": str(reader.uuid)})) == (422, "invalid", ["coordinator"])
    assert fault(call("POST", where, {**sent, "unit": "nothing"})) == (422, "invalid", ["unit"])
    status, told = call("POST", where, sent)
    assert (status, told["name"], [one["unit"] for one in told["charges"]]) == (201, str(coordinator), ["gs-eng"])
    assert fault(call("POST", where, sent)) == (422, "invalid", ["unit"])
    theirs = caller(key_for(coordinator))
    assert theirs("GET", where)[1]["items"] == [told]
    taken = f"/directory/charge/{told['charges'][0]['uuid']}"
    assert fault(caller(key_for(other_office))("DELETE", taken)) == (404, "not_found", [])
    assert fault(theirs("DELETE", taken)) == (403, "forbidden", [])
    assert (call("DELETE", taken)[0], Charge.objects.exists()) == (204, False)


# What the desk shows besides.


def test_the_matrix_says_what_ties_departments_to_partners(
    call: Call, alliance: Partnership, engineering: Unit
) -> None:
    put(Link(home=alliance.home, unit=engineering, partnership=alliance, text=words("A seminar"), visibility="staff"))
    page = call("GET", "/homes/ours/matrix?on=2020-01-01")[1]
    assert page["counts"]["meetings"] == 1
    assert page["items"] == [
        {"unit": "gs-eng", "partner": "eth", "kinds": ["team"], "unknown": ["activity"], "lead": False}
    ]
    assert call("GET", "/homes/ours/matrix?unit=nothing")[1]["items"] == []


def test_two_days_are_compared(call: Call, alliance: Partnership, us: Organisation) -> None:
    law = put(Unit(organisation=us, slug="law", name=words("Law"), visibility="public"))
    begins = FuzzyDate.parse("2019-04-01")
    put(TeamUnit(home=alliance.home, partnership=alliance, unit=law, begins=begins, visibility="staff"))
    page = call("GET", "/homes/ours/compare?before=2018-01-01&after=2020-01-01")[1]
    told = [(row["aspect"], row["verb"], row["partner"], row["subject"]["names"]["en"]) for row in page["items"]
            if row["aspect"] == "team"]  # fmt: skip
    assert told == [("team", "gained", "eth", "Law")]


def test_what_the_desk_shows_is_for_those_who_work_there(other_office: Account, alliance: Partnership) -> None:
    theirs = caller(key_for(other_office))
    for part in ("matrix", "compare?before=2018-01-01&after=2020-01-01", "history"):
        assert fault(theirs("GET", f"/homes/ours/{part}")) == (404, "not_found", [])
    assert fault(theirs("POST", "/homes/ours/undo", {"batch": str(alliance.uuid)})) == (404, "not_found", [])


def test_the_check_of_actions_sees_an_action() -> None:
    assert [node.name for node in ast.parse("def f(a, *, by): ...").body if isinstance(node, ast.FunctionDef)] == ["f"]
