"""Which pages a home's records make, and which of them say something else than what the public sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kizuna.core.models import Home
from kizuna.core.remembering import remembered
from kizuna.desk.publish import departments, differing, figures, partners, programme
from kizuna.desk.publish.telling import Made
from kizuna.publishing.actions import Wanted
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import SITE, fingerprint_of, plain, tell, wanting


def made(home: Home) -> Iterator[Made]:
    """Every page that follows from the published records of a home."""
    yield programme.make(home)
    listed = departments.make(home)
    if listed is not None:
        yield listed
    yield from partners.make(home)
    yield from figures.make(home)


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
    # "new": never published; "changed"; "gone": the records make it no more.
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
    return remembered(home, ("differences", home.pk, language), lambda: _differences(home))


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
                wanting=sum(1 for _ in wanting(told, language)),
            ))  # fmt: skip
    gone = [Difference(*key, title=row.title, state="gone") for key, row in shown.items() if key not in seen]
    return [*gone, *found]


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
    gone = [row for key, row in shown.items() if key not in seen and (keys is None or "/".join(key) in keys)]
    return found, gone


def _page(home: Home, page: Made) -> Page:
    return Page(home=home, kind=page.kind, slug=page.slug, record_label=page.record_label, record=page.record)


def wanted_one(home: Home, kind: str, slug: str, language: str) -> Wanted | None:
    """One page as it would be published now; None where the records do not make it."""
    for page in made(home):
        if page.key == (kind, slug):
            row = Page.objects.filter(home=home, kind=kind, slug=slug).first()
            told = tell(page.tree, language)
            return Wanted(row or _page(home, page), language, plain(told["title"]), told)
    return None
