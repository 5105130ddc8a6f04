"""What stands between a home and a partner on a day, for whoever shows the partnership: one short answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kizuna.agreements import listing
from kizuna.agreements.models import Agreement, Standing
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.wording import in_language
from kizuna.partners.models import Partnership

# So many are told on one page; the list has them all.
MOST = 50


@dataclass
class Told:
    """The agreements of one partnership on a day: the rows, how many stand how, and what is not known of them."""

    rows: list[Any] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    total: int = 0

    @property
    def unknown(self) -> list[str]:
        """What is not known of them, in words."""
        return [
            _("Whether it was in force on this day: %(title)s") % {"title": in_language(row.title)}
            for row in self.rows
            if row.standing == Standing.UNKNOWN
        ]


def of_partnership(home: Home, user: Reader, partnership: Partnership, day: date) -> Told:
    """The agreements with one partner, with parties, in three queries; the first fifty, and numbers of all."""
    found = listing.seen(home, user).filter(partnership=partnership).standing_on(day)
    counts: Counter[str] = Counter(found.order_by().values_list("standing", flat=True))
    rows = list(listing.with_all(found, user).order_by("-begins_first", "pk")[:MOST])
    return Told(rows, counts, counts.total())


def ends_of(row: Agreement) -> str:
    """What is known of its end, in words for a page that has the date beside it."""
    if row.ended:
        return _("ended")
    if row.renewal == Agreement.Renewal.AUTOMATIC:
        return _("renews itself")
    return {
        Agreement.Expiry.STATED.value: _("stated") if row.ends else _("not stated"),
        Agreement.Expiry.ESTIMATED.value: _("estimated"),
        Agreement.Expiry.NONE.value: _("without an end"),
    }.get(row.expiry_basis, _("not stated"))
