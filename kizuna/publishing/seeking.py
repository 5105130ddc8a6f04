"""What is kept beside published editions: their words, by which the search finds them, and the files that they show.

What is kept follows from the editions. It is written with them, and the worker makes up for what came about without an
action of this room, such as a signature that was taken back. Nothing is found of an edition that is not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import StrIndex

from kizuna.core.models import Home
from kizuna.core.values import fold
from kizuna.publishing.models import Depicted, Edition, Page, Sought
from kizuna.publishing.told import is_marked, pictured

# Of what is typed no more is read.
LONGEST, MOST_WORDS = 100, 6
# What is told in its own place, or means nothing to whoever searches.
SILENT = frozenset({
    "address", "as_of", "cites", "cover", "drafted", "final", "first", "footnote_cites", "from", "id", "kind", "label",
    "language", "languages", "last", "licence", "moment", "month", "now", "paper", "path", "schema", "sizes", "slug",
    "sort", "sources", "tone", "topic", "ways", "zone",
})  # fmt: skip
# Lists that only repeat what stands on pages of their own.
REPEATED: dict[str, frozenset[str]] = {
    Page.Kind.PROGRAMME: frozenset({"rows", "tiers", "figures"}),
    Page.Kind.DEPARTMENTS: frozenset({"rows", "tiers"}),
    Page.Kind.ACTIVITIES: frozenset({"series", "parts"}),
    Page.Kind.EARLIER: frozenset({"series", "parts"}),
    Page.Kind.CALENDAR: frozenset({"coming", "past"}),
    Page.Kind.FIGURES: frozenset({"figures"}),
    Page.Kind.FURTHER: frozenset({"figures"}),
}
# Of what fits equally well these stand first.
FIRST = (Page.Kind.PARTNER, Page.Kind.HIGHLIGHT, Page.Kind.SERIES, Page.Kind.PROGRAMME, Page.Kind.ACTIVITIES)
AT_ONCE = 500


@dataclass(frozen=True)
class Words:
    """What is looked for: the words as they were typed, and folded."""

    typed: str
    folded: tuple[str, ...]

    @property
    def key(self) -> str:
        """All of it as one phrase."""
        return " ".join(self.folded)


def asked(text: str) -> Words:
    """What was typed, cut to what is read of it."""
    typed = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    return Words(typed, tuple(dict.fromkeys(fold(typed).split()))[:MOST_WORDS])


def lines_of(edition: Edition) -> list[str]:
    """All that a page says to its readers, a line for each thing, each once."""
    silent = SILENT | REPEATED.get(edition.page.kind, frozenset())
    return list(dict.fromkeys(line for line in _said(edition.told, silent) if line))


def _said(found: Any, silent: frozenset[str]) -> Iterator[str]:
    if is_marked(found):
        yield " ".join(str(found["words"]).split())
    elif isinstance(found, str):
        yield " ".join(found.split())
    elif isinstance(found, dict):
        for key, one in found.items():
            if key not in silent:
                yield from _said(one, silent)
    elif isinstance(found, list):
        for one in found:
            yield from _said(one, silent)


def keep(editions: Iterable[Edition]) -> int:
    """Keeps the words of published editions and which files they show; returns of how many."""
    made, shown = [], []
    for one in editions:
        shown += [Depicted(edition=one, home_id=one.home_id, sha256=mark) for mark in marks_of(one)]
        lines = lines_of(one)
        made.append(
            Sought(
                edition=one, home_id=one.home_id, language=one.language, kind=one.page.kind,
                fingerprint=one.fingerprint, title=fold(one.title)[:600],
                words="\n".join(fold(line) for line in lines), text="\n".join(lines),
            )
        )  # fmt: skip
    Sought.objects.bulk_create(
        made, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["edition"],
        update_fields=["fingerprint", "title", "words", "text"],
    )  # fmt: skip
    Depicted.objects.bulk_create(shown, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(made)


def marks_of(edition: Edition) -> list[str]:
    """The hashes of the files that an edition shows."""
    found = [mark for one in pictured(edition.told) for mark in (*(size[2] for size in one["sizes"]), one["paper"])]
    return list(dict.fromkeys(found))


def drop() -> int:
    """Lets go of what is kept of editions that are no longer published, or say something else; returns of how many."""
    standing = Edition.objects.published().filter(pk=OuterRef("edition"), fingerprint=OuterRef("fingerprint"))
    with transaction.atomic():
        keys = list(
            Sought.objects.exclude(Exists(standing)).select_for_update(of=("self",)).values_list("pk", flat=True)
        )
        Depicted.objects.filter(edition__sought__in=keys).delete()
        count, _by_kind = Sought.objects.filter(pk__in=keys).delete()
    return count


def make_up() -> int:
    """Keeps the words of published editions that were never kept, and drops those of others; returns how many."""
    count = drop()
    while rows := list(_unkept()[:AT_ONCE]):
        count += keep(rows)
    return count


def shows(home: Home, sha256: str) -> bool:
    """Whether a published page of a home shows this file."""
    rows = Depicted.objects.filter(home=home, sha256=sha256, edition__in=Edition.objects.published().filter(home=home))
    return rows.exists()


def _unkept() -> QuerySet[Any]:
    rows: QuerySet[Any] = Edition.objects.published().filter(sought=None).select_related("page").order_by("pk")
    return rows


def found(home: Home, language: str, words: Words) -> QuerySet[Any]:
    """The published editions that hold all these words, with ``sought``; those called so stand first."""
    shown = Edition.objects.published().filter(home=home, language=language)
    if not words.folded:
        return shown.none()
    rows = shown.filter(sought__home=home, sought__language=language, sought__fingerprint=F("fingerprint"))
    for number, word in enumerate(words.folded):
        rows = rows.alias(**{f"at_{number}": StrIndex("sought__words", Value(word))}).filter(**{f"at_{number}__gt": 0})
    rank = Case(
        When(sought__title=words.key, then=0),
        When(sought__title__startswith=words.key, then=1),
        When(sought__title__contains=words.key, then=2),
        default=3,
        output_field=IntegerField(),
    )
    kinds = [When(sought__kind=kind, then=place) for place, kind in enumerate(FIRST)]
    rows = rows.annotate(rank=rank, place=Case(*kinds, default=len(FIRST), output_field=IntegerField()))
    answer: QuerySet[Any] = rows.select_related("page", "sought").order_by("rank", "place", "title", "pk")
    return answer


@dataclass(frozen=True)
class Around:
    """The words around a hit, and the hit itself where it can be pointed at."""

    before: str
    hit: str = ""
    after: str = ""


WIDE = 90


def around(sought: Sought, words: Words) -> Around:
    """The line in which the words stand, or the first of them; cut to what can be read at a glance."""
    looked_for = (words.key, *words.folded)
    titled = [word for word in looked_for if word in sought.title]
    place = next((at for word in looked_for if (at := _line(sought, word, bool(titled))) is not None), 0)
    line = sought.text.split("\n")[place] if sought.text else ""
    low = line.casefold()
    parts = sorted((low.find(word), word) for word in (words.typed.casefold(), *words.folded) if word in low)
    if not parts or len(low) != len(line):
        return Around(line[: 2 * WIDE] + ("…" if len(line) > 2 * WIDE else ""))
    at, word = min(parts, key=lambda one: (-len(one[1]), one[0]))
    first, last = max(0, at - WIDE), min(len(line), at + len(word) + WIDE)
    before = ("…" if first else "") + line[first:at]
    return Around(before, line[at : at + len(word)], line[at + len(word) : last] + ("…" if last < len(line) else ""))


def _line(sought: Sought, word: str, titled: bool) -> int | None:
    """The number of the line with this word; where the title has it already, a line that says more."""
    lines: Sequence[str] = sought.words.split("\n")
    hits = [number for number, line in enumerate(lines) if word in line]
    if not hits:
        return None
    return next((number for number in hits if not titled or lines[number] != sought.title), hits[0])
