"""The itinerary of a visit as a calendar file, with the time zone of each place."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kizuna.core.wording import in_language
from kizuna.visits.models import Meeting, Stop, Visit
from kizuna.visits.showing import Whole

HOUR = timedelta(hours=1)


def written(whole: Whole, address: str) -> bytes:
    """The visit as one entry of whole days, and each stop and meeting whose day is known; nothing is guessed."""
    visit = whole.visit
    calendar = Calendar()
    calendar.add("prodid", "-//Kizuna//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", in_language(visit.title))
    if visit.days is not None:
        calendar.add_component(_event(visit, visit, address, in_language(visit.title)))
    for entry in whole.entries:
        if entry.stop is not None and not entry.meetings:
            _put(calendar, entry.stop, visit, address)
        for meeting in entry.meetings:
            if meeting.state != Meeting.State.DROPPED:
                _put(calendar, meeting, visit, address)
    # Without this, a program that knows no names of zones would show the hours of its own.
    calendar.add_missing_timezones()
    data: bytes = calendar.to_ical()
    return data


def _put(calendar: Calendar, row: Stop | Meeting, visit: Visit, address: str) -> None:
    if row.begins_first is not None and row.begins_first == row.begins_last:
        calendar.add_component(_event(row, visit, address, in_language(row.heading)))


def _event(row: Visit | Stop | Meeting, visit: Visit, address: str, title: str) -> Event:
    event = Event()
    event.add("uid", f"{row.uuid}@kizuna")
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    event.add("url", f"{address}{visit.home.desk}visits/{visit.slug}/")
    event.add("sequence", row.version)
    begins = row.moment() if isinstance(row, Meeting) else None
    if begins is not None and isinstance(row, Meeting):
        event.add("dtstart", begins)
        event.add("dtend", row.moment(end=True) or begins + HOUR)
    elif not isinstance(row, Visit) and row.at is not None and row.begins_first is not None:
        # The hour is known and its zone is not: it is the hour on the clock of the place, wherever one reads it.
        begins = datetime.combine(row.begins_first, row.at)
        event.add("dtstart", begins)
        ends = datetime.combine(row.begins_first, row.until) if row.until else begins + HOUR
        event.add("dtend", ends)
    else:
        event.add("dtstart", row.begins_first)
        event.add("dtend", (row.ends_last or row.begins_first or row.sort_day) + timedelta(days=1))  # type: ignore[union-attr]
        event.add("transp", "TRANSPARENT")
    place = "" if isinstance(row, Visit) else in_language(row.place)
    if place or (isinstance(row, Meeting) and row.online):
        event.add("location", place or _("online"))
    if visit.called_off:
        event.add("status", "CANCELLED")
    return event
