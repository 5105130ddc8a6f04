"""The API: what programs may read and write, with a key or a cookie, and how errors are told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.core import actions, records, tokens
from kizuna.core.models import Account, Answer, Change, Citation, Home, Membership, Note, Source, Token
from kizuna.directory.models import Organisation, Unit
from kizuna.partners.models import Outcome, Partnership, Phase, TeamUnit
from tests.cast import enter, make_organisation, make_partnership, put, words
from tests.programs import V1, Call, caller, fault, key_for

# Reading.


def test_a_list_tells_its_day_its_total_and_its_items(call: Call, alliance: Partnership) -> None:
    status, page = call("GET", "/partners/partnership?home=ours")
    assert (status, page["as_of"], page["counts"], page["next"]) == (
        200, timezone.localdate().isoformat(), {"items": 1}, None,
    )  # fmt: skip
    assert page["items"] == [{
        "uuid": str(alliance.uuid), "label": "partners.partnership", "version": 1, "visibility": "public",
        "home": "ours", "slug": "eth", "name": {"en": "ETH alliance"}, "short": None, "programme": None,
        "group": False, "state": "active", "since": None, "framework": None, "footnote": None, "grows_out_of": None,
    }]  # fmt: skip


def test_a_list_is_narrowed_by_what_it_declares(call: Call, alliance: Partnership, ours: Home) -> None:
    make_partnership(ours, "mit", state="talks", visibility="staff")

    def slugs(query: str) -> list[str]:
        return [item["slug"] for item in call("GET", f"/partners/partnership?{query}")[1]["items"]]

    assert slugs("") == ["eth", "mit"]
    assert slugs("state=talks") == ["mit"]
    assert slugs("visibility=public") == ["eth"]
    assert slugs("q=Alliance") == ["eth"]
    assert slugs("q=スイス連邦") == ["eth"]
    assert slugs("q=%21") == []
    assert slugs("changed_since=2000-01-01T00:00:00Z") == ["eth", "mit"]
    assert slugs("changed_since=2999-01-01T00:00:00Z") == []
    assert [item["role"] for item in call("GET", f"/partners/team-unit?partnership={alliance.uuid}&on=2020-01-01")[1][
        "items"]] == ["member"]  # fmt: skip
    assert call("GET", f"/partners/team-unit?partnership={alliance.uuid}&on=2020-01-01&held=no")[1]["items"] == []


def test_pages_follow_one_another(call: Call, ours: Home) -> None:
    for slug in ("a", "b", "c"):
        make_partnership(ours, slug)
    first = call("GET", "/partners/partnership?limit=2")[1]
    assert ([item["slug"] for item in first["items"]], first["counts"]) == (["a", "b"], {"items": 3})
    second = call("GET", first["next"].removeprefix(V1))[1]
    assert ([item["slug"] for item in second["items"]], second["next"]) == (["c"], None)


def test_a_list_asks_as_often_for_three_as_for_one(
    office: Account, alliance: Partnership, ours: Home, django_assert_num_queries: Any
) -> None:
    client = Client(headers={"Authorization": f"Bearer {key_for(office)}"})
    address = f"{V1}/partners/member"
    client.get(address)
    with django_assert_num_queries(8) as counted:
        client.get(address)
    for slug in ("b", "c"):
        make_partnership(ours, slug, make_organisation(slug, slug.upper()))
    with django_assert_num_queries(len(counted)):
        assert client.get(address).json()["counts"] == {"items": 3}


def test_one_record_is_not_sent_again_while_it_is_the_same(call: Call, alliance: Partnership) -> None:
    address = f"/partners/partnership/{alliance.uuid}"
    status, told = call("GET", address)
    tag = f'"{alliance.uuid}.1"'
    assert (status, told["version"]) == (200, 1)
    assert call("GET", address, If_None_Match=tag) == (304, None)
    assert call("GET", address, If_None_Match=f'"{alliance.uuid}.0"')[0] == 200


def test_the_history_of_a_record_says_who_changed_what(call: Call, alliance: Partnership) -> None:
    call("PATCH", f"/partners/partnership/{alliance.uuid}", {"state": "dormant", "version": 1})
    _status, page = call("GET", f"/partners/partnership/{alliance.uuid}/history")
    assert [(row["verb"], row["by"], row["version"]) for row in page["items"]] == [
        ("revised", "Office", 2), ("added", "Operator", 1),
    ]  # fmt: skip
    assert page["items"][0]["fields"] == {"state": ["active", "dormant"]}


# Writing.


def test_a_record_is_added_with_its_source_in_one_go(
    call: Call, alliance: Partnership, phase: Phase, page: Source, office: Account
) -> None:
    sent = {
        "home": "ours", "partnership": str(alliance.uuid), "phase": str(phase.uuid), "visibility": "public",
        "text": {"en": "A joint degree", "ja": "共同学位", "reference": ["ja"]}, "when": "April 2017",
        "cite": {"source": str(page.uuid), "lines": [4, 5], "place": "p. 2"},
    }  # fmt: skip
    status, told = call("POST", "/partners/outcome", sent)
    outcome = Outcome.objects.get()
    assert (status, told["uuid"], told["when"]) == (
        201, str(outcome.uuid), {"edtf": "2017-04", "stated": "April 2017", "calendar": ""},
    )  # fmt: skip
    assert (outcome.text.to_json(), outcome.phase, outcome.home.slug) == (sent["text"], phase, "ours")
    citation = Citation.objects.get(record=outcome.uuid)
    assert (citation.source, citation.lines, citation.place) == (page, [4, 5], "p. 2")
    assert Change.objects.get(record=outcome.uuid).by == office


def test_when_its_source_cannot_be_used_nothing_is_added(call: Call, ours: Home, theirs: Home) -> None:
    hidden = put(Source(home=theirs, slug="hidden", title=words("Theirs"), visibility="sealed"))
    sent = {"home": "ours", "text": {"en": "A joint degree"}, "cite": {"source": str(hidden.uuid)}}
    assert fault(call("POST", "/partners/outcome", sent)) == (422, "invalid", ["cite"])
    assert not Outcome.objects.exists()


def test_what_hangs_on_a_record_is_added_changed_and_removed(call: Call, alliance: Partnership) -> None:
    on = {"label": "partners.partnership", "uuid": str(alliance.uuid)}
    status, told = call("POST", "/core/note", {"on": on, "kind": "aim", "text": {"en": "To learn"}})
    assert (status, told["record"], told["record_label"], told["home"]) == (
        201, str(alliance.uuid), "partners.partnership", "ours",
    )  # fmt: skip
    address = f"/core/note/{told['uuid']}"
    status, told = call("PATCH", address, {"text": {"en": "To teach"}}, If_Match=f'"{told["uuid"]}.1"')
    assert (status, told["text"], told["kind"], told["version"]) == (200, {"en": "To teach"}, "aim", 2)
    assert call("DELETE", address) == (204, None)
    assert call("GET", address)[0] == 404
    assert not Note.objects.exists()


def test_a_change_says_which_version_was_read(call: Call, alliance: Partnership) -> None:
    address = f"/partners/partnership/{alliance.uuid}"
    assert fault(call("PATCH", address, {"state": "dormant"})) == (428, "version_required", [])
    assert fault(call("PATCH", address, {"state": "dormant"}, If_Match='"other.1"')) == (412, "stale", [])
    assert call("PATCH", address, {"state": "dormant"}, If_Match=f'"{alliance.uuid}.1"')[0] == 200


def test_who_comes_second_is_told_what_the_first_has_changed(call: Call, alliance: Partnership) -> None:
    address = f"/partners/partnership/{alliance.uuid}"
    call("PATCH", address, {"state": "dormant", "version": 1})
    late = call("PATCH", address, {"state": "ended", "version": 1})
    assert fault(late) == (409, "conflict", [])
    assert [(row["by"], row["fields"]) for row in late[1]["error"]["changes"]] == [
        ("Office", {"state": ["active", "dormant"]})
    ]
    late = call("PATCH", address, {"state": "ended"}, If_Match=f'"{alliance.uuid}.1"')
    assert (fault(late), len(late[1]["error"]["changes"])) == ((412, "stale", []), 1)
    assert Partnership.objects.get().state == "dormant"


def test_a_reference_leads_only_to_what_the_writer_may_see_and_use(
    call: Call, alliance: Partnership, theirs: Home, eth: Organisation
) -> None:
    others = make_partnership(theirs, "kept", eth)
    sealed = make_partnership(alliance.home, "quiet", visibility="sealed")
    foreign = put(Unit(organisation=eth, slug="d-mavt", name=words("D-MAVT"), visibility="public"))
    for row in (others, sealed):
        sent = {"grows_out_of": str(row.uuid), "version": 1}
        assert fault(call("PATCH", f"/partners/partnership/{alliance.uuid}", sent)) == (
            422,
            "invalid",
            ["grows_out_of"],
        )
    sent = {"home": "ours", "partnership": str(alliance.uuid), "unit": str(foreign.uuid)}
    assert fault(call("POST", "/partners/team-unit", sent)) == (422, "invalid", ["unit"])


def test_a_reference_that_is_hidden_is_not_told_and_stays(call: Call, alliance: Partnership) -> None:
    sealed = make_partnership(alliance.home, "quiet", visibility="sealed")
    alliance.grows_out_of = sealed
    records.save(alliance, by=sealed_writer(alliance.home), verb="revised")
    told = call("GET", f"/partners/partnership/{alliance.uuid}")[1]
    assert told["grows_out_of"] is None
    writable = ("slug", "name", "state", "grows_out_of", "visibility")
    sent = {**{name: told[name] for name in writable}, "state": "dormant", "version": told["version"]}
    assert call("PATCH", f"/partners/partnership/{alliance.uuid}", sent)[0] == 200
    alliance.refresh_from_db()
    assert (alliance.state, alliance.grows_out_of) == ("dormant", sealed)


def sealed_writer(home: Home) -> Account:
    """Somebody of the home who may see what is sealed."""
    made = Account.objects.create_user("sealed@kizuna.example", name="Sealed")
    Membership.objects.create(account=made, home=home, role="office", sealed=True)
    return made


def test_what_others_point_to_is_not_removed(call: Call, alliance: Partnership, phase: Phase) -> None:
    put(Outcome(home=alliance.home, phase=phase, text=words("A joint degree")))
    assert fault(call("DELETE", f"/partners/phase/{phase.uuid}")) == (409, "in_use", [])


# Who may.


@pytest.mark.parametrize("name", ["coordinator", "reader", "reviewer"])
def test_who_keeps_no_records_writes_none(name: str, alliance: Partnership, request: pytest.FixtureRequest) -> None:
    call = caller(key_for(request.getfixturevalue(name)))
    address = f"/partners/partnership/{alliance.uuid}"
    assert call("GET", address)[0] == 200
    assert fault(call("PATCH", address, {"state": "ended", "version": 1})) == (403, "forbidden", [])
    assert fault(call("DELETE", address)) == (403, "forbidden", [])


def test_another_home_meets_a_wall(other_office: Account, alliance: Partnership) -> None:
    call = caller(key_for(other_office))
    assert call("GET", "/partners/partnership")[1]["items"] == []
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/history")):
        body = {"version": 1} if method == "PATCH" else None
        answer = call(method, f"/partners/partnership/{alliance.uuid}{path}", body)
        assert fault(answer) == (404, "not_found", [])
    for part in ("", "/partners", "/partners/eth", "/units", "/sources", "/search?q=eth"):
        assert fault(call("GET", f"/homes/ours{part}")) == (404, "not_found", [])


def test_only_a_registrar_writes_what_homes_share(call: Call, registrar: Account, eth: Organisation) -> None:
    address = f"/directory/organisation/{eth.uuid}"
    assert fault(call("PATCH", address, {"city": {"en": "Zürich"}, "version": 1})) == (403, "forbidden", [])
    status, told = caller(key_for(registrar))("PATCH", address, {"city": {"en": "Zürich"}, "version": 1})
    assert (status, told["city"]) == (200, {"en": "Zürich"})
    bound = caller(key_for(registrar, home=Home.objects.get(slug="ours")))
    assert fault(bound("PATCH", address, {"city": None, "version": 2})) == (403, "forbidden", [])


# Keys.


def test_without_a_key_or_a_cookie_nothing_is_told(db: None) -> None:
    assert fault(caller(None)("GET", "/homes")) == (401, "unauthenticated", [])


@pytest.mark.parametrize("secret", ["", "kzn_", "kzn_unknown", "x", "kzn_" + "é" * 9])
def test_an_unknown_key_opens_nothing(secret: str, db: None) -> None:
    assert fault(caller(secret)("GET", "/homes")) == (401, "unauthenticated", [])


def test_a_key_that_has_ended_or_whose_account_is_closed_opens_nothing(office: Account) -> None:
    call = caller(key_for(office))
    assert call("GET", "/me")[0] == 200
    token = Token.objects.get()
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert fault(call("GET", "/me")) == (401, "unauthenticated", [])
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert call("GET", "/me")[0] == 200
    Account.objects.filter(pk=office.pk).update(is_active=False)
    assert fault(call("GET", "/me")) == (401, "unauthenticated", [])
    Account.objects.filter(pk=office.pk).update(is_active=True)
    actions.revoke(token, by=office)
    assert fault(call("GET", "/me")) == (401, "unauthenticated", [])


def test_only_the_hash_of_a_key_is_kept_and_its_use_is_noted_once_a_day(
    office: Account, django_assert_num_queries: Any
) -> None:
    secret = key_for(office)
    token = Token.objects.get()
    assert secret not in str(token.__dict__)
    assert (token.hint, token.used_on) == (secret[:8], None)
    call = caller(secret)
    call("GET", "/me")
    token.refresh_from_db()
    assert token.used_on == timezone.localdate()
    with django_assert_num_queries(3):
        call("GET", "/me")


def test_a_key_that_reads_writes_nothing_and_sees_nothing_sealed(trusted: Account, alliance: Partnership) -> None:
    make_partnership(alliance.home, "quiet", visibility="sealed")
    make_partnership(alliance.home, "office-only", visibility="office")
    for scope in ("read", "contribute", "write"):
        page = caller(key_for(trusted, scope))("GET", "/partners/partnership")[1]
        assert [item["slug"] for item in page["items"]] == ["eth", "office-only"]
    sent = {"state": "ended", "version": 1}
    for scope in ("read", "contribute"):
        answer = caller(key_for(trusted, scope))("PATCH", f"/partners/partnership/{alliance.uuid}", sent)
        assert fault(answer) == (403, "forbidden", [])


def test_a_key_for_one_home_does_not_open_another(office: Account, ours: Home, theirs: Home) -> None:
    Membership.objects.create(account=office, home=theirs, role="office")
    make_partnership(theirs, "kept")
    bound = caller(key_for(office, home=ours))
    assert bound("GET", "/partners/partnership")[1]["items"] == []
    assert fault(bound("GET", "/homes/theirs/partners")) == (404, "not_found", [])
    assert [role["home"] for role in bound("GET", "/me")[1]["roles"]] == ["ours"]
    assert len(caller(key_for(office))("GET", "/partners/partnership")[1]["items"]) == 1


def test_an_account_behind_a_key_is_not_saved(office: Account) -> None:
    account = tokens.bearer(key_for(office, "read"))
    assert account is not None
    with pytest.raises(ValueError, match="not saved"):
        account.save()


def test_who_is_signed_in_reads_with_the_cookie_and_writes_with_the_token_of_the_page(
    office: Account, alliance: Partnership
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    address = f"{V1}/partners/partnership/{alliance.uuid}"
    assert client.get(address).json()["slug"] == "eth"
    sent = json.dumps({"state": "dormant", "version": 1})
    answer = client.patch(address, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")
    client.get(f"/desk/ours/record/partners/partnership/{alliance.uuid}/")
    token = client.cookies["csrftoken"].value
    answer = client.patch(address, sent, content_type="application/json", headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()["state"]) == (200, "dormant")


# The same request twice.


def test_a_repeated_request_is_answered_again_and_done_once(call: Call, ours: Home) -> None:
    sent = {"home": "ours", "slug": "new", "name": {"en": "New"}}
    first = call("POST", "/partners/programme", sent, Idempotency_Key="a-1")
    assert (first[0], call("POST", "/partners/programme", sent, Idempotency_Key="a-1")) == (201, first)
    other = call("POST", "/partners/programme", {**sent, "slug": "other"}, Idempotency_Key="a-1")
    assert fault(other) == (422, "key_reused", [])
    assert fault(call("POST", "/partners/programme", sent, Idempotency_Key="a b"))[:2] == (422, "invalid")
    assert Change.objects.filter(label="partners.programme").count() == 1


def test_an_answer_is_told_only_to_the_key_that_got_it(office: Account, ours: Home) -> None:
    sent = {"home": "ours", "slug": "new", "name": {"en": "New"}}
    assert caller(key_for(office))("POST", "/partners/programme", sent, Idempotency_Key="a")[0] == 201
    assert fault(caller(key_for(office))("POST", "/partners/programme", sent, Idempotency_Key="a")) == (
        422, "key_reused", [],
    )  # fmt: skip


def test_a_refused_request_may_be_sent_again_with_its_key(call: Call, ours: Home) -> None:
    bad = {"home": "ours", "slug": "new", "name": {}}
    assert fault(call("POST", "/partners/programme", bad, Idempotency_Key="a")) == (422, "invalid", ["name"])
    assert not Answer.objects.exists()
    assert call("POST", "/partners/programme", {**bad, "name": {"en": "New"}}, Idempotency_Key="a")[0] == 201


def test_answers_are_kept_for_a_day(call: Call, ours: Home) -> None:
    sent = {"home": "ours", "slug": "new", "name": {"en": "New"}}
    call("POST", "/partners/programme", sent, Idempotency_Key="a")
    Answer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert fault(call("POST", "/partners/programme", sent, Idempotency_Key="a"))[:2] == (422, "invalid")


# Bad input.

HOSTILE = [
    ('{"home": "ours", "slug": "x", "name": {"en": "a\\u0000b"}}', 400, "malformed"),
    ('{"home": "ours", "slug": "x", "name": {"en": "a\\ud800b"}}', 400, "malformed"),
    ('{"home": "ours", "slug": "x", "name": {"e\\u0000": "a"}}', 400, "malformed"),
    ("[" * 100_000, 400, "malformed"),
    ('{"a":' * 40 + "1" + "}" * 40, 400, "malformed"),
    ('{"slug": NaN}', 400, "malformed"),
    ('{"slug": 1, "slug": 2}', 400, "malformed"),
    ("1" * 5000, 400, "malformed"),
    ("", 422, "invalid"),
    ("null", 422, "invalid"),
    ("[]", 422, "invalid"),
    ('{"home": 1}', 422, "invalid"),
    ('{"home": "ours", "slug": "x", "name": "X"}', 422, "invalid"),
    ('{"home": "ours", "slug": "x", "name": {"no language!": "X"}}', 422, "invalid"),
    ('{"home": "ours", "slug": "x", "name": {"en": "X"}, "period": "someday maybe"}', 422, "invalid"),
    ('{"home": "ours", "slug": "x", "name": {"en": "X"}, "surprise": 1}', 422, "invalid"),
    ('{"home": "ours", "slug": "a b", "name": {"en": "X"}}', 422, "invalid"),
    ('{"home": "theirs", "slug": "x", "name": {"en": "X"}}', 422, "invalid"),
    ('{"slug": "x", "name": {"en": "X"}}', 422, "invalid"),
]


@pytest.mark.parametrize(("body", "status", "code"), HOSTILE, ids=lambda value: str(value)[:50])
def test_a_bad_body_is_told_what_is_wrong(call: Call, theirs: Home, body: str, status: int, code: str) -> None:
    assert fault(call("POST", "/partners/programme", body))[:2] == (status, code)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/partners/partnership?surprise=1", 422, "invalid"),
        ("/partners/partnership?limit=0", 422, "invalid"),
        ("/partners/partnership?limit=201", 422, "invalid"),
        ("/partners/partnership?offset=99999999999999999999999", 422, "invalid"),
        ("/partners/partnership?state=perhaps", 422, "invalid"),
        ("/partners/partnership?programme=7", 422, "invalid"),
        ("/partners/partnership?changed_since=yesterday", 422, "invalid"),
        ("/partners/partnership?q=%00", 400, "malformed"),
        ("/partners/partnership/7", 422, "invalid"),
        ("/partners/surprise", 404, "not_found"),
        ("/partners/partnership/00000000-0000-0000-0000-000000000000", 404, "not_found"),
        ("/homes/no%00where", 400, "malformed"),
        ("/homes/nowhere", 404, "not_found"),
        ("/homes/ours/partners?on=2020-13-45", 422, "invalid"),
        ("/surprise", 404, "not_found"),
        ("/", 404, "not_found"),
    ],
)
def test_a_bad_address_is_told_what_is_wrong(call: Call, path: str, status: int, code: str) -> None:
    assert fault(call("GET", path))[:2] == (status, code)


def test_a_method_that_is_not_there_is_told(call: Call, alliance: Partnership) -> None:
    assert fault(call("PUT", f"/partners/partnership/{alliance.uuid}", {})) == (405, "method_not_allowed", [])


def test_a_body_that_is_too_large_is_refused(call: Call, ours: Home) -> None:
    assert fault(call("POST", "/partners/programme", '{"a": "' + "x" * 3_000_000 + '"}')) == (413, "too_large", [])


def test_what_the_database_refuses_names_its_reason(call: Call, alliance: Partnership) -> None:
    place = TeamUnit.objects.get()
    sent = {"home": "ours", "partnership": str(alliance.uuid), "unit": str(place.unit.uuid)}
    assert fault(call("POST", "/partners/team-unit", sent))[:2] == (422, "invalid")


def test_no_cache_shares_an_answer(office: Account) -> None:
    answer = enter(office).get(f"{V1}/homes")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= {word.strip() for word in answer.headers["Vary"].split(",")}
