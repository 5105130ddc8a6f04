"""Taking lists home: the page of all lists, and one list as CSV or as a workbook."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.core import export
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.desk import exports, lists
from kizuna.desk.listing import Listing
from kizuna.partners import portfolio

# What fits here is never written to a disk.
IN_MEMORY = 2_000_000


@for_members
def exports_page(request: HomeRequest, _home: Home) -> HttpResponseBase:
    """Every list that can be taken home."""
    rooms = {"": _("As the pages show them"), "partners": _("Partnerships"), "agreements": _("Agreements"),
             "projects": _("Projects"), "activities": _("Activities"),
             "mobility": _("Mobility"), "alumni": _("Alumni"),
             "visits": _("Visits"), "calls": _("Calls"),
             "directory": _("Directory"), "core": _("Sources and statements")}  # fmt: skip
    groups: dict[str, list[tuple[str, str]]] = {room: [] for room in rooms}
    for name in exports.names():
        room = name.split("-")[0] if "-" in name else ""
        groups[room].append((name, exports.label_of(name)))
    found = [(rooms[room], listed) for room, listed in groups.items()]
    return render(request, "desk/exports.html", {"groups": found, "formats": list(export.FORMATS)})


@for_members
def export_list(request: HomeRequest, home: Home, name: str, form: str) -> HttpResponseBase:
    """One list as a file: all rows that this person may see, as of the day of the page."""
    if name not in exports.names() or form not in export.FORMATS:
        raise Http404
    language = (get_language() or "en").split("-")[0]
    asked = lists.Asked(home, request.user, request.asof.day, language, narrowed=request.GET.dict())
    if name == "partners":
        # Narrowed as the list is from which one comes.
        held = portfolio.of(home, asked.day, request.user)
        listing = Listing(request, held, language)
        asked = asked._replace(chosen=listing.found if listing.narrowed else None)
    sheet = exports.sheet(name, asked)
    # Made whole before anything is sent: a file that broke off could not be told from one that is complete.
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        export.write(sheet, form, out)
    except export.TooLong:
        out.close()
        messages.error(request, _("This list is too long for a workbook. Take it as CSV."))
        return redirect("desk:exports", home.slug)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"{sheet.name}-{asked.day}.{form}", content_type=export.FORMATS[form]
    )
