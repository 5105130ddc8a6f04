"""Where doubled records are looked at, merged, and separated again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core import choosing, doors, records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import called, in_language
from kizuna.directory import actions, doubles, policy, similar
from kizuna.directory.models import Person

LABELS = {
    "organisation": gettext_lazy("Organisations"),
    "unit": gettext_lazy("Units"),
    "person": gettext_lazy("People"),
}
FIELDS = {
    "organisation": ("name", "kind", "country", "city", "founded", "status", "visibility"),
    "unit": ("name", "abbreviation", "kind", "begins", "ends", "visibility"),
    "person": ("family", "given", "native", "title", "orcid", "visibility"),
}


def address_of(home: Home, record: Any) -> str:
    """The page on which a record of the directory stands."""
    found = record.canonical
    if isinstance(found, Person):
        return f"{home.desk}people/#{found.slug}"
    if hasattr(found, "organisation"):
        return f"{home.desk}organisations/{found.organisation.canonical.slug}/#unit-{found.slug}"
    return f"{home.desk}organisations/{found.slug}/"


def _kinds(request: HomeRequest, home: Home) -> list[str]:
    """The kinds of record that this person may merge."""
    blank = {kind: model(home=home) if kind == "person" else model() for kind, model in doubles.KINDS.items()}
    return [kind for kind, record in blank.items() if policy.can_merge(request.user, record)]


def _found(request: HomeRequest, home: Home, kind: str, key: uuid.UUID) -> Any:
    """The record, which this person must be able to see and to merge."""
    if kind not in doubles.KINDS:
        raise Http404
    record = doors.seen(request, home, doubles.KINDS[kind]._meta.label_lower, key)
    records.permit(policy.can_merge(request.user, record))
    return record


@for_members
def duplicates(request: HomeRequest, home: Home) -> HttpResponse:
    """Groups of rows that share a name, an abbreviation or an identifier."""
    kinds = _kinds(request, home)
    records.permit(bool(kinds))
    kind = request.GET.get("kind") or kinds[0]
    if kind not in kinds:
        raise Http404
    page = page_of(request, doubles.groups(kind, request.user, home))
    groups = doubles.told(kind, page.object_list, request.user, home)
    tabs = [(one, LABELS[one], one == kind) for one in kinds]
    return render(request, "directory/duplicates.html", {"page": page, "groups": groups, "kind": kind, "tabs": tabs})


@for_members
def merge(request: HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
    """One record: what is like it, and beside another, which of the two is to stay."""
    record = _found(request, home, kind, key)
    other = _found(request, home, kind, doors.key_of(request.GET["with"])) if request.GET.get("with") else None
    problem = ""
    if request.method == "POST" and other is not None:
        stays, goes = (record, other) if request.POST.get("stays") == str(record.uuid) else (other, record)
        try:
            _as_read(request, record, other)
            batch = actions.merge(goes, stays, by=request.user)
            told = _("%(one)s is merged into %(other)s; it can be separated again.")
            names = {"one": called(goes), "other": called(stays)}
            messages.success(request, told % names, extra_tags=str(batch))
            return redirect(address_of(home, stays))
        except ValidationError as found:
            problem = " ".join(found.messages)
        except records.Conflict:
            problem = _("Somebody else changed one of the two meanwhile. Look at them again before you merge.")
            record.refresh_from_db()
            other.refresh_from_db()
    context: dict[str, Any] = {"record": record, "other": other, "kind": kind, "problem": problem}
    if other is None:
        text = request.GET.get("q", "").strip()[:200]
        context |= {
            "likely": similar.like(record, request.user),
            "q": text,
            "found": _called(request, home, record, text),
        }
    else:
        context["sides"] = _sides(kind, [record, other], request)
        context["doubts"] = doubles.doubts([record, other]) if kind == "organisation" else []
    return render(request, "directory/merge.html", context, status=409 if problem else 200)


def _as_read(request: HomeRequest, *rows: Any) -> None:
    """Puts the versions that the person had read on the rows, so that what was changed since is noticed."""
    for row in rows:
        read = request.POST.get(f"version_{row.uuid}", "")
        row.version = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else -1


def _called(request: HomeRequest, home: Home, record: Any, text: str) -> list[Any]:
    """Others of the same kind by name, for whoever knows what is doubled."""
    rows = type(record)._default_manager.visible_to(request.user).canonical().exclude(pk=record.pk)
    if isinstance(record, Person):
        rows = rows.filter(home=home)
    return choosing.offered(rows, text, request.user) if text else []


def _sides(kind: str, rows: list[Any], request: HomeRequest) -> list[dict[str, Any]]:
    """Both rows as columns: what they say, what they are called, and what points to them."""
    used = doubles.uses(rows, request.user)
    homes = {0: "", **{home.pk: called(home) for home in Home.objects.all()}}
    return [
        {
            "record": row,
            "fields": [(name, _shown(row, name)) for name in FIELDS[kind]],
            "names": [] if kind == "person" else list(row.names.visible_to(request.user)),
            "identifiers": list(row.identifiers.visible_to(request.user)) if kind == "organisation" else [],
            "uses": [(label, homes.get(whose, ""), count) for label, whose, count in used.get(row.pk, [])],
        }
        for row in rows
    ]


def _shown(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, f"{name}_name" if name == "country" else name)
    return value.display(get_language() or "en") if isinstance(value, FuzzyDate) and value else in_language(value)


@for_members
@require_POST
def split(request: HomeRequest, home: Home, kind: str, key: uuid.UUID) -> HttpResponse:
    """Separates an alias again."""
    record = _found(request, home, kind, key)
    stood = address_of(home, record)
    try:
        actions.split(record, by=request.user)
        messages.success(request, _("%(name)s stands for itself again.") % {"name": called(record)})
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    except records.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile. Please look again."))
    return redirect(stood)
