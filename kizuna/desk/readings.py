"""What a portfolio adds up to, in a few counts that say what they count, and one line per partnership."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.partners.models import Partnership
from kizuna.partners.portfolio import TALKS, Portfolio


def of(held: Portfolio, language: str) -> list[tuple[str, str]]:
    """Pairs of a big number with its unit and a line that explains it; only what is recorded."""
    found = []
    if held.count:
        groups = held.group_count
        more = _("%(groups)s of them groups: %(institutions)s institutions") % {
            "groups": groups, "institutions": held.institutions,
        }  # fmt: skip
        whole = ngettext("%(n)s institution", "%(n)s institutions", held.institutions) % {"n": held.institutions}
        number = ngettext("%(n)s partnership", "%(n)s partnerships", held.count) % {"n": held.count}
        found.append((number, more if groups else whole))
    for group in held.groups:
        if group.tier:
            label = (group.tier.short or group.tier.name).get(language).value
            count = ngettext("%(n)s institution", "%(n)s institutions", group.institutions) % {"n": group.institutions}
            found.append((_("%(count)s %(label)s") % {"count": group.count, "label": label}, count))
    if held.places:
        teams = ngettext("%(n)s team", "%(n)s teams", held.teams) % {"n": held.teams}
        found.append((ngettext("%(n)s place", "%(n)s places", held.places) % {"n": held.places}, _("in %s") % teams))
    talks = len(held.parts[TALKS])
    if talks:
        found.append((_("%s in talks") % talks, _("not counted among the partners")))
    return found


def line(row: Partnership, places: int, lead: str, language: str) -> str:
    """One line on a partnership, made of what is recorded about it, and of its team on the day."""
    said = []
    if row.since.edtf:
        since = row.since.display(language)
        said.append(since if row.since.open_end else _("since %s") % since)
    elif row.since.stated:
        said.append(row.since.stated)
    if places:
        said.append(ngettext("%(n)s department on the team", "%(n)s departments on the team", places) % {"n": places})
        if lead:
            said.append(_("coordinated by %s") % lead)
    elif row.footnote:
        said.append(row.footnote.get(language).value)
    return _(" · ").join(said)
