"""Who speaks for which departments: the office names the coordinators' units."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Membership, Role
from kizuna.core.wording import called
from kizuna.directory import actions, policy
from kizuna.directory.models import Charge, Unit


class ChargeForm(forms.Form):
    """Which coordinator, and which department."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=gettext_lazy("Coordinator"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Department"))

    def __init__(self, *args: Any, home: Home, request: HomeRequest) -> None:
        super().__init__(*args)
        units = Unit.objects.visible_to(request.user).filter(organisation__home_of__home=home, alias_of=None)
        self.fields["membership"].queryset = coordinators_of(home)  # type: ignore[attr-defined]
        self.fields["membership"].label_from_instance = lambda row: str(row.account)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = called  # type: ignore[attr-defined]


def coordinators_of(home: Home) -> object:
    """The memberships of those who coordinate departments of the home."""
    rows = Membership.objects.filter(home=home, role=Role.COORDINATOR, account__is_active=True)
    return rows.select_related("account", "home").order_by("account__name", "pk")


@for_members
def coordinators(request: HomeRequest, home: Home) -> HttpResponse:
    """Every coordinator with the departments in charge; the office adds and takes away."""
    can_charge = policy.can_revise(request.user, Charge(home=home))
    form = ChargeForm(request.POST or None, home=home, request=request)
    if request.method == "POST":
        records.permit(can_charge)
        if form.is_valid():
            try:
                actions.revise(
                    Charge(home=home, visibility="staff", **form.cleaned_data), by=request.user, verb="charged"
                )
                messages.success(request, _("Saved."))
            except ValidationError:
                messages.info(request, _("This department is in that coordinator's charge already."))
            return redirect("directory:coordinators", home.slug)
    charges = Charge.objects.visible_to(request.user).filter(home=home).select_related("unit")
    by_member: dict[int, list[Charge]] = {}
    for charge in charges:
        by_member.setdefault(charge.membership_id, []).append(charge)
    context = {
        "coordinators": [(row, by_member.get(row.pk, [])) for row in coordinators_of(home)],  # type: ignore[attr-defined]
        "form": form,
        "can_charge": can_charge,
    }
    return render(request, "directory/coordinators.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def discharge(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """Takes a department out of a coordinator's charge."""
    charge = get_object_or_404(Charge.objects.visible_to(request.user).filter(home=home), uuid=key)
    actions.remove(charge, by=request.user)
    messages.success(request, _("Taken out of the charge."))
    return redirect("directory:coordinators", home.slug)
