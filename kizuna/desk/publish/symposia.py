"""Drafts the page of one edition of a symposium: what is on record of it, and what each team reports of its time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.activities.models import Activity, ActivityKind, Attendee, Body, Headcount, Series
from kizuna.activities.models.activity import FORMATS
from kizuna.activities.models.takingpart import Side
from kizuna.activities.showing import Hung, hung_on
from kizuna.core.models import Home
from kizuna.core.models.record import displayed, in_each, joined
from kizuna.core.values import AcademicYear, Text
from kizuna.desk.publish import annual, blocks, gallery, spans
from kizuna.desk.publish.blocks import Said
from kizuna.desk.publish.news import people
from kizuna.desk.publish.phrasing import listed, name, phrase
from kizuna.desk.publish.telling import NOBODY, Made, about, head
from kizuna.directory.models import Organisation
from kizuna.partners.events import Thread
from kizuna.partners.models import Partnership
from kizuna.publishing.models import Page

# What is held as a symposium is.
KINDS = (ActivityKind.SYMPOSIUM, ActivityKind.CONFERENCE, ActivityKind.FORUM)
# A day, a month or a year, as it can stand in an address.
PLAIN = re.compile(r"\d{4}(-\d{2}){0,2}")
# What a team reports of a time: what was done and what came of it.
REPORTED = (Thread.AGREEMENT, Thread.PROJECT, Thread.ACTIVITY, Thread.VISIT, Thread.CALL, Thread.FLOW, Thread.OUTCOME)
# So many teams report, each so much; a text has at most three hundred parts.
TEAMS, EACH = 24, 8


def editions(home: Home) -> Any:
    """The published editions of a home's symposia, the newest first."""
    rows = Activity.objects.published().filter(home=home, parent=None, series__isnull=False)
    rows = rows.filter(series__in=Series.objects.published()).exclude(state=Activity.State.CANCELLED)
    held = Q(kind__in=KINDS) | Q(series__kind__in=KINDS, kind=ActivityKind.NOT_STATED)
    same = {name: OuterRef(name) for name in ("series", "begins_first", "begins_last")}
    twins = Activity.objects.published().filter(**same, parent=None)
    rows = rows.annotate(twin=Exists(twins.exclude(pk=OuterRef("pk"))))
    return rows.filter(held).select_related("series", "venue__alias_of").order_by("-sort_day", "pk")


def slug_of(row: Any) -> str:
    """The name of an edition in addresses: its series with its number, its day, or the beginning of its UUID."""
    if row.edition and not row.edition_again:
        mark = str(row.edition)
    else:
        mark = row.begins.edtf if PLAIN.fullmatch(row.begins.edtf) and not row.twin else row.uuid.hex[:8]
    return f"{row.series.slug[:68]}-{mark}"


def find(home: Home, slug: str) -> Activity | None:
    """The edition that a name in addresses means; a page keeps its edition whatever becomes of its number."""
    page = Page.objects.filter(home=home, kind=Page.Kind.SYMPOSIUM, slug=slug).first()
    if page is not None:
        found: Activity | None = editions(home).filter(uuid=page.record).first()
        return found
    known = Series.objects.published().filter(home=home).values_list("pk", "slug")
    fitting = [key for key, name in known if slug.startswith(f"{name[:68]}-")]
    rows = editions(home).filter(series__in=fitting) if fitting else ()
    return next((row for row in rows if slug_of(row) == slug), None)


def make(home: Home, slug: str) -> Made | None:
    """The page as the records have it now; None where there is no such edition."""
    row = find(home, slug)
    if row is None or row.series is None:
        return None
    hung = hung_on(NOBODY, row)
    partners = _teams(home, row)
    span = span_of(home, row)
    series: Series = row.series
    tree = {
        **head(home),
        "title": row.heading,
        "series": series.title,
        "number": row.edition or "",
        "date": row.when,
        "day": row.begins_first.isoformat() if row.begins_first else "",
        "partners": [{"id": str(one.uuid), "slug": one.slug, "name": one.name} for one in partners],
        "people": people(partners if row.partnership_id else []),
        **blocks.told([*_own(row, hung), *_reports(row, partners, span, hung), *_came(hung)]),
    }
    return Made(Page.Kind.SYMPOSIUM, slug, row.heading, tree, **about(row))


def _teams(home: Home, row: Activity) -> list[Partnership]:
    """Whose teams report: the partnership whose symposium it is, else those of the whole home."""
    rows = Partnership.objects.published().filter(home=home).order_by("pk")
    if row.partnership_id:
        rows = rows.filter(pk=row.partnership_id)
    return list(rows[:TEAMS])


def span_of(home: Home, row: Activity) -> spans.Span | None:
    """Of which time the teams report: the home's year of the edition; where only its year is known, that year."""
    first, last = row.begins_first, row.begins_last
    if first is None or last is None or last - first > spans.VAGUE:
        return None
    year: AcademicYear = annual.year_on(home, first)
    if last <= year.end:
        return spans.Span(year.start, year.end)
    return spans.Span(date(first.year, 1, 1), date(last.year, 12, 31))


def _own(row: Activity, hung: Hung) -> Iterable[blocks.Group]:
    yield blocks.Group("", [
        Said(row, _frame(row), "when"),
        Said(row, row.text, "text"),
        Said(row, row.reception, "reception"),
        *(Said(one, one.text) for one in hung.notes),
    ])  # fmt: skip
    parts = list(Activity.objects.published().filter(parent=row).order_by("sort_day", "order", "pk"))
    held = [Said(one, one.heading, when=one.when if one.when.edtf != row.when.edtf else "") for one in parts]
    there = [*(_body(one) for one in hung.bodies), *(_count(one) for one in hung.counts)]
    yield blocks.Group(pgettext_lazy("of a symposium", "Topics"), [Said(tag, tag.theme.name) for tag in hung.tags])
    yield blocks.Group(pgettext_lazy("of a symposium", "Programme"), held)
    yield blocks.Group(pgettext_lazy("of a symposium", "Who speaks"), [_person(one) for one in hung.people])
    yield blocks.Group(pgettext_lazy("of a symposium", "Who takes part"), there)
    keys = [one.uuid for one in (row, *parts)]
    pictures = gallery.published(row.home, keys)
    shown = [one for key in keys for one in pictures.get(key, ())]
    yield blocks.in_pictures(shown, pgettext_lazy("of a symposium", "In pictures"))
    between = [Said(one, one.text) for one in hung.disruptions]
    yield blocks.Group(pgettext_lazy("of a symposium", "What came in between"), between)


def _frame(row: Activity) -> Text:
    """When, where and how it is held; how it stands, unless it was held."""
    state, side = Activity.State(row.state), Activity.Side(row.host_side)
    formats = [Activity._meta.get_field(name).verbose_name for name in FORMATS if getattr(row, name)]  # type: ignore[union-attr]
    parts: list[Any] = [
        state.label if state not in (Activity.State.HELD, Activity.State.NOT_STATED) else "",
        displayed(row.when) if row.when else "",
        _venue(row),
        row.place,
        *formats,
        side.label if side in (Activity.Side.HOME, Activity.Side.PARTNER, Activity.Side.BOTH) else "",
    ]
    return listed(parts)


def _venue(row: Activity) -> Text:
    """Where it is held, where that organisation is published."""
    if row.venue is None or not Organisation.objects.published().filter(pk=row.venue_id).exists():
        return Text()
    return joined("{0}", row.venue.canonical.name)


def _person(one: Attendee) -> Said:
    role = Attendee.Role(one.role).label
    who = name(one.person.heading)
    if one.text:
        return Said(one, phrase(_("%(role)s: %(who)s (%(what)s)"), role=role, who=who, what=one.text))
    return Said(one, phrase(_("%(role)s: %(who)s"), role=role, who=who))


def _body(one: Body) -> Said:
    if one.role == Body.Role.PARTICIPANT:
        return Said(one, one.heading)
    return Said(one, phrase(_("%(role)s: %(who)s"), role=Body.Role(one.role).label, who=name(one.heading)))


def _count(one: Headcount) -> Said:
    """How many of whom; a part of a number says on whose side. Without a number it is said that they were there."""
    words = one.named or in_each(Headcount.Category(one.category).label)
    if one.part_of_id is not None and one.side != Side.NOT_STATED and not one.named:
        words = listed([words, Side(one.side).label])
    return Said(one, words, value=one.quantity or None)


def _reports(row: Activity, partners: list[Partnership], span: spans.Span | None, hung: Hung) -> Iterable[blocks.Group]:
    """Team by team, what the rooms tell of the time; the symposium itself is told above."""
    if span is None:
        return
    came = {one.outcome.uuid for one in hung.outcomes}
    found = spans.read(row.home, span, partners[0] if len(partners) == 1 else None)
    by_partner: dict[int, list[spans.Happening]] = {}
    for one in found.of(*REPORTED):
        if one.partner is not None and one.event.record != row and one.event.record.uuid not in came:
            by_partner.setdefault(one.partner, []).append(one)
    for partner in partners:
        said = [
            blocks.of_event(one.event, annual.what(one), "team-ended" if one.ended else "team")
            for one in by_partner.get(partner.pk, ())
        ]
        title = phrase(pgettext_lazy("of a symposium", "Report: %(partner)s"), partner=name(partner.name))
        yield blocks.Group(title, [one for one in said if one.text][:EACH])


def _came(hung: Hung) -> Iterable[blocks.Group]:
    yield blocks.Group(
        pgettext_lazy("of a symposium", "What came of it"),
        [Said(one.outcome, one.outcome.text) for one in hung.outcomes],
    )
    yield blocks.Group(
        pgettext_lazy("of a symposium", "What comes next"), [Said(one.plan, one.plan.text) for one in hung.plans]
    )


def unwritten(home: Home) -> Any:
    """The editions of which there is no page, the newest first."""
    told = Page.objects.filter(home=home, kind=Page.Kind.SYMPOSIUM, record__isnull=False).values("record")
    return editions(home).exclude(uuid__in=told)
