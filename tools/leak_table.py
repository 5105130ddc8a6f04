"""Write the leak matrix, docs/operate/leaks.md, from what tests/test_leak_table.py asks of every door.

`write` writes it; `check` fails when it says anything else than the tests ask.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")

import django

django.setup()

from django.utils.text import capfirst  # noqa: E402 - Django has to be ready
from django.utils.translation import override  # noqa: E402

from tests import leakage  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operate" / "leaks.md"
HEAD = """# The leak matrix

Made by `tools/leak_table.py write` from what `tests/test_leak_table.py` asks: for every role, every door and every kind
of record, in a home that holds each kind at each visibility, the door shows exactly what the first table says. A test
compares this page with what is asked.

Besides, `tests/test_leaks.py` opens **every address** of the desk, the public site and the lists as files, as every
role, in a home where each text says how it may be seen, and looks for words that should not be there: in pages, totals,
search, compared days, histories, errors and calendars. What one may not see is answered as if it did not exist, byte
for byte. Commands act as the operator or `--as` an account and go through the same querysets. The operator and keys for
programs see nothing that is sealed, whatever is granted to a person.

A row that hangs on another record, or is part of it, is never more open than that record.
"""
TAIL = """– where search does not look for the kind. Themes, tags, contributions, invitations and charges have no list
of their own here; their pages are among the addresses that are opened."""
WHO = {
    "trusted": "office, sealed granted", "office": "office", "coordinator": "coordinator", "reviewer": "reviewer",
    "reader": "reader", "other_office": "office of another home", "nobody": "nobody",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    lines = [HEAD, "## Who sees what", "", "| | of our home | of all homes |", "| --- | --- | --- |"]
    for role, words in WHO.items():
        cells = (", ".join(one for one in leakage.LEVELS if one in table[role]) or "–"
                 for table in (leakage.OWNED, leakage.SHARED))  # fmt: skip
        lines.append(f"| {words} | {' | '.join(cells)} |")
    lines += [
        "",
        "A department's own contributions and invitations are also seen by the coordinators who answer for it.",
        "Whoever is of another home, or of none, reads what is public of ours on the public site.",
        "",
    ]
    lines += ["## At which doors it is asked", "", f"| kind | belongs to | {' | '.join(leakage.DOORS)} |"]
    lines.append("| --- " * (len(leakage.DOORS) + 2) + "|")
    with override("en"):
        for room, name, model, label in leakage.kinds():
            whose = "its home" if leakage.belongs(model) else "all homes"
            asked = " | ".join("✓" if leakage.asks(door, model) else "–" for door in leakage.DOORS)
            lines.append(f"| {capfirst(str(label))} (`{room}/{name}`) | {whose} | {asked} |")
    lines += ["", TAIL]
    return "\n".join(lines) + "\n"


def main() -> int:
    """`write` or `check`."""
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(page(), "utf-8")
        return 0
    if sys.argv[1:] == ["check"]:
        if PAGE.read_text("utf-8") == page():
            return 0
        print(f"{PAGE.name} says something else than the tests ask; run “tools/leak_table.py write”.")
        return 1
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
