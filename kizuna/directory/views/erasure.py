"""The page on which a person's data are erased for good, after a look at what that means."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kizuna.core import doors, records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.erasing import named
from kizuna.core.models import Home
from kizuna.core.values import fold
from kizuna.directory import actions, erasing, policy
from kizuna.directory.models import Person


@for_members
def erase(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Shows where the name stands; erases when the name is typed once more."""
    person = doors.seen(request, home, "directory.person", key)
    if not isinstance(person, Person) or person.erased_at:
        raise Http404
    records.permit(policy.can_erase(request.user, person))
    if person.alias_of_id is not None:
        return redirect("directory:erase", home.slug, person.canonical.uuid)
    problem, asked = "", request.POST if request.method == "POST" else request.GET
    also = asked.getlist("also")
    if request.method == "POST":
        typed, read = request.POST.get("name", ""), request.POST.get("version", "")
        person.version = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else -1
        try:
            if fold(typed) == fold(str(person)):
                done = actions.erase(person, also=also, by=request.user)
                messages.success(request, _("Erased: the name is gone from %(n)d places.") % {"n": done.total + 1})
                return redirect("directory:people", home.slug)
            problem = _("This is not the name; nothing was erased.")
        except ValidationError as refused:
            problem = " ".join(refused.messages)
        except records.Conflict:
            problem = _("Somebody else changed this person meanwhile. Look again before you erase.")
        person.refresh_from_db()
    found = erasing.outlook(person, also)
    kinds, shared = _worded(found.trace.records), _worded(found.trace.shared)
    files, unread = (named(some, request.user) for some in (found.trace.files, found.trace.unread))
    context = {
        "person": person, "found": found, "kinds": kinds, "shared": shared, "problem": problem,
        "files": files[0], "more_files": files[1], "unread": unread[0], "more_unread": unread[1],
    }  # fmt: skip
    return render(request, "directory/erase.html", context, status=422 if problem else 200)


def _worded(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Kinds of records in words, with their numbers."""
    return [(str(apps.get_model(label)._meta.verbose_name), count) for label, count in counts.items()]
