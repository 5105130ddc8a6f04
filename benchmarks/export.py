"""What the static export costs: everything, nothing new, after one edit; for the demonstration and a very large home.

Prints a table and never fails on time. The large home is that of benchmarks/pages.py.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pages

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("run", "files", "written", "seconds", "processor s")


def spent() -> tuple[float, float]:
    """The clock, and the processor time of this process and those it has ended."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter(), mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def edited(home: Any) -> None:
    """A partner plans something else, and whoever answers for it signs."""
    from kizuna.core import records  # noqa: PLC0415 - after Django
    from kizuna.core.models import Account  # noqa: PLC0415
    from kizuna.core.values import Text  # noqa: PLC0415
    from kizuna.desk.actions import release  # noqa: PLC0415
    from kizuna.partners.models import Plan  # noqa: PLC0415

    by = Account.objects.filter(kind=Account.Kind.OPERATOR).first()
    row = Plan.objects.published().filter(home=home, partnership__isnull=False).select_related("partnership").last()
    if row is None or row.partnership is None or by is None:
        raise SystemExit("The home has no plan of a partner.")
    row.text = Text.from_json({"en": f"Planned {time.time_ns()}", "ja": f"計画 {time.time_ns()}"})
    records.save(row, by=by, verb="revised")
    release(home, only=[f"partner/{row.partnership.slug}/{code}" for code in home.languages], by=by)


def measured(size: str) -> Iterator[tuple[Any, ...]]:
    """A row for each run."""
    filled = pages.prepared(size)
    sys.path.insert(0, str(ROOT))
    from kizuna.core.models import Home  # noqa: PLC0415 - after Django
    from kizuna.public.exporting import run  # noqa: PLC0415
    from kizuna.public.exporting.folder import Folder, files_of  # noqa: PLC0415

    def once(name: str, place: Path, edit: Callable[[Any], None] | None = None) -> tuple[Any, ...]:
        home = Home.objects.get(slug=filled["home"])
        if edit is not None:
            edit(home)
        clock, worked = spent()
        with Folder(place) as folder:
            told = run.export(folder, [home], url="https://example.org", live="", tell=lambda _what, _done: None)
        now, done = spent()
        return name, len(files_of(told)), folder.written, f"{now - clock:.1f}", f"{done - worked:.1f}"

    with tempfile.TemporaryDirectory(prefix="kizuna-export-") as place:
        yield once("everything", Path(place))
        yield once("nothing new", Path(place))
        yield once("after one edit", Path(place), edited)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["demo", "large"], default="large")
    parser.add_argument("--folder", help="keeps the database here, to be used again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kizuna-bench-") as place:
        data = str(Path(given.folder or place) / given.size)
        Path(data).mkdir(parents=True, exist_ok=True)
        os.environ["KIZUNA_DATA"] = os.environ["KIZUNA_BENCH_DATA"] = data
        print(f"| {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * (len(COLUMNS) - 1)}")
        for row in measured(given.size):
            print(f"| {' | '.join(str(cell) for cell in row)} |", flush=True)


if __name__ == "__main__":
    main()
