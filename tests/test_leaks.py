"""Nothing reaches anybody it is not for: every page is read by everyone, in a home full of what could leak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from kizuna.activities.models import (
    Activity,
    ActivityOutcome,
    ActivityPlan,
    Attendee,
    Body,
    Disruption,
    Headcount,
    Practice,
    Series,
)
from kizuna.agreements.models import Agreement, AgreementFile, Party, Signature
from kizuna.alumni.models import AlumniNetwork, Gift
from kizuna.alumni.tests.factories import fill_alumni
from kizuna.core import records
from kizuna.core.models import Account, Change, Citation, Figure, File, Home, Note, Record, Source, Token, Visibility
from kizuna.core.values import FuzzyDate, Money, Quantity
from kizuna.desk import exports
from kizuna.desk.models import Issued
from kizuna.desk.reports.catalogue import REPORTS
from kizuna.desk.search import search
from kizuna.directory.models import Charge, Organisation, OrganisationName, Person, Post, Tag, Theme, Unit, UnitName
from kizuna.mobility.models import Column, ColumnMap, Flow, Stay, Stock, Weight
from kizuna.partners import portfolio
from kizuna.partners.models import (
    Chapter,
    Contribution,
    Coordinator,
    HistoricalTie,
    Invitation,
    Link,
    Member,
    Outcome,
    Partnership,
    Phase,
    Plan,
    Programme,
    Stage,
    Standing,
    TeamUnit,
    ThirdParty,
    Tier,
)
from kizuna.projects.models import (
    Funding,
    Output,
    Project,
    ProjectOutcome,
    ProjectPerson,
    ProjectPlan,
    ProjectUnit,
    Rate,
)
from tests import cast, leakcalls, leakpages, leakvisits
from tests.cast import LONG_AGO, enter, make_organisation, make_partnership, put, taken, words

LEVELS = ("public", "staff", "office", "sealed")
HISTORIES = ("partners.partnership", "core.source", "partners.programme")
EDITED: dict[str, dict[str, Any]] = {
    "core": {"note": Note, "source": Source, "picture": leakpages.Picture},
    "directory": {"person": Person},
    "partners": {"partnership": Partnership, "outcome": Outcome},
    "mobility": {"flow": Flow, "stay": Stay, "column-map": ColumnMap},
    "agreements": {"agreement": Agreement, "signature": Signature},
    "projects": {"project": Project, "funding": Funding},
    "visits": leakvisits.EDITED,
    "activities": {"activity": Activity, "headcount": Headcount, "series": Series},
    "alumni": {"network": AlumniNetwork, "gift": Gift},
    "calls": leakcalls.EDITED,
}
# With whom the quick run reads every page; `make every-way` reads them as the others too.
QUICKLY = {"reader"}
MOST = 4  # records of a kind whose form is opened
MAY_SEE = {
    "trusted": {"public", "staff", "office", "sealed"},
    "office": {"public", "staff", "office"},
    "coordinator": {"public", "staff"},
    "reviewer": {"public", "staff"},
    "reader": {"public", "staff"},
}


def shown(html: str) -> set[str]:
    """Which levels of our records a page names."""
    return {level for level in LEVELS if f"{level}word" in html.lower()}


def cite(record: Record, source: Source) -> None:
    put(records.cited(record, source=source, lines=[3]))


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Our home with one record of every kind at every level of visibility, hung on published and on hidden ones."""
    with django_db_blocker.unblock(), transaction.atomic():
        ours, theirs = cast.our_home(), cast.their_home()
        for name in cast.PEOPLE:
            cast.make_person(name, theirs if name == "other_office" else ours)
        us, eth, programme, page = (
            cast.our_organisation(ours),
            cast.the_eth(),
            cast.our_programme(ours),
            cast.page_of(ours),
        )
        tier, phase = cast.tier_of(programme), cast.phase_of(programme)
        alliance = cast.our_alliance(ours, eth, cast.our_engineering(us), tier)
        for number, level in enumerate(LEVELS):
            fill(number, level, ours, alliance, us, eth, phase, page)
        leakpages.publish(ours)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def full(world_once: None, db: None) -> Home:
    """Our home for one test: what the test changes is undone."""
    return Home.objects.get(slug="ours")


def person(name: str) -> Account | None:
    """One of the cast; None for nobody."""
    return Account.objects.filter(email=f"{name}@kizuna.example").first()


def signed_in(name: str) -> Account:
    """One of the cast, who is somebody."""
    return Account.objects.get(email=f"{name}@kizuna.example")


def fill(
    number: int,
    level: str,
    home: Home,
    alliance: Partnership,
    us: Organisation,
    eth: Organisation,
    phase: Phase,
    page: Source,
) -> None:
    """Puts what can be hidden into the home at one level; every text says which."""
    text, own = words(f"{level}word"), {"home": home, "visibility": level}
    source = put(
        Source(slug=f"{level}-source", title=text, publisher=text, address=f"https://{level}word.example", **own)
    )
    programme = put(Programme(slug=f"{level}-programme", name=text, kind="framework", order=number + 5, **own))
    stretch = put(Phase(programme=phase.programme, order=number + 5, name=text, period=FuzzyDate.parse("2017"), **own))
    tier = put(Tier(programme=phase.programme, slug=f"{level}-tier", order=number + 5, name=text, **own))
    unit = Unit(organisation=us, slug=f"{level}-unit", name=words(f"unit {level}"), seen=LONG_AGO, visibility="public")
    put(unit)
    put(UnitName(unit=unit, value="another name", visibility="public"))
    person = put(Person(slug=f"{level}-person", family=f"{level}word", **own))
    put(Post(person=person, title=text, organisation=eth, **own))
    member = make_organisation(f"{level}-org", f"Org {number}")
    under = {"name": f"{level}word", "visibility": level, "framework": programme, "programme": programme}
    hidden = make_partnership(home, f"{level}-partner", member, units=(unit,), **under)
    put(Partnership(home=home, slug=f"{level}-talks", name=words("Talks"), state="talks", grows_out_of=hidden,
                    visibility="public"))  # fmt: skip
    # No two tiers on one day: each standing of the alliance has years of its own, long past.
    held = FuzzyDate.parse(str(1980 + number))
    put(Standing(partnership=alliance, tier=tier, order=9, begins=held, ends=held, **own))
    put(Standing(partnership=hidden, tier=tier, seen=LONG_AGO, **own))
    put(TeamUnit(partnership=alliance, unit=unit, seen=LONG_AGO, joined_phase=stretch, **own))
    put(Coordinator(partnership=alliance, person=person, home=home, visibility="public", seen=LONG_AGO))
    theme = put(Theme(slug=f"{level}-theme", name=text, visibility="public"))
    put(Tag(theme=theme, **records.hung_on(alliance, visibility=level)))
    put(Stage(partnership=hidden, state="active", reason=text, begins=FuzzyDate.parse("2001"), **own))
    for tied in (alliance, hidden):
        put(Link(unit=unit, partnership=tied, text=text, seen=LONG_AGO, **own))
    by = cast.operator_account()
    put(Contribution(unit=unit, partnership=alliance, text=text, word=f"{level}word", by=by, **own))
    put(Invitation(unit=unit, partnership=alliance, word=f"{level}word", by=by, **own))
    for told in (Chapter, Outcome, Plan):
        for partner in (alliance, None):
            cite(put(told(partnership=partner, phase=phase, text=text, **own)), page)
            put(told(partnership=partner, text=text, **own))
        # Of a hidden partnership, but itself called public: that must not name the partnership.
        cite(put(told(partnership=hidden, phase=phase, text=words("plain"), home=home, visibility="public")), page)
    for partner in (alliance, None):
        cite(put(HistoricalTie(partnership=partner, text=text, **own)), page)
        cite(put(ThirdParty(partnership=partner, text=text, **own)), page)
    for subject in (alliance, us, phase.programme, eth, source, hidden):
        note = put(Note(text=text, **records.hung_on(subject, home_id=home.pk, visibility=level)))
        cite(note, page)
        put(Figure(measure="m", name=text, quantity=Quantity.parse("3"),
                   **records.hung_on(subject, home_id=home.pk, visibility=level)))  # fmt: skip
    # A public statement that rests on a source which is not public.
    cite(alliance, source)
    cite(put(Outcome(partnership=alliance, text=words("rests on another"), home=home, visibility="public")), source)
    fill_activities(level, home, alliance, hidden, unit, person, page)
    fill_together(level, home, alliance, hidden, unit, person, page)
    for member in hidden.members.all():
        cite(member, page)
    cite(hidden, page)
    fill_mobility(level, number, home, alliance, hidden, unit, page)
    leakvisits.fill_visits(level, home, alliance, hidden, person)
    fill_alumni(level, home, alliance, hidden, person, page)
    leakcalls.fill_calls(level, home, alliance, hidden)


def fill_mobility(
    level: str, number: int, home: Home, alliance: Partnership, hidden: Partnership, unit: Unit, page: Source
) -> None:
    """Flows, stocks and stays of a published and of a hidden partnership, weights and tables for others."""
    text, own = words(f"{level}word"), {"home": home, "visibility": level}
    period = FuzzyDate.parse("AY2019", calendar=home.calendar)
    told = {"unit": unit, "text": text, "quantity": Quantity.parse("3"), "direction": "out"}
    for partner in (alliance, hidden, None):
        cite(put(Flow(partnership=partner, category="students", period=period, **told, **own)), page)
        cite(put(Stock(partnership=partner, category="students", **told, **own)), page)
    for partner in (alliance, hidden):
        put(Stay(partnership=partner, direction="in", begins=period, weeks=20, field=f"{level}word", unit=unit, **own))
        # Called public, but of what is hidden: nobody who may not see that sees this.
        open_row = {"home": home, "visibility": "public", "partnership": partner}
        put(Flow(category="faculty", period=period, quantity=Quantity.parse("4"), **open_row))
        put(Stay(direction="out", begins=period, **open_row))
    put(Weight(name=text, weeks_from=number * 10 + 1, weeks_to=number * 10 + 9, semesters="1", **own))
    table = put(ColumnMap(slug=f"{level}-table", name=text, text=text, rows="exchanges", **own))
    put(Column(column_map=table, name=text, source="partner", **own))
    put(
        Column(
            column_map=table, name=words("plain"), source="fixed", fixed=f"{level}word", visibility="public", home=home
        )
    )


def fill_activities(
    level: str, home: Home, alliance: Partnership, hidden: Partnership, unit: Unit, person: Person, page: Source
) -> None:
    """Series and activities with all that hangs on them, of a published partnership, of a hidden one, and of none."""
    text, own = words(f"{level}word"), {"home": home, "visibility": level}
    outcome, plan = Outcome.objects.filter(**own).first(), Plan.objects.filter(**own).first()
    assert outcome is not None
    assert plan is not None
    begins, activity = FuzzyDate.parse("2019-05-01"), None
    for number, partner in enumerate((alliance, hidden, None)):
        series = put(
            Series(slug=f"{level}-{number}", title=text, text=text, partnership=partner, rhythm="annual", **own)
        )
        activity = put(Activity(title=text, text=text, place=text, partnership=partner, begins=begins, **own))
        put(Activity(series=series, edition=3, begins=begins, **own))
        for whole in ({"activity": activity}, {"series": series}):
            put(Body(unit=unit, **whole, **own))
            put(Body(named=text, **whole, **own))
            cite(put(Headcount(named=text, quantity=Quantity.parse("3"), **whole, **own)), page)
            put(Disruption(text=text, replaced_by=activity, **whole, **own))
            put(Practice(text=text, partnership=partner, **whole, **own))
            put(ActivityOutcome(outcome=outcome, **whole, **own))
            put(ActivityPlan(plan=plan, **whole, **own))
        put(Attendee(person=person, activity=activity, text=text, **own))
        cite(activity, page)
        put(Tag(theme=Theme.objects.get(slug=f"{level}-theme"), **records.hung_on(activity, visibility=level)))
    # Called public, but of what is hidden: nobody who may not see that sees this.
    series = Series.objects.get(slug=f"{level}-1")
    open_row = {"home": home, "visibility": "public"}
    told = put(Activity(title=words("plain"), partnership=hidden, replaces=activity, begins=begins, **open_row))
    put(Activity(series=series, begins=begins, **open_row))
    put(Attendee(person=person, activity=told, **open_row))
    put(Practice(text=words("plain"), partnership=hidden, **open_row))
    put(ActivityOutcome(outcome=outcome, activity=told, **open_row))


def fill_together(
    level: str, home: Home, alliance: Partnership, hidden: Partnership, unit: Unit, person: Person, page: Source
) -> None:
    """Agreements and projects with all that hangs on them, of a published partnership, of a hidden one, and of none."""
    text, own = words(f"{level}word"), {"home": home, "visibility": level}
    outcome, plan = Outcome.objects.filter(**own).first(), Plan.objects.filter(**own).first()
    assert outcome is not None
    assert plan is not None
    us = unit.organisation
    plain = put(Agreement(title=words("plain"), partnership=alliance, home=home, visibility="public"))
    work = put(Project(title=words("plain"), partnership=alliance, home=home, visibility="public"))
    day = date(2019, 1, 1 + LEVELS.index(level))
    put(Rate(from_currency="EUR", to_currency="JPY", rate=Decimal(160), on=day, source=text, **own))
    for partner in (alliance, hidden, None):
        agreement = put(Agreement(title=text, text=text, partnership=partner, **own))
        cite(agreement, page)
        put(Agreement(title=words("plain"), parent=agreement, predecessor=agreement, home=home, visibility="public"))
        project = put(Project(title=text, text=text, partnership=partner, agreement=agreement, **own))
        put(Project(title=words("plain"), grows_out_of=project, agreement=agreement, home=home, visibility="public"))
        for whole in (agreement, plain):
            party = put(Party(agreement=whole, organisation=us, unit=unit, side="home", number=f"{level}word", **own))
            put(Signature(party=party, person=person, title_then=text, place=text, **own))
            file = put(File(name=f"{level}word.pdf", media_type="application/pdf", size=1, sha256="0" * 64, **own))
            put(AgreementFile(agreement=whole, file=file, **own))
            if whole is plain:
                party.delete()
        for one in (project, work):
            named = put(ProjectUnit(project=one, unit=unit, **own))
            led = put(ProjectPerson(project=one, person=person, **own))
            put(Output(project=one, text=text, **own))
            joined: list[Record] = [put(ProjectOutcome(project=one, outcome=outcome, **own))]
            joined.append(put(ProjectPlan(project=one, plan=plan, **own)))
            money = {"named": text, "text": text, "amount": Money.parse("JPY 5"), "begins": FuzzyDate.parse("2019")}
            put(Funding(project=one, **money, **own))
            if one is work:
                for row in (named, led, *joined):
                    row.delete()
        put(Funding(partnership=partner, project=None if partner else project, named=text, text=text, **own))
        # Called public, but of what is hidden.
        put(Funding(partnership=partner, project=project, text=words("plain"), home=home, visibility="public"))


def addresses(home: Home, root: str) -> Iterator[str]:
    """Every address of a home's desk or site that a person can open, with every slug and key there is."""
    for name, parts in pages_of(get_resolver().url_patterns):
        # The API has tests of its own; its addresses stand below no desk.
        if "home" in parts and not name.startswith("ninja:"):
            for values in fillings(name, parts - {"home", "language"}, home):
                for language in leakpages.spoken(parts):
                    address = reverse(name, kwargs={"home": home.slug, **language, **values})
                    if address.startswith(root):
                        yield address


def pages_of(
    found: list[URLPattern | URLResolver], app: str = "", above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """The name of every page, with the parts that its address is made of."""
    for entry in found:
        if "secret" in entry.pattern.converters:
            # A calendar is asked for by an address that nobody can guess; its own tests read it.
            continue
        parts = above | frozenset(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from pages_of(entry.url_patterns, str(entry.app_name or app), parts)
        else:
            yield f"{app}:{entry.name}", parts


def plain(rest: frozenset[str], home: Home) -> list[Mapping[str, object]] | None:
    """Values for parts that mean the same on every page; None for others."""
    batches = Change.objects.filter(home=home).values_list("batch", flat=True)
    known: dict[frozenset[str], list[Mapping[str, object]]] = {
        frozenset(): [{}],
        frozenset({"order"}): [{"order": row.order} for row in Phase.objects.filter(home=home)],
        frozenset({"name", "form"}): [{"name": one, "form": "csv"} for one in exports.names()],
        frozenset({"batch"}): [{"batch": batch} for batch in batches[:MOST]],
        frozenset({"number"}): [{"number": token.pk} for token in Token.objects.all()],
        frozenset({"part"}): [{"part": 1}],
    }
    return leakpages.pictures(home) if rest == {"sha256", "ending"} else known.get(rest)


def reported(rest: frozenset[str]) -> list[Mapping[str, object]]:
    """Every report, and its file where the address is one."""
    return [{"name": one, **({"form": "csv"} if "form" in rest else {})} for one in REPORTS]


def briefed(rest: frozenset[str], home: Home) -> list[Mapping[str, object]]:
    """The briefing of every partner, of some countries and people; as a file only that of one partner."""
    partners = [{"kind": "partner", "name": row.slug} for row in Partnership.objects.all()[:MOST]]
    if "form" in rest:
        return [{**partners[0], "form": "docx"}] if partners else []
    people = [{"kind": "person", "name": row.slug} for row in Person.objects.filter(home=home)[:MOST]]
    visits = [{"kind": "visit", "name": row.slug} for row in leakvisits.Visit.objects.filter(home=home)[:MOST]]
    return [*partners, *people, *visits, *({"kind": "country", "name": one} for one in ("CH", "JP", "BE"))]


def fillings(page: str, rest: frozenset[str], home: Home) -> Iterator[Mapping[str, object]]:
    """Values for the parts of an address beside the home."""
    room, name = page.split(":")
    simple = reported(rest) if name in {"report", "report-file"} and "name" in rest else plain(rest, home)
    simple = briefed(rest, home) if name in {"briefing", "briefing-file", "freeze", "fill"} else simple
    if simple is not None:
        yield from simple
    elif name in KEYED:
        yield from keyed(name, rest, home)
    elif rest == {"slug"} and name in SLUGGED:
        yield from ({"slug": row.slug} for row in leakpages.named(name, SLUGGED[name]))
    elif rest == {"label", "key"}:
        yield from (
            {"label": row.label, "key": row.record} for row in Change.objects.filter(home=home, label__in=HISTORIES)
        )
    elif rest == {"kind"}:
        yield from ({"kind": kind} for kind in EDITED[room])
    elif name in {"merge", "split"}:
        for kind, model in {"organisation": Organisation, "unit": Unit, "person": Person}.items():
            yield from ({"kind": kind, "key": row.uuid} for row in model._default_manager.all()[:MOST])
    elif rest == {"kind", "key"}:
        for kind, model in EDITED[room].items():
            yield from ({"kind": kind, "key": row.uuid} for row in model._default_manager.filter(home=home)[:MOST])
    else:
        raise ImproperlyConfigured(f"The page {page} takes {rest}, and no test knows what to give it.")


SLUGGED: dict[str, type[Any]] = {
    "department": Unit,
    "organisation": Organisation,
    "source": Source,
    "attach": Source,
    **dict.fromkeys(("partner", "place", "end", "rest", "revive", "members", "team", "invite", "publish"), Partnership),
    "timeline": Partnership,
    **dict.fromkeys(("partner-flows", "partner-balance", "one_balance"), Partnership),
    "one-table": ColumnMap,
    **leakvisits.SLUGGED,
    **leakcalls.SLUGGED,
    **leakpages.SLUGGED,
    **dict.fromkeys(("one-series", "plan-next"), Series),
}
# The kind of record whose UUID stands in an address.
KEYED: dict[str, type[Any]] = {
    **dict.fromkeys(("contribution", "revise-contribution", "withdraw", "send-back", "accept", "join"), Contribution),
    "answer": Invitation,
    **leakvisits.KEYED,
    **leakcalls.KEYED,
    "release": Member,
    **dict.fromkeys(("leave", "coordinate"), TeamUnit),
    "discharge": Charge,
    "erase": Person,
    "decide": Plan,
    **dict.fromkeys(("agreement", "enclose"), Agreement),
    **dict.fromkeys(("file", "discard"), AgreementFile),
    "project": Project,
    "issued": Issued,
    "network": AlumniNetwork,
    "gift": Gift,
    **dict.fromkeys(("figure", "sign-off", "reopen"), Figure),
    "activity": Activity,
    "divide": Headcount,
    **leakpages.KEYED,
}


def keyed(name: str, rest: frozenset[str], home: Home) -> Iterator[Mapping[str, object]]:
    """Values for an address that names a record by its UUID."""
    outcome = Outcome.objects.filter(home=home).first()
    more: dict[str, object] = {
        "order": 1,
        "number": 1,
        "verb": "agree",
        "kind": "outcome",
        "slug": "office-call-0",
        "entry": outcome and outcome.uuid,
    }
    for row in KEYED[name]._default_manager.filter(home=home)[:MOST]:
        yield {"key": row.uuid, **{part: value for part, value in more.items() if part in rest}}


def read(who: Account | None, home: Home, root: str) -> dict[str, set[str]]:
    """What each page of a desk or site shows to this person; pages that they may not open are left out."""
    client = enter(who)
    found = {}
    for address in addresses(home, root):
        answer = client.get(address)
        assert answer.status_code in {200, 302, 403, 404, 405}, address
        if answer.status_code == 200:
            with taken(answer):
                # A paper is no text; what stands in it is looked at where it is made.
                found[address] = shown(answer.getvalue().decode(errors="replace"))
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICKLY else pytest.mark.sweep) for name in MAY_SEE]
)
def test_a_desk_page_shows_each_person_what_is_for_them_and_no_more(name: str, full: Home) -> None:
    pages = read(person(name), full, full.desk)
    assert {address: levels - MAY_SEE[name] for address, levels in pages.items() if levels - MAY_SEE[name]} == {}
    assert set.union(*pages.values()) == MAY_SEE[name]


def test_the_data_could_leak(full: Home) -> None:
    """On the pages where much comes together, whoever may see everything does see every level."""
    client = enter(person("trusted"))
    for part in ("", "partners/eth/", "programme/", "phases/1/", "people/", "sources/", "sources/page/"):
        assert (part, shown(client.get(full.desk + part).content.decode())) == (part, set(LEVELS))


@pytest.mark.parametrize("name", ["nobody", "reader", "office", "trusted", "other_office"])
def test_public_pages_show_only_what_is_published_whoever_looks(name: str, full: Home) -> None:
    pages = read(person(name), full, full.site)
    assert {address: levels - {"public"} for address, levels in pages.items() if levels - {"public"}} == {}
    assert pages[f"{full.site}partners/eth/"] == {"public"}
    for path in ("highlights/eth-1", "news/public-visit-0", "symposia/public-0-9", "reports/2019"):
        assert [pages.get(f"{full.site}{code}{path}/") for code in ("", "ja/")] == [{"public"}, None]
    assert shown(enter(None).get("/").content.decode()) <= {"public"}


def test_lists_and_search_of_the_site_could_leak_and_hold_what_is_published(full: Home) -> None:
    leakpages.look_into_lists(enter(person("trusted")), enter(None), full.site, shown)


@pytest.mark.parametrize("level", ["staff", "office", "sealed"])
def test_an_unpublished_partnership_has_no_public_page(level: str, full: Home) -> None:
    assert enter(person("trusted")).get(f"{full.site}partners/{level}-partner/").status_code == 404


def test_another_homes_office_meets_a_wall_at_every_address(full: Home) -> None:
    client = enter(person("other_office"))
    answers = {address: client.get(address) for address in addresses(full, full.desk)}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 404} == {}
    assert {address for address, answer in answers.items() if shown(answer.content.decode())} == set()
    posted = {address: client.post(address).status_code for address in answers}
    assert {address: status for address, status in posted.items() if status != 404} == {}


def test_another_homes_office_finds_only_our_published_records_on_its_own_desk(full: Home) -> None:
    theirs = Home.objects.get(slug="theirs")
    pages = read(person("other_office"), theirs, theirs.desk)
    assert {address: levels for address, levels in pages.items() if levels - {"public"}} == {}


def test_our_record_is_not_found_through_another_homes_addresses(full: Home) -> None:
    client, theirs = enter(person("other_office")), Home.objects.get(slug="theirs")
    for row in (*Partnership.objects.filter(home=full), *Note.objects.filter(home=full)):
        room, kind = row.label.split(".")
        assert client.get(f"{theirs.desk}record/{room}/{kind}/{row.uuid}/").status_code == 404
        assert client.get(f"{theirs.desk}history/{row.label}/{row.uuid}/").status_code == 404
    alliance = Partnership.objects.get(slug="eth")
    added = client.get(f"{theirs.desk}record/core/note/add/?label=partners.partnership&on={alliance.uuid}")
    assert added.status_code == 404


def test_nobody_is_sent_to_the_sign_in_by_every_desk_page(full: Home) -> None:
    client = enter(None)
    for answer in map(client.get, addresses(full, full.desk)):
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("name", [*MAY_SEE, "other_office", "nobody"])
def test_counts_follow_what_a_person_may_see(name: str, full: Home) -> None:
    levels = MAY_SEE.get(name, {"public"})
    held = portfolio.of(full, date(2020, 1, 1), person(name) or AnonymousUser())
    assert {row.slug for row in held.partnerships} == {"eth", *(f"{level}-partner" for level in levels)}
    assert (held.institutions, held.places) == (1 + len(levels), 1 + 2 * len(levels))


@pytest.mark.parametrize("name", ["office", "reader"])
def test_search_finds_nothing_by_a_name_that_is_hidden(name: str, full: Home) -> None:
    who = signed_in(name)
    alliance, eth = Partnership.objects.get(slug="eth"), Organisation.objects.get(slug="eth-zurich")
    put(OrganisationName(organisation=eth, value="Codename Zebra", visibility="sealed"))
    hidden = make_organisation("heron", "Heron Institute")
    put(Member(home=full, partnership=alliance, organisation=hidden, seen=LONG_AGO, visibility="sealed"))
    assert len(search("zebra", full, who)) == 0
    assert search("heron", full, who).partnerships == []
    assert len(search("sealedword", full, who)) == 0


def test_a_hidden_name_of_a_shared_organisation_stands_on_no_page(full: Home) -> None:
    eth = Organisation.objects.get(slug="eth-zurich")
    put(OrganisationName(organisation=eth, value="Codename Zebra", visibility="sealed"))
    put(OrganisationName(organisation=eth, value="Working name Ibis", visibility="staff"))
    assert "Zebra" not in enter(person("trusted")).get(f"{full.desk}organisations/eth-zurich/").content.decode()
    assert "Zebra" not in enter(person("trusted")).get(f"{full.desk}search/?q=ETHZ").content.decode()
    for part in ("", "partners/eth/"):
        assert [name for name in ("Zebra", "Ibis") if name in enter(None).get(full.site + part).content.decode()] == []
    leakpages.look_at_references(enter(person("office")), full)


def test_sealing_a_partnership_seals_what_belongs_to_it(full: Home) -> None:
    """Members, outcomes, notes and the citations of all of them: else a source's page would still tell of it."""
    alliance = Partnership.objects.get(slug="eth")
    alliance.visibility = Visibility.SEALED
    records.save(alliance, by=cast.operator_account(), verb="sealed")
    kinds = (Member, TeamUnit, Standing, Coordinator, Outcome, Plan, Chapter)
    rows: list[Record] = [row for kind in kinds for row in kind._default_manager.filter(partnership=alliance)]
    hung: list[Record] = [row for kind in (Note, Figure) for row in kind.objects.filter(record=alliance.uuid)]
    keys = [row.uuid for row in (alliance, *rows, *hung)]
    told: list[Record] = [*Citation.objects.filter(record__in=keys)]
    history = Change.objects.filter(record__in=[*keys, *(row.uuid for row in told)])
    assert {row.visibility for row in (*rows, *hung, *told)} == {"sealed"}
    assert set(history.values_list("visibility", flat=True)) == {"sealed"}


def test_publishing_a_partnership_leaves_what_was_kept_closer_as_it_was(full: Home) -> None:
    row = make_partnership(full, "quiet", Organisation.objects.get(slug="eth-zurich"), visibility="staff")
    cite(row, Source.objects.get(slug="page"))
    note = put(Note(text=words("For the office"), **records.hung_on(row, visibility="office")))
    row.visibility = Visibility.PUBLIC
    records.save(row, by=cast.operator_account(), verb="published")
    note.refresh_from_db()
    assert (note.visibility, Citation.objects.get(record=row.uuid).visibility) == ("office", "public")
    assert [member.visibility for member in row.members.all()] == ["public"]


def test_the_history_page_lists_the_changes_of_a_record_for_those_who_see_it(full: Home) -> None:
    row = Partnership.objects.get(slug="office-partner")
    address = f"{full.desk}history/{row.label}/{row.uuid}/"
    assert enter(person("reader")).get(address).status_code == 404
    told = enter(person("office")).get(address).context["changes"]
    assert [change.verb for change, *_more in told] == ["added"]
