"""One's own keys for programs: made here and shown once, listed, and ended."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kizuna.core import actions
from kizuna.core import tokens as keys
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home, Token

LIVES = ((30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("a year")))


class KeyForm(forms.Form):
    """What a new key is for, what it may do, and how long it lives."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"), max_length=100,
        help_text=gettext_lazy("The program that will use it, such as “weekly report”."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=[
            ("read", gettext_lazy("Read what I may see")),
            ("contribute", gettext_lazy("Read, and bring contributions as I may")),
            ("write", gettext_lazy("Read and write as I may")),
        ],
        widget=forms.RadioSelect,
        initial="read",
        help_text=gettext_lazy("Never more than you may yourself, and nothing that is sealed."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("How long does it live?"), choices=LIVES, coerce=int, initial=90)
    only_here = forms.BooleanField(
        label=gettext_lazy("Only for this home"), required=False, initial=True,
        help_text=gettext_lazy("It then writes nothing that all homes share."),
    )  # fmt: skip


@for_members
@sensitive_variables("secret")
def tokens(request: HomeRequest, home: Home) -> HttpResponse:
    """Makes a key; its secret stands on the page that answers, and nowhere else."""
    form, secret, made = KeyForm(request.POST or None), "", None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, secret = actions.issue(
                request.user, name=given["name"], scopes=[given["scope"]], by=request.user,
                until=timezone.now() + timedelta(days=given["days"]), home=home if given["only_here"] else None,
            )  # fmt: skip
            form = KeyForm()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    rows = [(row, keys.running(row)) for row in keys.seen(request.user)]
    context = {
        "form": form,
        "secret": secret,
        "made": made,
        "rows": rows,
        "address": request.build_absolute_uri("/api/v1/me"),
    }
    return render(request, "desk/tokens.html", context, status=422 if form.is_bound and form.errors else 200)


@for_members
@require_POST
def revoke(request: HomeRequest, home: Home, number: int) -> HttpResponse:
    """Ends one of one's own keys."""
    found: Token | None = keys.seen(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    actions.revoke(found, by=request.user)
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": found.name})
    return redirect("desk:tokens", home.slug)
