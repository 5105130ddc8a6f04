"""What the rooms tell a briefing, and under which heading each topic stands."""

from __future__ import annotations

from kizuna.alumni import briefed as alumni
from kizuna.desk.briefing.relation import under
from kizuna.desk.reports.paper import Cell, Part
from kizuna.partners.briefed import About, Line, Teller, Topic
from kizuna.visits.briefed import VISITS
from kizuna.visits.promised import PROMISES

TELLERS: tuple[Teller, ...] = (PROMISES, VISITS, *alumni.TELLERS)
MOST = 20


def parts_of(about: About) -> dict[Topic, Part]:
    """One part for each topic, filled by the rooms; a topic of which nothing is told has no rows."""
    found = {topic: Part(topic.value, str(topic.label), "list") for topic in Topic}
    for teller in TELLERS:
        lines = list(teller.lines(about))
        part = found[teller.topic]
        room = max(0, MOST - len(part.rows))
        part.rows += [[cell_of(about, line)] for line in lines[:room]]
        part.more += max(0, len(lines) - room)
    return found


def cell_of(about: About, line: Line) -> Cell:
    """One line as a cell of a list."""
    url = f"{about.home.desk}{line.path}" if line.path else ""
    return Cell(
        line.text, small=under(line.when, line.small), url=url, record=line.record, also=line.also, strong=line.late
    )  # fmt: skip
