"""A made-up home a hundred times the size of the demonstration's, the same on every machine.

Written in bulk, past the write path, into a scratch database that nobody works in.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    # Never the data folder that somebody works in: a folder named for the purpose, or one of its own.
    named = sys.argv[1] if __name__ == "__main__" and len(sys.argv) > 1 else os.environ.get("KIZUNA_BENCH_DATA", "")
    folder = Path(named or tempfile.mkdtemp(prefix="kizuna-bench-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KIZUNA_DATA"] = str(folder)
    os.environ.setdefault("KIZUNA_SECRET_KEY", "only for benchmarks")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection, models
from invented import COUNTRIES, FIRST, KANA, LAST, SUBJECTS

from kizuna.core.models import Account, Change, Citation, Figure, Home, Installation, Note, Source
from kizuna.core.models.record import Dated
from kizuna.core.values import FuzzyDate, Quantity, Text
from kizuna.desk.demo.accounts import make_accounts
from kizuna.directory.models import (
    HomeOrganisation,
    Identifier,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Unit,
    UnitName,
)
from kizuna.directory.models.organisation import NameKind
from kizuna.partners.models import (
    Chapter,
    Member,
    Outcome,
    Partnership,
    Phase,
    Plan,
    Programme,
    Stage,
    Standing,
    TeamUnit,
    Tier,
)

HOME = "large"
SEED = 20260520
PARTNERSHIPS, INSTITUTIONS, PLACES, UNITS, PEOPLE, HISTORY = 1600, 3000, 10_000, 600, 2000, 100_000
SEEN = date(2026, 1, 1)


def words(en: str, ja: str = "") -> Text:
    return Text.from_json({"en": en, **({"ja": ja} if ja else {})})


def pour(rows: Iterable[models.Model]) -> list[Any]:
    """Saves rows of one kind in bulk, with the columns that saving one by one would have filled."""
    made: list[Any] = list(rows)
    for row in made:
        if isinstance(row, Dated):
            row.bound()
        if hasattr(row, "key"):
            row.clean()
        if hasattr(row, "version") and not isinstance(row, Change):
            row.version = 1
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=2000)
    return made


class Large:
    """The synthetic home while it is made."""

    def __init__(self) -> None:
        self.dice = random.Random(SEED)  # noqa: S311 - made-up names, no secrets
        self.by = Account.objects.create_user("bench@localhost", name="Benchmark", kind=Account.Kind.OPERATOR)
        self.home = Home.objects.create(
            slug=HOME,
            name=words("Large University", "大規模大学"),
            short=words("Large", "大規模"),
            version=1,
            languages=["en", "ja"],
            currency="JPY",
            calendar="jp-april",
            order=1,
        )
        make_accounts(self.home)
        Installation.objects.get_or_create(pk=1, defaults={"demonstration": True})
        self.own = {"home": self.home, "visibility": "public"}
        self.dates = [FuzzyDate.parse(str(year)) for year in range(1985, 2025)]

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def place_name(self) -> str:
        return self.dice.choice(FIRST) + self.dice.choice(LAST)

    def directory(self) -> None:
        """The institutions with names, identifiers and places; the home's own units; people with posts."""
        dice = self.dice
        rows, names, marks = [], [], []
        weights = [one[4] for one in COUNTRIES]
        for number in range(INSTITUTIONS):
            code, lat, lon, spread, _share = dice.choices(COUNTRIES, weights)[0]
            town = self.place_name()
            english = dice.choice(
                ["University of {0}", "{0} University", "{0} Institute of Technology", "Technical University of {0}"]
            )
            en = f"{english.format(town)} {number}"
            ja = "".join(dice.choices(KANA, k=2)) + "大学"
            one = Organisation(
                uuid=self.uuid(),
                slug=f"institution-{number}",
                name=words(en, ja),
                country=code,
                country_basis="stated",
                city=words(town),
                visibility="public",
                latitude=max(-60.0, min(70.0, dice.gauss(lat, spread / 2))),
                longitude=dice.gauss(lon, spread / 2),
            )
            rows.append(one)
            short = "".join(word[0] for word in en.split() if word[0].isalpha()).upper() + str(number)
            kinds = [(en, "en", NameKind.OFFICIAL), (ja, "ja", NameKind.LABEL), (short, "", NameKind.ACRONYM)]
            if number % 3 == 0:
                kinds.append((f"{town} College {number}", "en", NameKind.FORMER))
            names += [
                OrganisationName(
                    uuid=self.uuid(), organisation=one, value=value, language=language, kind=kind, visibility="public"
                )
                for value, language, kind in kinds
            ]
            marks.append(
                Identifier(
                    uuid=self.uuid(),
                    organisation=one,
                    scheme="ror",
                    value=f"https://ror.org/0{number:06d}",
                    visibility="public",
                )
            )
        self.institutions = pour(rows)
        pour(names)
        pour(marks)
        ours = Organisation(
            slug="large-university",
            name=words("Large University", "大規模大学"),
            country="JP",
            latitude=35.71,
            longitude=139.76,
            visibility="public",
            uuid=self.uuid(),
        )
        pour([ours])
        pour([HomeOrganisation(home=self.home, organisation=ours, visibility="public", uuid=self.uuid())])
        # Every hundredth institution is on record twice.
        for number in range(50, INSTITUTIONS, 100):
            self.institutions[number].alias_of = self.institutions[number - 1]
        Organisation.objects.bulk_update(self.institutions[50::100], ["alias_of"])
        self.units = pour(
            Unit(
                uuid=self.uuid(),
                organisation=ours,
                slug=f"unit-{number}",
                kind="graduate-school",
                order=number % 30000,
                abbreviation=f"GS {SUBJECTS[number % len(SUBJECTS)][:4]} {number}",
                listed=number < 60,
                seen=SEEN,
                name=words(f"Graduate School of {SUBJECTS[number % len(SUBJECTS)]} {number}"),
                visibility="public",
            )
            for number in range(UNITS)
        )
        pour(
            UnitName(
                uuid=self.uuid(),
                unit=unit,
                value=f"Former {unit.name.get('en').value}",
                kind=NameKind.FORMER,
                visibility="public",
            )
            for unit in self.units[::3]
        )
        self.people = pour(
            Person(
                uuid=self.uuid(),
                slug=f"person-{number}",
                family=self.place_name(),
                given=dice.choice(FIRST),
                **self.own,
            )
            for number in range(PEOPLE)
        )
        pour(
            Post(
                uuid=self.uuid(),
                person=person,
                title=words("Professor"),
                seen=SEEN,
                unit=dice.choice(self.units),
                **self.own,
            )
            for person in self.people
        )

    def portfolio(self) -> None:
        """The programme with phases and tiers; partnerships with members, standings and teams."""
        dice = self.dice
        (programme,) = pour(
            [Programme(uuid=self.uuid(), slug="programme", name=words("Partnerships of Large University"), **self.own)]
        )
        self.phases = pour(
            Phase(
                uuid=self.uuid(),
                programme=programme,
                order=order,
                name=words(f"Phase {order}"),
                period=FuzzyDate.parse(f"{2010 + 3 * order}/{2012 + 3 * order}"),
                **self.own,
            )
            for order in range(1, 5)
        )
        tiers = pour(
            Tier(uuid=self.uuid(), programme=programme, slug=slug, order=order, name=words(name), tone=tone, **self.own)
            for order, (slug, name, tone) in enumerate(
                [
                    ("primary", "Primary partners", "gold"),
                    ("prospective", "Prospective partners", "teal"),
                    ("wider", "Wider circle", "rose"),
                ],
                1,
            )
        )
        rows, members, standings, stages = [], [], [], []
        left = list(self.institutions)
        for number in range(PARTNERSHIPS):
            group = number % 12 == 5
            count = min(len(left), dice.randint(4, 14) if group else 1)
            who = [left.pop() for _ in range(count)] or [dice.choice(self.institutions)]
            name = f"{self.place_name()} universities {number}" if group else who[0].name.get("en").value
            one = Partnership(
                uuid=self.uuid(),
                slug=f"partner-{number}",
                name=words(name),
                programme=programme,
                group=group,
                state="talks" if number % 40 == 7 else "ended" if number % 40 == 9 else "active",
                since=dice.choice(self.dates),
                **self.own,
            )
            rows.append(one)
            begins = dice.choice(self.dates)
            members += [
                Member(
                    uuid=self.uuid(),
                    partnership=one,
                    organisation=organisation,
                    order=order,
                    begins=begins,
                    seen=None if number % 50 == 3 else SEEN,
                    **self.own,
                )
                for order, organisation in enumerate(who)
            ]
            if number % 10:
                standings.append(
                    Standing(
                        uuid=self.uuid(),
                        partnership=one,
                        tier=tiers[0 if number < 200 else 1 + number % 2],
                        order=number,
                        seen=None if number % 30 == 1 else SEEN,
                        **self.own,
                    )
                )
            if number % 3 == 0:
                stages.append(Stage(uuid=self.uuid(), partnership=one, state=one.state, begins=begins, **self.own))
        self.partnerships = pour(rows)
        pour(members)
        pour(standings)
        pour(stages)
        places = []
        for number in range(PLACES):
            places.append(  # noqa: PERF401 - plainer so
                TeamUnit(
                    uuid=self.uuid(),
                    partnership=self.partnerships[number % (PARTNERSHIPS * 3 // 4)],
                    order=number // PARTNERSHIPS,
                    unit=self.units[(number * 7 + number // (PARTNERSHIPS * 3 // 4)) % UNITS],
                    seen=SEEN,
                    role="coordinating" if number < PARTNERSHIPS // 2 else "member",
                    **self.own,
                )
            )
        self.places = pour(places)

    def story(self) -> None:
        """Outcomes, plans and chapters; a few dozen stand on one partnership, and some on the home as a whole."""
        dice = self.dice

        def about(number: int) -> dict[str, Any]:
            row = None if number % 200 == 0 else self.partnerships[0 if number % 250 == 0 else number % PARTNERSHIPS]
            return {
                "uuid": self.uuid(),
                "partnership": row,
                "phase": dice.choice(self.phases),
                "order": number % 30000,
                **self.own,
            }

        self.outcomes = pour(
            Outcome(text=words(f"Outcome {number}"), when=dice.choice(self.dates), **about(number))
            for number in range(5000)
        )
        pour(Plan(text=words(f"Plan {number}"), **about(number)) for number in range(3000))
        pour(Chapter(text=words(f"Passage {number}"), **about(number)) for number in range(3000))

    def hanging(self) -> None:
        """Sources, citations, notes and figures; one source is cited by thousands."""
        sources = pour(
            Source(
                uuid=self.uuid(),
                slug=f"large-source-{number}",
                kind="page",
                title=words(f"Source {number}"),
                lines=5000,
                **self.own,
            )
            for number in range(400)
        )
        kinds: Sequence[Sequence[Any]] = (self.partnerships, self.places, self.outcomes)
        pour(
            Citation(
                uuid=self.uuid(),
                record=row.uuid,
                record_label=row._meta.label_lower,
                record_title=words(f"{row._meta.model_name} {number}"),
                source=sources[number % 400 if number % 4 else 0],
                lines=[number % 5000 + 1],
                **self.own,
            )
            for kind in kinds
            for number, row in enumerate(kind)
        )
        pour(
            Note(
                uuid=self.uuid(),
                record=row.uuid,
                record_label="partners.partnership",
                record_title=row.name,
                text=words("A remark."),
                **self.own,
            )
            for row in self.partnerships
        )
        pour(
            Figure(
                uuid=self.uuid(),
                record=row.uuid,
                record_label="partners.partnership",
                record_title=row.name,
                measure="students",
                name=words("Students"),
                quantity=Quantity.parse(str(dice)),
                **self.own,
            )
            for dice, row in enumerate(self.partnerships, 1)
        )

    def history(self) -> None:
        """A hundred thousand changes."""
        records: list[Any] = [*self.partnerships, *self.places, *self.outcomes]
        for start in range(0, HISTORY, 20_000):
            pour(
                Change(
                    record=records[number % len(records)].uuid,
                    label=records[number % len(records)]._meta.label_lower,
                    title="A record",
                    home=self.home,
                    visibility="public",
                    verb="revised",
                    by=self.by,
                    version=number // len(records) + 1,
                    batch=self.uuid(),
                    fields={"text": ["before", "after"]},
                )
                for number in range(start, start + 20_000)
            )


def make() -> Home:
    """Makes the tables and the synthetic home, unless they are there; returns the home."""
    call_command("migrate", verbosity=0, interactive=False)
    found = Home.objects.filter(slug=HOME).first()
    if found:
        return found
    large = Large()
    for step in (large.directory, large.portfolio, large.story, large.hanging, large.history):
        step()
    with connection.cursor() as cursor:
        # As a database that has been in use for a while knows itself.
        cursor.execute("ANALYZE")
    return large.home


HOW = f"""A synthetic home: {PARTNERSHIPS} partnerships, {INSTITUTIONS} institutions, {PLACES} team places.

  python benchmarks/synthetic.py FOLDER          makes it on SQLite in FOLDER (a new or a scratch folder)
  KIZUNA_DATA=FOLDER kizuna serve                serves it; sign in as office@{HOME}.example
  python tools/with_postgres.py python benchmarks/pages.py --size large --database postgresql
                                                 makes it on a PostgreSQL that lives as long as the command
In Python: from synthetic import make; make()    (its folder is KIZUNA_BENCH_DATA, or a new one)
"""

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.stdout.write(HOW)
    else:
        sys.stdout.write(f"{make()} is in {Path(os.environ['KIZUNA_DATA'])}.\n")
