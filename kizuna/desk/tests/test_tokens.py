"""Keys for programs on the desk: shown once, one's own alone, ended at once."""

from __future__ import annotations

import re

from django.test import Client

from kizuna.core.models import Account, Home, Token
from tests.cast import enter


def make(who: Account, **sent: str) -> str:
    """The page that answers to the making of a key."""
    form = {"name": "weekly report", "scope": "read", "days": "90", "only_here": "on", **sent}
    return enter(who).post("/desk/ours/tokens/", form).content.decode()


def test_a_key_is_shown_once_and_opens_the_api(reader: Account) -> None:
    [secret] = set(re.findall(r"kzn_[\w-]{43}", make(reader)))
    token = Token.objects.get()
    assert (token.account, token.home, token.scopes) == (reader, Home.objects.get(slug="ours"), ["read"])
    page = enter(reader).get("/desk/ours/tokens/").content.decode()
    assert (secret in page, token.hint in page) == (False, True)
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me").json()["scopes"] == ["read"]


def test_the_page_with_the_key_is_kept_by_no_cache(reader: Account) -> None:
    answer = enter(reader).post("/desk/ours/tokens/", {"name": "x", "scope": "read", "days": "30"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Token.objects.get().home is None


def test_a_bad_form_makes_no_key(reader: Account) -> None:
    for sent in ({"name": ""}, {"scope": "everything"}, {"days": "9999"}):
        assert "kzn_" not in make(reader, **sent)
    assert not Token.objects.exists()


def test_a_key_is_ended_by_whom_it_belongs_to(reader: Account, office: Account) -> None:
    make(reader)
    token = Token.objects.get()
    address = f"/desk/ours/tokens/{token.pk}/revoke/"
    assert token.hint not in enter(office).get("/desk/ours/tokens/").content.decode()
    assert enter(office).post(address).status_code == 404
    assert enter(reader).get(address).status_code == 405
    assert enter(reader).post(address).headers["Location"] == "/desk/ours/tokens/"
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_another_home_has_no_such_page(other_office: Account, ours: Home) -> None:
    assert enter(other_office).get("/desk/ours/tokens/").status_code == 404
