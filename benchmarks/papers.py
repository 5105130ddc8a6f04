"""What setting papers costs: the first in a process, further ones, and memory over two hundred different papers."""

from __future__ import annotations

import resource
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kizuna.core import typeset

PAPERS = 200
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def paper(number: int) -> dict[str, Any]:
    """A report of about three pages; no two are alike."""
    heads = [{"label": "Partner"}, *({"label": label, "number": True} for label in ("Held", "Planned", "All"))]
    rows = [
        [{"text": f"Partner {number}-{row} との共同活動", "cites": [row % 9 + 1], "small": "about 100"}, "3", "1", "4"]
        for row in range(60)
    ]
    bars = [
        {"label": str(year), "pieces": [{"tone": "brand", "value": (year * number) % 9 + 1}]} for year in range(12, 26)
    ]
    return {
        "lang": ("en", "ja")[number % 2], "home": "A university", "title": f"Activities of AY{2000 + number}",
        "made": "Made today", "facts": [{"big": str(number), "label": "activities"}], "words": {"sources": "Sources"},
        "parts": [
            {"kind": "table", "title": "By partner", "heads": heads, "rows": rows, "foot": ["All", "180", "60", "240"]},
            {"kind": "chart", "title": "By year", "alt": "bars", "bars": bars,
             "legend": [{"tone": "brand", "label": "held"}]},
            {"kind": "list", "title": "Not dated", "apart": True, "rows": [f"A lecture {n}" for n in range(20)]},
        ],
        "sources": [{"number": str(n), "title": f"Page {n}", "place": "lines 3–4"} for n in range(1, 10)],
    }  # fmt: skip


def resident() -> float:
    """Megabytes held now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Prints the table."""
    taken, held = [], {}
    for number in range(PAPERS):
        began = time.perf_counter()
        made = typeset.pdf("paper", paper(number), made_at=NOON)
        taken.append((time.perf_counter() - began) * 1000)
        if number in (0, 19, PAPERS // 2 - 1, PAPERS - 1):
            held[number + 1] = (resident(), len(made) // 1000)
    print(f"first paper {taken[0]:6.0f} ms")
    print(
        f"median of {PAPERS - 1} further ones {statistics.median(taken[1:]):6.0f} ms, slowest {max(taken[1:]):.0f} ms"
    )
    for number, (megabytes, size) in held.items():
        print(f"after {number:>3} papers {megabytes:6.0f} MB resident; the paper has {size} kB")


if __name__ == "__main__":
    main()
