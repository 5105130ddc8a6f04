"""What `kizuna check` says of calls: rules that are missing, numbers with a gap, awards nobody signed, links.

It is the operator's log: it names calls and numbers, never a title, nor who judges what.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone

from kizuna.calls.models import Assignment, Award, Call, Conflict, Criterion, Decision, Invitation, Minutes, Proposal
from kizuna.core.checking import LOOKS, Finding, few

# So long after both signatures an award that became no project is forgotten.
LONG = timedelta(days=30)


def calls() -> Finding:
    """What contradicts the rules of a call is wrong; what was forgotten is told."""
    problems = [*_gaps(), *_unsigned(), *_overspent(), *_conflicted(), *_broken_links()]
    return Finding("calls", few(iter(problems)), few(iter([*_bare(), *_unawarded()])))


def _bare() -> Iterator[str]:
    """Calls that are open without a criterion or without either side."""
    now = timezone.now()
    rows = Call.objects.filter(called_off=False, opens_at__lte=now, closes_at__gte=now).select_related("home")
    there = Criterion.objects.filter(call=OuterRef("pk"))
    for row in rows.annotate(judged=Exists(there), two=Count("sides")).order_by("pk"):
        if not row.judged:
            yield f"{row.home.slug}: the call {row.slug} is open and has no criterion."
        if row.two < 2:
            yield f"{row.home.slug}: the call {row.slug} is open and lacks a side."


def _gaps() -> Iterator[str]:
    """Calls whose numbers do not run from one to as many as were submitted."""
    numbered = Proposal.objects.filter(number__isnull=False).order_by().values("call__home__slug", "call__slug")
    for row in numbered.annotate(n=Count("pk"), most=Max("number")).exclude(n=F("most")):
        home, call, n, most = row["call__home__slug"], row["call__slug"], row["n"], row["most"]
        yield f"{home}: the call {call} has {n} submitted proposals, and their numbers go up to {most}."


def _unsigned() -> Iterator[str]:
    """Awards of calls whose minutes not both chairs have signed, and awards that were not decided."""
    signed = Minutes.objects.filter(
        call=OuterRef("proposal__call"), home_signed_at__isnull=False, partner_signed_at__isnull=False
    )
    granted = Decision.objects.filter(proposal=OuterRef("proposal"), outcome=Decision.Outcome.AWARD)
    rows = Award.objects.filter(~Exists(signed) | ~Exists(granted)).order_by("pk")
    for home, call, number in rows.values_list("home__slug", "proposal__call__slug", "proposal__number"):
        yield f"{home}: no. {number} of the call {call} is awarded, and not both chairs have signed that."


def _unawarded() -> Iterator[str]:
    """Calls that both chairs have signed long since, with awards that became no project."""
    long_since = timezone.now() - LONG
    over = Q(proposal__call__minutes__home_signed_at__lt=long_since,
             proposal__call__minutes__partner_signed_at__lt=long_since)  # fmt: skip
    rows = Decision.objects.filter(over, outcome=Decision.Outcome.AWARD, proposal__award__isnull=True).order_by()
    told = rows.values_list("home__slug", "proposal__call__slug").annotate(n=Count("pk"))
    for home, call, count in told.order_by("home__slug", "proposal__call__slug"):
        yield f"{home}: {count} signed {'award' if count == 1 else 'awards'} of the call {call} became no project yet."


def _overspent() -> Iterator[str]:
    """Sides whose awards are more than their budget."""
    for row in Call.objects.select_related("home").prefetch_related("sides").order_by("pk"):
        rows = Decision.objects.filter(proposal__call=row, outcome=Decision.Outcome.AWARD)
        for side in row.sides.all():
            spent = sum(rows.values_list(f"{side.side}_amount", flat=True))
            if side.budget is not None and spent > side.budget:
                yield f"{row.home.slug}: the awards of the call {row.slug} are more than the budget of its {side.side}."


def _conflicted() -> Iterator[str]:
    """Calls in which somebody holds a proposal that a conflict keeps from them."""
    standing = Conflict.objects.standing().filter(proposal=OuterRef("proposal"), seat=OuterRef("seat"))
    held = Assignment.objects.exclude(state=Assignment.State.WITHDRAWN).filter(Exists(standing)).order_by()
    told = held.values_list("home__slug", "proposal__call__slug").annotate(n=Count("pk"))
    for home, call, count in told.order_by("home__slug", "proposal__call__slug"):
        yield f"{home}: {count} in the call {call} hold what a conflict keeps from them; propose reviewers anew."


def _broken_links() -> Iterator[str]:
    """Links that open what belongs to another call, or whose hash is none."""
    rows = Invitation.objects.select_related("home", "seat", "proposal").order_by("pk")
    for row in rows.iterator(500):
        part = row.seat or row.proposal
        whole = len(row.digest) == 64 and set(row.digest) <= set("0123456789abcdef")
        if not whole or (part is not None and part.call_id != row.call_id):
            yield f"{row.home.slug}: the link {row.pk} of a call is not as it was made."


def tell() -> None:
    """`kizuna check` looks here too from now on."""
    if calls not in LOOKS:
        LOOKS.append(calls)
