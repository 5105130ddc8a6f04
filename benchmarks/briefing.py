"""What a briefing costs: from Enter in the search box to its page, over a home a hundred times as large; and its PDF.

Prints tables and never fails on time.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pages import client_of, start_django
from papers import resident

BOOKS = 200
VISITS, MEETINGS, PROMISES, AGREEMENTS, PROJECTS, ACTIVITIES, FIGURES = 5000, 20_000, 10_000, 4000, 8000, 20_000, 4000
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = date(2026, 11, 21)
COLD = """
import json
import sys
import time
from datetime import UTC, datetime

data = json.load(sys.stdin)
began = time.perf_counter()
from kizuna.core import typeset
typeset.pdf("briefing", data, made_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
print((time.perf_counter() - began) * 1000)
"""


def fill() -> Any:
    """The home of the page benchmark, with everything that a briefing reads of each partner."""
    from django.db import connection  # noqa: PLC0415 - Django has to be started first
    from synthetic import make, pour, words  # noqa: PLC0415

    from kizuna.activities.models import Activity, Series  # noqa: PLC0415
    from kizuna.agreements.models import Agreement  # noqa: PLC0415
    from kizuna.core.models import Figure, Note  # noqa: PLC0415
    from kizuna.core.values import FuzzyDate, Quantity  # noqa: PLC0415
    from kizuna.directory.models import Person  # noqa: PLC0415
    from kizuna.partners.models import Partnership  # noqa: PLC0415
    from kizuna.projects.models import Project  # noqa: PLC0415
    from kizuna.visits import models as visits  # noqa: PLC0415

    home = make()
    dice, own = random.Random(5), {"home": home, "visibility": "staff"}  # noqa: S311 - nothing here is secret
    partners = list(Partnership.objects.filter(home=home).order_by("pk"))
    people = list(Person.objects.filter(home=home).order_by("pk")[:2000])
    behind = {one.pk: list(one.members.values_list("organisation", flat=True)[:1]) for one in partners[:500]}

    def day() -> FuzzyDate:
        return FuzzyDate((date(2006, 1, 1) + timedelta(days=dice.randrange(8000))).isoformat())

    def whose(number: int) -> Partnership:
        # Every tenth is of one partner, who has the most of all.
        found: Partnership = partners[0] if number % 10 == 0 else dice.choice(partners)
        return found

    some = pour(visits.Visit(slug=f"visit-{n}", title=words(f"Visit {n}"), partnership=whose(n), begins=day(), **own)
                for n in range(VISITS))  # fmt: skip
    met = pour(
        visits.Meeting(visit=(visit := dice.choice(some)), partnership=visit.partnership, begins=visit.begins,
                       organisation_id=next(iter(behind.get(visit.partnership_id, [])), None), state="held",
                       topics=words(f"Topic {n}"), said=words(f"What was said {n}"), **own)
        for n in range(MEETINGS)
    )  # fmt: skip
    pour(visits.Participant(meeting=row, person=dice.choice(people), post=words("Rector"), **own) for row in met)
    pour(visits.Commitment(partnership=whose(n), meeting=dice.choice(met), text=words(f"Promise {n}"), due=day(), **own)
         for n in range(PROMISES))  # fmt: skip
    pour(Agreement(partnership=whose(n), title=words(f"Agreement {n}"), begins=day(), **own) for n in range(AGREEMENTS))
    pour(Project(partnership=whose(n), title=words(f"Project {n}"), begins=day(), **own) for n in range(PROJECTS))
    series = pour(Series(slug=f"series-{n}", title=words(f"Series {n}"), partnership=whose(n), **own)
                  for n in range(1000))  # fmt: skip
    pour(Activity(partnership=whose(n), title=words(f"Activity {n}"), begins=day(), state="held",
                  series=dice.choice(series) if n % 3 else None, **own) for n in range(ACTIVITIES))  # fmt: skip
    label = Partnership._meta.label_lower
    pour(Figure(record=(row := whose(n)).uuid, record_label=label, record_title=row.name, measure=f"m{n % 40}",
                name=words(f"Figure {n}"), quantity=Quantity.parse(str(n)), as_of=day(), **own)
         for n in range(FIGURES))  # fmt: skip
    pour(Note(record=(row := whose(n)).uuid, record_label=label, record_title=row.name, text=words(f"Note {n}"), **own)
         for n in range(FIGURES))  # fmt: skip
    with connection.cursor() as cursor:
        # As a database that has been in use for a while knows itself.
        cursor.execute("ANALYZE")
    return home, [partners[0], *partners[5 : 5 + BOOKS - 1]]


def asked(client: Any, address: str) -> tuple[int, float, int]:
    """Queries, milliseconds of processor time and kilobytes of one request."""
    from django.db import connection  # noqa: PLC0415 - after Django

    queries = 0

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*rest)

    gc.collect()
    with connection.execute_wrapper(count):
        began = time.process_time()
        answer = client.get(address)
        spent = (time.process_time() - began) * 1000
    if answer.status_code != 200 or b"briefing-hero" not in answer.content:
        raise SystemExit(f"{address} is no briefing: {answer.status_code}")
    return queries, spent, len(answer.content) // 1024


def pages(home: Any, partners: list[Any]) -> None:
    """From Enter to the page: for the first time, which is as after any change, and again."""
    client = client_of(home.slug)
    client.get("/accounts/login/")

    def enter(row: Any) -> tuple[int, float, int]:
        return asked(client, f"/desk/{home.slug}/search/?q={quote(str(row.name.get('en').value))}")

    enter(partners[1])
    print(f"{'Enter on the name of':<34}{'queries':>8}{'first ms':>10}{'again ms':>10}{'kB':>6}")
    for label, rows in (("a partner (median of nine)", partners[2:11]), ("the one with a tenth of all", partners[:1])):
        first, again = [enter(row) for row in rows], [enter(row) for row in rows]
        spent = [statistics.median(one[1] for one in some) for some in (first, again)]
        print(f"{label:<34}{first[0][0]:>8}{spent[0]:>10.0f}{spent[1]:>10.0f}{first[0][2]:>6}")


def papers(home: Any, partners: list[Any]) -> None:
    """The PDF: the first in a fresh process, further ones, and memory over two hundred different books."""
    from kizuna.core import typeset  # noqa: PLC0415 - after Django
    from kizuna.core.models import Account  # noqa: PLC0415
    from kizuna.desk.briefing import catalogue, shapes  # noqa: PLC0415

    office = Account.objects.get(email=f"office@{home.slug}.example")
    book = catalogue.make("partner", partners[0].slug, home, office, DAY)
    data = shapes.as_paper(book, NOON)
    given = json.dumps(data)
    cold = [float(subprocess.check_output([sys.executable, "-c", COLD], input=given, text=True)) for _run in range(3)]
    taken, held = [], {}
    for number, row in enumerate(partners):
        book = catalogue.make("partner", row.slug, home, office, DAY)
        began = time.perf_counter()
        typeset.pdf("briefing", shapes.as_paper(book, NOON), made_at=NOON)
        taken.append((time.perf_counter() - began) * 1000)
        if number + 1 in (1, 20, BOOKS // 2, len(partners)):
            held[number + 1] = resident()
    print(f"PDF, first in a process {min(cold):6.0f} ms (of three: {', '.join(f'{one:.0f}' for one in cold)})")
    usual, most = statistics.median(taken[1:]), max(taken[1:])
    print(f"PDF, median of {len(taken) - 1} further ones {usual:6.0f} ms, slowest {most:.0f} ms")
    for number, megabytes in held.items():
        print(f"after {number:>3} different books {megabytes:6.0f} MB resident")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="keep the database in this folder, and fill it only once")
    chosen = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        data = chosen or Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        os.environ |= {"KIZUNA_DATA": str(data), "KIZUNA_SECRET_KEY": "only for benchmarks"}
        kept = (data / "filled").exists()
        start_django()
        from kizuna.core.models import Home  # noqa: PLC0415 - after Django
        from kizuna.partners.models import Partnership  # noqa: PLC0415

        if kept:
            home = Home.objects.get(slug=(data / "filled").read_text("utf-8"))
            rows = list(Partnership.objects.filter(home=home).order_by("pk"))
            partners = [rows[0], *rows[5 : 5 + BOOKS - 1]]
        else:
            home, partners = fill()
            (data / "filled").write_text(home.slug, "utf-8")
        pages(home, partners)
        papers(home, partners)


if __name__ == "__main__":
    main()
