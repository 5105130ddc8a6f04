"""Similar ones: which rows of the directory may be the same thing twice, ranked, each with the reasons.

Candidates come from the database by name key, abbreviation, identifier and the rarer words of the name; what is near
is then measured by words shared and by spelling. It is small on purpose and decides nothing: a person does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import fold
from kizuna.directory.models import Identifier, Organisation, OrganisationName, Person, Unit, UnitName
from kizuna.directory.models.organisation import NameKind

CANDIDATES = 300
COLUMNS = ("organisation_id", "key", "value", "kind", "organisation__country")
SHOWN = 8
# Words that half of all universities bear say nothing about which one is meant.
LITTLE_SAID = """
the of and for in at de la du des der die das und von zu di del della do da y e et i a an university universitat
universite universidad universita universidade universiteit college institute institut school faculty department
center centre national technology technical science sciences research graduate
"""
COMMON = frozenset(LITTLE_SAID.split())
NEAR = 0.82


@dataclass
class Likeness:
    """One row that may be the same, how strongly, and why."""

    record: Any
    score: float = 0
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where on a desk it is seen."""
        if isinstance(self.record, Person):
            return f"people/#{self.record.slug}"
        if isinstance(self.record, Unit):
            return f"organisations/{self.record.organisation.canonical.slug}/#unit-{self.record.slug}"
        return f"organisations/{self.record.slug}/"

    @property
    def strong(self) -> bool:
        """Whether making a new one beside it wants a second look."""
        return self.score >= 0.9 and not self.doubts

    def because(self, reason: str, score: float) -> None:
        """Adds a reason; the strongest one counts."""
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.score = max(self.score, score)


@lru_cache(maxsize=20_000)
def tokens(key: str) -> tuple[str, ...]:
    """The words of a folded name that tell it from others, the longest first."""
    found = [word for word in key.split() if len(word) > 2 and not _says_little(word)]
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


@lru_cache(maxsize=20_000)
def _says_little(word: str) -> bool:
    """Whether a word, slips of the finger allowed, is one that many names bear."""
    return word in COMMON or any(abs(len(one) - len(word)) < 2 and _alike(word, one) for one in COMMON)


@lru_cache(maxsize=20_000)
def _alike(one: str, other: str) -> float:
    """How alike two words are, when the one may be a slip for the other; else 0."""
    if one == other:
        return 1.0
    short, long = sorted((len(one), len(other)))
    if short < 4 or one[0] != other[0] or 2 * short < 0.8 * (short + long):
        return 0.0
    found = SequenceMatcher(None, one, other).ratio()
    return found if found >= 0.8 else 0.0


def nearness(one: str, other: str) -> float:
    """From 0 to 1: how many of the telling words two folded names share, slips of the finger allowed."""
    mine, theirs = tokens(one), tokens(other)
    if not mine or not theirs:
        return float(one == other)
    shared = sum(max(_alike(word, two) for two in theirs) for word in mine)
    return shared / max(len(mine), len(theirs))


def _near(keys: Iterable[str]) -> Q:
    """Rows whose key shares the beginning of one of the rarer words of these names."""
    asked = Q(pk__in=[])
    for word in dict.fromkeys(word for key in keys for word in tokens(key)[:2]):
        asked |= Q(key__contains=word[:4])
    return asked


def organisations(
    names: Sequence[str], user: Reader, *, country: str = "", kind: str = "", fictional: bool = False,
    identifiers: Sequence[tuple[str, str]] = (), but: Organisation | None = None, acronyms: Sequence[str] = (),
) -> list[Likeness]:  # fmt: skip
    """Organisations that may be the one of these names."""
    keys = {key for name in names if (key := fold(name))}
    short = {key for name in acronyms if (key := fold(name))}
    rows = OrganisationName.objects.visible_to(user).filter(organisation__in=_seen(Organisation, user, fictional))
    named = [*rows.filter(key__in=keys | short).values_list(*COLUMNS)[:CANDIDATES]]
    named += rows.filter(_near(keys)).exclude(key__in=keys).values_list(*COLUMNS)[:CANDIDATES]
    told: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for bearer, key, value, what, where in named:
        if key in keys | short:
            shortened = what == NameKind.ACRONYM or key in short
            reason = _("the same abbreviation") if shortened else _("the same name: %s") % value
            told[bearer].append((reason, 0.6 if shortened else 1))
        elif not (country and where and country.upper() != where):
            near = max((nearness(one, key) for one in keys), default=0)
            if near >= NEAR:
                told[bearer].append((_("a name like it: %s") % value, min(near, 0.95)))
    found: dict[int, Likeness] = {}
    for organisation in Organisation.objects.visible_to(user).filter(pk__in=told).select_related("alias_of"):
        row = found[organisation.pk] = Likeness(organisation)
        for reason, score in told[organisation.pk]:
            row.because(reason, score)
    for scheme, value in identifiers:
        held = Identifier.objects.visible_to(user).filter(scheme=scheme, value=value).select_related("organisation")
        for one in held:
            found.setdefault(one.organisation_id, Likeness(one.organisation)).because(
                _("the same identifier: %s") % one, 1
            )
    for row in found.values():
        row.doubts += _doubts(row.record, country, kind)
    return _ranked(_canonical(found, but))


def _seen(model: Any, user: Reader, fictional: bool) -> Any:
    return model.objects.visible_to(user).filter(fictional=fictional)


def _doubts(other: Organisation, country: str, kind: str) -> list[str]:
    """What speaks against the two being one: two Cambridges, or an institute and a company of the same letters."""
    found = []
    if country and other.country and country.upper() != other.country:
        found.append(_("another country: %s") % other.country_name)
    if kind and kind != other.kind:
        found.append(_("of another kind: %s") % other.get_kind_display())
    return found


def _canonical(found: dict[int, Likeness], but: Any) -> list[Likeness]:
    """An alias found leads to what it is an alias of; the row asked about is not like itself."""
    kept: dict[int, Likeness] = {}
    for row in found.values():
        record = row.record.canonical
        if but is not None and record.pk == but.canonical.pk:
            continue
        held = kept.setdefault(record.pk, Likeness(record, doubts=row.doubts))
        for reason in row.reasons:
            held.because(reason, row.score)
    return list(kept.values())


def _ranked(rows: Iterable[Likeness]) -> list[Likeness]:
    good = [row for row in rows if row.reasons]
    return sorted(good, key=lambda row: (bool(row.doubts), -row.score, str(row.record)))[:SHOWN]


def units(
    names: Sequence[str], user: Reader, *, organisation: Organisation | None, abbreviation: str = "",
    but: Unit | None = None,
) -> list[Likeness]:  # fmt: skip
    """Units of the same organisation that may be the one of these names."""
    if organisation is None:
        return []
    keys = {key for name in names if (key := fold(name))}
    short = fold(abbreviation)
    kin = Organisation.objects.visible_to(user).standing_for(Organisation.objects.filter(pk=organisation.pk))
    rows = Unit.objects.visible_to(user).filter(organisation__in=kin).select_related("alias_of")
    others: dict[int, list[str]] = defaultdict(list)
    for name in UnitName.objects.visible_to(user).filter(unit__in=rows):
        others[name.unit_id].append(name.key)
    found: dict[int, Likeness] = {}
    for unit in rows[:2000]:
        row = found.setdefault(unit.pk, Likeness(unit))
        if short and fold(unit.abbreviation) == short:
            row.because(_("the same abbreviation"), 0.95)
        theirs = {fold(word) for word in unit.name.texts.values()} | set(others[unit.pk])
        if keys & theirs:
            row.because(_("the same name: %s") % unit, 1)
            continue
        shared = [
            (one, two) for one in keys for two in theirs if set(tokens(one)) & set(tokens(two)) or one[:4] == two[:4]
        ]
        near = max((nearness(one, two) for one, two in shared), default=0)
        if near >= NEAR:
            row.because(_("a name like it: %s") % unit, min(near, 0.95))
    return _ranked(_canonical(found, but))


def people(
    user: Reader, home: Home, *, family: str = "", given: str = "", native: str = "", orcid: str = "",
    but: Person | None = None,
) -> list[Likeness]:  # fmt: skip
    """People of the home who may be the one of these names."""
    one, two = fold(family), fold(given)
    own = re.sub(r"\s", "", fold(native))
    rows = Person.objects.visible_to(user).filter(home=home, erased_at=None)
    asked = Q(pk__in=[])
    # A family name of Chinese characters has two as a rule, with or without a space behind it.
    for start in (one[:4], own[:2]):
        if len(start) > 1:
            asked |= Q(key__contains=start)
    if orcid:
        asked |= Q(orcid=orcid)
    if native.strip():
        asked |= Q(native=native.strip())
    found: dict[int, Likeness] = {}
    for person in rows.filter(asked).select_related("alias_of")[:CANDIDATES]:
        row = found.setdefault(person.pk, Likeness(person))
        if own and re.sub(r"\s", "", fold(person.native)) == own:
            row.because(_("the same name in its own script"), 1)
        if orcid and person.orcid:
            if person.orcid == orcid:
                row.because(_("the same ORCID"), 1)
            else:
                row.doubts.append(_("another ORCID: %s") % person.orcid)
        _called_alike(row, one, two)
    return _ranked(_canonical(found, but))


def _called_alike(row: Likeness, one: str, two: str) -> None:
    """Compares a family name and a given name, in either order, with those of a person."""
    theirs = (fold(row.record.family), fold(row.record.given))
    if not (one and two):
        return
    if theirs in ((one, two), (two, one)):
        row.because(_("the same name: %s") % row.record, 1)
    elif one in theirs and two[:1] in {theirs[0][:1], theirs[1][:1]}:
        row.because(_("the same family name and initial: %s") % row.record, 0.7)
    elif SequenceMatcher(None, f"{one} {two}", " ".join(theirs)).ratio() >= 0.85:
        row.because(_("a name like it: %s") % row.record, 0.85)


def like(record: Any, user: Reader) -> list[Likeness]:
    """Those like a record that is there, by all its names that this reader may see."""
    if isinstance(record, Organisation):
        names = list(record.names.visible_to(user))
        said = [name.value for name in names if name.kind != NameKind.ACRONYM] + list(record.name.texts.values())
        return organisations(
            said, user, country=record.country, kind=record.kind, fictional=record.fictional, but=record,
            acronyms=[name.value for name in names if name.kind == NameKind.ACRONYM],
        )  # fmt: skip
    if isinstance(record, Unit):
        said = [*record.name.texts.values(), *record.names.visible_to(user).values_list("value", flat=True)]
        return units(said, user, organisation=record.organisation, abbreviation=record.abbreviation, but=record)
    return people(user, record.home, family=record.family, given=record.given, native=record.native,
                  orcid=record.orcid, but=record)  # fmt: skip
