"""A text that somebody wrote, as a paper: what an edition tells, set in the look of the house."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.core.actions import place_of
from kizuna.core.models import Home
from kizuna.core.typeset import pdf
from kizuna.core.values import FuzzyDate
from kizuna.publishing.models import Edition, Page
from kizuna.publishing.told import plain

# The kinds that are handed out on paper.
PRINTED = frozenset({Page.Kind.HIGHLIGHT.value, Page.Kind.REPORT.value})


def of_edition(edition: Edition) -> bytes:
    """An edition as a PDF, the same each time; one that the public does not see says so on each page."""
    made_at = edition.published_at or timezone.now()
    with override(edition.language):
        said = {"n": edition.number, "day": _day(made_at, edition.language)}
        public = edition.state == Edition.State.PUBLISHED
        made = _("Edition %(n)s, published %(day)s") if public else _("Draft of %(day)s")
        data = as_data(edition.home, edition.told, edition.language, draft=not public, made=made % said)
        if edition.correction:
            data["correction"] = _("Corrected: %(what)s") % {"what": edition.correction}
    return pdf("written", data, made_at=made_at, beside=_beside(data))


def of_draft(home: Home, told: dict[str, Any], language: str) -> bytes:
    """A text as it would be drafted now, of which there is no edition: each page says that it is a draft."""
    now = timezone.now()
    with override(language):
        made = _("Draft of %(day)s") % {"day": _day(now, language)}
        data = as_data(home, told, language, draft=True, made=made)
    return pdf("written", data, made_at=now, beside=_beside(data))


def _day(moment: datetime, language: str) -> str:
    return FuzzyDate(timezone.localtime(moment).date().isoformat()).display(language)


def as_data(home: Home, told: dict[str, Any], language: str, *, draft: bool, made: str) -> dict[str, Any]:
    """What the template of texts sets; words alone, never markup."""
    lead = " · ".join(plain(told[key]) for key in ("phase", "years", "date") if told.get(key))
    return {
        "lang": language, "home": home.name.get(language).value, "title": plain(told["title"]), "lead": lead,
        "programme": plain(told.get("programme")), "made": made, "draft": _("DRAFT") if draft else "", "correction": "",
        "stamp": _("Fictional: everything here is invented, for trying out.") if home.fictional else "",
        "blocks": [_block(block, language) for block in told["blocks"]],
        "sources": _sources(told["sources"]), "words": {"sources": _("Sources"), "reference": _("for reference")},
    }  # fmt: skip


def _block(block: dict[str, Any], language: str) -> dict[str, Any]:
    words = plain(block["text"])
    return {
        "kind": block["kind"], "text": words, "value": plain(block.get("value")), "when": plain(block.get("when")),
        "lang": str(block.get("in", language)).split("-")[0], "cites": [one[0] for one in block.get("cites", ())],
        "reference": bool(block.get("reference")),
        "paragraphs": [part.strip() for part in words.split("\n\n") if part.strip()],
        "picture": _picture(block["picture"]) if block["kind"] == "picture" else None,
    }  # fmt: skip


def _picture(told: dict[str, Any]) -> dict[str, str]:
    """A picture as it stands on paper; one whose file is not in the data folder stands there in words."""
    below = [plain(told[key]) for key in ("where", "when", "credit", "licence")]
    file = f"{told['paper']}.jpg" if place_of(told["paper"]).is_file() else ""
    return {"file": file, "alt": plain(told["alt"]), "below": " · ".join(part for part in below if part)}


def _beside(data: dict[str, Any]) -> dict[str, Path]:
    """The files that the paper shows, by name."""
    shown = (block["picture"] for block in data["blocks"] if block["picture"])
    return {one["file"]: place_of(one["file"].removesuffix(".jpg")) for one in shown if one["file"]}


def _sources(told: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each number with its source and the places in it."""
    places: dict[int, list[str]] = defaultdict(list)
    titles: dict[int, str] = {}
    for source in told:
        for passage in source["passages"]:
            place = _("line %(n)s") % {"n": passage["line"]} if passage["line"] else passage["place"]
            for number in passage["numbers"]:
                titles[number] = plain(source["title"])
                if place:
                    places[number].append(place)
    return [{"number": str(n), "title": titles[n], "place": ", ".join(places[n])} for n in sorted(titles)]
