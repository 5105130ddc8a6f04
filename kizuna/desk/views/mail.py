"""One's own weekly mail: whether it comes, and which have come."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Account, Home
from kizuna.desk import duties, policy

# So many of the last mails are named.
LAST = 12


@for_members
def mail(request: HomeRequest, home: Home) -> HttpResponse:
    """What the mail says, where it goes, and the one button that switches it on or off."""
    member = request.user.roles.get(home.pk)
    if request.method == "POST":
        if member is None:
            raise Http404
        records.permit(policy.can_switch(request.user, member))
        duties.switch(member, on=request.POST.get("digest") == "on")
        messages.success(
            request, _("The weekly mail comes again.") if member.digest else _("No weekly mail comes any more.")
        )
        return redirect("desk:mail", home.slug)
    context = {
        "member": member,
        "person": request.user.kind == Account.Kind.PERSON,
        "rows": request.user.digests.filter(home=home).order_by("-pk")[:LAST],
        "server": settings.MAIL_SERVER,
        "can_switch": member is not None and policy.can_switch(request.user, member),
    }
    return render(request, "desk/mail.html", context)
