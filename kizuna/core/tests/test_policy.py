"""Who may do what: every role by every verb, and the sealed grant apart from the role."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kizuna.core import policy
from kizuna.core.models import Account, Home, Note, Source
from tests.cast import put, words

VISIBLE = {
    "nobody": "public",
    "other_office": "public",
    "reader": "public staff",
    "reviewer": "public staff",
    "coordinator": "public staff",
    "office": "public staff office",
    "registrar": "public staff office",
    "trusted": "public staff office sealed",
    "operator": "public staff office",
}
# read, write, register, revise a source of the home, attach its text, remove a note of it
MAY = {
    "nobody": "",
    "other_office": "",
    "reader": "read",
    "reviewer": "read",
    "coordinator": "read",
    "office": "read write revise attach remove",
    "trusted": "read write revise attach remove",
    "registrar": "read write register revise attach remove",
    "operator": "read write register revise attach remove",
}


@pytest.mark.parametrize("name", MAY)
def test_each_role_may_do_its_own_verbs_and_no_other(
    name: str, ours: Home, page: Source, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(name)
    answers = {
        "read": policy.can_read(who, ours),
        "write": policy.can_write(who, ours),
        "register": policy.can_register(who),
        "revise": policy.can_revise(who, page),
        "attach": policy.can_attach(who, page),
        "remove": policy.can_remove(who, Note(home=ours)),
    }
    assert [verb for verb, allowed in answers.items() if allowed] == MAY[name].split()


@pytest.mark.parametrize("name", VISIBLE)
def test_each_role_sees_its_own_levels_and_no_other(name: str, ours: Home, request: pytest.FixtureRequest) -> None:
    for level in ("public", "staff", "office", "sealed"):
        put(Source(home=ours, slug=level, title=words(level), visibility=level))
    seen = Source.objects.visible_to(request.getfixturevalue(name)).order_by("pk")
    assert [row.slug for row in seen] == VISIBLE[name].split()


def test_the_sealed_grant_of_one_home_opens_nothing_sealed_in_another(
    ours: Home, theirs: Home, other_office: Account
) -> None:
    for home in (ours, theirs):
        put(Source(home=home, slug=f"{home.slug}-sealed", title=words("Sealed"), visibility="sealed"))
    assert [row.slug for row in Source.objects.visible_to(other_office)] == ["theirs-sealed"]


def test_published_is_what_is_public_whoever_asks(ours: Home) -> None:
    for level in ("public", "staff"):
        put(Source(home=ours, slug=level, title=words(level), visibility=level))
    assert [row.slug for row in Source.objects.published()] == ["public"]


def test_a_record_of_the_whole_installation_is_kept_by_a_registrar(
    office: Account, registrar: Account, operator: Account
) -> None:
    shared = Source(home=None, slug="registry", title=words("A registry"))
    assert [policy.can_revise(who, shared) for who in (office, registrar, operator, AnonymousUser())] == [
        False,
        True,
        True,
        False,
    ]


def test_an_account_that_is_closed_may_do_nothing(ours: Home, office: Account) -> None:
    office.is_active = False
    assert (policy.role_in(office, ours), policy.can_write(office, ours), policy.can_register(office)) == (
        "",
        False,
        False,
    )


def test_the_role_is_told_by_home(ours: Home, theirs: Home, coordinator: Account) -> None:
    assert [policy.role_in(coordinator, home) for home in (ours, theirs, None)] == ["coordinator", "", ""]
