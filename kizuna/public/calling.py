"""The pages of published calls: a list of those announced and open, and one call; nothing of any proposal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from kizuna.calls.models import Call, CallSide, Criterion, Question, Side, Stage, Strand
from kizuna.core import wording
from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Home
from kizuna.core.paging import page_of
from kizuna.core.remembering import remembered
from kizuna.directory.models import Organisation, Person
from kizuna.partners.models import Coordinator
from kizuna.public import structured
from kizuna.publishing.models import Page

# A page that was public stays for those who kept its address; a draft and a call that is off have none.
SHOWN = (Stage.COMING, Stage.OPEN, Stage.CLOSED)


def _listed(home: Home, now: datetime) -> Any:
    """The published calls of a home to which proposals can be handed in, or could be soon; the next to close first."""
    rows = Call.objects.published().filter(home=home, called_off=False, opens_at__isnull=False, closes_at__gte=now)
    return rows.select_related("home", "partnership").order_by("closes_at", "pk")


def any_listed(home: Home, now: datetime) -> bool:
    """Whether the list would hold anything; asked by every public page."""

    def read() -> list[datetime]:
        rows = Call.objects.published().filter(
            home=home, called_off=False, opens_at__isnull=False, closes_at__isnull=False
        )
        return list(rows.order_by().values_list("closes_at", flat=True))

    ends = remembered(home, ("published calls", home.pk), read)
    return any(one >= now for one in ends)


def shown_slugs(home: Home, now: datetime) -> list[str]:
    """The calls that have a page of their own now, whether the list still leads there or not."""
    rows = Call.objects.published().filter(home=home).order_by("slug")
    return [row.slug for row in rows if row.stage_at(now) in SHOWN]


@for_everyone
def calls(request: HomeRequest, home: Home) -> HttpResponse:
    """The calls that are announced or open, the next to close first."""
    now = timezone.now()
    page = page_of(request, _listed(home, now))
    told = Page.objects.published().filter(home=home, kind=Page.Kind.PARTNER)
    # A partner whose page nobody has signed off is named and leads nowhere.
    slugs = told.filter(slug__in=[row.partnership.slug for row in page if row.partnership])
    partners = set(slugs.values_list("slug", flat=True))
    context = {"page": page, "lines": [(row, row.stage_at(now)) for row in page], "partners": partners}
    return render(request, "public/calls.html", context)


@for_everyone
def call(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One call as published: dates, what each side lays down, strands, criteria, questions, and how to apply."""
    row = Call.objects.published().filter(home=home, slug=slug).select_related("home", "partnership").first()
    now = timezone.now()
    if row is None or row.stage_at(now) not in SHOWN:
        raise Http404
    sides = list(CallSide.objects.published().filter(call=row))
    named = Organisation.objects.published().in_bulk([one.organisation_id for one in sides if one.organisation_id])
    strands = list(Strand.objects.published().filter(call=row))
    people = Coordinator.objects.published().filter(
        partnership=row.partnership_id, person__in=Person.objects.published()
    )
    context = {
        "row": row,
        "stage": row.stage_at(now),
        "sides": [_told(one, named.get(one.organisation_id or 0), strands, row) for one in sides],
        "strands": strands,
        "criteria": Criterion.objects.published().filter(call=row),
        "questions": Question.objects.published().filter(call=row),
        "people": [one for one in people.select_related("person") if one.held_on(timezone.localdate())],
        "structured": _data(request, home, row, [named[one.organisation_id] for one in sides
                                                 if one.pays and one.organisation_id in named]),
    }  # fmt: skip
    return render(request, "public/call.html", context)


def _told(side: CallSide, behind: Organisation | None, strands: list[Strand], row: Call) -> dict[str, Any]:
    """One side with its university, its own deadline as the call's clock shows it, and its ceilings."""
    until = side.internal_until.astimezone(row.tz).replace(tzinfo=None) if side.internal_until else None
    name = "home_ceiling" if side.side == Side.HOME else "partner_ceiling"
    ceilings = [(one, getattr(one, name)) for one in strands if side.pays and getattr(one, name) is not None]
    title = behind.name.get(wording.language()).value if behind else side.get_side_display()
    return {"row": side, "title": title, "until": until, "ceilings": ceilings}


def _data(request: HttpRequest, home: Home, row: Call, payers: list[Organisation]) -> SafeString:
    """What search engines read of a call."""
    language = wording.language()
    data: dict[str, Any] = {
        "@type": "Grant",
        "name": row.title.get(language).value,
        "url": request.build_absolute_uri(f"{home.site}calls/{row.slug}/"),
        "sponsor": {"@type": "CollegeOrUniversity", "name": home.name.get(language).value},
    }
    if row.text:
        data["description"] = row.text.get(language).value
    if payers:
        data["funder"] = [structured.organisation(_funder(one, language)) for one in payers]
    if row.themes:
        data["keywords"] = row.themes
    return structured.as_script(data)


def _funder(found: Organisation, language: str) -> dict[str, Any]:
    names = sorted({one.value for one in found.names.all()})
    return {"kind": found.kind, "name": found.name.get(language).value, "names": names, "country": found.country}
