"""Calendars: one's own addresses, made and ended here, and the calendar that a program is given."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from kizuna.activities import actions, policy
from kizuna.activities import feeds as calendars
from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Account, Home
from kizuna.directory.models import Unit
from kizuna.partners.models import Partnership


class FeedForm(forms.Form):
    """What a calendar shows: the whole home, one partner, or one department."""

    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=gettext_lazy("Only this partner"), required=False,
        empty_label=gettext_lazy("all partners"), to_field_name="slug",
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Only this department"), required=False,
        empty_label=gettext_lazy("all departments"), to_field_name="slug",
    )  # fmt: skip

    def __init__(self, data: object = None, *, home: Home, user: Account) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        named = {
            "partnership": Partnership.objects.visible_to(user).filter(home=home),
            "unit": Unit.objects.visible_to(user).filter(organisation__home_of__home=home),
        }
        for name, rows in named.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - the fields stand above
            field.queryset = rows


@for_members
@sensitive_variables("secret")
def feeds(request: HomeRequest, home: Home) -> HttpResponse:
    """Makes an address; it stands on the page that answers, and nowhere else."""
    records.permit(policy.can_subscribe(request.user, home))
    typed = request.POST if request.method == "POST" else None
    form, address, made = FeedForm(typed, home=home, user=request.user), "", None
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made, secret = actions.subscribe(
                home, by=request.user, partnership=given["partnership"], unit=given["unit"]
            )
            address = request.build_absolute_uri(f"/calendar/{home.slug}/{secret}.ics")
            form = FeedForm(home=home, user=request.user)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    context = {"form": form, "address": address, "made": made, "rows": calendars.own(request.user, home)}
    return render(request, "activities/feeds.html", context, status=422 if form.is_bound and form.errors else 200)


@for_members
@require_POST
def unsubscribe(request: HomeRequest, home: Home, number: int) -> HttpResponse:
    """Ends one of one's own addresses."""
    found = get_object_or_404(calendars.own(request.user, home), pk=number)
    actions.unsubscribe(found, by=request.user)
    messages.success(request, _("This calendar address shows nothing any more."))
    return redirect("activities:feeds", home.slug)


@require_safe
@sensitive_variables("secret")
def calendar(request: HttpRequest, home: str, secret: str) -> HttpResponse:
    """The calendar, for whoever holds the address, as far as its owner may see it now."""
    found = calendars.opened(home, secret)
    data = calendars.written(*found, request.build_absolute_uri("/").rstrip("/")) if found is not None else None
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kizuna.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
