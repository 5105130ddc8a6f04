"""What reports cost over 50,000 activities in one home: processor time and questions; and what their PDF costs."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

ACTIVITIES, PARTNERS, UNITS, SERIES, THEMES, PLANS, LINES = 50_000, 500, 300, 2_000, 60, 3_000, 5_000


def pour(rows: Iterable[Any]) -> list[Any]:
    """Puts rows into their table as they are, with the columns that the write path fills."""
    every = list(rows)
    for row in every:
        if hasattr(row, "bound"):
            row.bound()
    return list(type(every[0]).objects.bulk_create(every, batch_size=2000))


def fill() -> Any:
    """One home with everything that reports read."""
    from django.utils import timezone  # noqa: PLC0415 - Django has to be started first

    from kizuna.activities import models as act  # noqa: PLC0415
    from kizuna.core.models import Home  # noqa: PLC0415
    from kizuna.core.values import FuzzyDate, Quantity, Text  # noqa: PLC0415
    from kizuna.core.values.money import Money  # noqa: PLC0415
    from kizuna.directory.models import HomeOrganisation, Organisation, Tag, Theme, Unit  # noqa: PLC0415
    from kizuna.partners.models import Outcome, Partnership, Phase, Plan, Programme  # noqa: PLC0415
    from kizuna.projects.models import Funding  # noqa: PLC0415

    dice, seen = random.Random(4), {"visibility": "staff"}  # noqa: S311 - nothing here is secret

    def words(text: str) -> Text:
        return Text.from_json({"en": text, "ja": f"{text}（和文）"})

    home = Home(slug="large", name=words("Large University"), short=words("Large"), languages=["en", "ja"],
                currency="JPY", calendar="jp-april")  # fmt: skip
    home.save()
    own = {"home": home, **seen}
    us = pour([Organisation(slug="large", name=words("Large University"), visibility="public")])[0]
    pour([HomeOrganisation(home=home, organisation=us, visibility="public")])
    units = pour(Unit(organisation=us, slug=f"u{n}", name=words(f"Department {n}"), kind="department",
                      visibility="public") for n in range(UNITS))  # fmt: skip
    programme = pour([Programme(slug="p", name=words("Programme"), **own)])[0]
    phases = pour(Phase(programme=programme, order=n + 1, name=words(f"Phase {n + 1}"),
                        period=FuzzyDate.parse(f"{2006 + 5 * n}/{2010 + 5 * n}"), **own) for n in range(4))  # fmt: skip
    partners = pour(Partnership(slug=f"p{n}", name=words(f"Partner {n}"), **own) for n in range(PARTNERS))
    themes = pour(Theme(slug=f"t{n}", name=words(f"Theme {n}"), visibility="public") for n in range(THEMES))
    series = pour(act.Series(slug=f"s{n}", title=words(f"Series {n}"), partnership=dice.choice(partners), **own)
                  for n in range(SERIES))  # fmt: skip

    def when() -> FuzzyDate:
        day = date(2006, 1, 1) + timedelta(days=dice.randrange(7300))
        return FuzzyDate(dice.choice([day.isoformat(), day.isoformat(), day.isoformat()[:7], str(day.year), ""]))

    def one(number: int) -> Any:
        of = dice.choice(series) if dice.random() < 0.6 else None
        way = dict.fromkeys(dice.sample(["in_person", "online", "hybrid"], dice.randrange(2)), True)
        return act.Activity(
            title=words(f"Activity {number}"), begins=when(), series=of, kind=dice.choice(act.ActivityKind.values),
            partnership=of.partnership if of else dice.choice(partners), host_side=dice.choice(["home", "partner"]),
            state=dice.choice(["held", "held", "held", "planned", "cancelled", "not-stated"]), **way, **own,
        )  # fmt: skip

    activities = pour(one(number) for number in range(ACTIVITIES))
    pour(act.Body(activity=row, unit=dice.choice(units), **own) for row in activities for _n in range(2))
    pour(act.Body(series=row, unit=dice.choice(units), **own) for row in series)
    sizes = [Quantity(Decimal(10 + n % 390), ("exact", "about")[n % 2]) for n in range(800)]
    pour(act.Headcount(activity=row, quantity=dice.choice(sizes), **own) for row in activities if dice.random() < 0.7)
    label = act.Activity._meta.label_lower
    pour(Tag(theme=dice.choice(themes), record=row.uuid, record_label=label, **own) for row in activities)
    pour(Plan(partnership=dice.choice(partners), phase=dice.choice(phases), text=words(f"Plan {n}"), **own)
         for n in range(PLANS))  # fmt: skip
    pour(Outcome(partnership=dice.choice(partners), phase=dice.choice(phases), text=words(f"Outcome {n}"), **own)
         for n in range(PLANS))  # fmt: skip
    pour(Funding(partnership=dice.choice(partners), begins=FuzzyDate(str(2006 + n % 20)),
                 state=("planned", "secured")[n % 2], amount=Money(Decimal(n), dice.choice(["JPY", "EUR"])), **own)
         for n in range(LINES))  # fmt: skip
    print(f"filled at {timezone.now():%H:%M:%S}")
    return home


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KIZUNA_DATA": folder, "KIZUNA_SECRET_KEY": "only for benchmarks"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
        import_module("kizuna.config.wsgi")
        from django.core.management import call_command  # noqa: PLC0415 - Django has to be started first
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from kizuna.core.models import Account, Membership  # noqa: PLC0415
        from kizuna.core.typeset import pdf  # noqa: PLC0415
        from kizuna.desk.reports import catalogue, shapes  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        home = fill()
        user = Account.objects.create_user("office@large.example", name="Office")
        Membership.objects.create(account=user, home=home, role="office")
        asks: list[dict[str, str]] = [{"year": "2019"}, {"phase": "3"}, {"since": "2000-01-01"}]
        print(f"{'report':<14}{'of':<24}{'CPU ms':>8}{'queries':>9}{'PDF ms':>8}")
        for name in catalogue.REPORTS:
            for ask in asks:
                if name == "phase" and "phase" not in ask:
                    continue
                catalogue.make(name, home, user, date(2026, 1, 1), ask)
                began = time.process_time()
                with CaptureQueriesContext(connection) as counted:
                    made = catalogue.make(name, home, user, date(2026, 1, 1), ask)
                spent = (time.process_time() - began) * 1000
                began = time.process_time()
                pdf("paper", shapes.as_paper(made, timezone.now()), made_at=timezone.now())
                paper = (time.process_time() - began) * 1000
                told = ", ".join(f"{key} {value}" for key, value in ask.items())
                print(f"{name:<14}{told:<24}{spent:>8.0f}{len(counted):>9}{paper:>8.0f}")


if __name__ == "__main__":
    main()
