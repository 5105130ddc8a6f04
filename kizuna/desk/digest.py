"""The words of the weekly mail: what its reader has promised, and what is about to hurt, each with its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.core.models import Account, Home, Membership
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.desk import today
from kizuna.visits.models import Commitment

# Who is told what is about to hurt; others only hear of what they have promised themselves.
KEEPERS = frozenset({"office", "coordinator"})
# So far ahead a promise of one's own is named.
AHEAD = timedelta(days=14)
# So many lines of a kind; the page has them all.
MOST = 10


@dataclass(frozen=True)
class Line:
    """One line of a mail, and the address that it leads to."""

    words: str
    address: str


@dataclass(frozen=True)
class Told:
    """What one member is told this week, in the home's own language."""

    member: Membership
    language: str
    day: date
    parts: tuple[tuple[str, tuple[Line, ...], int], ...]

    def subject(self, number: int) -> str:
        """The subject of the mail, on one line."""
        with override(self.language):
            words = _("%(home)s: your week with partners, no. %(number)s") % {
                "home": in_language(self.member.home.name), "number": number,
            }  # fmt: skip
        return " ".join(words.split())[:200]

    def body(self, number: int) -> str:
        """The mail, as plain text."""
        with override(self.language):
            home = in_language(self.member.home.name)
            when = FuzzyDate(self.day.isoformat()).display(language())
            told = [
                _("%(home)s · %(day)s · weekly mail no. %(number)s") % {"home": home, "day": when, "number": number}
            ]
            for title, lines, more in self.parts:
                told += ["", f"{title}", "-" * min(60, _wide(title))]
                for line in lines:
                    told += [f"* {line.words}", f"  {line.address}"]
                if more:
                    told.append("  " + _("… and %s more") % more)
            told += ["", "-- ", _("You get this because you work in %(home)s on Kizuna. Everything is at:")
                     % {"home": home}, where(self.member.home.desk),
                     _("You can switch it off at:"), where(f"{self.member.home.desk}mail/"), ""]  # fmt: skip
        return "\n".join(told)


def _wide(words: str) -> int:
    """How wide words stand in a mail: signs of East Asia take two places."""
    return sum(2 if ord(sign) >= 0x2E80 else 1 for sign in words)


def where(path: str) -> str:
    """An address of this installation, as a mail needs it."""
    return f"{settings.PLACE}{path}"


def compose(member: Membership, day: date) -> Told | None:
    """What a member is told; None where there is nothing to tell."""
    home, account = member.home, member.account
    # What is sealed goes into no mail.
    member.sealed = False
    account.roles = {home.pk: member}
    spoken = home.languages[0] if home.languages else settings.LANGUAGE_CODE
    with override(spoken):
        parts = list(_own(home, account, day))
        if member.role in KEEPERS:
            parts += _hurting(home, account, day)
    return Told(member, spoken, day, tuple(parts)) if parts else None


def _part(title: str, lines: Iterable[Line]) -> tuple[str, tuple[Line, ...], int]:
    every = tuple(lines)
    return title, every[:MOST], max(0, len(every) - MOST)


def _own(home: Home, account: Account, day: date) -> Iterable[tuple[str, tuple[Line, ...], int]]:
    """What the member has promised: what is past due, and what is due soon."""
    mine = Commitment.objects.visible_to(account).filter(home=home, owner=account).select_related("partnership")
    rows = list(mine.open().filter(due_last__lte=day + AHEAD).order_by("due_last", "pk"))
    for title, some in (
        (_("You promised, and it is past due"), [row for row in rows if row.is_past_due(day)]),
        (_("You promised, and it is due soon"), [row for row in rows if not row.is_past_due(day)]),
    ):
        if some:
            yield _part(title, [_promise(row) for row in some])


def _promise(row: Commitment) -> Line:
    partner = f" · {in_language(row.partnership.name)}" if row.partnership else ""
    due = _("due %(day)s") % {"day": row.due.display(language())}
    words = " ".join(f"{in_language(row.text)}{partner} · {due}".split())
    return Line(words, where(f"{row.home.desk}commitments/{row.uuid}/"))


def _hurting(home: Home, account: Account, day: date) -> Iterable[tuple[str, tuple[Line, ...], int]]:
    """What is about to hurt, as the home page of the desk says it."""
    for part in today.parts(home, account, day):
        told = [Line(" · ".join(word for word in dict.fromkeys((one.words, one.partner, one.when, one.who)) if word),
                     where(one.address)) for one in part.lines[:MOST]]  # fmt: skip
        yield part.title, tuple(told), part.count - len(told)
