"""500 leads submit in the last minute before a deadline, some a moment too late, through the page and its web server.

Prints a table: none may be lost, none counted twice, none accepted late. `python benchmarks/callrush.py [sqlite]
[postgresql]` runs each with a database of its own in a new folder; PostgreSQL comes from its wheel.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from manycalls import ROOT, a_call, links, proposals, start_django
from pages import fields_of

PATIENCE = 300.0  # seconds that a lead waits for an answer


class Lead:
    """One lead in a browser: reads the page, and at one moment presses the button."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.path = port, f"/call/example/{secret}/"
        self.data: dict[str, str] = {}
        self.cookie = ""
        self.status, self.sent, self.took, self.said = 0, 0.0, 0.0, ""

    def _ask(self, method: str, body: str | None = None) -> http.client.HTTPResponse:
        root = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": self.cookie, "Referer": root + self.path, "Origin": root}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        asked.request(method, self.path, body, headers)
        return asked.getresponse()

    def read(self) -> None:
        """Opens the page and keeps what a browser would send back."""
        answer = self._ask("GET")
        html = answer.read().decode()
        jar = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in jar.items())
        # The page has other forms too, such as that for a file.
        own = html[html.index('id="proposal"') :].partition("</form>")[0]
        self.data = {**fields_of(f"<main><form {own}</form>"), "submit": "1"}

    def press(self, moment: float, *, twice: bool) -> None:
        """Submits at that moment; some press the button twice, as impatient people do."""
        time.sleep(max(0.0, moment - time.time()))
        if twice:
            threading.Thread(target=self._send, daemon=True).start()
        self.sent = time.time()
        begun = time.perf_counter()
        self.status, self.said = self._send()
        self.took = time.perf_counter() - begun

    def _send(self) -> tuple[int, str]:
        try:
            answer = self._ask("POST", urllib.parse.urlencode(self.data))
            return answer.status, answer.read().decode(errors="replace")
        except OSError as problem:
            return 0, str(problem)


def serve(folder: str) -> tuple[subprocess.Popen[bytes], int]:
    """Starts Kizuna as an operator does, and waits until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "KIZUNA_DATA": folder, "KIZUNA_PORT": str(port), "KIZUNA_HOSTS": "127.0.0.1"}
    log = (Path(folder) / "server.log").open("wb")
    server = subprocess.Popen(
        [Path(sys.executable).parent / "kizuna", "serve"], cwd=ROOT, env=env, stdout=log, stderr=log
    )
    for _try in range(1500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.2)
    server.kill()
    raise SystemExit((Path(folder) / "server.log").read_text())


def rush(count: int, seconds: int, folder: str) -> dict[str, Any]:
    """Fills the database, lets all leads read their page, and lets them submit; returns what came of it."""
    start_django()
    from kizuna.calls.models import Call, Proposal  # noqa: PLC0415 - after Django
    from kizuna.core.models import Change  # noqa: PLC0415

    call = a_call("rush")
    rows = proposals(call, count)
    server, port = serve(folder)
    try:
        leads = [Lead(port, secret) for secret in links(call, rows)]
        for one in leads:
            one.read()
        begins, dice = time.time() + 3, random.Random(count)  # noqa: S311 - a case to measure, no secret
        ends = begins + seconds
        Call.objects.filter(pk=call.pk).update(closes_at=datetime.fromtimestamp(ends, UTC))
        # Most come at the very end, and one in twenty a moment after it.
        moments = [
            ends + dice.uniform(0.5, 5) if n % 20 == 19 else ends - seconds * dice.random() ** 2
            for n in range(len(leads))
        ]
        presses = [
            threading.Thread(target=one.press, args=(moment,), kwargs={"twice": n % 25 == 0})
            for n, (one, moment) in enumerate(zip(leads, moments, strict=True))
        ]
        for one in presses:
            one.start()
        for one in presses:
            one.join()
        time.sleep(2)
    finally:
        server.terminate()
        server.wait(timeout=30)
    found = {one.pk: one for one in Proposal.objects.filter(call=call)}
    history = list(Change.objects.filter(record__in=[row.uuid for row in rows], verb="submitted"))
    told = [(one, found[row.pk], moment) for one, row, moment in zip(leads, rows, moments, strict=True)]
    numbers = sorted(one.number for one in found.values() if one.number)
    spans = sorted(one.took for one in leads)
    closes = datetime.fromtimestamp(ends, UTC)
    kept = [(one, row, moment) for one, row, moment in told if row.number]
    return {
        "sent in time": sum(moment < ends for moment in moments),
        "accepted": len(kept),
        "told so, not on record": sum(one.status == 302 and row.number is None for one, row, _moment in told),
        "twice": len(history) - len(numbers),
        "numbers without gap": numbers == list(range(1, len(numbers) + 1)),
        "accepted late": sum(row.submitted_at > closes or one.sent > ends + 1 for one, row, _moment in kept),
        "in time, refused": sum(row.number is None and moment < ends - 0.1 for _one, row, moment in told),
        "no answer": sum(one.status not in (302, 422, 409) for one in leads),
        "statuses": {str(code): sum(one.status == code for one in leads) for code in {one.status for one in leads}},
        "last seen after the end, s": round(max(moment + one.took for one, _row, moment in told) - ends, 1),
        "p50 ms": round(statistics.median(spans) * 1000),
        "p99 ms": round(spans[int(len(spans) * 0.99)] * 1000),
        "longest ms": round(spans[-1] * 1000),
    }


def main() -> None:
    """Runs the rush on each database, each in a process of its own, and prints one column for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--child", default="")
    given = parser.parse_args()
    if given.child:
        print("\x1e" + json.dumps(rush(given.count, given.seconds, given.child)))
        return
    columns = {}
    for database in given.databases:
        with tempfile.TemporaryDirectory(prefix="kizuna-bench-") as place:
            command = [sys.executable, __file__, "--child", place, "--count", str(given.count)]
            command += ["--seconds", str(given.seconds)]
            if database == "postgresql":
                command = [sys.executable, str(ROOT / "tools/with_postgres.py"), *command]
            env = {**os.environ, "KIZUNA_DATA": place, "KIZUNA_SECRET_KEY": "only for benchmarks"}
            run = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
            if run.returncode:
                raise SystemExit(f"The run with {database} ended with {run.returncode}.")
            columns[database] = json.loads(run.stdout.rsplit("\x1e", 1)[1])
    print(f"{given.count} submissions in the last {given.seconds} seconds")
    print(f"{'':<28}" + "".join(f"{name:>24}" for name in columns))
    for line in next(iter(columns.values())):
        print(f"{line:<28}" + "".join(f"{column[line]!s:>24}" for column in columns.values()))


if __name__ == "__main__":
    main()
