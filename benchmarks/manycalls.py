"""A call with very many proposals, for benchmarks: its committee, its proposals with teams and budgets, reviews."""

from __future__ import annotations

import os
import random
import secrets
import sys
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
THEMES = [f"theme-{number}" for number in range(30)]


def start_django() -> None:
    """Starts Django on the folder of this run, with the demonstration loaded."""
    os.environ.setdefault("KIZUNA_SECRET_KEY", "only for benchmarks")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
    import_module("kizuna.config.wsgi")
    from django.core.management import call_command  # noqa: PLC0415 - after Django

    from kizuna.core.models import Home  # noqa: PLC0415
    from kizuna.desk.demo.load import load  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    if not Home.objects.exists():
        load()


def a_call(slug: str, **dates: Any) -> Any:
    """A call of Example University by shipped rules, open now unless dated otherwise."""
    from django.utils import timezone  # noqa: PLC0415

    from kizuna.calls import actions  # noqa: PLC0415
    from kizuna.calls.models import Call  # noqa: PLC0415
    from kizuna.calls.rules import shipped  # noqa: PLC0415
    from kizuna.core.models import Home  # noqa: PLC0415
    from kizuna.core.values import Text  # noqa: PLC0415
    from kizuna.desk.demo.load import operator  # noqa: PLC0415
    from kizuna.partners.models import Partnership  # noqa: PLC0415

    home, now = Home.objects.get(slug="example"), timezone.now()
    made = Call(
        home=home, slug=slug, title=Text({"en": f"Call {slug}"}), zone="Asia/Tokyo", visibility="staff", themes=THEMES,
        partnership=Partnership.objects.get(home=home, slug="north"),
        **{"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=1), **dates},
    )  # fmt: skip
    actions.begin(made, rules=shipped()["seed-and-project"], partner_currency="EUR", by=operator())
    return made


def proposals(call: Any, count: int, *, state: str = "draft") -> list[Any]:
    """So many whole proposals: a lead on each side, every question answered, both budgets."""
    from kizuna.calls.models import Answer, BudgetLine, Proposal, TeamMember  # noqa: PLC0415

    dice = random.Random(count)  # noqa: S311 - a case to measure, no secret
    own = {"home": call.home, "visibility": "office", "version": 1}
    strand, questions = call.strands.first(), list(call.questions.all())
    sent = state != "draft"
    rows = Proposal.objects.bulk_create([
        Proposal(call=call, strand=strand, title=f"Proposal {number}", themes=dice.sample(THEMES, dice.randint(1, 4)),
                 state=state, number=number if sent else None, submitted_at=call.opens_at if sent else None, **own)
        for number in range(1, count + 1)
    ])  # fmt: skip
    sides = {one.side: one for one in call.sides.all()}
    TeamMember.objects.bulk_create(
        TeamMember(proposal=row, side=side, role="lead", name=f"Lead {side} {row.title}", discipline="Counting",
                   career="early", email=f"{side}-{call.slug}-{n}@example.org", **own)
        for n, row in enumerate(rows) for side in sides
    )  # fmt: skip
    Answer.objects.bulk_create(
        (Answer(proposal=row, question=one, text=f"{row.title}: " + "words and words. " * 40, **own)
         for row in rows for one in questions), 2000,
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(proposal=row, side=one.side, text="Travel", amount=Decimal(1000), currency=one.currency, **own)
        for row in rows for one in sides.values()
    )  # fmt: skip
    return list(rows)


def links(call: Any, rows: list[Any], *, purpose: str = "lead") -> list[str]:
    """A link of each of these proposals or seats; returns their secrets."""
    from django.utils import timezone  # noqa: PLC0415

    from kizuna.calls.models import Invitation  # noqa: PLC0415
    from kizuna.core.tokens import digest  # noqa: PLC0415
    from kizuna.desk.demo.load import operator  # noqa: PLC0415

    told, by = [secrets.token_urlsafe(32) for _row in rows], operator()
    until = timezone.now() + timedelta(days=30)
    Invitation.objects.bulk_create(
        Invitation(home=call.home, call=call, purpose=purpose, side=getattr(row, "side", "home"), name=str(row)[:200],
                   digest=digest(secret), hint=secret[:6], made_by=by, expires_at=until,
                   **{"proposal" if purpose == "lead" else "seat": row})
        for row, secret in zip(rows, told, strict=True)
    )  # fmt: skip
    return told


def committee(call: Any, count: int) -> list[Any]:
    """So many reviewers, half of them on each side, a chair on each, with some themes."""
    from kizuna.calls.models import Seat  # noqa: PLC0415

    dice = random.Random(count)  # noqa: S311 - as above
    own = {"home": call.home, "visibility": "office", "version": 1, "call": call}
    seats = [
        Seat(side=("home", "partner")[n % 2], role="chair" if n < 2 else "reviewer", name=f"Reviewer {n}",
             email=f"reviewer-{call.slug}-{n}@example.org", themes=dice.sample(THEMES, dice.randint(1, 5)), **own)
        for n in range(count)
    ]  # fmt: skip
    return list(Seat.objects.bulk_create(seats))


def conflicts(call: Any, rows: list[Any], seats: list[Any], count: int) -> None:
    """So many conflicts, confirmed."""
    from kizuna.calls.models import Conflict  # noqa: PLC0415

    dice = random.Random(count)  # noqa: S311 - as above
    pairs = {(dice.randrange(len(rows)), dice.randrange(len(seats))) for _ in range(count)}
    own = {"home": call.home, "visibility": "office", "version": 1, "state": "confirmed"}
    Conflict.objects.bulk_create(Conflict(proposal=rows[row], seat=seats[seat], **own) for row, seat in sorted(pairs))


def reviews(call: Any) -> None:
    """A review that was handed in for each confirmed assignment, with a score by every criterion."""
    from django.utils import timezone  # noqa: PLC0415

    from kizuna.calls.models import Assignment, Review, Score  # noqa: PLC0415

    dice, criteria = random.Random(7), list(call.criteria.all())  # noqa: S311 - as above
    own = {"home": call.home, "visibility": "office", "version": 1}
    given = Assignment.objects.filter(proposal__call=call, state="confirmed")
    rows = Review.objects.bulk_create(
        [Review(proposal_id=one.proposal_id, seat_id=one.seat_id, text="Sound. " * 60, summary="Well done. " * 20,
                handed_in_at=timezone.now(), **own) for one in given], 1000,
    )  # fmt: skip
    Score.objects.bulk_create(
        (Score(review=row, criterion=one, value=Decimal(dice.randint(2, 10)) / 2, **own)
         for row in rows for one in criteria), 2000,
    )  # fmt: skip
