"""What was on record twice becomes one, nothing above is rewritten, and it can be undone."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from kizuna.core import records
from kizuna.core.models import Account, Change, Home
from kizuna.directory import actions
from kizuna.directory.models import Organisation, OrganisationName, Person, Post, Unit
from tests.cast import make_organisation, make_partnership, put, words

NOBODY = AnonymousUser()


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def make_person(home: Home, slug: str, **fields: Any) -> Person:
    return put(Person(home=home, slug=slug, **{"family": slug.title(), "visibility": "public", **fields}))


@pytest.fixture
def poly(db: None) -> Organisation:
    return make_organisation("poly", "Eidgenössisches Polytechnikum", country="CH")


@pytest.fixture
def school(db: None) -> Organisation:
    return make_organisation("school", "Federal School", country="CH")


def tree() -> dict[str, str | None]:
    """Which organisation points to which."""
    return dict(Organisation.objects.values_list("slug", "alias_of__slug"))


def test_the_other_points_to_the_one_that_stays(eth: Organisation, poly: Organisation, registrar: Account) -> None:
    actions.merge(poly, eth, by=registrar)
    assert tree() == {"eth-zurich": None, "poly": "eth-zurich"}
    assert again(poly).canonical == eth
    assert [row.slug for row in Organisation.objects.canonical()] == ["eth-zurich"]
    change = Change.objects.get(record=poly.uuid, verb="merged")
    assert (change.by, change.fields) == (registrar, {"alias_of": [None, "ETH Zürich"]})


def test_nothing_above_is_rewritten(eth: Organisation, poly: Organisation, ours: Home, registrar: Account) -> None:
    row = make_partnership(ours, "old", poly)
    actions.merge(poly, eth, by=registrar)
    member = row.members.get()
    assert (member.organisation, member.version, member.institution) == (poly, 1, eth)


def test_an_alias_never_has_aliases(
    eth: Organisation, poly: Organisation, school: Organisation, registrar: Account
) -> None:
    actions.merge(school, poly, by=registrar)
    batch = actions.merge(again(poly), eth, by=registrar)
    assert tree() == {"eth-zurich": None, "poly": "eth-zurich", "school": "eth-zurich"}
    assert set(Change.objects.filter(batch=batch).values_list("title", flat=True)) == {str(poly), str(school)}


def test_splitting_brings_back_what_came_along(
    eth: Organisation, poly: Organisation, school: Organisation, registrar: Account
) -> None:
    actions.merge(school, poly, by=registrar)
    before = tree()
    actions.merge(again(poly), eth, by=registrar)
    actions.split(again(poly), by=registrar)
    assert tree() == before == {"eth-zurich": None, "poly": None, "school": "poly"}
    actions.split(again(school), by=registrar)
    assert set(tree().values()) == {None}


def test_splitting_after_two_moves_brings_each_back(
    eth: Organisation, poly: Organisation, school: Organisation, registrar: Account
) -> None:
    top = make_organisation("top", "Top", country="CH")
    actions.merge(school, poly, by=registrar)
    actions.merge(again(poly), eth, by=registrar)
    actions.merge(again(eth), top, by=registrar)
    actions.split(again(poly), by=registrar)
    assert tree() == {"eth-zurich": "top", "poly": None, "school": "poly", "top": None}
    actions.split(again(eth), by=registrar)
    assert tree() == {"eth-zurich": None, "poly": None, "school": "poly", "top": None}


def test_an_alias_that_was_separated_since_stays_apart(
    eth: Organisation, poly: Organisation, school: Organisation, registrar: Account
) -> None:
    actions.merge(school, poly, by=registrar)
    actions.merge(again(poly), eth, by=registrar)
    actions.split(again(school), by=registrar)
    actions.merge(again(school), eth, by=registrar)
    actions.split(again(poly), by=registrar)
    assert tree() == {"eth-zurich": None, "poly": None, "school": "eth-zurich"}


@pytest.mark.parametrize("name", ["office", "coordinator", "reader", "other_office"])
def test_shared_records_are_merged_and_separated_by_registrars_alone(
    name: str, eth: Organisation, poly: Organisation, registrar: Account, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        actions.merge(poly, eth, by=who)
    actions.merge(poly, eth, by=registrar)
    with pytest.raises(PermissionDenied):
        actions.split(again(poly), by=who)
    assert tree() == {"eth-zurich": None, "poly": "eth-zurich"}


def test_people_are_merged_by_the_office_of_their_home(ours: Home, office: Account, other_office: Account) -> None:
    one, two = make_person(ours, "sato"), make_person(ours, "satoh")
    with pytest.raises(PermissionDenied):
        actions.merge(two, one, by=other_office)
    actions.merge(two, one, by=office)
    assert again(two).alias_of == one


def refused(record: Any, into: Any, by: Account) -> str:
    with pytest.raises(ValidationError) as told:
        actions.merge(record, into, by=by)
    return " ".join(told.value.messages)


def test_what_cannot_be_one_is_refused_with_the_reason(
    eth: Organisation, poly: Organisation, school: Organisation, us: Organisation, registrar: Account
) -> None:
    invented = make_organisation("invented", "Invented", fictional=True)
    part = make_organisation("part", "Part", parent=eth)
    assert refused(eth, eth, registrar) == "A record is merged into another record of its kind."
    assert refused(invented, eth, registrar) == "Invented and ETH Zürich: one is invented, the other is real."
    assert refused(us, eth, registrar) == "Our University stands behind a home of this installation; keep that one."
    assert refused(part, eth, registrar) == "Part is part of ETH Zürich or was followed by it, so they are two."
    assert refused(eth, part, registrar) == "Part is part of ETH Zürich or was followed by it, so they are two."
    actions.merge(poly, eth, by=registrar)
    told = "Eidgenössisches Polytechnikum is already merged into ETH Zürich; choose that one."
    assert refused(again(poly), school, registrar) == told
    assert refused(school, again(poly), registrar) == told
    # A cycle would need an alias as its target.
    assert refused(again(eth), again(poly), registrar) == told


def test_units_are_merged_within_one_organisation_or_two_that_were_merged(
    eth: Organisation, poly: Organisation, registrar: Account
) -> None:
    one = put(Unit(organisation=eth, slug="physics", name=words("Physics"), visibility="public"))
    two = put(Unit(organisation=poly, slug="physik", name=words("Physik"), visibility="public"))
    assert refused(two, one, registrar) == "Physik and Physics belong to different organisations."
    actions.merge(poly, eth, by=registrar)
    actions.merge(again(two), again(one), by=registrar)
    assert again(two).canonical == one


def test_people_of_two_homes_and_erased_people_stay_two(ours: Home, theirs: Home, operator: Account) -> None:
    one, two = make_person(ours, "sato"), make_person(theirs, "sato")
    assert refused(two, one, operator) == "People are merged within one home only."


def test_splitting_what_is_no_alias_is_refused(eth: Organisation, registrar: Account) -> None:
    with pytest.raises(ValidationError, match="ETH Zürich is not merged into another record"):
        actions.split(eth, by=registrar)


@pytest.mark.parametrize("stale", ["record", "into"])
def test_of_two_at_once_the_later_is_told_of_a_conflict(
    stale: str, eth: Organisation, poly: Organisation, school: Organisation, registrar: Account
) -> None:
    record, into = copy.copy(poly), copy.copy(eth)
    actions.merge(*((again(poly), school) if stale == "record" else (again(eth), school)), by=registrar)
    before = tree()
    with pytest.raises(records.Conflict):
        actions.merge(record, into, by=registrar)
    assert tree() == before


def test_a_merge_that_fails_half_way_leaves_nothing(
    eth: Organisation, poly: Organisation, school: Organisation, registrar: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.merge(school, poly, by=registrar)
    before, save = tree(), records.save
    done = []

    def failing(record: Any, **said: Any) -> Any:
        done.append(record)
        if len(done) == 2:
            raise RuntimeError("the light went out")
        return save(record, **said)

    monkeypatch.setattr(records, "save", failing)
    with pytest.raises(RuntimeError):
        actions.merge(again(poly), eth, by=registrar)
    assert (tree(), len(done)) == (before, 2)


# Names lead to the one that stays.


def test_the_name_of_an_alias_finds_the_one_that_stays(
    eth: Organisation, poly: Organisation, ours: Home, registrar: Account
) -> None:
    actions.merge(poly, eth, by=registrar)
    found = Organisation.objects.called("polytechnikum", NOBODY)
    assert [row.slug for row in found.canonical()] == ["eth-zurich"]
    row = make_partnership(ours, "old", poly)
    assert list(type(row).objects.called("ETHZ", NOBODY)) == [row]


def test_a_hidden_name_of_an_alias_finds_nothing(eth: Organisation, poly: Organisation, registrar: Account) -> None:
    put(OrganisationName(organisation=poly, value="Secretword", visibility="sealed"))
    actions.merge(poly, eth, by=registrar)
    assert list(Organisation.objects.called("secretword", registrar)) == []


def test_a_person_is_found_by_the_name_of_an_alias_that_one_may_see(ours: Home, office: Account) -> None:
    one, two = make_person(ours, "sato"), make_person(ours, "closedword", visibility="office")
    actions.merge(two, one, by=office)
    assert list(Person.objects.visible_to(office).called("closedword").canonical()) == [one]
    assert list(Person.objects.visible_to(NOBODY).called("closedword")) == []


# Who sees what.


@pytest.mark.parametrize(
    ("alias", "stays", "allowed"),
    [("public", "public", True), ("office", "public", True), ("office", "staff", True), ("sealed", "sealed", True),
     ("public", "staff", False), ("staff", "office", False), ("public", "sealed", False), ("sealed", "public", False)],
)  # fmt: skip
def test_what_stays_is_seen_by_everyone_who_saw_the_other(
    alias: str, stays: str, allowed: bool, ours: Home, trusted: Account
) -> None:
    one = make_person(ours, "sato", visibility=stays)
    two = make_person(ours, "satoh", visibility=alias)
    if allowed:
        actions.merge(two, one, by=trusted)
    else:
        assert "is seen by fewer people than" in refused(two, one, trusted)
    assert again(two).alias_of_id == (one.pk if allowed else None)


def test_closing_what_stays_is_refused_while_an_open_one_leads_to_it(ours: Home, office: Account) -> None:
    one, two = make_person(ours, "sato"), make_person(ours, "satoh")
    actions.merge(two, one, by=office)
    for row in (again(one),):
        row.visibility = "office"
        with pytest.raises(ValidationError, match="separate the two first"):
            actions.revise(row, by=office)
    row = again(two)
    row.visibility = "office"
    actions.revise(row, by=office)
    assert (again(one).visibility, again(two).visibility) == ("public", "office")


def test_posts_keep_their_own_visibility_when_their_people_are_merged(
    ours: Home, eth: Organisation, office: Account
) -> None:
    one, two = make_person(ours, "sato"), make_person(ours, "satoh")
    put(Post(home=ours, person=two, title=words("Dean"), organisation=eth, visibility="office"))
    actions.merge(two, one, by=office)
    assert list(Post.objects.visible_to(NOBODY).filter(person__in=[one, two])) == []
