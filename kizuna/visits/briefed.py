"""What visits tell a briefing: who met whom last and next, in which post, and what was talked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.agreements.models import Agreement
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language
from kizuna.directory.models import Organisation
from kizuna.partners.briefed import About, Line, Teller, Topic
from kizuna.visits.models import Meeting, Participant, Stop, Visit

# So many visits and so many meetings outside of them are told.
NEWEST = 8


def _said(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _meetings(about: About, stops: Iterable[Stop]) -> Any:
    """The meetings that a briefing speaks of."""
    rows = Meeting.objects.visible_to(about.reader).filter(home=about.home).exclude(state=Meeting.State.DROPPED)
    if about.person is not None:
        met = Participant.objects.visible_to(about.reader).filter(home=about.home, person=about.person)
        return rows.filter(pk__in=met.values("meeting"))
    there = _there(about, "organisation") | Q(stop__in=[one.pk for one in stops])
    there |= Q(partnership__in=[row.pk for row in about.rows])
    if about.country:
        there |= Q(activity__country=about.country)
    # Found by what they belong to first; only these few are then looked at for who may see them.
    return rows.filter(pk__in=Meeting.objects.filter(there, home=about.home).order_by().values("pk"))


def _there(about: About, field: str) -> Q:
    """That an organisation is one of those behind the partners; for a country, that it is there."""
    if about.country:
        return Q(**{f"{field}__country": about.country})
    # The partnerships come with the members that this reader may see.
    return Q(**{f"{field}__in": [one.organisation_id for row in about.rows for one in row.members.all()]})


def _stops(about: About) -> dict[int, list[Stop]]:
    """By visit the stops that belong to the partners or the country; of a person, none."""
    found: dict[int, list[Stop]] = {}
    if about.person is not None:
        return found
    own = Q(partnership__in=[row.pk for row in about.rows]) | _there(about, "organisation")
    if about.country:
        own |= Q(leg__country=about.country)
    rows = Stop.objects.visible_to(about.reader).filter(own, home=about.home).select_related("leg")
    for one in rows.order_by("-pk")[:200]:
        found.setdefault(one.visit_id, []).insert(0, one)
    return found


def visits(about: About) -> Iterator[Line]:
    """The visits, the newest first, each with whom it met there; then meetings outside of any visit."""
    if about.visit is not None:
        return
    stops = _stops(about)
    there = [one for some in stops.values() for one in some]
    meetings = list(_meetings(about, there).select_related("stop__leg").order_by("-begins_first", "pk")[:60])
    _named(
        about,
        [*meetings, *(row.stop for row in meetings if row.stop), *there],
    )
    keys = {row.visit_id for row in meetings if row.visit_id} | set(stops)
    seen = Visit.objects.visible_to(about.reader).filter(home=about.home, called_off=False)
    own = Q(pk__in=keys)
    if about.person is None:
        own |= Q(partnership__in=[row.pk for row in about.rows])
    rows = list(seen.filter(own).in_order()[:NEWEST])
    people, agreements = _people(about, meetings), _agreements(about, meetings)
    for row in rows:
        here = stops.get(row.pk, [])
        yield Line(
            in_language(row.title), row, _when(about, row, here),
            _said(str(row.get_direction_display()), in_language(row.purpose), _on_the_way(about, here)),
            f"visits/{row.slug}/", also=tuple(here),
        )  # fmt: skip
        yield from (_line(about, one, people, agreements) for one in meetings if one.visit_id == row.pk)
    shown = {row.pk for row in rows}
    for one in [one for one in meetings if one.visit_id not in shown][:NEWEST]:
        yield _line(about, one, people, agreements)


def _when(about: About, row: Visit, stops: list[Stop]) -> str:
    """When it was: its own days, else those of its leg there, else the day on which it was known to be under way."""
    if row.when:
        return row.when.display(about.language)
    legs = {one.leg.pk: one.leg for one in stops if one.leg is not None and one.leg.when}
    if len(legs) == 1:
        return legs.popitem()[1].when.display(about.language)
    if row.seen:
        return _("under way on %s") % FuzzyDate(row.seen.isoformat()).display(about.language)
    return ""


def _on_the_way(about: About, stops: list[Stop]) -> str:
    """The stops there, each with its day where one is known."""
    told = []
    for one in stops:
        name, when = in_language(one.heading), one.when.display(about.language) if one.when else ""
        told.append(_("%(name)s (%(when)s)") % {"name": name, "when": when} if when else name)
    return ngettext("stop: %s", "stops: %s", len(told)) % _(", ").join(told) if told else ""


def _named(about: About, rows: list[Any]) -> None:
    """Gives each row its organisation if the reader may see it: what is closed is nobody, and is not named."""
    keys = {row.organisation_id for row in rows if row.organisation_id}
    found = Organisation.objects.visible_to(about.reader).filter(pk__in=keys).select_related("alias_of")
    seen = {one.pk: one for one in found} if keys else {}
    for row in rows:
        type(row).organisation.field.set_cached_value(row, seen.get(row.organisation_id))


def _agreements(about: About, meetings: list[Meeting]) -> dict[int, Agreement]:
    """The agreements that the meetings are about, as far as the reader may see them."""
    keys = {row.agreement_id for row in meetings if row.agreement_id}
    rows = Agreement.objects.visible_to(about.reader).filter(pk__in=keys)
    return {one.pk: one for one in rows} if keys else {}


def _people(about: About, meetings: list[Meeting]) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = {}
    if not meetings:
        return found
    every: Any = Participant.objects.filter(meeting__in=[row.pk for row in meetings])
    rows = every.visible_to(about.reader, below="meeting")
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


def _line(about: About, row: Meeting, people: dict[int, list[Participant]], agreements: dict[int, Agreement]) -> Line:
    met = people.get(row.pk, [])
    when = row.when.display(about.language) if row.when else ""
    agreement = agreements.get(row.agreement_id or 0)
    deed = ""
    if agreement is not None:
        deed = _("%(what)s: %(agreement)s") % {
            "what": row.get_deed_display() or _("Agreement"), "agreement": in_language(agreement.title)
        }  # fmt: skip
    state = str(row.get_state_display()) if row.state == Meeting.State.PLANNED else ""
    small = _said(
        str(row.get_kind_display()), state, deed, whom(met), in_language(row.topics), in_language(row.occasion),
        in_language(row.said),
    )  # fmt: skip
    also = (*met, agreement) if agreement is not None else tuple(met)
    return Line(in_language(row.heading), row, when, small, f"meetings/{row.uuid}/", also=also)


VISITS = Teller(Topic.VISIT, visits)
