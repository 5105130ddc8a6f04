"""Which briefings there are, how what they speak of is found by name, and how one is made for a reader and a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from kizuna.core.models import Home
from kizuna.core.models.record import Reader, rights
from kizuna.core.remembering import remembered
from kizuna.core.values import fold
from kizuna.core.wording import language
from kizuna.desk.briefing import country, partner, person, visit
from kizuna.desk.briefing.book import Book
from kizuna.desk.briefing.readers import of_staff
from kizuna.directory.models import Organisation, OrganisationName, Person
from kizuna.directory.models.organisation import country_name
from kizuna.partners import portfolio
from kizuna.partners.briefed import About
from kizuna.partners.models import Member, Partnership
from kizuna.visits.models import Visit
from kizuna.visits.models.visit import Standing

KINDS: dict[str, Any] = {
    "partner": _lazy("Partner"),
    "country": _lazy("Country"),
    "visit": _lazy("Visit"),
    "person": _lazy("Person"),
}
# Codes of CLDR that are no country.
NOWHERE = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
# So many partners one briefing speaks of: a country with more has its list.
MOST = 60
SOME = 50
FEW = 8
LONGEST = 200
LANGUAGES = settings.LANGUAGES
Maker = Callable[[About, bool], Book]
MAKERS: dict[str, Maker] = {
    "partner": partner.book,
    "country": country.book,
    "person": person.book,
    "visit": visit.book,
}


class NotFound(ValidationError):  # noqa: N818 - it is an answer to show, not a failure
    """Nothing of that kind and name is there that this reader may see."""


def make(kind: str, name: str, home: Home, user: Reader, day: date, *, shared: bool = False) -> Book:
    """One briefing as this reader sees it on that day, or as everyone who works in the home does.

    ``name`` is the one in addresses, or what it is called. Raises NotFound where there is nothing of that name.
    """
    if kind not in MAKERS:
        raise NotFound(_("There is no briefing of the kind “%s”.") % kind[:40])
    reader: Reader = of_staff(home) if shared else user
    asked = name.strip()[:LONGEST]

    def made() -> Book:
        return MAKERS[kind](FINDERS[kind](home, reader, day, asked), shared).numbered()

    # Who may see the same reads the same, until anything is written; a book says which day is today.
    key = ("briefing", home.pk, kind, asked, shared, day, timezone.localdate(), get_language(), rights(reader))
    return remembered(home, key, made)


def _partner(home: Home, reader: Reader, day: date, name: str) -> About:
    held = portfolio.of(home, day, reader)
    row = held.opened(name) if name.isascii() else None
    if row is None:
        found = exact(name, home, reader)
        row = held.opened(found.slug) if found else None
    if row is None:
        raise NotFound(_("There is no partner of the name “%s” here.") % name)
    return About(home, reader, day, language(), (row,))


def exact(name: str, home: Home, reader: Reader) -> Partnership | None:
    """The one partnership whose own name, else whose only member's name, is exactly this; none where several are."""
    key = fold(name)
    if not key:
        return None
    rows = Partnership.objects.visible_to(reader).filter(home=home)
    own = [row for row in rows.filter(key__contains=key).only("slug", "name", "short")[:SOME] if key in _words(row)]
    if own:
        return own[0] if len(own) == 1 else None
    names = OrganisationName.objects.visible_to(reader).filter(key=key)
    members = Member.objects.visible_to(reader).filter(
        organisation__in=Organisation.objects.visible_to(reader).filter(names__in=names), partnership__group=False
    )
    found = list(rows.filter(pk__in=members.values("partnership")).only("slug")[:2])
    return found[0] if len(found) == 1 else None


def _words(row: Partnership) -> set[str]:
    """What a partnership is called, folded."""
    words = [*row.name.to_json().values(), *row.short.to_json().values()]
    return {fold(word) for word in words if isinstance(word, str)}


def _country(home: Home, reader: Reader, day: date, name: str) -> About:
    code = code_of(name)
    members = Member.objects.visible_to(reader).filter(home=home, organisation__country=code)
    rows = Partnership.objects.visible_to(reader).filter(home=home, pk__in=members.values("partnership"))
    known = [row for row in rows.with_team(reader)[: MOST * 2] if any(
        one.institution.country == code for one in row.members_on(day)
    )]  # fmt: skip
    known.sort(key=lambda row: row.rank_on(day))
    return About(home, reader, day, language(), tuple(known[:MOST]), country=code)


def at_hand(home: Home, reader: Reader, day: date) -> dict[str, Any]:
    """What a briefing is most likely wanted of: the partners of the day, their countries, visits that are not over."""
    held, code = portfolio.of(home, day, reader), language()
    listed = {entry.pk for entry in held.listed}
    countries = {seat.country for seat in held.seats if seat.country and seat.partnership in listed}
    visits = Visit.objects.visible_to(reader).filter(home=home).standing_on(day)
    return {
        "partners": [(row.slug, row.short_name(code)) for row in held.brief(held.listed[:MOST])],
        "countries": sorted(((one, country_name(one, code)) for one in countries), key=lambda pair: pair[1]),
        "coming": visits.filter(standing__in=(Standing.PLANNED, Standing.UNDER_WAY)).in_order()[:FEW],
    }


@cache
def territories() -> list[str]:
    """The codes of the countries of ISO 3166 as CLDR knows them."""
    codes = (str(code) for code in Locale.parse("en").territories)
    return sorted(code for code in codes if len(code) == 2 and code.isalpha() and code not in NOWHERE)


@cache
def called() -> dict[str, str]:
    """The codes of the countries by their folded names in the languages of the site, and by the codes themselves."""
    found = {fold(country_name(code, one)): code for code in territories() for one, _label in LANGUAGES}
    return found | {code.lower(): code for code in territories()}


def code_of(name: str) -> str:
    """The code of a country by its code or its name in any language of the site; NotFound for none."""
    code = called().get(fold(name))
    if code is None:
        raise NotFound(_("There is no country of the name “%s”; write its name or its code of two letters.") % name)
    return code


def country_called(text: str) -> tuple[str, str] | None:
    """The country whose whole name this is, with its name in the language of the page."""
    code = called().get(fold(text)) if len(text) > 2 else None
    return (code, country_name(code, language())) if code else None


def _person(home: Home, reader: Reader, day: date, name: str) -> About:
    rows = Person.objects.visible_to(reader).filter(home=home)
    found = rows.filter(slug=name).first()
    if found is None:
        key = fold(name)
        some = [row for row in rows.called(name)[:SOME] if key in {fold(str(row)), fold(row.native)}]
        found = some[0] if len(some) == 1 else None
    if found is None or found.erased_at:
        raise NotFound(_("There is no person of the name “%s” here.") % name)
    found = found.canonical
    partnerships = person.partnerships_of(home, reader, found)
    return About(home, reader, day, language(), tuple(partnerships[:MOST]), person=found)


def _visit(home: Home, reader: Reader, day: date, name: str) -> About:
    rows = Visit.objects.visible_to(reader).filter(home=home)
    found = rows.filter(slug=name).first()
    if found is None:
        key = fold(name)
        some = [row for row in rows.fitting(name)[:SOME] if key in {fold(one.value) for one in row.title}]
        found = some[0] if len(some) == 1 else None
    if found is None:
        raise NotFound(_("There is no visit of the name “%s” here.") % name)
    known = visit.partnerships_of(home, reader, found)
    known.sort(key=lambda row: row.rank_on(day))
    return About(home, reader, day, language(), tuple(known[:MOST]), visit=found)


FINDERS: dict[str, Callable[[Home, Reader, date, str], About]] = {
    "partner": _partner, "country": _country, "person": _person, "visit": _visit,
}  # fmt: skip
