"""What the pages of a call cost with 1,000 proposals and 200 reviewers, three reviews each: queries, processor time.

Prints a table and never fails on time. `python benchmarks/callpages.py` fills a database of its own in a new folder.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from typing import Any

from manycalls import a_call, committee, conflicts, links, proposals, reviews, start_django

PROPOSALS, READERS, CONFLICTS, RUNS = 1000, 200, 4000, 5
OFFICE = {
    "list of calls": "calls/",
    "begin a call": "calls/new/",
    "one call": "calls/{call}/",
    "rules": "calls/{call}/rules/",
    "committee": "calls/{call}/committee/",
    "proposals": "calls/{call}/proposals/",
    "proposals, page 9": "calls/{call}/proposals/?page=9",
    "one proposal": "calls/{call}/proposals/{proposal}/",
    "ranking": "calls/{call}/ranking/",
    "ranking, our scores": "calls/{call}/ranking/?by=home",
    "partner": "partners/north/",
}
LINKS = {
    "lead": "/call/example/{lead}/",
    "reviewer, what was given": "/call/example/{reviewer}/",
    "reviewer, one proposal": "/call/example/{reviewer}/{given}/",
    "chair, minutes": "/call/example/{chair}/",
    "partner’s office": "/call/example/{dossier}/",
    "partner’s office, proposals": "/call/example/{dossier}/proposals/",
    "partner’s office, ranking": "/call/example/{dossier}/ranking/",
    "partner’s office, one proposal": "/call/example/{dossier}/{proposal}/",
    "public list": "/example/calls/",
    "public call": "/example/calls/snow-and-forms-2/",
}


def fill() -> dict[str, str]:
    """One closed call with everything judged; returns what addresses are made of. Prints what its actions took."""
    from django.utils import timezone  # noqa: PLC0415 - after Django

    from kizuna.calls import actions  # noqa: PLC0415
    from kizuna.calls.models import Assignment, Call, Proposal, Seat  # noqa: PLC0415
    from kizuna.desk.demo.load import operator  # noqa: PLC0415

    call, by = a_call("many"), operator()
    rows = proposals(call, PROPOSALS, state="submitted")
    seats = committee(call, READERS)
    conflicts(call, rows, seats, CONFLICTS)
    call.reviews_each, call.closes_at = 3, timezone.now()
    Call.objects.filter(pk=call.pk).update(reviews_each=3, closes_at=call.closes_at)
    for name in ("detect", "assign", "confirm"):
        begun = time.perf_counter()
        getattr(actions, name)(call, by=by)
        print(f"{name}: {time.perf_counter() - begun:.1f} s")
    reviews(call)
    desk = Seat.objects.create(home=call.home, call=call, side="partner", role="office", name="Desk", version=1,
                               email="desk-of-many@example.org", visibility="office")  # fmt: skip
    given = Assignment.objects.filter(seat=seats[2]).select_related("proposal").first()
    draft = Proposal.objects.filter(call__slug="snow-and-forms-2", state="draft").select_related("call__home").first()
    assert given is not None  # noqa: S101 - every reviewer was given something
    assert draft is not None  # noqa: S101 - of the demonstration
    reviewer, chair = links(call, [seats[2], seats[1]], purpose="review")
    return {
        "call": call.slug, "proposal": str(rows[0].uuid), "given": str(given.proposal.uuid), "reviewer": reviewer,
        "chair": chair, "dossier": links(call, [desk], purpose="dossier")[0], "lead": links(draft.call, [draft])[0],
    }  # fmt: skip


def measure(client: Any, guest: Any, names: dict[str, str]) -> None:
    """Each page several times: its questions to the database, its size, and the processor time."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kizuna.core.models import Installation  # noqa: PLC0415

    pages = [(name, client, "/desk/example/" + path) for name, path in OFFICE.items()]
    pages += [(name, guest, path) for name, path in LINKS.items()]
    print(f"{'page':<34} {'status':>6} {'queries':>7} {'first ms':>8} {'median ms':>9} {'kB':>6}")
    for name, who, path in pages:
        address = path.format(**names)
        # Templates are read and compiled once; whatever was remembered is not true any more.
        who.get(address)
        Installation.objects.update(demonstration=True)
        first = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = who.get(address)
        first, asked, spent = (time.process_time() - first) * 1000, len(queries), []
        for _run in range(RUNS):
            start = time.process_time()
            who.get(address)
            spent.append((time.process_time() - start) * 1000)
        size = len(answer.content) / 1024
        print(
            f"{name:<34} {answer.status_code:>6} {asked:>7} {first:>8.1f} {statistics.median(spent):>9.1f} {size:>6.0f}"
        )


def main() -> None:
    """Fills a new database and prints the table."""
    with tempfile.TemporaryDirectory(prefix="kizuna-bench-") as place:
        os.environ["KIZUNA_DATA"] = place
        start_django()
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from kizuna.core.models import Account  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["*"]
        names = fill()
        client = Client()
        client.force_login(Account.objects.get(email="office@example.example"))
        measure(client, Client(), names)


if __name__ == "__main__":
    main()
