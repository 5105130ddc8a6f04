"""Public pages full of what could leak, and the languages of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.test import Client

from kizuna.activities.models import Activity, Body, Disruption, Headcount, Series
from kizuna.core.models import Home, Picture, Visibility
from kizuna.core.values import Quantity
from kizuna.directory.models import Organisation
from kizuna.partners.models import Partnership
from kizuna.publishing.models import Edition, Page
from kizuna.visits.models import Commitment, Delegate, Meeting, Stop, Visit
from tests import cast
from tests.cast import put, words
from tests.leakvisits import DAY

__all__ = ["KEYED", "SLUGGED", "Picture", "pictures", "publish", "spoken"]

# The kind of record whose slug or UUID stands in an address.
SLUGGED: dict[str, type[Any]] = {
    **dict.fromkeys(
        (
            "highlight",
            "highlight-paper",
            "news-item",
            "symposium",
            "annual-report",
            "report-paper",
            "activities-earlier",
        ),
        Page,
    ),
    "series": Series,
    # The report of a visit, at the desk.
    "report": Visit,
}
# Of which kind the pages are whose slugs stand there; those of other kinds lead nowhere.
KINDS = {"news-item": "news", "symposium": "symposium", "annual-report": "report", "report-paper": "report",
         "highlight": "highlight", "highlight-paper": "highlight"}  # fmt: skip
KEYED: dict[str, type[Any]] = {
    "public-page": Page,
    **dict.fromkeys(
        ("preview", "write-page", "check-edition", "publish-edition", "schedule-edition", "withdraw-edition",
         "remove-draft"), Edition
    ),
}  # fmt: skip


def named(name: str, model: type[Any]) -> Any:
    """The records whose slugs may stand in the address of this name."""
    of_kind = {"kind": KINDS[name]} if name in KINDS else {}
    return model._default_manager.filter(**of_kind).exclude(slug="")


def publish(home: Home) -> None:
    """Everything that the makers tell of a home, signed off; and a text of each kind that somebody wrote."""
    cast.publish(home)
    _hang(home)
    for page in ("highlight/eth-1", "news/public-visit-0", "symposium/public-0-9", "report/2019"):
        cast.write_up(home, page)


def _hang(home: Home) -> None:
    """What hangs on a public visit and on a public symposium, at every level."""
    series = Series.objects.get(home=home, slug="public-0")
    held = {"kind": "symposium", "state": "held", "begins": DAY}
    symposium = put(Activity(home=home, series=series, edition=9, visibility="public", **held))
    visit = Visit.objects.get(home=home, slug="public-visit-0")
    for level in Visibility.values:
        own, text = {"home": home, "visibility": level}, words(f"{level}word")
        put(Body(activity=symposium, named=text, **own))
        put(Headcount(activity=symposium, named=text, quantity=Quantity.parse("3"), **own))
        put(Disruption(activity=symposium, text=text, **own))
        put(Activity(parent=symposium, title=text, **held, **own))
        put(Activity(partnership=symposium.partnership, title=text, **held, **own))
        put(Delegate(visit=visit, named=text, post=text, **own))
        put(Stop(visit=visit, named=text, place=text, text=text, **own))
        put(Meeting(visit=visit, title=text, topics=text, said=text, begins=DAY, **own))
        put(Commitment(visit=visit, text=text, **own))
        for on in (visit, symposium, series, Partnership.objects.get(home=home, slug="eth")):
            cast.hang_up(on, alt=text, caption=text, place=text, credit=f"{level}word", visibility=level)
        # On the desk whoever may see a visit reads whom it meets, also by the name of an institution kept closer.
        hidden = put(Organisation(slug=f"{level}-visited", name=words("Heron Institute"), visibility=level))
        put(Stop(visit=visit, organisation=hidden, home=home, visibility="public"))
        put(Meeting(visit=visit, organisation=hidden, home=home, visibility="public"))


def pictures(home: Home) -> list[Mapping[str, object]]:
    """The files of a home's pictures, at every level."""
    return [{"sha256": row.small.sha256, "ending": "webp"} for row in Picture.objects.filter(home=home)]


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
