"""What visits tell a briefing: who met whom last and next, in which post, and what was talked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.core.wording import in_language
from kizuna.partners.briefed import About, Line, Teller, Topic
from kizuna.partners.models import Member
from kizuna.visits.models import Leg, Meeting, Participant, Stop, Visit

# So many visits and so many meetings outside of them are told.
NEWEST = 8


def _said(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _meetings(about: About) -> Any:
    """The meetings that a briefing speaks of."""
    rows = Meeting.objects.visible_to(about.reader).filter(home=about.home).exclude(state=Meeting.State.DROPPED)
    if about.person is not None:
        met = Participant.objects.visible_to(about.reader).filter(home=about.home, person=about.person)
        return rows.filter(pk__in=met.values("meeting"))
    partners = [row.pk for row in about.rows]
    there = _there(about, "organisation") | _there(about, "stop__organisation") | Q(partnership__in=partners)
    return rows.filter(there | Q(activity__country=about.country) if about.country else there)


def _there(about: About, field: str) -> Q:
    """That an organisation is one of those behind the partners; for a country, that it is there."""
    if about.country:
        return Q(**{f"{field}__country": about.country})
    members = Member.objects.visible_to(about.reader).filter(partnership__in=[row.pk for row in about.rows])
    return Q(**{f"{field}__in": list(members.values_list("organisation", flat=True))})


def visits(about: About) -> Iterator[Line]:
    """The visits, the newest first, each with whom it met there; then meetings outside of any visit."""
    if about.visit is not None:
        return
    meetings = list(
        _meetings(about).select_related("organisation__alias_of", "stop__organisation__alias_of", "stop__leg")
        .order_by("-begins_first", "pk")[:60]
    )  # fmt: skip
    keys = {row.visit_id for row in meetings}
    seen = Visit.objects.visible_to(about.reader).filter(home=about.home, called_off=False)
    if about.person is None:
        stops = Stop.objects.visible_to(about.reader).filter(home=about.home)
        stops = stops.filter(Q(partnership__in=[row.pk for row in about.rows]) | _there(about, "organisation"))
        keys |= set(stops.values_list("visit", flat=True)[:200])
    if about.country:
        legs = Leg.objects.visible_to(about.reader).filter(home=about.home, country=about.country)
        keys |= set(legs.values_list("visit", flat=True)[:200])
    own = Q(pk__in=[key for key in keys if key])
    if about.person is None:
        own |= Q(partnership__in=[row.pk for row in about.rows])
    rows = list(seen.filter(own).in_order()[:NEWEST])
    people = _people(about, meetings)
    for row in rows:
        when = row.when.display(about.language) if row.when else ""
        yield Line(in_language(row.title), row, when, _said(str(row.get_direction_display()), in_language(row.purpose)),
                   f"visits/{row.slug}/")  # fmt: skip
        yield from (_line(about, one, people) for one in meetings if one.visit_id == row.pk)
    shown = {row.pk for row in rows}
    for one in [one for one in meetings if one.visit_id not in shown][:NEWEST]:
        yield _line(about, one, people)


def _people(about: About, meetings: list[Meeting]) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = {}
    rows = Participant.objects.visible_to(about.reader).filter(meeting__in=[row.pk for row in meetings])
    for one in rows.select_related("person__alias_of"):
        found.setdefault(one.meeting_id, []).append(one)
    return found


def whom(found: list[Participant]) -> str:
    """Who takes part, each with the post held then."""
    told = []
    for one in found:
        post = in_language(one.post)
        name = in_language(one.heading)
        told.append(_("%(name)s (%(post)s)") % {"name": name, "post": post} if post else name)
    return _(", ").join(told)


def _line(about: About, row: Meeting, people: dict[int, list[Participant]]) -> Line:
    met = people.get(row.pk, [])
    when = row.when.display(about.language) if row.when else ""
    small = _said(str(row.get_kind_display()), whom(met), in_language(row.topics), in_language(row.said))
    return Line(in_language(row.heading), row, when, small, f"meetings/{row.uuid}/", also=tuple(met))


VISITS = Teller(Topic.VISIT, visits)
