"""Where the text of a page is written: its parts in order, what the records say now, the other language beside."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.core import records
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.desk.publish import catalogue
from kizuna.publishing import actions, merging, policy, writing
from kizuna.publishing.models import WRITTEN, Edition

# So many parts of one's own can be added at once.
NEW = 3
MEANWHILE = gettext_lazy(
    "Somebody else has saved this text meanwhile; nothing of yours is lost. Below stands both together: "
    "where you changed the same part, yours is in the field and theirs below it. Look at it and save again."
)
OVER = gettext_lazy(
    "This edition was published meanwhile, or taken away. What you typed stands below: begin a new edition and put it "
    "there."
)


@for_members
def write(request: HomeRequest, home: Home, key: uuid.UUID) -> HttpResponse:
    """The text of a draft; what was typed stays on the page until it is saved."""
    rows = Edition.objects.visible_to(request.user).select_related("page")
    edition = get_object_or_404(rows, home=home, uuid=key)
    if edition.page.kind not in WRITTEN or not (edition.open or request.method == "POST"):
        raise Http404
    records.permit(policy.can_write(request.user, edition))
    now = (catalogue.written(home, edition.page.kind, edition.page.slug, edition.language) or {}).get("blocks", [])
    problem, status = "", 200
    given: list[writing.Block] | None = None
    if request.method == "POST":
        given = sent(request.POST, edition.told["blocks"])
        try:
            _save(request, edition, given, now)
            messages.success(request, _("Saved. The public sees it when it is checked and published."))
            return redirect("desk:write-page", home.slug, key)
        except ValidationError as wrong:
            problem, status = " ".join(wrong.messages), 422
        except records.Conflict:
            edition.refresh_from_db()
            given, status = sent(request.POST, edition.told["blocks"]), 409
            problem = str(MEANWHILE if edition.open else OVER)
    other = _other(edition, request.user)
    context = {
        "edition": edition,
        "parts": _parts(edition.told["blocks"] if given is None else given, now, other),
        "fresh": _fresh(edition.told["blocks"], now),
        "other": other,
        "problem": problem,
        "new": range(NEW),
        "title": request.POST.get("title", edition.title),
        "their_title": edition.title if status == 409 and edition.title != request.POST.get("title") else "",
        **_corrected(request.POST, edition, conflict=status == 409),
        # After a conflict both texts stand on the page: saved again, it takes the place of the newest.
        "version": request.POST.get("version", edition.version) if status != 409 else edition.version,
    }
    return render(request, "desk/writing.html", context, status=status)


def _corrected(post: QueryDict, edition: Edition, *, conflict: bool) -> dict[str, str]:
    """What was corrected, as typed; after a conflict what somebody else saved, beside it where both wrote something."""
    typed, was, theirs = post.get("correction", edition.correction), post.get("correction-was", ""), edition.correction
    if not conflict:
        return {"correction": typed, "correction_was": post.get("correction-was", edition.correction)}
    mine = typed.strip() != was.strip()
    return {
        "correction": typed if mine else theirs,
        "correction_was": theirs,
        "their_correction": theirs if mine and theirs not in (typed.strip(), was) else "",
    }


def _save(request: HomeRequest, edition: Edition, given: list[writing.Block], now: list[writing.Block]) -> None:
    if not edition.open:
        # It was published or withdrawn while somebody wrote: what they typed is shown to them.
        raise records.Conflict(edition, [])
    # The version that was read: whoever saved meanwhile is not written over.
    asked = request.POST.get("version", "")
    edition.version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    said = {name: request.POST.get(name, "") for name in ("title", "correction")}
    actions.write(edition, blocks=given, now=now, by=request.user, **said)


def sent(post: QueryDict, before: list[writing.Block]) -> list[writing.Block]:
    """The parts in the order that was asked for, without those that are to go, and with what is new."""
    found: list[tuple[float, int, writing.Block]] = []
    typed = list(_typed(post, before))
    for number, (block, place) in enumerate(merging.merged(typed, before)):
        if not block.get("drop"):
            asked = block.get("place", place)
            found.append((number + 1 if asked is None else asked, number, block))
    for key in post.getlist("add"):
        record, _colon, field = key.partition(":")
        added = {"kind": "statement", "id": record, "field": field, "text": ""}
        found.append((len(before) + 1, len(found), added))
    for number in range(NEW):
        text = post.get(f"new-text-{number}", "").strip()
        if text:
            kind = post.get(f"new-kind-{number}", "words")
            block = {"kind": kind, "text": text, "mark": merging.new(kind)}
            found.append((_place(post.get(f"new-place-{number}"), len(before) + 1), 1000 + number, block))
    return [block for _place_, _number, block in sorted(found, key=lambda one: one[:2])]


def _typed(post: QueryDict, before: list[writing.Block]) -> Iterator[merging.Typed]:
    """Each part that was on the page as it was read: its mark, its text, and what is to become of it."""
    marks = [merging.mark_of(block) for block in before]
    if "part-0" in post:
        count = next(number for number in range(len(post) + 1) if f"part-{number}" not in post)
        marks = [str(post[f"part-{number}"]) for number in range(count)]
    for number, mark in enumerate(marks):
        usual = before[number]["text"] if number < len(before) else ""
        yield mark, post.get(f"text-{number}", usual), {
            "place": _place(post.get(f"place-{number}"), number + 1),
            "renew": f"renew-{number}" in post,
            "drop": f"drop-{number}" in post,
        }  # fmt: skip


def _place(typed: str | None, usual: float) -> float:
    try:
        return min(max(float(typed or ""), 0.0), 10_000.0)
    except ValueError:
        return usual


def _parts(
    blocks: list[writing.Block], now: list[writing.Block], other: dict[str, Any] | None
) -> list[tuple[writing.Block, writing.Lost | None, str]]:
    """Each part with its mark, with what its record says otherwise, and with its text in the other language."""
    kept = [block for block in blocks if block.get("text") or block["kind"] in (*writing.OWN, "picture")]
    lost = {one.place: one for one in writing.lost([{"drafted": "", **block} for block in kept], now)}
    beside: dict[tuple[str, str], list[str]] = {}
    for block in other["blocks"] if other else ():
        beside.setdefault((block["kind"], _which(block)), []).append(writing.said(block))
    found = []
    for place, block in enumerate(kept):
        same = beside.get((block["kind"], _which(block)))
        marked = {**block, "mark": block.get("mark") or merging.mark_of(block)}
        found.append((marked, lost.get(place), same.pop(0) if same else ""))
    if other:
        other["rest"] = [text for texts in beside.values() for text in texts]
    return found


def _which(block: writing.Block) -> str:
    """What is told beside what in the other language: statements of the same record; headings and words in turn."""
    return writing.key_of(block) if block["kind"] in writing.LINKED else ""


def _fresh(blocks: list[writing.Block], now: list[writing.Block]) -> list[tuple[str, str]]:
    """What the records tell now and the text has not: it may be added."""
    known = {writing.key_of(block) for block in blocks if block["kind"] in writing.LINKED}
    return [
        (writing.key_of(block), writing.said(block))
        for block in now
        if block["kind"] in writing.LINKED and writing.key_of(block) not in known
    ]


def _other(edition: Edition, user: Reader) -> dict[str, Any] | None:
    """The same page in another language: the text that is being written, else the published one."""
    states = (Edition.State.DRAFT, Edition.State.CHECKED, Edition.State.PUBLISHED)
    rows = Edition.objects.visible_to(user).filter(page=edition.page)
    found = rows.exclude(language=edition.language).filter(state__in=states).order_by("-number").first()
    return {"edition": found, "blocks": found.told["blocks"]} if found is not None else None
