"""Public pages full of what could leak, and the languages of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.test import Client

from kizuna.activities.models import Series
from kizuna.core.models import Home
from kizuna.publishing.models import Edition, Page
from tests import cast

__all__ = ["KEYED", "SLUGGED", "publish", "spoken"]

# The kind of record whose slug or UUID stands in an address.
SLUGGED: dict[str, type[Any]] = {"highlight": Page, "activities-earlier": Page, "series": Series}
KEYED: dict[str, type[Any]] = {
    "public-page": Page,
    **dict.fromkeys(
        ("preview", "write-page", "check-edition", "publish-edition", "schedule-edition", "withdraw-edition",
         "remove-draft"), Edition
    ),
}  # fmt: skip


def publish(home: Home) -> None:
    """Everything that the makers tell of a home, signed off; and one highlight that somebody wrote."""
    cast.publish(home)
    cast.write_up(home, "highlight/eth-1")


def spoken(parts: Collection[str]) -> Sequence[Mapping[str, str]]:
    """The languages in which an address is looked at, where it names one."""
    return [{"language": code} for code, _label in settings.LANGUAGES] if "language" in parts else [{}]


def look_into_lists(trusted: Client, nobody: Client, site: str, shown: Callable[[str], set[str]]) -> None:
    """What is published stands on the pages made as lists and is found by the search, and no other level is."""
    for part in ("activities/", "series/public-1/", "practices/", "practices.atom", "figures/"):
        assert (part, shown(nobody.get(f"{site}{part}").content.decode())) == (part, {"public"})
    for client in (trusted, nobody):
        for level in ("public", "staff", "office", "sealed"):
            rows = client.get(f"{site}en/search/?q={level}word").context["found"]
            told = " ".join(
                f"{row.title} {said.before} {said.hit} {said.after} {row.sought.text}" for row, said in rows
            )
            assert (level, shown(told)) == (level, {"public"} if level == "public" else set())
