"""What the pages of working together cost in a home with very much of it: queries and processor time.

Prints a table and never fails on time. `python benchmarks/together.py` fills a database of its own in a new folder.
Each room has its part: a function that fills, and its pages.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RUNS = 7
ACTIVITIES, SERIES, PARTS = 50_000, 2_000, 20_000
# The busiest partner has an eighth of everything, and a share of the rest: as where 1,600 partners follow Zipf's law.
SHARE = 8


def fill_activities(home: Any, partnerships: list[Any], units: list[Any]) -> None:
    """50,000 activities in 2,000 series over 25 years, an eighth with the busiest partner, and who took part."""
    from kizuna.activities.models import Activity, Body, Headcount, Series  # noqa: PLC0415 - after Django
    from kizuna.core.values import FuzzyDate, Quantity, Text  # noqa: PLC0415

    own = {"home": home, "visibility": "staff", "version": 1}
    series = [
        Series(slug=f"bench-{n}", title=Text({"en": f"Series {n}"}), rhythm="annual", host_pattern="alternates",
               partnership=partnerships[0 if n % SHARE == 0 else n % len(partnerships)], **own)
        for n in range(SERIES)
    ]  # fmt: skip
    for one in series:
        one.clean()
    Series.objects.bulk_create(series, 1000)
    rows = []
    for n in range(ACTIVITIES):
        of = series[n % SERIES]
        day = date(2000, 1, 1) + timedelta(days=(n * 37) % 9000)
        row = Activity(series=of, partnership=of.partnership, edition=n // SERIES + 1,
                       begins=FuzzyDate(day.isoformat()),
                       kind="symposium", state="held", online=n % 4 == 0, title=Text({"en": f"Symposium {n}"}),
                       host_side=("home", "partner")[n // SERIES % 2], **own)  # fmt: skip
        row.bound()
        row.clean()
        rows.append(row)
    Activity.objects.bulk_create(rows, 1000)
    Body.objects.bulk_create([Body(activity=rows[n], unit=units[n % len(units)], **own) for n in range(PARTS)], 1000)
    Headcount.objects.bulk_create(
        [Headcount(activity=rows[n], quantity=Quantity.parse("120 students"), **own) for n in range(PARTS)], 1000
    )


ACTIVITY_PAGES = {
    "activities": "activities/",
    "activities, page 900": "activities/?page=900",
    "activities of a year, online": "activities/?year=2019&format=online",
    "activities of a partner": "activities/?partner={busiest}",
    "activities, words": "activities/?q=symposium+4711",
    "one activity": "activities/{activity}/",
    "series": "series/",
    "one series": "series/bench-0/",
}
AGREEMENTS, PROJECTS, FUNDS = 20_000, 5_000, 10_000


def fill_agreements(home: Any, partnerships: list[Any], units: list[Any]) -> None:
    """20,000 agreements over forty years, in trees of four, an eighth and more of them with the busiest partner."""
    from kizuna.agreements.models import Agreement, Party  # noqa: PLC0415
    from kizuna.core.values import FuzzyDate, Text  # noqa: PLC0415

    own = {"home": home, "visibility": "staff", "version": 1}
    kinds, renewals = Agreement.Kind.values, Agreement.Renewal.values
    rows = []
    for n in range(AGREEMENTS):
        begins = date(1990, 1, 1) + timedelta(days=(n * 37) % 14000)
        ends = begins + timedelta(days=1826)
        row = Agreement(partnership=partnerships[0 if n % SHARE == 0 else n % len(partnerships)],
                        kind=kinds[n % len(kinds)], level=("university", "department")[n % 2],
                        title=Text({"en": f"Agreement {n}"}),
                        begins=FuzzyDate(begins.isoformat()), renewal=renewals[n % len(renewals)], renewal_months=60,
                        ends=FuzzyDate(ends.isoformat() if n % 5 else ""), expiry_basis="stated", **own)  # fmt: skip
        row.clean()
        row.bound()
        rows.append(row)
    Agreement.objects.bulk_create(rows, 1000)
    for n, row in enumerate(rows):
        row.parent = rows[n - n % 4] if n % 4 else None
    Agreement.objects.bulk_update(rows, ["parent"], 1000)
    us = units[0].organisation
    Party.objects.bulk_create(
        [Party(agreement=row, organisation=us, unit=units[n % len(units)], side="home", **own)
         for n, row in enumerate(rows)], 1000
    )  # fmt: skip


def fill_projects(home: Any, partnerships: list[Any], units: list[Any]) -> None:
    """5,000 projects with a department each, and 10,000 lines of money in three currencies."""
    from kizuna.core.values import FuzzyDate, Money, Text  # noqa: PLC0415
    from kizuna.projects.models import Funding, Project, ProjectUnit  # noqa: PLC0415

    own = {"home": home, "visibility": "staff", "version": 1}
    states, rows = Project.State.values, []
    for n in range(PROJECTS):
        begins = date(2000, 1, 1) + timedelta(days=(n * 37) % 9000)
        row = Project(partnership=partnerships[0 if n % SHARE == 0 else n % len(partnerships)], kind="research",
                      state=states[n % len(states)], title=Text({"en": f"Project {n}"}),
                      begins=FuzzyDate(begins.isoformat()), **own)  # fmt: skip
        row.clean()
        row.bound()
        rows.append(row)
    Project.objects.bulk_create(rows, 1000)
    ProjectUnit.objects.bulk_create(
        [ProjectUnit(project=row, unit=units[n % len(units)], side="home", **own) for n, row in enumerate(rows)], 1000
    )
    stages = Funding.State.values
    Funding.objects.bulk_create(
        [Funding(project=rows[n % PROJECTS], state=stages[n % len(stages)], kind="external", side="third",
                 amount=Money.parse(f"{('JPY', 'EUR', 'USD')[n % 3]} {n % 97 + 1}000"), **own)
         for n in range(FUNDS)], 1000
    )  # fmt: skip


AGREEMENT_PAGES = {
    "agreements": "agreements/",
    "agreements, page 300": "agreements/?page=300",
    "agreements, expiring": "agreements/?standing=expiring",
    "agreements of a partner": "agreements/?partner={busiest}",
    "agreements, words": "agreements/?q=agreement+4711",
    "one agreement": "agreements/{agreement}/",
    "projects": "projects/",
    "projects, running": "projects/?state=running",
    "money": "money/",
    "money of a partner": "money/?partner={busiest}",
}
STAYS = 200_000


def fill_stays(home: Any, partnerships: list[Any], units: list[Any]) -> None:
    """200,000 stays of students and others over twenty years, an eighth and more of them with the busiest partner."""
    from kizuna.core.values import FuzzyDate  # noqa: PLC0415
    from kizuna.mobility.models import Stay  # noqa: PLC0415

    own = {"home": home, "visibility": "staff", "version": 1}
    who, mode = Stay.Who.values, ("exchange", "not-stated")
    for first in range(0, STAYS, 20_000):
        rows = []
        for n in range(first, first + 20_000):
            begins = date(2006, 4, 1) + timedelta(days=(n * 37) % 7300)
            row = Stay(partnership=partnerships[0 if n % SHARE == 0 else n % len(partnerships)],
                       direction=("out", "in")[n % 2],
                       category=who[n % len(who)], mode=mode[n % 7 == 0], unit=units[n % len(units)],
                       begins=FuzzyDate(begins.isoformat()),
                       ends=FuzzyDate((begins + timedelta(days=30 + n % 330)).isoformat()), **own)  # fmt: skip
            row.clean()
            row.bound()
            rows.append(row)
        Stay.objects.bulk_create(rows, 1000)


STAY_PAGES = {
    "mobility": "mobility/",
    "stays": "mobility/stays/",
    "stays, page 3000": "mobility/stays/?page=3000",
    "flows of a partner": "mobility/partners/{busiest}/",
    "balance of a partner": "mobility/partners/{busiest}/balance/",
    "balances of all": "mobility/balance/",
    "partner page": "partners/{busiest}/",
    "timeline": "partners/{busiest}/timeline/",
}
FILLS = [fill_agreements, fill_projects, fill_activities, fill_stays]
PAGES = [AGREEMENT_PAGES, ACTIVITY_PAGES, STAY_PAGES]


def main() -> None:
    """Fills a database of its own, asks for each page several times, and prints what that cost."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KIZUNA_DATA"] = folder
        os.environ.setdefault("KIZUNA_SECRET_KEY", "only for benchmarks")
        os.environ["DJANGO_SETTINGS_MODULE"] = "kizuna.config.settings"
        import_module("kizuna.config.wsgi")
        measure(*prepared())


def prepared() -> tuple[Any, dict[str, str]]:
    """The demonstration, and in Example University what the rooms fill in; returns a client and what addresses name."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from kizuna.activities.models import Activity  # noqa: PLC0415
    from kizuna.agreements.models import Agreement  # noqa: PLC0415
    from kizuna.core.models import Account, Home  # noqa: PLC0415
    from kizuna.core.tasks import weigh  # noqa: PLC0415
    from kizuna.desk.demo.load import load  # noqa: PLC0415
    from kizuna.directory.models import Unit  # noqa: PLC0415
    from kizuna.partners.models import Partnership  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    load()
    home = Home.objects.get(slug="example")
    partnerships = list(Partnership.objects.filter(home=home).order_by("pk"))
    units = list(Unit.objects.filter(organisation__home_of__home=home))
    for fill in FILLS:
        fill(home, partnerships, units)
    # As the worker does once a day.
    weigh()
    client = Client()
    client.force_login(Account.objects.filter(memberships__home=home, memberships__role="office").first())
    activity = Activity.objects.filter(home=home, series__slug="bench-0").first()
    agreement = Agreement.objects.filter(home=home, parent=None, key__startswith="agreement").order_by("pk").last()
    return client, {
        "busiest": partnerships[0].slug,
        "activity": str(activity.uuid if activity else ""),
        "agreement": str(agreement.uuid if agreement else ""),
    }


def measure(client: Any, names: dict[str, str]) -> None:
    """Each page several times: its questions to the database, and the processor time.

    The first time nothing is remembered, as after a write; the median is of the times after it.
    """
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kizuna.core.models import Installation  # noqa: PLC0415

    for pages in PAGES:
        # Templates are read and compiled once.
        for path in pages.values():
            client.get("/desk/example/" + path.format(**names))
    print(f"{'page':<34} {'status':>6} {'queries':>7} {'first ms':>8} {'median ms':>9}")
    for pages in PAGES:
        for name, path in pages.items():
            address = "/desk/example/" + path.format(**names)
            # Whatever was remembered is not true any more.
            Installation.objects.update(demonstration=True)
            first = time.process_time()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            first = (time.process_time() - first) * 1000
            # The next request empties the log.
            asked, spent = len(queries), []
            for _run in range(RUNS):
                start = time.process_time()
                client.get(address)
                spent.append((time.process_time() - start) * 1000)
            print(f"{name:<34} {answer.status_code:>6} {asked:>7} {first:>8.1f} {statistics.median(spent):>9.1f}")


if __name__ == "__main__":
    main()
