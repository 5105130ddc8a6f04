"""The public form by which anybody asks to visit a home; what is written there only its office reads."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from kizuna.core.doors import HomeRequest, for_everyone
from kizuna.core.models import Account, Home
from kizuna.visits import actions
from kizuna.visits.forms import AskForm

TOO_MANY = 429


@sensitive_post_parameters()
@for_everyone
def visit_us(request: HomeRequest, home: Home) -> HttpResponse:
    """Takes a request in; nothing of it is ever shown on a public page."""
    form, status = AskForm(request.POST if request.method == "POST" else None, home=home), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.ask(form.request(), by=Account.objects.outside())
                return redirect(f"{home.site}visit-us/?sent")
            except ValidationError as problem:
                form.add_error(None, problem.messages)
                status = TOO_MANY
    context = {"form": form, "sent": "sent" in request.GET}
    return render(request, "public/visit_us.html", context, status=status)
