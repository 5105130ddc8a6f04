"""Says in words how a page as the records have it differs from the page that the public sees."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kizuna.publishing.told import is_marked, plain

# What is told of in its own place, or follows from the rest.
SILENT = frozenset(
    {
        "id",
        "cites",
        "footnote_cites",
        "schema",
        "passages",
        "numbers",
        "anchors",
        "tone",
        "slug",
        "plain",
        "first",
        "last",
        "month",
        "moment",
        "now",
        "off",
        "paper",
        "part",
        "path",
        "sizes",
        "sort",
        "final",
        "before",
        "after",
        "ways",
        "year",
    }
)
CALLED = {
    "title": gettext_lazy("title"),
    "name": gettext_lazy("name"),
    "line": gettext_lazy("what we do together"),
    "text": gettext_lazy("text"),
    "since": gettext_lazy("since"),
    "words": gettext_lazy("since"),
    "years": gettext_lazy("years"),
    "form": gettext_lazy("who carries it"),
    "on_teams": gettext_lazy("departments on teams"),
    "standing": gettext_lazy("standing"),
    "tier": gettext_lazy("tier"),
    "tiers": gettext_lazy("tiers"),
    "rows": gettext_lazy("partners"),
    "members": gettext_lazy("members"),
    "pictures": gettext_lazy("pictures"),
    "alt": gettext_lazy("what is seen"),
    "caption": gettext_lazy("caption"),
    "credit": gettext_lazy("credit"),
    "licence": gettext_lazy("licence"),
    "team": gettext_lazy("team"),
    "units": gettext_lazy("abbreviations"),
    "short": gettext_lazy("abbreviation"),
    "role": gettext_lazy("role"),
    "footnote": gettext_lazy("note instead of a team"),
    "outcomes": gettext_lazy("outcomes"),
    "plans": gettext_lazy("plans"),
    "notes": gettext_lazy("notes"),
    "figures": gettext_lazy("figures"),
    "values": gettext_lazy("other values"),
    "value": gettext_lazy("value"),
    "newer": gettext_lazy("newer value"),
    "ties": gettext_lazy("historical ties"),
    "aims": gettext_lazy("aims"),
    "phases": gettext_lazy("phases"),
    "definitions": gettext_lazy("what the programme is"),
    "sources": gettext_lazy("sources"),
    "counts": gettext_lazy("numbers"),
    "pages": gettext_lazy("pages"),
    "partnerships": gettext_lazy("partnerships"),
    "institutions": gettext_lazy("institutions"),
    "places": gettext_lazy("places on teams"),
    "count": gettext_lazy("number"),
    "as_of": gettext_lazy("as of"),
    "counted": gettext_lazy("as of"),
    "window": gettext_lazy("window"),
    "phase": gettext_lazy("phase"),
    "of": gettext_lazy("of"),
    "rule": gettext_lazy("counting rule"),
    "remark": gettext_lazy("remark"),
    "signed_off": gettext_lazy("signed off"),
    "scope": gettext_lazy("scope"),
    "claimant": gettext_lazy("claimed by"),
    "from": gettext_lazy("sources"),
    "publisher": gettext_lazy("publisher"),
    "activities": gettext_lazy("activities"),
    "agreements": gettext_lazy("agreements"),
    "more": gettext_lazy("more activities"),
    "series": gettext_lazy("series"),
    "editions": gettext_lazy("editions"),
    "parts": gettext_lazy("earlier years"),
    "inner": gettext_lazy("its parts"),
    "when": gettext_lazy("when"),
    "where": gettext_lazy("where"),
    "what": gettext_lazy("kind"),
    "side": gettext_lazy("host"),
    "hosts": gettext_lazy("who hosts"),
    "state": gettext_lazy("state"),
    "formats": gettext_lazy("format"),
    "number": gettext_lazy("number of the edition"),
    "partner": gettext_lazy("partner"),
    "turn": gettext_lazy("whose turn it is"),
    "next": gettext_lazy("next edition"),
    "rhythm": gettext_lazy("how often"),
    "coming": gettext_lazy("what is coming"),
    "past": gettext_lazy("what was"),
    "at": gettext_lazy("time"),
    "practices": gettext_lazy("good practices"),
    "between": gettext_lazy("what came in between"),
    "topics": gettext_lazy("themes"),
    "groups": gettext_lazy("statements"),
    "statements": gettext_lazy("statements"),
    "contact": gettext_lazy("contact"),
    "links": gettext_lazy("links"),
    "languages": gettext_lazy("languages"),
    "second": gettext_lazy("second name"),
    "over": gettext_lazy("state"),
    "until": gettext_lazy("until"),
    "per_year": gettext_lazy("how often"),
    "hard": gettext_lazy("kind"),
    "topic": gettext_lazy("theme"),
}
# Longer statements are cut in a list of what differs; the page itself has them whole.
LONGEST = 120


def lines(shown: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What would change on the page, a line for each thing; a page that differs says so at least once."""
    found = _of_dict(shown, now, "")
    return found or [_("sources, or the way in which something is written")]


def _of_dict(shown: dict[str, Any], now: dict[str, Any], within: str) -> list[str]:
    found = []
    for key in dict.fromkeys([*shown, *now]):
        if key not in SILENT and shown.get(key) != now.get(key):
            found.extend(_of(key, shown.get(key), now.get(key), within))
    return found


def _of(key: str, shown: Any, now: Any, within: str) -> list[str]:
    if isinstance(shown, list) and isinstance(now, list):
        return _of_list(key, shown, now, within)
    if _is_tree(shown) and _is_tree(now):
        return _of_dict(shown, now, _path(within, key) if key != "since" else within)
    before, after = _short(shown), _short(now)
    if before == after:
        return []
    told = {"what": _path(within, key), "before": before, "after": after}
    if not before:
        return [_("%(what)s: “%(after)s”, where nothing stood") % told]
    if not after:
        return [_("%(what)s: nothing, where “%(before)s” stood") % told]
    return [_("%(what)s: “%(after)s” instead of “%(before)s”") % told]


def _of_list(key: str, shown: list[Any], now: list[Any], within: str) -> list[str]:
    old, new = _by_id(shown), _by_id(now)
    if old is None or new is None:
        return [_("%(what)s: changed") % {"what": _path(within, key)}]
    place = _path(within, key)
    found = [_("%(what)s: “%(name)s” is new") % {"what": place, "name": _name(one)} for one_key, one in new.items()
             if one_key not in old]  # fmt: skip
    found += [_("%(what)s: “%(name)s” is gone") % {"what": place, "name": _name(one)} for one_key, one in old.items()
              if one_key not in new]  # fmt: skip
    for one_key, one in new.items():
        if one_key in old and old[one_key] != one:
            found.extend(_of_dict(old[one_key], one, _name(old[one_key])))
    both = [one_key for one_key in new if one_key in old]
    if both != [one_key for one_key in old if one_key in new]:
        found.append(_("%(what)s: in another order") % {"what": place})
    return found


def _by_id(rows: list[Any]) -> dict[str, dict[str, Any]] | None:
    if not all(isinstance(row, dict) and "id" in row for row in rows):
        return None
    return {row["id"]: row for row in rows}


def _is_tree(found: Any) -> bool:
    return isinstance(found, dict) and not is_marked(found)


def _name(row: dict[str, Any]) -> str:
    return next(
        (_short(row[key]) for key in ("name", "title", "text", "short", "value", "caption", "alt") if row.get(key)), "…"
    )


def _short(found: Any) -> str:
    if isinstance(found, bool):
        return str(_("yes") if found else _("no"))
    if _is_tree(found):
        return _name(found) if found else ""
    words = plain(found) if isinstance(found, str | dict) else "" if found is None else str(found)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _path(within: str, key: str) -> str:
    called = str(CALLED.get(key, key))
    return f"{within} · {called}" if within else called
