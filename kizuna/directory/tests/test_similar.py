"""What may be the same is found with its reasons, what only looks alike is told apart, and a person decides."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuna.config.cli import main
from kizuna.core.models import Account, Home
from kizuna.directory import actions, similar
from kizuna.directory.models import Identifier, NetworkMember, Organisation, OrganisationName, Person, Post, Unit
from kizuna.directory.models.organisation import NameKind
from tests.cast import enter, make_organisation, make_partnership, operator_account, publish, put, words


def acronym(of: Organisation, value: str) -> None:
    put(OrganisationName(organisation=of, value=value, kind=NameKind.ACRONYM, visibility="public"))


def slugs(found: list[similar.Likeness]) -> list[str]:
    return [one.record.slug for one in found]


@pytest.fixture
def poly(db: None) -> Organisation:
    return make_organisation("poly", "Eth  zurich", country="CH")


# Organisations.


@pytest.mark.parametrize("name", ["ETH Zürich", "eth zurich", "ＥＴＨ Zurich", "スイス連邦工科大学チューリッヒ校"])
def test_the_same_name_in_any_spelling_is_strong(name: str, eth: Organisation, office: Account) -> None:
    (found,) = similar.organisations([name], office, country="CH", kind="university")
    assert (found.record, found.strong, found.doubts) == (eth, True, [])


@pytest.mark.parametrize("name", ["ETH Zürcih", "Univeristy of Leeds", "Leeds University", "The University of Leeds"])
def test_a_slip_or_another_order_is_near(name: str, eth: Organisation, office: Account) -> None:
    make_organisation("leeds", "University of Leeds", country="GB")
    expected = "leeds" if "eeds" in name else "eth-zurich"
    assert slugs(similar.organisations([name], office)) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Osaka University", "Osaka University of Arts"),
        ("University of Ohio", "University of Iowa"),
        ("Technical University of Munich", "Technical University of Berlin"),
        ("Kyoto University", "Tokyo University"),
        ("University of York", "York St John University"),
    ],
)
def test_neighbours_are_not_taken_for_the_same(one: str, other: str, office: Account, eth: Organisation) -> None:
    make_organisation("one", one)
    assert slugs([row for row in similar.organisations([other], office) if row.strong]) == []


def test_the_same_letters_in_another_country_are_different(office: Account) -> None:
    acronym(make_organisation("social", "Institute of Social Science", country="JP", kind="institute"), "ISS")
    acronym(make_organisation("studies", "Institute of Social Studies", country="NL", kind="institute"), "ISS")
    make_organisation("cambridge-gb", "Cambridge College", country="GB")
    make_organisation("cambridge-us", "Cambridge College", country="US")
    letters = similar.organisations(["ISS"], office, acronyms=["ISS"], country="JP")
    assert [(one.record.slug, one.strong, bool(one.doubts)) for one in letters] == [
        ("social", False, False), ("studies", False, True),
    ]  # fmt: skip
    two = similar.organisations(["Cambridge College"], office, country="GB")
    assert [(one.record.slug, one.strong, one.doubts) for one in two] == [
        ("cambridge-gb", True, []), ("cambridge-us", False, ["another country: United States"]),
    ]  # fmt: skip


def test_an_identifier_finds_its_bearer(eth: Organisation, office: Account) -> None:
    put(Identifier(organisation=eth, scheme="ror", value="https://ror.org/05a28rw58", visibility="public"))
    (found,) = similar.organisations(["Something else"], office, identifiers=[("ror", "05a28rw58")])
    assert (found.record, found.reasons) == (eth, ["the same identifier: ROR 05a28rw58"])


def test_what_one_may_not_see_is_not_similar(office: Account, nobody: object) -> None:
    hidden = put(Organisation(slug="hidden", name=words("Hidden College"), visibility="sealed"))
    put(OrganisationName(organisation=hidden, value="Hidden College", visibility="sealed"))
    make_organisation("invented", "Invented College", fictional=True)
    assert similar.organisations(["Hidden College"], office) == []
    assert similar.organisations(["Invented College"], office) == []


def test_an_alias_found_leads_to_the_one_that_stays(eth: Organisation, registrar: Account) -> None:
    actions.merge(make_organisation("poly", "Polytechnikum"), eth, by=registrar)
    assert slugs(similar.organisations(["Polytechnikum"], registrar)) == ["eth-zurich"]
    assert similar.like(eth, registrar) == []


# Units and people.


def test_units_are_compared_within_one_organisation(eth: Organisation, engineering: Unit, office: Account) -> None:
    us = engineering.organisation
    assert slugs(similar.units(["Graduate School of Enginering"], office, organisation=us)) == ["gs-eng"]
    assert slugs(similar.units(["Other"], office, organisation=us, abbreviation="gs eng")) == ["gs-eng"]
    assert similar.units(["Graduate School of Engineering"], office, organisation=eth) == []
    assert similar.units(["Graduate School of Medicine"], office, organisation=us) == []


def test_people_are_compared_within_one_home(ours: Home, theirs: Home, office: Account) -> None:
    made = put(Person(home=ours, slug="sato", family="Satō", given="Hanako", native="佐藤 花子",
                      orcid="0000-0002-1825-0097", visibility="office"))  # fmt: skip
    for family, given in (("Sato", "Hanako"), ("hanako", "SATO"), ("Satoh", "Hanako")):
        assert [one.record for one in similar.people(office, ours, family=family, given=given)] == [made]
    assert [one.record for one in similar.people(office, ours, native="佐藤花子")] == [made]
    (doubted,) = similar.people(office, ours, family="Sato", given="Hanako", orcid="0000-0001-5109-3700")
    assert (doubted.strong, doubted.doubts) == (False, ["another ORCID: 0000-0002-1825-0097"])
    assert similar.people(office, theirs, family="Sato", given="Hanako") == []
    assert similar.people(office, ours, family="Suzuki", given="Hanako") == []


# While one types, and on saving.

ADD = "/desk/ours/record/directory/organisation/add/"


def fresh(**typed: str) -> dict[str, str]:
    return {"slug": "new", "kind": "university", "name_en": "eth zurich", "status": "active", "version": "0", **typed}


def test_while_one_types_a_name_the_similar_ones_appear(eth: Organisation, registrar: Account, office: Account) -> None:
    html = enter(registrar).get(ADD, {"alike": "1", "name_en": "eth zurich"}).content.decode()
    assert 'href="/desk/ours/organisations/eth-zurich/"' in html
    assert enter(registrar).get(ADD, {"alike": "1", "name_en": "Nothing like it"}).content.decode().strip() == ""
    assert enter(office).get(ADD, {"alike": "1", "name_en": "eth zurich"}).status_code == 403


def test_without_script_a_new_one_that_is_strongly_like_another_is_asked_for_once(
    eth: Organisation, registrar: Account
) -> None:
    client = enter(registrar)
    answer = client.post(ADD, fresh())
    assert (answer.status_code, Organisation.objects.filter(slug="new").exists()) == (422, False)
    assert 'name="sure"' in answer.content.decode()
    assert 'value="new"' in answer.content.decode()
    assert client.post(ADD, fresh(sure="1")).status_code == 302
    assert Organisation.objects.filter(slug="new").exists()


def test_a_new_one_like_nothing_is_saved_at_once(eth: Organisation, registrar: Account) -> None:
    assert enter(registrar).post(ADD, fresh(name_en="University of Nowhere")).status_code == 302


def test_people_and_units_are_asked_for_as_well(ours: Home, engineering: Unit, registrar: Account) -> None:
    put(Person(home=ours, slug="sato", family="Sato", given="Hanako", visibility="public"))
    client = enter(registrar)
    person = {"slug": "new", "family": "Sato", "given": "Hanako", "display_order": "given-first",
              "visibility": "public", "version": "0"}  # fmt: skip
    assert client.post("/desk/ours/record/directory/person/add/", person).status_code == 422
    unit = {"slug": "new", "organisation": str(engineering.organisation_id), "name_en": "School", "kind": "other",
            "abbreviation": "GS Eng", "order": "0", "version": "0"}  # fmt: skip
    assert client.post("/desk/ours/record/directory/unit/add/", unit).status_code == 422
    assert (Person.objects.count(), Unit.objects.count()) == (1, 1)


# The pages.


def both(eth: Organisation, poly: Organisation) -> str:
    return f"/desk/ours/merge/organisation/{poly.uuid}/?with={eth.uuid}"


def choice(client: Client, address: str, stays: Organisation) -> dict[str, str]:
    html = client.get(address).content.decode()
    return {**dict(re.findall(r'name="(version_[^"]+)" value="([^"]+)"', html)), "stays": str(stays.uuid)}


def test_a_registrar_merges_and_separates_on_the_page(
    ours: Home, eth: Organisation, poly: Organisation, registrar: Account
) -> None:
    make_partnership(ours, "old", poly)
    client, address = enter(registrar), both(eth, poly)
    html = client.get(address).content.decode()
    assert "Our University" in html
    answer = client.post(address, choice(client, address, eth), follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/ours/organisations/eth-zurich/"
    assert "Merged from Eth  zurich" in answer.content.decode()
    assert [row.partnership.slug for row, _cites in answer.context["partnerships"]] == ["old"]
    assert client.get("/desk/ours/organisations/poly/")["Location"] == "/desk/ours/organisations/eth-zurich/"
    client.post(f"/desk/ours/split/organisation/{poly.uuid}/")
    assert client.get("/desk/ours/organisations/poly/").status_code == 200


def test_a_merge_is_taken_back_where_the_page_offers_it(
    ours: Home, eth: Organisation, poly: Organisation, registrar: Account
) -> None:
    client, address = enter(registrar), both(eth, poly)
    html = client.post(address, choice(client, address, eth), follow=True).content.decode()
    found = re.search(r'"(/desk/ours/undo/[^"?]+)', html)
    assert found
    client.post(found[1])
    assert Organisation.objects.canonical().filter(slug="poly").exists()


def test_what_was_changed_meanwhile_is_told_before_merging(
    eth: Organisation, poly: Organisation, registrar: Account, operator: Account
) -> None:
    client, address = enter(registrar), both(eth, poly)
    typed = choice(client, address, eth)
    eth.country = "DE"
    actions.revise(eth, by=operator)
    answer = client.post(address, typed)
    assert (answer.status_code, Organisation.objects.canonical().count()) == (409, 2)
    assert "meanwhile" in answer.content.decode()
    assert client.post(address, {"stays": "x"}).status_code == 409


def test_a_pair_that_cannot_be_one_is_refused_on_the_page(
    us: Organisation, eth: Organisation, registrar: Account
) -> None:
    client, address = enter(registrar), f"/desk/ours/merge/organisation/{us.uuid}/?with={eth.uuid}"
    answer = client.post(address, choice(client, address, eth))
    assert "stands behind a home" in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("office", 403), ("reader", 403), ("other_office", 404)])
def test_the_pages_of_merging_are_for_those_who_may(
    name: str, status: int, ours: Home, eth: Organisation, poly: Organisation, request: pytest.FixtureRequest
) -> None:
    client = enter(request.getfixturevalue(name))
    split = client.post(f"/desk/ours/split/organisation/{poly.uuid}/")
    assert (client.get(both(eth, poly)).status_code, split.status_code) == (status, status)


def test_pairs_worth_a_look_stand_with_reason_and_doubt(
    ours: Home, eth: Organisation, poly: Organisation, registrar: Account, reader: Account
) -> None:
    acronym(make_organisation("social", "Institute of Social Science", country="JP"), "ISS")
    acronym(make_organisation("studies", "Institute of Social Studies", country="NL"), "ISS")
    page = enter(registrar).get("/desk/ours/duplicates/?kind=organisation").context["groups"]
    assert [(one.reason, [row.slug for row in one.rows], one.doubts) for one in page] == [
        ("the same name: ETH Zürich", ["eth-zurich", "poly"], []),
        ("the same abbreviation: ISS", ["social", "studies"], ["in different countries: Japan, Netherlands"]),
    ]
    assert enter(reader).get("/desk/ours/duplicates/").status_code == 403
    actions.merge(poly, eth, by=registrar)
    assert len(enter(registrar).get("/desk/ours/duplicates/").context["groups"]) == 1


def test_an_office_looks_for_doubled_people_alone(ours: Home, office: Account) -> None:
    for slug in ("sato", "sato-2"):
        put(Person(home=ours, slug=slug, family="Sato", given="Hanako", visibility="public"))
    client = enter(office)
    page = client.get("/desk/ours/duplicates/").context["groups"]
    assert [(one.reason, len(one.rows)) for one in page] == [("the same name: Hanako Sato", 2)]
    assert client.get("/desk/ours/duplicates/?kind=organisation").status_code == 404


def test_units_with_one_abbreviation_are_worth_a_look(engineering: Unit, registrar: Account) -> None:
    put(Unit(organisation=engineering.organisation, slug="eng", abbreviation="gs eng", name=words("School"),
             visibility="public"))  # fmt: skip
    page = enter(registrar).get("/desk/ours/duplicates/?kind=unit").context["groups"]
    assert [(one.reason, len(one.rows)) for one in page] == [("the same abbreviation: gs eng", 2)]


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def test_pages_cost_the_same_for_one_and_for_many(
    ours: Home, eth: Organisation, poly: Organisation, registrar: Account
) -> None:
    addresses = ["/desk/ours/duplicates/", "/desk/ours/organisations/", both(eth, poly),
                 "/desk/ours/organisations/eth-zurich/", "/desk/ours/people/"]  # fmt: skip
    client, told = enter(registrar), []
    for number in (1, 2, 3):
        twin = make_organisation(f"twin{number}", "ETH Zürich")
        actions.merge(make_organisation(f"alias{number}", f"Alias {number}"), eth, by=registrar)
        person = put(Person(home=ours, slug=f"p{number}", family=f"P{number}", visibility="public"))
        put(Post(home=ours, person=person, title=words("Dean"), organisation=eth, visibility="public"))
        put(NetworkMember(network=twin, member=eth, visibility="public"))
        make_partnership(ours, f"row{number}", eth)
        told.append([cost(client, address) for address in addresses])
    assert told == [told[0]] * 3
    assert max(told[0]) <= 20


def test_the_list_is_narrowed_by_name_kind_and_country(eth: Organisation, us: Organisation, reader: Account) -> None:
    make_organisation("daad", "Exchange Service", kind="agency", country="DE")
    client = enter(reader)

    def listed(**asked: str) -> list[str]:
        return [row.slug for row in client.get("/desk/ours/organisations/", asked).context["page"]]

    assert listed() == ["daad", "eth-zurich", "our-university"]
    assert (listed(kind="agency"), listed(country="CH"), listed(q="ethz")) == (["daad"], ["eth-zurich"], ["eth-zurich"])
    assert listed(kind="agency", country="CH") == listed(kind="nonsense") == []


def test_names_stand_by_the_day_of_the_page(eth: Organisation, reader: Account) -> None:
    from_to = {"begins": "1855", "ends": "1911"}
    name = OrganisationName(organisation=eth, value="Polytechnikum", kind=NameKind.FORMER, visibility="public")
    for field, value in from_to.items():
        setattr(name, field, type(name.begins).parse(value))
    put(name)
    client = enter(reader)

    def parts(day: str) -> list[list[str]]:
        context = client.get("/desk/ours/organisations/eth-zurich/", {"on": day}).context
        keys = ("names", "names_any_time", "names_other_times")
        return [[row.value for row, _cites in context[key] if row.value == "Polytechnikum"] for key in keys]

    assert parts("1900-01-01") == [["Polytechnikum"], [], []]
    assert parts("1911-06-01") == [[], ["Polytechnikum"], []]
    assert parts("2020-01-01") == [[], [], ["Polytechnikum"]]


# Public pages, search, commands.


def test_public_and_partner_pages_name_the_one_that_stays(
    ours: Home, eth: Organisation, poly: Organisation, registrar: Account
) -> None:
    make_partnership(ours, "both", poly, eth, name="A group", group=True)
    actions.merge(poly, eth, by=registrar)
    publish(ours)
    for client, address in ((enter(None), "/ours/partners/both/"), (enter(registrar), "/desk/ours/partners/both/")):
        html = client.get(address).content.decode()
        assert ("ETH Zürich" in html, "Eth  zurich" in html) == (True, False)
    told = CliRunner().invoke(main, ["partners", "list", "--home", "ours", "--json"], catch_exceptions=False)
    assert json.loads(told.output)["counts"]["institutions"] == 1


def test_search_finds_the_one_that_stays_by_the_name_of_the_other(
    ours: Home, eth: Organisation, registrar: Account
) -> None:
    actions.merge(make_organisation("poly", "Polytechnikum"), eth, by=registrar)
    found = enter(registrar).get("/desk/ours/search/?q=polytechnikum").context["found"]
    assert [row.slug for row in found.organisations] == ["eth-zurich"]


def run(*words_: str) -> tuple[int, str]:
    told = CliRunner().invoke(main, ["directory", *words_])
    return told.exit_code, told.output


def test_commands_find_merge_and_separate(eth: Organisation, poly: Organisation) -> None:
    operator_account()
    code, text = run("similar", "poly", "--json")
    assert (code, [(i["slug"], i["doubts"]) for i in json.loads(text)["items"]]) == (0, [("eth-zurich", [])])
    assert run("merge", "poly", "eth-zurich") == (0, "Eth  zurich is merged into ETH Zürich.\n")
    code, text = run("find", "eth", "--json")
    assert [(i["slug"], i["aliases"]) for i in json.loads(text)["items"]] == [("eth-zurich", ["poly"])]
    assert run("merge", "poly", "eth-zurich")[0] == 1
    assert run("split", "poly") == (0, "Eth  zurich stands for itself again.\n")
    assert run("split", "poly") == (1, "Error: Eth  zurich is not merged into another record.\n")
    assert run("split", "nothing") == (1, "Error: There is no organisation “nothing” that you may see.\n")


def test_commands_act_with_the_rights_of_the_account(eth: Organisation, poly: Organisation, office: Account) -> None:
    told = CliRunner().invoke(main, ["--as", office.email, "directory", "merge", "poly", "eth-zurich"])
    assert (told.exit_code, "Not allowed" in told.output) == (1, True)
    assert Organisation.objects.canonical().count() == 2
