"""Core's own pages of the desk: sources with their passages, notes and figures."""

from __future__ import annotations

import uuid
from collections import defaultdict
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import actions, citing, doors, policy, records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.editing import confirm_removal, edit
from kizuna.core.forms import CitationForm, FigureForm, NoteForm, PictureForm, RecordForm, SourceForm, TextFileForm
from kizuna.core.models import Citation, Figure, Home, Note, Picture, Record, Source
from kizuna.core.paging import page_of
from kizuna.core.wording import called

FORMS: dict[str, type[RecordForm]] = {
    "citation": CitationForm,
    "figure": FigureForm,
    "note": NoteForm,
    "picture": PictureForm,
    "source": SourceForm,
}
# A document of a few pages is shown whole.
PASSAGES = 120
Own = Source | Citation | Figure | Note | Picture
HUNG: dict[str, type[Citation | Figure | Note | Picture]] = {
    "citation": Citation,
    "figure": Figure,
    "note": Note,
    "picture": Picture,
}


def sources_of(home: Home, request: HttpRequest) -> QuerySet[Source]:
    """The sources that this home cites: its own, and the shared ones that it uses."""
    used = Citation.objects.visible_to(request.user).filter(home=home).values("source")
    rows = Source.objects.visible_to(request.user)
    return rows.filter(Q(home=home) | Q(home=None) | Q(pk__in=used))


@for_members
def sources(request: HomeRequest, home: Home) -> HttpResponse:
    """All sources of the home."""
    page = page_of(request, sources_of(home, request))
    return render(request, "core/sources.html", {"sources": page.object_list, "page": page})


@for_members
def source(request: HomeRequest, _home: Home, slug: str) -> HttpResponse:
    """One source: what it is, its text line by line if attached, and every fact taken from it."""
    # Another home's source is met on the pages of shared organisations; only what is public of it is seen.
    found = get_object_or_404(Source.objects.visible_to(request.user), slug=slug)
    cited = Citation.objects.visible_to(request.user).filter(source=found)
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pk, lines, place in cited.order_by("pk").values_list("pk", "lines", "place"):
        for line in lines or [0]:
            places[(line, place)].append(pk)
    page = page_of(request, sorted(places), per=PASSAGES)
    shown = cited.in_bulk([pk for where in page.object_list for pk in places[where]])
    passages = [
        citing.Passage(line, place, "", [shown[pk] for pk in places[(line, place)] if pk in shown])
        for line, place in page.object_list
    ]
    context = {
        "source": found,
        "page": page,
        "passages": citing.with_words(citing.lines_of(found, request.user), passages),
        "facts": len({pk for keys in places.values() for pk in keys}),
        "notes": Note.objects.visible_to(request.user).filter(record=found.uuid),
        "form": TextFileForm(),
        "can_attach": policy.can_attach(request.user, found),
        "can_revise": policy.can_revise(request.user, found),
    }
    return render(request, "core/source.html", context)


@for_members
@require_POST
def attach(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """Attaches the text of a source."""
    found = get_object_or_404(Source.objects.visible_to(request.user), home=home, slug=slug)
    form = TextFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to be refused.
            content = file.read(actions.LARGEST_TEXT + 1)
            actions.attach(found, name=PurePath(file.name).name, content=content, by=request.user)
            messages.success(request, _("The text is attached; passages now show its words."))
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
    else:
        messages.error(request, _("Choose a text file first."))
    return redirect("core:source", home.slug, slug)


@for_members
def revise(request: HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
    """Edits a source, a note, a picture, a figure or a citation."""
    form = FORMS.get(kind)
    record = doors.seen(request, home, f"core.{kind}", key)
    if form is None:
        raise Http404
    if not isinstance(record, Own):
        raise Http404
    records.permit(policy.can_revise(request.user, record))
    return edit(
        request, home, record, form, revise=actions.revise, back=doors.back_of(request, home), title=called(record)
    )


@for_members
def add(request: HomeRequest, home: Home, kind: str) -> HttpResponse:
    """Makes a source, or hangs a note, a picture, a figure or a citation on the record that the address names."""
    records.permit(policy.can_write(request.user, home))
    if kind == "source":
        record: Record = Source(home=home)
    elif kind in HUNG:
        on = doors.seen(request, home, request.GET.get("label", ""), doors.key_of(request.GET.get("on", "")))
        if getattr(on, "home", None) not in (home, None):
            raise Http404
        record = HUNG[kind](**records.hung_on(on, home_id=home.pk))
    else:
        raise Http404
    titles = {
        "source": _("New source"),
        "note": _("New note"),
        "picture": _("New picture"),
        "figure": _("New figure"),
        "citation": _("New citation"),
    }
    act = actions.hang if kind == "picture" else actions.revise
    return edit(request, home, record, FORMS[kind], revise=act, back=doors.back_of(request, home), title=titles[kind])


@for_members
def remove(request: HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
    """Takes away a note, a picture, a figure or a citation."""
    if kind not in HUNG:
        raise Http404
    record = doors.seen(request, home, f"core.{kind}", key)
    if not isinstance(record, Citation | Figure | Note | Picture):
        raise Http404
    records.permit(policy.can_remove(request.user, record))
    return confirm_removal(request, record, remove=actions.remove, back=doors.back_of(request, home))
