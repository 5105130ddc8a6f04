"""Write the page of rights, docs/operate/rights.md, from the tables that every policy asks.

`write` writes it; `check` fails when it says anything else than the tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")

import django

django.setup()

from kizuna.desk import rights  # noqa: E402 - Django has to be ready

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operate" / "rights.md"
HEAD = """# Who may do what

Made from the tables `RIGHTS` and `SEES` in the `policy.py` files by `tools/rights_table.py write`; a test compares. The
desk shows the same page to everyone under *Who may do what*.

A record has one of four visibilities, and whoever may not see it is answered as if it did not exist: on pages, in
lists, totals, search, exports, the API and history. Doing is a matter of the role in the home. *Operator* is the
recorded account under which commands act; *registrar* is granted beside a role and keeps what all homes share; *sealed*
is granted to a single membership.
"""
WORDS = {"yes": "yes", "no": "–", "granted": "if granted"}


def table(first: str, rows: list[tuple[str, str, list[str]]]) -> Iterator[str]:
    """A table in Markdown: the thing, what it means, and a column for each role."""
    yield f"| {first} | | {' | '.join(str(label) for label in rights.WHO.values())} |"
    yield "| --- " * (len(rights.WHO) + 2) + "|"
    for name, meaning, marks in rows:
        yield f"| **{name}** | {meaning} | {' | '.join(WORDS[mark] for mark in marks)} |"


def page() -> str:
    """The whole page."""
    lines = [HEAD, "## Who sees a record", ""]
    lines += table("visibility", [(str(level), str(meaning), marks) for level, meaning, marks in rights.sees()])
    for title, found in rights.does():
        lines += ["", f"## {title}", ""]
        lines += table("may", [(line.verb, str(line.to), line.may) for line in found])
    return "\n".join(lines) + "\n"


def main() -> int:
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(page(), "utf-8")
        return 0
    if sys.argv[1:] == ["check"]:
        if PAGE.read_text("utf-8") == page():
            return 0
        print(f"{PAGE.name} says something else than the policies; run “tools/rights_table.py write”.")
        return 1
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
