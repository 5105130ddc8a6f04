"""The cast of all tests: two homes, the people in and around them, and what they keep."""

from __future__ import annotations

import io
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker

from kizuna.agreements.models import Agreement
from kizuna.core import actions as core
from kizuna.core import records
from kizuna.core.models import Account, Home, Membership, Picture, Record, Source
from kizuna.core.picturing import sizes_of
from kizuna.core.values import FuzzyDate, Text
from kizuna.desk.actions import draft, release
from kizuna.desk.demo.load import load
from kizuna.directory.models import HomeOrganisation, Organisation, OrganisationName, Unit
from kizuna.directory.models.organisation import NameKind
from kizuna.partners.models import Member, Partnership, Phase, Programme, Standing, TeamUnit, Tier
from kizuna.projects.models import Project
from kizuna.publishing import actions as publishing

LONG_AGO = date(2000, 1, 1)
R = TypeVar("R", bound=Record)


def words(text: str, ja: str = "") -> Text:
    """A text in English, and in Japanese where given."""
    return Text.from_json({"en": text, **({"ja": ja} if ja else {})})


def put(record: R) -> R:
    """Saves a record through the one write path, as the operator."""
    records.save(record, by=operator_account(), verb="added")
    return record


@contextmanager
def taken(answer: Any) -> Iterator[Any]:
    """A file that was answered; closing it must not end the connection that the test is in the middle of."""
    try:
        yield answer
    finally:
        # At the end of a stream the test client has connected this again.
        request_finished.disconnect(close_old_connections)
        answer.close()
        request_finished.connect(close_old_connections)


def publish(home: Home) -> None:
    """Signs off all that a home's records say: the public sees it from now on."""
    release(home, by=operator_account())


def write_up(home: Home, page: str) -> None:
    """A text that the public reads in English, and one that is still being written in Japanese."""
    by = operator_account()
    written = draft(home, f"{page}/en", by=by)
    publishing.check(written, by=by)
    publishing.publish(written, by=by)
    draft(home, f"{page}/ja", by=by)


def hang_up(on: Any, **said: Any) -> Picture:
    """A picture on a record, public unless it is said otherwise."""
    own = {"alt": words("A picture"), "credit": "Mihon Hanako", "licence": "own", "visibility": "public"}
    made = Picture(**{**records.hung_on(on), **own, **said})
    out = io.BytesIO()
    Image.new("RGB", (24, 16), f"#{zlib.crc32(repr(said).encode()) & 0xFFFFFF:06x}").save(out, "PNG")
    made.sent = sizes_of(out.getvalue())
    core.hang(made, by=operator_account())
    return made


def operator_account() -> Account:
    """The recorded operator of the tests."""
    found = Account.objects.filter(kind=Account.Kind.OPERATOR).first()
    return found or Account.objects.create_user("operator@kizuna.example", name="Operator", kind=Account.Kind.OPERATOR)


def account(name: str, home: Home | None, role: str, *, sealed: bool = False, registrar: bool = False) -> Account:
    """A person with one membership, or with none."""
    made = Account.objects.create_user(f"{name}@kizuna.example", name=name.capitalize(), registrar=registrar)
    if home is not None:
        Membership.objects.create(account=made, home=home, role=role, sealed=sealed)
    return made


def make_home(slug: str, name: str, order: int = 0) -> Home:
    """A home of the tests: it speaks English and Japanese and counts its years from April."""
    home = Home(
        slug=slug, name=words(name), short=words(name), languages=["en", "ja"], currency="JPY", calendar="jp-april",
        order=order,
    )  # fmt: skip
    home.full_clean()
    home.save()
    return home


def make_organisation(slug: str, name: str, *others: str, **fields: Any) -> Organisation:
    """An organisation with its official name and others."""
    made = put(Organisation(slug=slug, name=words(name), visibility="public", **fields))
    for value in (name, *others):
        kind = NameKind.OFFICIAL if value == name else NameKind.ALIAS
        put(OrganisationName(organisation=made, value=value, kind=kind, visibility="public"))
    return made


def make_partnership(
    home: Home, slug: str, *members: Organisation, units: tuple[Unit, ...] = (), **fields: Any
) -> Partnership:
    """A published partnership with its members and its team, both held since long ago."""
    made = put(
        Partnership(home=home, slug=slug, name=words(fields.pop("name", slug.capitalize())),
                    visibility=fields.pop("visibility", "public"), **fields)
    )  # fmt: skip
    common = {"home": home, "partnership": made, "seen": LONG_AGO, "visibility": made.visibility}
    for order, organisation in enumerate(members):
        put(Member(organisation=organisation, order=order, **common))
    for order, unit in enumerate(units):
        put(TeamUnit(unit=unit, order=order, **common))
    return made


def make_agreement(home: Home, title: str = "Agreement on exchange", **fields: Any) -> Agreement:
    """A published agreement of a home."""
    return put(Agreement(home=home, title=words(title), visibility=fields.pop("visibility", "public"), **fields))


def make_project(home: Home, title: str = "Project on water", **fields: Any) -> Project:
    """A published project of a home."""
    return put(Project(home=home, title=words(title), visibility=fields.pop("visibility", "public"), **fields))


def place_in(tier: Tier, *rows: Partnership) -> None:
    """Puts partnerships into a tier, in this order."""
    for order, row in enumerate(rows):
        put(Standing(home=row.home, partnership=row, tier=tier, order=order, seen=LONG_AGO, visibility="public"))


# Who plays: role, and what they hold beside it. The other office may even see the sealed records of its own home.
PEOPLE: dict[str, dict[str, Any]] = {
    "office": {"role": "office"},
    "registrar": {"role": "office", "registrar": True},
    "trusted": {"role": "office", "sealed": True},
    "coordinator": {"role": "coordinator"},
    "reviewer": {"role": "reviewer"},
    "reader": {"role": "reader"},
    "other_office": {"role": "office", "sealed": True},
}


def our_home() -> Home:
    return make_home("ours", "Our University", 1)


def their_home() -> Home:
    return make_home("theirs", "Their University", 2)


def our_organisation(home: Home) -> Organisation:
    made = make_organisation("our-university", "Our University")
    put(HomeOrganisation(home=home, organisation=made, visibility="public"))
    return made


def the_eth() -> Organisation:
    return make_organisation("eth-zurich", "ETH Zürich", "ETHZ", "スイス連邦工科大学チューリッヒ校", country="CH")


def our_engineering(us: Organisation) -> Unit:
    made = Unit(
        organisation=us, slug="gs-eng", kind="graduate-school", abbreviation="GS Eng", seen=LONG_AGO,
        visibility="public", name=words("Graduate School of Engineering", "工学系研究科"),
    )  # fmt: skip
    return put(made)


def our_programme(home: Home) -> Programme:
    return put(Programme(home=home, slug="programme", name=words("Our Programme"), visibility="public"))


def phase_of(programme: Programme, order: int = 1) -> Phase:
    period = FuzzyDate.parse("2014/2016")
    own = {"home": programme.home, "programme": programme, "visibility": "public"}
    return put(Phase(order=order, name=words("Phase One"), period=period, **own))


def tier_of(programme: Programme, slug: str = "primary", order: int = 1) -> Tier:
    own = {"home": programme.home, "programme": programme, "visibility": "public"}
    return put(Tier(slug=slug, order=order, name=words(slug.capitalize()), **own))


def our_alliance(home: Home, eth: Organisation, unit: Unit, tier: Tier) -> Partnership:
    made = make_partnership(home, "eth", eth, units=(unit,), name="ETH alliance")
    place_in(tier, made)
    return made


def page_of(home: Home) -> Source:
    return put(Source(home=home, slug="page", kind="page", title=words("A page of ours"), lines=9, visibility="public"))


def make_person(name: str, home: Home) -> Account:
    """One of the cast."""
    return account(name, home, **PEOPLE[name])


@pytest.fixture
def ours(db: None) -> Home:
    return our_home()


@pytest.fixture
def theirs(db: None) -> Home:
    return their_home()


@pytest.fixture
def operator(db: None) -> Account:
    return operator_account()


@pytest.fixture
def office(ours: Home) -> Account:
    return make_person("office", ours)


@pytest.fixture
def registrar(ours: Home) -> Account:
    """The office that also keeps the shared directory."""
    return make_person("registrar", ours)


@pytest.fixture
def trusted(ours: Home) -> Account:
    """An officer who may also see sealed records."""
    return make_person("trusted", ours)


@pytest.fixture
def coordinator(ours: Home) -> Account:
    return make_person("coordinator", ours)


@pytest.fixture
def reviewer(ours: Home) -> Account:
    return make_person("reviewer", ours)


@pytest.fixture
def reader(ours: Home) -> Account:
    return make_person("reader", ours)


@pytest.fixture
def other_office(theirs: Home) -> Account:
    """Another home's office, which must see nothing of ours."""
    return make_person("other_office", theirs)


@pytest.fixture
def nobody() -> AnonymousUser:
    return AnonymousUser()


def enter(who: Account | None) -> Client:
    """A browser in which this person is signed in; nobody when there is none."""
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


@pytest.fixture
def us(ours: Home) -> Organisation:
    """The organisation behind our home."""
    return our_organisation(ours)


@pytest.fixture
def eth(db: None) -> Organisation:
    return the_eth()


@pytest.fixture
def engineering(us: Organisation) -> Unit:
    return our_engineering(us)


@pytest.fixture
def programme(ours: Home) -> Programme:
    return our_programme(ours)


@pytest.fixture
def phase(programme: Programme) -> Phase:
    return phase_of(programme)


@pytest.fixture
def primary(programme: Programme) -> Tier:
    return tier_of(programme)


@pytest.fixture
def alliance(ours: Home, eth: Organisation, engineering: Unit, primary: Tier) -> Partnership:
    """Our published partnership with ETH Zürich, with one department on its team."""
    return our_alliance(ours, eth, engineering, primary)


@pytest.fixture
def page(ours: Home) -> Source:
    """A published source of ours."""
    return page_of(ours)


# The database of this worker without the demonstration and with it, as SQLite keeps them: copied, not loaded again.
_kept: dict[str, sqlite3.Connection] = {}


@pytest.fixture(scope="module")
def demonstration_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[date]:
    """The demonstration, there for a module and undone after it; returns the day of loading."""
    today = date(2026, 5, 20)
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            yield from _copied(today)
            return
        with transaction.atomic():
            load(today=today)
            yield today
            transaction.set_rollback(True)


def _copied(today: date) -> Iterator[date]:
    connection.ensure_connection()
    if not _kept:
        _keep("bare")
        load(today=today)
        _keep("loaded")
    else:
        _kept["loaded"].backup(connection.connection)
    yield today
    _kept["bare"].backup(connection.connection)


def _keep(name: str) -> None:
    _kept[name] = sqlite3.connect(":memory:")
    connection.connection.backup(_kept[name])


@pytest.fixture
def demonstration(demonstration_once: date, db: None) -> date:
    """The demonstration for one test, and the day on which it was loaded: whatever the test changes is undone."""
    return demonstration_once
