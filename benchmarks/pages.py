"""What each page costs: queries, processor time and bytes; for the demonstration and a home a hundred times as large.

Prints tables and never fails on time. `--write` keeps them in docs/operate/sizes.md.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAPER = ROOT / "docs/operate/sizes.md"
RUNS = 7
SECONDS = 8
MARK = "<!-- tables: make bench-pages ARGS=--write -->"
# The pages, by address below the home's desk or its public pages; {…} is filled from what the database holds.
PAGES = {
    "first page": "/",
    "partners": "/desk/{home}/",
    "partners, page 2": "/desk/{home}/?page=2",
    "partners of a country": "/desk/{home}/?country=DE",
    "partners of a tier, by name": "/desk/{home}/?tier={tier}&sort=name",
    "partner": "/desk/{home}/partners/{partner}/",
    "departments": "/desk/{home}/departments/",
    "department": "/desk/{home}/departments/{unit}/",
    "programme": "/desk/{home}/programme/",
    "phase": "/desk/{home}/phases/1/",
    "people": "/desk/{home}/people/",
    "sources": "/desk/{home}/sources/",
    "source": "/desk/{home}/sources/{source}/",
    "organisations": "/desk/{home}/organisations/",
    "organisation": "/desk/{home}/organisations/{organisation}/",
    "history": "/desk/{home}/history/partners.partnership/{record}/",
    "add": "/desk/{home}/add/",
    "edit a partner": "/desk/{home}/record/partners/partnership/{record}/",
    "lists to take home": "/desk/{home}/export/",
    "rights": "/desk/{home}/rights/",
    "search, one name": "/desk/{home}/search/?q={word}",
    "search, many": "/desk/{home}/search/?q=uni",
    "search, two characters": "/desk/{home}/search/?q=%E6%9D%B1%E4%BA%AC",
    "search, nothing": "/desk/{home}/search/?q=xyzzy",
    "public programme": "/{home}/",
    "public partner": "/{home}/partners/{partner}/",
    "public departments": "/{home}/departments/",
}
COLUMNS = ("status", "queries", "cold ms", "min ms", "median ms", "kB")


def start_django() -> None:
    """Starts Django on the folder of this run."""
    from importlib import import_module  # noqa: PLC0415 - only here

    os.environ.setdefault("KIZUNA_SECRET_KEY", "only for benchmarks")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
    # As a web server does.
    import_module("kizuna.config.wsgi")


def prepared(size: str) -> dict[str, str]:
    """Fills the database where it is empty; returns what the addresses of the pages are made of."""
    start_django()
    from django.core.management import call_command  # noqa: PLC0415 - after Django

    from kizuna.core.models import Account, Home, Source  # noqa: PLC0415
    from kizuna.desk.actions import release  # noqa: PLC0415
    from kizuna.desk.demo.load import load  # noqa: PLC0415
    from kizuna.directory.models import Organisation, Unit  # noqa: PLC0415
    from kizuna.partners.models import Partnership, Tier  # noqa: PLC0415
    from kizuna.publishing.models import Page  # noqa: PLC0415

    if size == "large":
        from synthetic import make  # noqa: PLC0415

        home = make()
    else:
        call_command("migrate", verbosity=0, interactive=False)
        if not Home.objects.exists():
            load()
        home = Home.objects.get(slug="utokyo")
    if not Page.objects.filter(home=home).exists():
        release(home, by=Account.objects.get(kind=Account.Kind.OPERATOR))
    partner = Partnership.objects.filter(home=home, state="active", team__isnull=False).first()
    unit = Unit.objects.filter(teams__partnership=partner).first()
    cited = Source.objects.filter(home=home, citations__isnull=False).first()
    organisation = Organisation.objects.filter(memberships__partnership=partner).first()
    tier = Tier.objects.filter(programme__home=home).order_by("-order").first()
    if not (partner and unit and cited and organisation and tier):
        raise SystemExit("The database lacks a partner, a department, a source or a tier.")
    return {
        "home": home.slug,
        "partner": partner.slug,
        "record": str(partner.uuid),
        "unit": unit.slug,
        "source": cited.slug,
        "organisation": organisation.slug,
        "tier": tier.slug,
        "word": urllib.parse.quote(str(organisation)[:40]),
    }


def client_of(home: str) -> Any:
    """A browser in this process, in which the office of the home is signed in."""
    from django.conf import settings  # noqa: PLC0415 - after Django
    from django.test import Client  # noqa: PLC0415

    from kizuna.core.models import Account  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    client.force_login(Account.objects.get(email=f"office@{home}.example"))
    return client


def measure(filled: dict[str, str]) -> dict[str, list[Any]]:
    """Each page in this process: status, queries, milliseconds cold, least and median warm, kilobytes."""
    from django.db import connection  # noqa: PLC0415 - after Django

    client = client_of(filled["home"])
    told: dict[str, list[Any]] = {}

    def once(address: str) -> tuple[Any, int, float]:
        asked = 0

        def count(execute: Callable[..., Any], *rest: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*rest)

        with connection.execute_wrapper(count):
            began = time.process_time()
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            return (answer.status_code, len(body)), asked, (time.process_time() - began) * 1000

    client.get("/accounts/login/")
    for name, pattern in PAGES.items():
        address = pattern.format(**filled)
        (status, size), _asked, cold = once(address)
        warm = []
        queries = 0
        for _run in range(RUNS):
            gc.collect()
            _answer, queries, spent = once(address)
            warm.append(spent)
        told[name] = [
            status,
            queries,
            round(cold),
            round(min(warm)),
            round(statistics.median(warm)),
            round(size / 1024),
        ]
    return told


def work(filled: dict[str, str], number: int) -> dict[str, int]:
    """For some seconds, one process of reads and of edits that read first; counts what failed."""
    from django.db import OperationalError  # noqa: PLC0415 - after Django

    from kizuna.partners.models import Plan  # noqa: PLC0415

    client = client_of(filled["home"])
    reads = [
        PAGES[name].format(**filled)
        for name in ("partners", "partner", "search, one name", "sources", "public programme")
    ]
    counts = {"requests": 0, "failed": 0, "written": 0}
    end = time.monotonic() + SECONDS
    plans = list(Plan.objects.filter(home__slug=filled["home"]).order_by("pk")[number:60:2])
    turn = 0
    while time.monotonic() < end:
        turn += 1
        try:
            if turn % 2:
                status = client.get(reads[turn // 2 % len(reads)]).status_code
            else:
                address = f"/desk/{filled['home']}/record/partners/plan/{plans[turn // 2 % len(plans)].uuid}/"
                form = client.get(address)
                data = fields_of(form.content.decode())
                data["text_en"] = f"Plan of process {number}, turn {turn}"
                status = client.post(address, data).status_code
                counts["written"] += status == 302
        except OperationalError:
            status = 500
        counts["requests"] += 1
        counts["failed"] += status >= 400
    return counts


def fields_of(html: str) -> dict[str, str]:  # noqa: C901 - one reader, three kinds of field
    """What a browser would send back of the form on a page that changes a record."""
    from html.parser import HTMLParser  # noqa: PLC0415 - only here

    found: dict[str, str] = {}

    class Reader(HTMLParser):
        area = ""
        select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name = given.get("name") or ""
            if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
                found[name] = given.get("value") or ""
            elif tag == "textarea" and name:
                self.area = name
                found[name] = ""
            elif tag == "select":
                self.select = name
            elif tag == "option" and self.select and "selected" in given:
                found[self.select] = given.get("value") or ""

        def handle_data(self, data: str) -> None:
            if self.area:
                found[self.area] += data.strip()

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""
            elif tag == "select":
                self.select = ""

    main = html[html.find("<main") :]
    Reader().feed(main)
    return found


def memory(filled: dict[str, str], folder: str) -> list[int]:
    """Megabytes that each process holds after every page has been visited: the starter's, then the others'."""
    with tempfile.TemporaryFile() as log:
        import socket  # noqa: PLC0415 - only here

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {**os.environ, "KIZUNA_DATA": folder, "KIZUNA_PORT": str(port)}
        command = [Path(sys.executable).parent / "kizuna", "serve"]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            visit(port, filled)
            return [held(server.pid), *sorted((held(pid) for pid in children(server.pid)), reverse=True)]
        finally:
            server.terminate()
            server.wait(timeout=20)


def visit(port: int, filled: dict[str, str]) -> None:
    """Signs in and asks for every page three times."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    root = f"http://127.0.0.1:{port}"
    for _try in range(100):
        with contextlib.suppress(OSError):
            browser.open(root + "/accounts/login/", timeout=5)
            break
        time.sleep(0.2)
    token = next((cookie.value or "" for cookie in jar if cookie.name == "csrftoken"), "")
    form = urllib.parse.urlencode({"role": "office", "home": filled["home"], "csrfmiddlewaretoken": token}).encode()
    enter = urllib.request.Request(root + "/demo/enter/", form, {"Referer": root})  # noqa: S310 - http, built above
    browser.open(enter, timeout=60)
    for _round in range(3):
        for pattern in PAGES.values():
            with contextlib.suppress(urllib.error.HTTPError):
                browser.open(root + pattern.format(**filled), timeout=60).read()


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def held(pid: int) -> int:
    """Megabytes resident in one process, its own share of what it has in common with others."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


def child(size: str, what: str, number: int) -> None:
    """One run in a process of its own; prints its result as JSON."""
    filled = prepared(size)
    sys.path.insert(0, str(ROOT))
    done: Any = filled
    if what == "pages":
        done = measure(filled)
    elif what == "work":
        done = work(filled, number)
    elif what == "memory":
        done = memory(filled, os.environ["KIZUNA_DATA"])
    print("\x1e" + json.dumps(done))


def ask(size: str, database: str, what: str, folder: str) -> Any:
    """Runs this file once more for one size and one database, and reads what it found."""
    return read(begin(size, database, what, folder))


def begin(size: str, database: str, what: str, folder: str, number: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--child", what, "--size", size, "--number", str(number)]
    if database == "postgresql":
        command = [sys.executable, str(ROOT / "tools/with_postgres.py"), *command]
    env = {**os.environ, "KIZUNA_DATA": folder, "KIZUNA_BENCH_DATA": folder, "KIZUNA_SECRET_KEY": "only for benchmarks"}
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def read(run: subprocess.Popen[str]) -> Any:
    out, _err = run.communicate()
    if run.returncode or "\x1e" not in out:
        raise SystemExit(f"A run ended with {run.returncode}.")
    return json.loads(out.rsplit("\x1e", 1)[1])


def tables(sizes: list[str], databases: list[str], place: str) -> Iterator[str]:
    """The tables, in Markdown, one line at a time."""
    for size in sizes:
        folder = f"{place}/{size}"
        Path(folder).mkdir(parents=True, exist_ok=True)
        for database in databases:
            label = "the demonstration" if size == "demo" else "a home a hundred times as large"
            yield f"\n### {'SQLite' if database == 'sqlite' else 'PostgreSQL'}, {label}\n"
            yield f"| page | {' | '.join(COLUMNS)} |"
            yield f"| --- |{' ---: |' * len(COLUMNS)}"
            for name, cells in ask(size, database, "pages", folder).items():
                yield f"| {name} | {' | '.join(str(cell) for cell in cells)} |"
        if "sqlite" in databases:
            starter, server, *others = ask(size, "sqlite", "memory", folder)
            beside = " and ".join(f"{each} MB" for each in others) or "nothing"
            yield f"\nThe process that answers holds {server} MB after every page has been asked for,"
            yield f"the one that starts and watches it {starter} MB, the worker for tasks {beside}."
            runs = [begin(size, "sqlite", "work", folder, number) for number in (0, 1)]
            for number, counts in enumerate([read(run) for run in runs], 1):
                yield (
                    f"Process {number} of two at once on SQLite, {SECONDS} s: {counts['requests']} requests, "
                    f"{counts['written']} edits, {counts['failed']} failed."
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", action="append", choices=["demo", "large"])
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--folder", help="keeps the databases here, to be used again")
    parser.add_argument("--write", action="store_true", help=f"writes the tables into {PAPER.relative_to(ROOT)}")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.size[0], given.child, given.number)
        return
    with tempfile.TemporaryDirectory(prefix="kizuna-bench-") as place:
        lines = []
        for line in tables(
            given.size or ["demo", "large"], given.database or ["sqlite", "postgresql"], given.folder or place
        ):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        before = PAPER.read_text(encoding="utf-8").split(MARK)[0]
        PAPER.write_text(before + MARK + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
