"""Which pages a home's records make, and which of them say something else than what the public sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from kizuna.core.models import Home
from kizuna.core.remembering import remembered
from kizuna.core.values import years
from kizuna.desk.publish import (
    about,
    activities,
    calendar,
    departments,
    differing,
    figurelist,
    figures,
    partners,
    practices,
    programme,
    series,
)
from kizuna.desk.publish import written as kinds
from kizuna.desk.publish.telling import Made
from kizuna.publishing import writing
from kizuna.publishing.actions import Wanted
from kizuna.publishing.models import WRITTEN, Edition, Page
from kizuna.publishing.told import SITE, fingerprint_of, plain, tell, wanting

R = TypeVar("R")


def in_its_years(ask: Callable[..., R]) -> Callable[..., R]:
    """What is made within writes years in Japanese as the home wishes."""

    @wraps(ask)
    def asked(home: Home, *args: Any, **kwargs: Any) -> R:
        with years.written_as(home.years):
            return ask(home, *args, **kwargs)

    return asked


def made(home: Home) -> Iterator[Made]:
    """Every page that follows from the published records of a home."""
    yield from programme.make(home)
    yield from departments.make(home)
    for one in (calendar.make(home), practices.make(home), about.make(home)):
        if one is not None:
            yield one
    yield from partners.make(home)
    yield from figures.make(home)
    yield from figurelist.make(home)
    yield from activities.make(home)
    yield from series.make(home)


def languages_of(home: Home) -> list[str]:
    """The languages in which a home publishes, of those that the site speaks."""
    found = [code for code in home.languages if code in SITE]
    return found or [SITE[0]]


@dataclass
class Difference:
    """One page in one language that the public does not see as it follows from the records."""

    kind: str
    slug: str
    language: str
    title: str
    # "new": never published; "changed"; "gone": the records make it no more; "lost": somebody wrote it, and a record
    # no longer says what one of its statements says.
    state: str
    lines: list[str] = field(default_factory=list)
    # Words that stand in another language: what is still to be translated.
    wanting: int = 0

    @property
    def key(self) -> str:
        """How it is named in a form."""
        return f"{self.kind}/{self.slug}/{self.language}"


def published(home: Home, *, deep: bool = False) -> dict[tuple[str, str, str], Edition]:
    """What the public sees now, by kind, name in addresses and language."""
    rows = Edition.objects.published().filter(home=home).select_related("page")
    if not deep:
        rows = rows.defer("told")
    return {(row.page.kind, row.page.slug, row.language): row for row in rows}


def differences(home: Home, language: str) -> list[Difference]:
    """What the public does not see as the records have it, in the words of a language; nothing is written."""
    return remembered(home, ("differences", home.pk, home.years, language), lambda: _differences(home))


@in_its_years
def _differences(home: Home) -> list[Difference]:
    shown, found = published(home), []
    seen = set()
    for page in made(home):
        for language in languages_of(home):
            key = (page.kind, page.slug, language)
            seen.add(key)
            told = tell(page.tree, language)
            edition = shown.get(key)
            if edition is not None and edition.fingerprint == fingerprint_of(told):
                continue
            found.append(Difference(
                *key, title=plain(told["title"]), state="changed" if edition else "new",
                lines=differing.lines(edition.told, told) if edition else [],
                wanting=len(list(wanting(told, language))),
            ))  # fmt: skip
    gone: list[Difference] = []
    lost: list[Difference] = []
    texts: dict[tuple[str, str], Made | None] = {}
    for key, row in shown.items():
        if row.page.kind in WRITTEN:
            if key[:2] not in texts:
                texts[key[:2]] = kinds.make(home, *key[:2])
            lost.extend(_lost(texts[key[:2]], key, row))
        elif key not in seen:
            gone.append(Difference(*key, title=row.title, state="gone"))
    return [*gone, *lost, *found]


def _lost(page: Made | None, key: tuple[str, str, str], row: Edition) -> Iterator[Difference]:
    """A written page of which the records no longer bear out a statement, or whose subject is public no more."""
    if page is None:
        yield Difference(*key, title=row.title, state="gone")
        return
    now = tell(page.tree, row.language)
    lines = [
        _("“%(said)s”: the record says “%(now)s” now") % {"said": one.text, "now": one.now} if one.now
        else _("“%(said)s”: its record is published no more") % {"said": one.text}
        for one in writing.lost(row.told["blocks"], now["blocks"])
    ]  # fmt: skip
    if lines:
        yield Difference(*key, title=row.title, state="lost", lines=lines)


@in_its_years
def written(home: Home, kind: str, slug: str, language: str) -> dict[str, Any] | None:
    """What the records tell today of the subject of a written page; None where they tell nothing of it."""
    page = kinds.make(home, kind, slug)
    return tell(page.tree, language) if page is not None else None


@in_its_years
def wanted(home: Home, keys: set[str] | None = None) -> tuple[list[Wanted], list[Edition]]:
    """What is to be published so that the public sees what the records say, and what is to be withdrawn.

    ``keys`` names the pages that are meant, as differences name themselves; without it all are.
    """
    shown = published(home)
    pages = {(page.kind, page.slug): page for page in Page.objects.filter(home=home)}
    found, seen = [], set()
    for page in made(home):
        for language in languages_of(home):
            key = (page.kind, page.slug, language)
            seen.add(key)
            if keys is not None and "/".join(key) not in keys:
                continue
            told = tell(page.tree, language)
            edition = shown.get(key)
            if edition is None or edition.fingerprint != fingerprint_of(told):
                row = pages.setdefault(page.key, _page(home, page))
                found.append(Wanted(row, language, plain(told["title"]), told))
    gone = [
        row for key, row in shown.items()
        if (keys is None or "/".join(key) in keys) and _is_gone(home, key, row, seen)
    ]  # fmt: skip
    return found, gone


def _is_gone(home: Home, key: tuple[str, str, str], row: Edition, seen: set[tuple[str, str, str]]) -> bool:
    """Whether the records make a page no more; what is written stays as long as its subject is public."""
    return written(home, *key) is None if row.page.kind in WRITTEN else key not in seen


def _page(home: Home, page: Made) -> Page:
    return Page(home=home, kind=page.kind, slug=page.slug, record_label=page.record_label, record=page.record)


@in_its_years
def wanted_one(home: Home, kind: str, slug: str, language: str) -> Wanted | None:
    """One page as it would be published now; None where the records do not make it."""
    if kind in WRITTEN:
        return _begun(home, kind, slug, language)
    for page in made(home):
        if page.key == (kind, slug):
            row = Page.objects.filter(home=home, kind=kind, slug=slug).first()
            told = tell(page.tree, language)
            return Wanted(row or _page(home, page), language, plain(told["title"]), told)
    return None


def _begun(home: Home, kind: str, slug: str, language: str) -> Wanted | None:
    """The text of a page to begin with: what is published, to be written on, else what the records tell."""
    page = kinds.make(home, kind, slug)
    return begun(home, page, language) if page is not None else None


def begun(home: Home, page: Made, language: str) -> Wanted:
    """The same of a page that was made already."""
    kind, slug = page.key
    row = Page.objects.filter(home=home, kind=kind, slug=slug).first() or _page(home, page)
    shown = (
        Edition.objects.published().filter(page__home=home, page__kind=kind, page__slug=slug, language=language).first()
    )
    if shown is not None:
        told = shown.told
    else:
        with years.written_as(home.years):
            told = writing.drafted(tell(page.tree, language))
    return Wanted(row, language, plain(told["title"]), told)


def drafts_of(home: Home, kind: str, slug: str, language: str) -> Edition | None:
    """The draft of a written page that somebody is at work on."""
    states = (Edition.State.DRAFT, Edition.State.CHECKED)
    rows = Edition.objects.filter(
        page__home=home, page__kind=kind, page__slug=slug, language=language, state__in=states
    )
    found: Edition | None = rows.select_related("page").first()
    return found
