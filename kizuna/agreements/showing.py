"""What the page of one agreement shows: the tree it stands in, who signed, what follows, what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.agreements import listing
from kizuna.agreements.models import Agreement, AgreementFile, Signature
from kizuna.core.models import File, Note
from kizuna.core.models.record import Reader
from kizuna.directory.models import Person, Post
from kizuna.partners.models import Partnership

UNSAID = "not-stated"
# So many steps up a tree are shown.
HIGHEST = 20


class Knot(NamedTuple):
    """One agreement in the tree of a page: how deep it stands, and whether it is the page's own."""

    row: Any
    depth: int
    here: bool


@dataclass
class Hung:
    """All that hangs on an agreement, as far as the reader may see it."""

    parties: list[Any] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    tree: list[Knot] = field(default_factory=list)
    successors: list[Any] = field(default_factory=list)

    @property
    def signatures(self) -> list[Any]:
        """Every signature, for its sources."""
        return [one for party in self.parties for one in party.signed]


def one(user: Reader, found: QuerySet[Any], day: date) -> QuerySet[Any]:
    """An agreement with what it points to, as far as the reader may see it."""
    others = Agreement.objects.visible_to(user)
    return found.standing_on(day).select_related("home").prefetch_related(  # type: ignore[no-any-return,attr-defined]
        Prefetch("parent", others), Prefetch("predecessor", others),
        Prefetch("partnership", Partnership.objects.visible_to(user)),
    )  # fmt: skip


def hung_on(user: Reader, row: Agreement, day: date) -> Hung:
    """All that hangs on it; a fixed number of queries but for the steps up its tree."""
    signatures = Signature.objects.visible_to(user).prefetch_related(
        Prefetch("person", Person.objects.visible_to(user).select_related("alias_of")),
        Prefetch("post", Post.objects.visible_to(user)),
    )
    parties = listing.parties(user).filter(agreement=row).prefetch_related(
        Prefetch("signatures", signatures, to_attr="signed")
    )  # fmt: skip
    files = AgreementFile.objects.visible_to(user).filter(agreement=row, file__in=File.objects.visible_to(user))
    return Hung(
        parties=list(parties),
        files=list(files.select_related("file")),
        notes=list(Note.objects.visible_to(user).filter(record=row.uuid)),
        tree=_tree(user, row, day),
        successors=list(Agreement.objects.visible_to(user).filter(predecessor=row)),
    )


def _tree(user: Reader, row: Agreement, day: date) -> list[Knot]:
    """The line of agreements above, the agreement itself, those beside it are left out, and two steps below it."""
    seen = Agreement.objects.visible_to(user)
    above: list[Any] = []
    step = row.parent
    while step is not None and len(above) < HIGHEST:
        above.insert(0, step)
        step = seen.filter(pk=step.parent_id).first() if step.parent_id else None
    known = seen.standing_on(day)
    below = list(
        known.filter(Q(parent=row) | Q(parent__in=seen.filter(parent=row))).order_by("begins_first", "pk")[:200]
    )
    knots = [Knot(one, depth, False) for depth, one in enumerate(above)]
    if not above and not below:
        return []
    knots.append(Knot(row, len(above), True))
    for child in (one for one in below if one.parent_id == row.pk):
        knots.append(Knot(child, len(above) + 1, False))
        knots += [Knot(one, len(above) + 2, False) for one in below if one.parent_id == child.pk]
    return knots


def unknown_of(row: Agreement, hung: Hung) -> list[str]:
    """What is not known of it, in words."""
    told = [
        (row.kind == UNSAID, _("Its kind")),
        (row.level == UNSAID, _("Whether it is university-wide or departmental")),
        (not (row.concluded or row.begins), _("When it was concluded and from when it holds")),
        (row.expiry_basis == UNSAID and not row.ends and not row.ended, _("Until when it holds")),
        (row.renewal == UNSAID and not row.ended, _("Whether it renews itself")),
        (not hung.parties, _("Who the parties are")),
        (bool(hung.parties) and not hung.signatures, _("Who signed it")),
        (not hung.files, _("Its text: no file is kept with it")),
        (row.several and row.how_many.value is None, _("How many agreements these are")),
    ]
    return [words for lacking, words in told if lacking]
