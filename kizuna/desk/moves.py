"""How one partnership moved: its tiers and its states one after another, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kizuna.core.citing import Footnotes
from kizuna.core.models.record import Reader
from kizuna.core.timeline import Bar, Lane, position
from kizuna.core.values import Text
from kizuna.core.wording import in_language
from kizuna.partners import policy
from kizuna.partners.models import Partnership, Stage, Standing

DAY = timedelta(days=1)
TONES = {"talks": "sky", "active": "brand", "dormant": "teal", "ended": "rose"}


@dataclass
class Step:
    """One standing or stage as a line of the history."""

    row: Standing | Stage
    title: str
    short: str
    begins: str
    ends: str
    why: Text
    kind: str
    cites: list[Any]


def course(row: Partnership, stages: list[Stage], told: Footnotes, language: str) -> dict[str, list[Step]]:
    """Tiers and states, each in the order of time; where the next one follows at once, no end needs to be told."""
    return {
        "tiers": _steps(list(row.standings.all()), told, language, "standing"),
        "states": _steps(stages, told, language, "stage"),
    }


def _steps(rows: list[Any], told: Footnotes, language: str, kind: str) -> list[Step]:
    rows = sorted(rows, key=_from)
    following = [*rows[1:], None][: len(rows)]
    found = []
    for row, after in zip(rows, following, strict=True):
        at_once = after is not None and row.ends_last is not None and after.begins_first == row.ends_last + DAY
        begins = row.begins.display(language) if row.begins else row.begins.stated
        ends = row.ends.display(language) if row.ends and not at_once else ""
        title = in_language(row.tier.name) if isinstance(row, Standing) else str(row.get_state_display())
        short = in_language(row.tier.short) if isinstance(row, Standing) else ""
        why = row.grounds if isinstance(row, Standing) else row.reason
        found.append(Step(row, title, short or title, begins, ends, why, kind, told.every(row)))
    return found


def _from(row: Any) -> date:
    found: date = row.begins_first or row.begins_last or date.min
    return found


def menu(row: Partnership, user: Reader) -> list[tuple[str, str, bool]]:
    """What may be done with the partnership next: the end of its address, the words, and whether it stands apart."""
    state = Partnership.State(row.state)
    ended, talks = state == Partnership.State.ENDED, state == Partnership.State.TALKS
    entries = [
        ("place/", _("Make it a partner") if talks else _("Change the tier"), not ended, policy.can_place),
        ("members/", _("Members"), True, policy.can_admit),
        ("team/", _("Team"), not ended, policy.can_revise),
        ("rest/", _("Let it rest"), state == Partnership.State.ACTIVE, policy.can_rest),
        ("revive/", _("Revive it"), ended or state == Partnership.State.DORMANT, policy.can_revive),
        ("end/", _("End the talks") if talks else _("End it"), not ended, policy.can_end),
    ]
    return [(part, words, part == "end/") for part, words, fits, can in entries if fits and can(user, row)]


def lanes(steps: dict[str, list[Step]], first: int, today: float) -> list[Lane]:
    """Two lanes for the timeline: the tiers, where they changed, and the states, where they are dated."""
    names = {"tiers": _("Tiers"), "states": _("State")}
    found: list[Lane] = []
    for key, rows in steps.items():
        drawn = [bar for step in rows if (bar := _bar(step, first, today)) is not None]
        if len(drawn) > 1 or (key == "states" and drawn):
            cites = [{"n": n, "url": f"#s{n}"} for n in dict.fromkeys(n for step in rows for n, _cite in step.cites)]
            found.append({"label": names[key], "sub": "", "bars": drawn, "cites": cites})
    return found


def _bar(step: Step, first: int, today: float) -> Bar | None:
    """A bar over all days on which the step may have held; its edges are sharp where they are known to a month."""
    row = step.row
    start = position(row.begins_first) if row.begins_first else float(first)
    end = position(row.ends_last + DAY) if row.ends_last else today
    start = max(start, float(first))
    if end <= start:
        return None
    known_start = bool(row.begins_first and row.begins_last and (row.begins_last - row.begins_first).days < 32)
    known_end = bool(row.ends_first and row.ends_last and (row.ends_last - row.ends_first).days < 32)
    tone = row.tier.tone if isinstance(row, Standing) else TONES[row.state]
    return {
        "x": start, "width": max(end - start, 0.1), "tone": tone, "label": step.short,
        "edge_start": "sharp" if known_start else "soft", "edge_end": "sharp" if known_end else "soft",
    }  # fmt: skip
