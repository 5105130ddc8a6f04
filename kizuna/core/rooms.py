"""The three doors that every room's records share: add, revise, remove, for the kinds that the room names."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import models
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from kizuna.core import doors, records
from kizuna.core.editing import Act, confirm_removal, edit
from kizuna.core.forms import Kind, RecordForm
from kizuna.core.models import Home, OwnedRecord, Record
from kizuna.core.wording import called

Kinds = dict[str, Kind]
May = Callable[..., bool]


def record_doors(
    room: str, kinds: Kinds, *, revise: Act, remove: Act, can_revise: May, can_remove: May
) -> list[URLPattern]:
    """The addresses under which a room's records are added, revised and removed."""

    def form_of(kind: str) -> Kind:
        if kind not in kinds:
            raise Http404
        return kinds[kind]

    def found(request: doors.HomeRequest, home: Home, kind: str, key: uuid.UUID) -> tuple[type[RecordForm], Record]:
        known = form_of(kind)
        return known.form, doors.seen(request, home, known.model._meta.label_lower, key)

    @doors.for_members
    def revise_view(request: doors.HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
        form, record = found(request, home, kind, key)
        records.permit(can_revise(request.user, record))
        return edit(request, home, record, form, revise=revise, back=doors.back_of(request, home), title=called(record))

    @doors.for_members
    def add_view(request: doors.HomeRequest, home: Home, kind: str) -> HttpResponse:
        form, model, label = form_of(kind)
        # Who exists is public; what a home says of them is published on purpose, never by leaving a field alone.
        own = {"home": home, "visibility": "staff"} if issubclass(model, OwnedRecord) else {"visibility": "public"}
        record = model(**own)
        if hasattr(record, "fictional"):
            # What an invented home adds belongs to its invented world.
            record.fictional = home.fictional
        _prefill(request, home, record)
        records.permit(can_revise(request.user, record))
        title = _("New: %(kind)s") % {"kind": label}
        return edit(request, home, record, form, revise=revise, back=doors.back_of(request, home), title=title)

    @doors.for_members
    def remove_view(request: doors.HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
        _form, record = found(request, home, kind, key)
        records.permit(can_remove(request.user, record))
        return confirm_removal(request, record, remove=remove, back=doors.back_of(request, home))

    return [
        path(f"record/{room}/<slug:kind>/add/", add_view, name="add"),
        path(f"record/{room}/<slug:kind>/<uuid:key>/", revise_view, name="revise"),
        path(f"record/{room}/<slug:kind>/<uuid:key>/remove/", remove_view, name="remove"),
    ]


def _prefill(request: doors.HomeRequest, home: Home, record: Record) -> None:
    """Sets the references that the address names by UUID, where this person may see what they lead to, and choices."""
    for field in record._meta.concrete_fields:
        asked = request.GET.get(field.name, "")
        # Who may read a record is said by the person alone, never by an address.
        if field.name != "visibility" and asked in dict(getattr(field, "flatchoices", ())):
            setattr(record, field.name, asked)
        if asked and isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, Record):
            label = field.remote_field.model._meta.label_lower
            setattr(record, field.name, doors.seen(request, home, label, doors.key_of(asked)))
