"""Public pages full of what could leak, and the languages of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.test import Client

from kizuna.activities.models import Activity, Body, Disruption, Headcount, Series
from kizuna.agreements.models import Agreement, Party
from kizuna.alumni.models import Gift
from kizuna.calls.models import Seat, TeamMember
from kizuna.core.models import Home, Picture, Visibility
from kizuna.core.values import Quantity
from kizuna.directory.models import Organisation, Person, Post, Unit
from kizuna.mobility.models import Flow, Stay, Stock
from kizuna.partners.models import HistoricalTie, Link, Member, Partnership, TeamUnit, ThirdParty
from kizuna.projects.models import Funding, Project, ProjectUnit
from kizuna.publishing.models import Edition, Page
from kizuna.visits.models import Commitment, Delegate, Meeting, Participant, Request, Stop, Visit
from tests import cast
from tests.cast import LONG_AGO, put, words
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
        # Of what all homes share, a sealed institution is shown to nobody; the levels between are for every home.
        named = text if level in ("public", "sealed") else words("Heron Institute")
        _refer(home, symposium, visit, put(Organisation(slug=f"{level}-visited", name=named, visibility=level)))


def _refer(home: Home, symposium: Activity, visit: Visit, one: Organisation) -> None:
    """What is called public and refers to an institution, and to a department of it, in every room."""
    own: dict[str, Any] = {"home": home, "visibility": "public"}
    unit = Unit(organisation=one, slug="its", name=one.name, abbreviation=str(one.name), visibility=one.visibility)
    unit = put(unit)
    partnership, person = symposium.partnership, put(Person(slug=f"of-{one.slug}", family="Heron", **own))
    put(Visit(slug=f"of-{one.slug}", title=words("plain"), direction="incoming", organisation=one, **own))
    stop = put(Stop(visit=visit, organisation=one, **own))
    put(Meeting(visit=visit, stop=stop, organisation=one, **own))
    met = put(Meeting(visit=visit, organisation=one, **own))
    put(Participant(meeting=met, named=words("plain"), organisation=one, **own))
    put(Activity(venue=one, title=words("plain"), begins=DAY, state="held", **own))
    put(Post(person=person, title=words("plain"), organisation=one, **own))
    put(Post(person=person, title=words("plain"), unit=unit, **own))
    put(HistoricalTie(partnership=partnership, text=words("plain"), organisation=one, **own))
    put(ThirdParty(partnership=partnership, text=words("plain"), organisation=one, **own))
    put(Link(partnership=partnership, unit=unit, **own))
    put(Gift(name=words("plain"), giver=one, receiver=one, **own))
    put(Flow(partnership=partnership, unit=unit, quantity=Quantity.parse("3"), **own))
    put(Stock(partnership=partnership, organisation=one, unit=unit, quantity=Quantity.parse("3"), **own))
    put(Stay(partnership=partnership, unit=unit, begins=DAY, direction="out", **own))
    work = put(Project(title=words("plain"), partnership=partnership, **own))
    deed = put(Agreement(title=words("plain"), partnership=partnership, **own))
    for named in ({"organisation": one}, {"unit": unit}):
        put(Body(activity=symposium, **named, **own))
        put(ProjectUnit(project=work, side="partner", **named, **own))
        put(Party(agreement=deed, **{"organisation": one, **named}, **own))
    put(Funding(project=work, organisation=one, **own))
    talks = put(Partnership(slug=f"of-{one.slug}", name=words("plain"), state="talks", group=True, **own))
    put(Member(partnership=talks, organisation=one, seen=LONG_AGO, **own))
    put(TeamUnit(partnership=talks, unit=unit, seen=LONG_AGO, **own))
    for model in (Seat, TeamMember, Request):
        model._default_manager.filter(home=home).update(unit=unit)


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


def look_at_references(client: Client, home: Home) -> None:
    """Whatever refers to what is sealed opens, on the desk and for programs, and does not say what it is called."""
    to = "of-sealed-visited", "sealed-visited"
    rows: list[tuple[str, Any]] = [
        *(("visits/{0.slug}/", row) for row in Visit.objects.filter(organisation__slug=to[1])),
        *(("meetings/{0.uuid}/", row) for row in Meeting.objects.filter(organisation__slug=to[1])),
        *(("activities/{0.uuid}/", row) for row in Activity.objects.filter(venue__slug=to[1])),
        *(("agreements/{0.uuid}/", row) for row in Agreement.objects.filter(parties__organisation__slug=to[1])),
        *(("projects/{0.uuid}/", row) for row in Project.objects.filter(units__organisation__slug=to[1])),
        *(("partners/{0.slug}/", row) for row in Partnership.objects.filter(slug=to[0])),
    ]
    found = {}
    for pattern, row in rows:
        room, kind = row.label.split(".")
        parts = pattern.format(row), f"record/{room}/{kind}/{row.uuid}/", f"history/{row.label}/{row.uuid}/"
        for address in (*(home.desk + part for part in parts), f"/api/v1/{room}/{kind}/{row.uuid}"):
            answer = client.get(address)
            found[address] = (answer.status_code, "sealedword" in answer.content.decode().lower())
    assert len({pattern for pattern, _row in rows}) == 6
    assert {address: told for address, told in found.items() if told != (200, False)} == {}
