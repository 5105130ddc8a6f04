"""The cast of all tests: two homes, the people in and around them, and what they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kizuna.core import records
from kizuna.core.models import Account, Home, Membership, Record, Source
from kizuna.core.values import FuzzyDate, Text
from kizuna.desk.demo.load import load
from kizuna.directory.models import HomeOrganisation, Organisation, OrganisationName, Unit
from kizuna.directory.models.organisation import NameKind
from kizuna.partners.models import Member, Partnership, Phase, Programme, Standing, TeamUnit, Tier

LONG_AGO = date(2000, 1, 1)
R = TypeVar("R", bound=Record)
Enter = Callable[[Account | None], Client]


def words(text: str, ja: str = "") -> Text:
    """A text in English, and in Japanese where given."""
    return Text.from_json({"en": text, **({"ja": ja} if ja else {})})


def put(record: R) -> R:
    """Saves a record through the one write path, as the operator."""
    records.save(record, by=operator_account(), verb="added")
    return record


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


def make_partnership(home: Home, slug: str, *members: Organisation, units: tuple[Unit, ...] = (), **fields: Any) -> Partnership:
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


def place_in(tier: Tier, *rows: Partnership) -> None:
    """Puts partnerships into a tier, in this order."""
    for order, row in enumerate(rows):
        put(Standing(home=row.home, partnership=row, tier=tier, order=order, seen=LONG_AGO, visibility="public"))


@pytest.fixture
def ours(db: None) -> Home:
    return make_home("ours", "Our University", 1)


@pytest.fixture
def theirs(db: None) -> Home:
    return make_home("theirs", "Their University", 2)


@pytest.fixture
def operator(db: None) -> Account:
    return operator_account()


@pytest.fixture
def office(ours: Home) -> Account:
    return account("office", ours, "office")


@pytest.fixture
def registrar(ours: Home) -> Account:
    """The office that also keeps the shared directory."""
    return account("registrar", ours, "office", registrar=True)


@pytest.fixture
def trusted(ours: Home) -> Account:
    """An officer who may also see sealed records."""
    return account("trusted", ours, "office", sealed=True)


@pytest.fixture
def coordinator(ours: Home) -> Account:
    return account("coordinator", ours, "coordinator")


@pytest.fixture
def reviewer(ours: Home) -> Account:
    return account("reviewer", ours, "reviewer")


@pytest.fixture
def reader(ours: Home) -> Account:
    return account("reader", ours, "reader")


@pytest.fixture
def other_office(theirs: Home) -> Account:
    """Another home's office, which must see nothing of ours; it may even see its own sealed records."""
    return account("other", theirs, "office", sealed=True)


@pytest.fixture
def nobody() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def enter() -> Enter:
    """Signs a person in; nobody when there is none."""

    def signed_in(who: Account | None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(who)
        return client

    return signed_in


@pytest.fixture
def us(ours: Home) -> Organisation:
    """The organisation behind our home."""
    made = make_organisation("our-university", "Our University")
    put(HomeOrganisation(home=ours, organisation=made, visibility="public"))
    return made


@pytest.fixture
def eth(db: None) -> Organisation:
    return make_organisation("eth-zurich", "ETH Zürich", "ETHZ", "スイス連邦工科大学チューリッヒ校", country="CH")


@pytest.fixture
def engineering(us: Organisation) -> Unit:
    made = Unit(
        organisation=us, slug="gs-eng", kind="graduate-school", abbreviation="GS Eng", seen=LONG_AGO, visibility="public",
        name=words("Graduate School of Engineering", "工学系研究科"),
    )  # fmt: skip
    return put(made)


@pytest.fixture
def programme(ours: Home) -> Programme:
    return put(Programme(home=ours, slug="programme", name=words("Our Programme"), visibility="public"))


@pytest.fixture
def phase(programme: Programme) -> Phase:
    period = FuzzyDate.parse("2014/2016")
    made = Phase(home=programme.home, programme=programme, order=1, name=words("Phase One"), period=period)
    made.visibility = "public"
    return put(made)


@pytest.fixture
def primary(programme: Programme) -> Tier:
    made = Tier(home=programme.home, programme=programme, slug="primary", order=1, name=words("Primary"))
    made.visibility = "public"
    return put(made)


@pytest.fixture
def alliance(ours: Home, eth: Organisation, engineering: Unit, primary: Tier) -> Partnership:
    """Our published partnership with ETH Zürich, with one department on its team."""
    made = make_partnership(ours, "eth", eth, units=(engineering,), name="ETH alliance")
    place_in(primary, made)
    return made


@pytest.fixture
def page(ours: Home) -> Source:
    """A published source of ours."""
    return put(Source(home=ours, slug="page", kind="page", title=words("A page of ours"), lines=9, visibility="public"))


@pytest.fixture(scope="module")
def demonstration_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[date]:
    """The demonstration, loaded once for a module and undone after it; returns the day of loading."""
    today = date(2026, 5, 20)
    with django_db_blocker.unblock(), transaction.atomic():
        load(today=today)
        yield today
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(demonstration_once: date) -> Iterator[date]:
    """The demonstration for one test: whatever the test changes is undone. Not to be used together with ``db``."""
    with transaction.atomic():
        yield demonstration_once
        transaction.set_rollback(True)
