"""Doors of the demonstration: enter by one click, and take Example University away."""

from __future__ import annotations

import ipaddress

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kizuna.core.models import Account, Home, Installation
from kizuna.desk.demo import actions
from kizuna.desk.demo.accounts import ENTRANCES, address


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from this very machine and through no proxy, which would hide where it came from."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and (
            host == "localhost" or ipaddress.ip_address(host).is_loopback
        )
    except ValueError:
        return False


def can_enter(request: HttpRequest) -> bool:
    """Whether one-click sign-in is open: on this machine, in a database that the demonstration made."""
    return from_this_machine(request) and Installation.objects.filter(demonstration=True).exists()


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Signs in as one of the demonstration's people."""
    if not can_enter(request):
        raise Http404
    home = get_object_or_404(Home, slug=request.POST.get("home", ""))
    role = request.POST.get("role", "")
    if role not in ENTRANCES:
        raise Http404
    account = get_object_or_404(Account, email=address(home, role), kind=Account.Kind.DEMONSTRATION, is_active=True)
    login(request, account, backend="kizuna.core.signin.WithRoles")
    return redirect(home.desk)


def remove_example(request: HttpRequest) -> HttpResponse:
    """Takes Example University away with everything in it."""
    if not can_enter(request) or not request.user.is_authenticated:
        raise Http404
    home = get_object_or_404(Home, fictional=True)
    if request.method == "POST":
        try:
            actions.remove_example(by=request.user)
        except PermissionDenied:
            raise Http404 from None
        messages.success(request, _("Example University is gone. The command “kizuna demo load” brings it back."))
        return redirect("/")
    return render(request, "desk/remove_example.html", {"example": home})
