"""Drafts a news item: of a visit, from what is on record of it; or begun empty, as words with a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.models import Figure, Home
from kizuna.core.values import FuzzyDate, Text
from kizuna.desk.publish import blocks, gallery, visited
from kizuna.desk.publish.blocks import Said
from kizuna.desk.publish.phrasing import beside, listed, name, phrase
from kizuna.desk.publish.telling import NOBODY, Made, Tree, about, head
from kizuna.directory.models import Organisation, Person
from kizuna.partners.models import Coordinator, Partnership
from kizuna.publishing.models import Page
from kizuna.visits.models import Commitment, Delegate, Meeting, Participant, Stop, Visit
from kizuna.visits.models.visit import UNDATED, Direction
from kizuna.visits.showing import Whole, whole

# A name in addresses for words with a date: the day, then what one likes.
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-[a-z0-9-]+)?")
MOST_PEOPLE = 3


def visit_of(home: Home, slug: str) -> Visit | None:
    """The published visit that an item is about; None for one of words alone, and for one whose visit is gone."""
    page = Page.objects.filter(home=home, kind=Page.Kind.NEWS, slug=slug).first()
    rows = Visit.objects.published().filter(home=home, called_off=False)
    if page is not None:
        return rows.filter(uuid=page.record).first() if page.record else None
    return rows.filter(slug=slug).first()


def make(home: Home, slug: str) -> Made | None:
    """The item as the records have it now; None where there is no such visit and the name is no day."""
    visit = visit_of(home, slug)
    if visit is not None:
        return _of_visit(home, visit, slug)
    page = Page.objects.filter(home=home, kind=Page.Kind.NEWS, slug=slug).first()
    day = day_of(slug)
    if day is None or (page is not None and page.record):
        return None
    shown = FuzzyDate(day.isoformat())
    title = phrase(_("News of %(day)s"), day=shown)
    # Words with a date speak of that date, not of the day of the records.
    tree: Tree = {
        **head(home), "as_of": "", "inferred": False, "title": title, "date": shown, "day": day.isoformat(),
        "visit": None, "partners": [], "people": [], **blocks.told([]),
    }  # fmt: skip
    return Made(Page.Kind.NEWS, slug, title, tree)


def day_of(slug: str) -> date | None:
    """The day with which a name in addresses begins."""
    found = DAY.fullmatch(slug)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _of_visit(home: Home, visit: Visit, slug: str) -> Made:
    shown = whole(visit, NOBODY)
    partners = _partners(home, shown)
    tree: Tree = {
        **head(home),
        "title": visit.title,
        "date": _days(visit),
        "day": visit.sort_day.isoformat() if visit.sort_day != UNDATED else "",
        "visit": {"title": visit.title, "direction": Direction(visit.direction).label},
        "partners": [{"id": str(row.uuid), "slug": row.slug, "name": row.name} for row in partners],
        "people": people(partners),
        **blocks.told(_groups(home, visit, shown, partners)),
    }
    return Made(Page.Kind.NEWS, slug, visit.title, tree, **about(visit))


def _days(visit: Visit) -> FuzzyDate:
    """When it was; where only a day is known on which it was under way, that day."""
    when = visit.when
    return when if when or visit.seen is None else FuzzyDate(visit.seen.isoformat())


def _placed(shown: Whole) -> list[Any]:
    """The rows that say where a visit leads."""
    return [shown.visit, *shown.stops, *shown.meetings]


def _partners(home: Home, shown: Whole) -> list[Partnership]:
    """The published partnerships to which a visit leads."""
    keys = {one.partnership_id for one in _placed(shown) if one.partnership_id}
    return list(Partnership.objects.published().filter(home=home, pk__in=keys).order_by("pk"))


def people(partners: list[Partnership]) -> list[Tree]:
    """Whom to ask: those who coordinate these partnerships on our side and are published, a few of them."""
    rows = Coordinator.objects.published().filter(
        partnership__in=[row.pk for row in partners], side=Coordinator.Side.HOME, ends_last=None,
        person__in=Person.objects.published(),
    )  # fmt: skip
    named = {row.person_id: row.person for row in rows.select_related("person")}
    return [{"id": str(one.uuid), "name": one.heading} for one in list(named.values())[:MOST_PEOPLE]]


def _groups(home: Home, visit: Visit, shown: Whole, partners: list[Partnership]) -> list[blocks.Group]:
    open_to_all = _published_organisations(shown)
    own = [
        Said(visit, _journey(home, visit, shown, open_to_all), "when"),
        Said(visit, visit.purpose, "purpose"),
        Said(visit, visit.text, "text"),
    ]
    figures = Figure.objects.published().filter(home=home, record=visit.uuid)
    keys = [one.uuid for one in (visit, *shown.stops, *shown.meetings)]
    pictures = gallery.published(home, keys)
    seen = [one for key in keys for one in pictures.get(key, ())]
    return [
        blocks.Group("", own),
        blocks.Group(pgettext_lazy("in a news item", "Who travels"), [_delegate(one) for one in shown.delegates]),
        blocks.Group(pgettext_lazy("in a news item", "Where"), [_stop(one, open_to_all) for one in shown.stops]),
        blocks.Group(pgettext_lazy("in a news item", "What it is about"), list(_meetings(shown, open_to_all))),
        blocks.Group(pgettext_lazy("in a news item", "What was promised"), _promises(visit, shown)),
        *visited.groups(home, visit, partners, [leg.country for leg in shown.countries]),
        blocks.in_figures(figures),
        blocks.in_pictures(seen, pgettext_lazy("in a news item", "In pictures")),
    ]


def _published_organisations(shown: Whole) -> set[int]:
    """Those of its organisations that are published; the others are not named."""
    found = [one.organisation_id for one in _placed(shown) if one.organisation_id]
    found += [one.organisation_id for some in shown.people.values() for one in some if one.organisation_id]
    return set(Organisation.objects.published().filter(pk__in=found).values_list("pk", flat=True))


def _journey(home: Home, visit: Visit, shown: Whole, open_to_all: set[int]) -> Text:
    """Who goes where, and when."""
    when = _days(visit)
    told: dict[str, Any] = {"home": name(home.name), "when": when}
    if visit.direction == Direction.IN:
        if visit.organisation is not None and visit.organisation_id in open_to_all:
            told["who"] = name(visit.organisation.canonical.name)
            return phrase(_("A delegation of %(who)s visits %(home)s: %(when)s."), **told) if when else phrase(
                _("A delegation of %(who)s visits %(home)s."), **told)  # fmt: skip
        return phrase(_("A delegation visits %(home)s: %(when)s."), **told) if when else Text()
    where = beside([leg.heading for leg in shown.countries])
    if where:
        told["where"] = where
        if not visit.begins and when:
            return phrase(_("A delegation of %(home)s travels to %(where)s; it was under way on %(when)s."), **told)
        return phrase(_("A delegation of %(home)s travels to %(where)s: %(when)s."), **told) if when else phrase(
            _("A delegation of %(home)s travels to %(where)s."), **told)  # fmt: skip
    return phrase(_("A delegation of %(home)s travels: %(when)s."), **told) if when else Text()


def _delegate(one: Delegate) -> Said:
    return Said(one, beside([name(one.heading) if one.person_id else one.heading, one.post]))


def _stop(one: Stop, open_to_all: set[int]) -> Said:
    """Where the delegation stops; an organisation that is not published is not named."""
    hidden = one.organisation_id is not None and one.organisation_id not in open_to_all
    where = (one.named or one.place) if hidden else one.heading
    place = one.place if one.place and one.place != where else Text()
    text = listed([where, place]) if where else Text()
    return Said(one, phrase(_("%(where)s. %(what)s"), where=text, what=one.text) if text and one.text else text,
                when=one.when)  # fmt: skip


def _meetings(shown: Whole, open_to_all: set[int]) -> Iterable[Said]:
    for one in shown.meetings:
        if one.state == Meeting.State.DROPPED:
            continue
        hidden = one.organisation_id is not None and one.organisation_id not in open_to_all
        # Its heading may be that of its organisation or of its stop, which stands under "where" already.
        title = one.title if hidden or one.stop is not None else one.heading
        who = _met(shown, one)
        yield Said(one, phrase(_("%(what)s: %(who)s"), what=title, who=who) if title and who else title or who,
                   when=one.when)  # fmt: skip
        yield Said(one, one.topics, "topics")
        yield Said(one, one.said, "said")
        if one.deed and one.agreement is not None and (deed := DEEDS.get(Meeting.Deed(one.deed))):
            yield Said(one, phrase(deed, title=one.agreement.title), "deed")


# What a meeting did to an agreement, in words.
DEEDS: dict[Meeting.Deed, Any] = {
    Meeting.Deed.RECONFIRMED: _("Agreement reconfirmed: %(title)s"),
    Meeting.Deed.RENEWED: _("Agreement renewed: %(title)s"),
    Meeting.Deed.SIGNED: _("Agreement signed: %(title)s"),
    Meeting.Deed.DISCUSSED: _("Agreement talked about: %(title)s"),
}


def _met(shown: Whole, meeting: Meeting) -> Text:
    """Who took part, in the posts held then."""
    named = shown.of(meeting, *Participant.Side.values)
    if not named:
        return Text()
    return beside(beside([name(one.heading) if one.person_id else one.heading, one.post]) for one in named)


def _promises(visit: Visit, shown: Whole) -> list[Said]:
    """What was promised on it and is published."""
    rows = Commitment.objects.published().filter(home=visit.home_id)
    kept = [*rows.filter(visit=visit), *rows.filter(visit=None, meeting__in=[one.pk for one in shown.meetings])]
    return [Said(one, one.text, when=one.due) for one in kept if one.state != Commitment.State.DROPPED]


def unwritten(home: Home, day: date) -> Any:
    """The published visits that have begun, or were seen, and of which there is no item; the newest first."""
    told = Page.objects.filter(home=home, kind=Page.Kind.NEWS, record__isnull=False).values("record")
    rows = Visit.objects.published().filter(home=home, called_off=False, sort_day__lte=day)
    return rows.exclude(sort_day=UNDATED).exclude(uuid__in=told).order_by("-sort_day", "pk")
