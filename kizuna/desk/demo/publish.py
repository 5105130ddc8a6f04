"""Publishes the demonstration: what the records of its homes say, texts drafted from them, and news in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kizuna.core.models import Account, Home
from kizuna.desk.actions import draft, release
from kizuna.desk.demo.build import text
from kizuna.desk.demo.files import Row
from kizuna.desk.publish import annual, catalogue, highlights, news, symposia
from kizuna.desk.publish.telling import NOBODY, Made
from kizuna.partners.models import Partnership, Phase
from kizuna.partners.phasewise import phases_of
from kizuna.publishing import actions
from kizuna.publishing.models import Edition, Page

# Of so few statements nobody makes a text.
FEWEST = 3


def publish(home: Home, rows: Iterable[Row] = (), *, today: date, by: Account) -> int:
    """Signs off a home's pages and its texts as of a day; returns how many rows that makes, pages and editions."""
    release(home, by=by)
    wanted: list[actions.Wanted] = []
    for page in _texts(home, today):
        if page.kind == Page.Kind.HIGHLIGHT or _said(page) >= FEWEST:
            found = [catalogue.begun(home, page, language) for language in catalogue.languages_of(home)]
            wanted.extend(actions.Wanted(found[0].page, one.language, one.title, one.told) for one in found)
    actions.publish_all(wanted, by=by)
    for row in rows:
        if row["home"] == home.slug:
            _words(home, row, by)
    return Page.objects.filter(home=home).count() + Edition.objects.filter(home=home).count()


def _said(page: Made) -> int:
    """How many statements a text begins with."""
    return sum(1 for one in page.tree["blocks"] if one["kind"] != "heading")


def _highlights(home: Home, row: Partnership, phases: list[Phase]) -> list[Made]:
    """The highlights of a partnership that are worth a page; of one with few statements the longest, be it short."""
    found = highlights.make_all(home, row, [*phases, None])
    return [page for page in found if _said(page) >= FEWEST] or sorted(found, key=_said)[-1:]


def _texts(home: Home, today: date) -> Iterator[Made]:
    """What the records give a text for; a university that is real has itself to say what it reports of a year."""
    phases = phases_of(home, NOBODY)
    for row in Partnership.objects.published().filter(home=home) if phases else ():
        yield from _highlights(home, row, phases)
    for visit in news.unwritten(home, home.stood_day or today):
        made = news.make(home, visit.slug)
        if made is not None:
            yield made
    for edition in symposia.unwritten(home):
        made = symposia.make(home, symposia.slug_of(edition))
        if made is not None:
            yield made
    if home.fictional:
        made = annual.make(home, str(annual.year_on(home, today).year - 1))
        if made is not None:
            yield made


def _words(home: Home, row: Row, by: Account) -> None:
    """A news item in words alone, written, checked and published as anybody does it."""
    for language in catalogue.languages_of(home):
        written = draft(home, f"{Page.Kind.NEWS}/{row['day']}-{row['name']}/{language}", by=by)
        blocks = [{"kind": "words", "text": text(one).get(language).value} for one in row["words"]]
        actions.write(written, title=text(row["title"]).get(language).value, blocks=blocks, by=by)
        actions.check(written, by=by)
        actions.publish(written, by=by)
