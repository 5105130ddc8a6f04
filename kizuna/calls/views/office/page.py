"""What every page of one call begins with: the call itself, its tabs, and how a thing is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.calls import policy
from kizuna.calls.models import Call, CallSide, Proposal, Side, Stage
from kizuna.calls.standing import Standing, standing
from kizuna.core.doors import HomeRequest
from kizuna.core.models import Home
from kizuna.core.models.mails import can_be_sent
from kizuna.core.wording import called, in_language

Made = list[tuple[str, str]]
TONES = {Stage.DRAFT: "", Stage.COMING: "sky", Stage.OPEN: "good", Stage.CLOSED: "warn", Stage.DECIDED: "teal",
         Stage.CALLED_OFF: "bad"}  # fmt: skip


def seen(request: HomeRequest, home: Home, slug: str) -> Call:
    """The call with this name, where the reader may see it; else there is no such page."""
    rows = Call.objects.visible_to(request.user).filter(home=home).select_related("home", "partnership", "programme")
    found: Call = get_object_or_404(rows, slug=slug)
    return found


def proposal_of(request: HomeRequest, call: Call, key: Any) -> Proposal:
    """One proposal of the call that the reader may know of; else there is no such page."""
    rows = (
        Proposal.objects.visible_to(request.user, "call")
        .filter(call=call)
        .select_related("home", "strand", "call__home")
    )
    found: Proposal = get_object_or_404(rows, uuid=key)
    return found


def sides_of(request: HomeRequest, call: Call) -> dict[str, CallSide]:
    """Both sides as far as the reader sees them."""
    rows = call.sides.visible_to(request.user, "call").select_related("organisation")
    found = {one.side: one for one in rows}
    for one in found.values():
        one.call = call
    return found


def named(call: Call, rows: dict[str, CallSide]) -> dict[str, str]:
    """What each side is called: its university, else the home or the partnership, else the side itself."""
    found = {}
    for side in Side:
        row = rows.get(side.value)
        if row is not None and row.organisation is not None:
            found[side.value] = called(row.organisation)
        elif side == Side.HOME:
            found[side.value] = in_language(call.home.short) or in_language(call.home.name)
        else:
            found[side.value] = called(call.partnership) if call.partnership else str(side.label)
    return found


def page(
    request: HomeRequest, call: Call, template: str, tab: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of one call under its tabs."""
    how: Standing = context.get("how") or standing(call, request.user, timezone.now())
    root = f"{call.home.desk}calls/{call.slug}/"
    told = {
        "row": call, "stage": how.stage, "stage_tone": TONES[how.stage], "tab": tab, "root": root, "back": request.path,
        "tabs": [
            ("call", root, _("Where it stands"), None), ("rules", f"{root}rules/", _("Rules"), None),
            ("proposals", f"{root}proposals/", _("Proposals"), how.proposals),
            ("committee", f"{root}committee/", _("Committee"), how.seats),
            ("ranking", f"{root}ranking/", meeting(call), None),
        ],
        "can_revise": policy.can_revise(request.user, call), "can_be_sent": can_be_sent(), **context,
    }  # fmt: skip
    return render(request, template, told, status=status)


def meeting(call: Call) -> str:
    """What the last tab is called, by the kind of the call."""
    return {
        Call.Kind.JOINT: _("Ranking and joint meeting"),
        Call.Kind.MIRRORED: _("Ranking and both meetings"),
    }.get(Call.Kind(call.kind), _("Ranking and meeting"))


def address(request: HomeRequest, home: Home, secret: str) -> str:
    """The whole address of a link."""
    return request.build_absolute_uri(f"/call/{home.slug}/{secret}/")


def act(
    request: HomeRequest, home: Home, slug: str, verb: Callable[..., Any], told: str, to: str = "calls:call"
) -> HttpResponse:
    """Does one thing to a call and goes to the page where one sees what it did."""
    row = seen(request, home, slug)
    if (said := tried(request, lambda: verb(row, by=request.user))) is not None:
        messages.success(request, told % {"count": len(said) if isinstance(said, list) else said})
    return redirect(to, home.slug, row.slug)


def tried(request: HomeRequest, verb: Callable[[], Any]) -> Any:
    """What the verb answers, or None after a word on why it was not done."""
    try:
        return verb()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return None
