"""The whole dossier of a call as one ZIP: JSON, tables, files and a page to read; the same data make the same bytes.

It is built proposal by proposal: however many there are, a hundred of them at most are in memory.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kizuna.calls import ranking
from kizuna.calls.models import Call, Minutes, Proposal
from kizuna.core.actions import place_of
from kizuna.core.export import harmless
from kizuna.core.values import Text
from kizuna.core.wording import in_language

CHUNK = 100
KEPT = 2_000_000  # bytes of one part that are kept in memory; more goes to disk
BLOCK = 256 * 1024
WITH = ("team", "answers__question", "budget", "enclosures__file", "assignments__seat", "reviews__seat",
        "reviews__scores__criterion")  # fmt: skip
TABLES: dict[str, tuple[str, ...]] = {
    "proposals": ("number", "state", "title", "strand", "themes", "goals", "submitted", "defects", "outcome",
                  "home_amount", "partner_amount", "reason"),
    "team": ("number", "side", "role", "name", "email", "department", "discipline", "career", "employed_until"),
    "budget": ("number", "side", "for", "amount", "currency"),
    "answers": ("number", "question", "answer"),
    "assignments": ("number", "reviewer", "side", "state", "reason"),
    "reviews": ("number", "reviewer", "side", "handed_in", "for_committee", "for_applicants"),
    "scores": ("number", "reviewer", "criterion", "score", "of"),
    "files": ("number", "side", "kind", "name", "sha256", "in_this_dossier"),
    "ranking": ("rank", "number", "title", "mean", "our_side", "partner_side", "normalised", "spread", "reviews",
                "below_threshold"),
}  # fmt: skip
STYLE = """body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1.2rem;color:#15203a}
h1,h2{font-family:Georgia,serif;font-weight:500;line-height:1.2}h2{margin-top:3rem;border-top:1px solid #ccc;
padding-top:1.4rem}h3{margin:1.4rem 0 .2rem;font-size:1rem}p{white-space:pre-line}table{border-collapse:collapse}
td,th{padding:.3rem .9rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eee}small{color:#556}"""


def build(call: Call, proposals: Any, out: IO[bytes]) -> None:
    """Writes the dossier of a call; ``proposals`` is what whoever takes it home may know of.

    Proposals that are still being written stand in it by title and state alone.
    """
    with ExitStack() as stack:
        parts = {name: stack.enter_context(SpooledTemporaryFile(KEPT)) for name in ("json", "html", *TABLES)}
        writers = {name: _table(parts[name], columns) for name, columns in TABLES.items()}
        archive = stack.enter_context(zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6))
        # Minutes speak of all proposals, and are for who may know of all of them.
        beyond = Proposal.objects.filter(call=call).exclude(pk__in=proposals.order_by().values("pk"))
        head = _head(call, None if beyond.exists() else Minutes.objects.filter(call=call).first())
        parts["json"].write(f'{{"call": {_json(head)}, "proposals": ['.encode())
        parts["html"].write(_opening(call, head).encode())
        first = True
        for row in _whole(call, proposals):
            told = _told(row)
            for number, one in enumerate(told.get("files", ()), start=1):
                _enclose(archive, one, number, row)
            parts["json"].write((("\n" if first else ",\n") + _json(told)).encode())
            parts["html"].write(_read(told).encode())
            _rows(told, writers)
            first = False
        parts["json"].write(b"\n]}\n")
        parts["html"].write(b"</main></body></html>\n")
        for one in ranking.rank(call, proposals):
            values = (one.mean, one.home, one.partner, one.normalised, one.spread)
            rank = (one.rank or None, one.proposal.number, one.proposal.title)
            writers["ranking"]([*rank, *(_round(value) for value in values), one.reviews, one.below])
        for name, part in parts.items():
            place = {"json": "dossier.json", "html": "dossier.html"}.get(name, f"tables/{name}.csv")
            part.seek(0)
            with archive.open(_entry(place), "w") as entry:
                shutil.copyfileobj(part, entry, BLOCK)


def _whole(call: Call, proposals: Any) -> Iterator[Proposal]:
    """The proposals in the order of their numbers, a hundred at a time, with all that belongs to them."""
    keys = list(proposals.filter(call=call).order_by("number", "pk").values_list("pk", flat=True))
    for place in range(0, len(keys), CHUNK):
        rows = Proposal.objects.filter(pk__in=keys[place : place + CHUNK]).select_related("strand", "decision", "call")
        found = {row.pk: row for row in rows.prefetch_related(*WITH)}
        yield from (found[key] for key in keys[place : place + CHUNK] if key in found)


def _told(row: Proposal) -> dict[str, Any]:
    """One proposal in plain values; of what is still being written only that it is there."""
    told: dict[str, Any] = {"number": row.number, "title": str(row), "state": row.state}
    if row.number is None:
        return told
    decision = getattr(row, "decision", None)
    return told | {
        "strand": _value(row.strand.name) if row.strand else None, "themes": row.themes, "goals": row.sdgs,
        "submitted": _when(row.submitted_at, row.call), "defects": row.defects, "avoid": row.avoid,
        "answers": [{"question": in_language(a.question.name), "text": a.text} for a in
                    sorted(row.answers.all(), key=lambda a: (a.question.order, a.pk))],
        "team": [{"side": t.side, "role": t.role, "name": t.name, "email": t.email, "department": t.unit_words,
                  "discipline": t.discipline, "career": t.career, "employed_until": _value(t.employed_until)}
                 for t in row.team.all()],
        "budget": [{"side": b.side, "for": b.text, "amount": str(b.amount), "currency": b.currency}
                   for b in row.budget.all()],
        "files": [{"side": f.side, "kind": f.kind, "name": f.file.name, "sha256": f.file.sha256}
                  for f in row.enclosures.all()],
        "assignments": [{"reviewer": a.seat.name, "side": a.seat.side, "state": a.state, "reason": a.reason}
                        for a in row.assignments.all() if a.state != "withdrawn"],
        "reviews": [{"reviewer": r.seat.name, "side": r.seat.side, "handed_in": _when(r.handed_in_at, row.call),
                     "for_committee": r.text, "for_applicants": r.summary,
                     "scores": [{"criterion": in_language(s.criterion.name), "score": str(s.value),
                                 "of": s.criterion.scale} for s in r.scores.all()]}
                    for r in row.reviews.all()],
        "decision": None if decision is None else {
            "outcome": decision.outcome, "home_amount": str(decision.home_amount),
            "partner_amount": str(decision.partner_amount), "reason": decision.reason},
    }  # fmt: skip


def _head(call: Call, minutes: Minutes | None) -> dict[str, Any]:
    """What the call itself lays down, and the minutes of its meeting."""
    return {
        "name": call.slug, "title": _value(call.title), "text": _value(call.text), "kind": call.kind, "zone": call.zone,
        "opens": _when(call.opens_at, call), "closes": _when(call.closes_at, call), "themes": call.themes,
        "goals": call.sdgs, "rank_by": call.rank_by,
        "sides": [{"side": s.side, "pays": s.pays, "currency": s.currency, "budget": _value(s.budget),
                   "roles": _value(s.roles), "costs": _value(s.costs), "internal_until": _when(s.internal_until, call),
                   "money_from": _value(s.spend_from), "money_until": _value(s.spend_until)} for s in call.sides.all()],
        "strands": [{"name": _value(s.name), "months": s.months, "home_ceiling": _value(s.home_ceiling),
                     "partner_ceiling": _value(s.partner_ceiling)} for s in call.strands.all()],
        "criteria": [{"name": _value(c.name), "weight": str(c.weight), "scale": c.scale,
                      "threshold": _value(c.threshold)} for c in call.criteria.all()],
        "questions": [{"name": _value(q.name), "longest": q.longest, "required": q.required}
                      for q in call.questions.all()],
        "committee": [{"side": s.side, "role": s.role, "name": s.name, "from": _value(s.begins),
                       "until": _value(s.ends)} for s in call.seats.all()],
        "minutes": None if minutes is None else {
            "text": minutes.text, "home_signed": _when(minutes.home_signed_at, call),
            "partner_signed": _when(minutes.partner_signed_at, call)},
    }  # fmt: skip


def _rows(told: dict[str, Any], writers: dict[str, Any]) -> None:
    """One proposal as rows of the tables."""
    number, decision = told["number"], told.get("decision") or {}
    head = {**told, **decision, "themes": ", ".join(told.get("themes", ())),
            "goals": ", ".join(str(one) for one in told.get("goals", ()))}  # fmt: skip
    writers["proposals"]([head.get(name) for name in TABLES["proposals"]])
    for name in ("team", "budget", "assignments", "reviews", "files"):
        for one in told.get(name, ()):
            writers[name]([number, *(one.get(column) for column in TABLES[name][1:])])
    for one in told.get("answers", ()):
        writers["answers"]([number, one["question"], one["text"]])
    for one in told.get("reviews", ()):
        for score in one["scores"]:
            writers["scores"]([number, one["reviewer"], score["criterion"], score["score"], score["of"]])


def _enclose(archive: zipfile.ZipFile, one: dict[str, Any], number: int, row: Proposal) -> None:
    """Puts a file of a proposal into the archive, piece by piece, under a name that no system trips over."""
    place = place_of(one["sha256"])
    name = PurePath(one["name"])
    plain = "".join(sign if sign.isalnum() or sign in "-_ " else "_" for sign in name.stem)[:80] or "file"
    inside = f"files/{row.number:04d}/{number:02d}-{one['side']}-{one['kind']}-{plain}{name.suffix.lower()[:6]}"
    one["in_this_dossier"] = inside if place.is_file() else ""
    if place.is_file():
        with place.open("rb") as source, archive.open(_entry(inside), "w") as entry:
            shutil.copyfileobj(source, entry, BLOCK)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without the moment in which it was made."""
    found = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    found.compress_type, found.create_system, found.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return found


def _table(part: IO[bytes], columns: tuple[str, ...]) -> Any:
    """A CSV that begins with its columns; the answer writes a row, in which no cell is taken for a formula."""

    def write(row: Any) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([harmless(value) for value in row])
        part.write(line.getvalue().encode())

    part.write("\ufeff".encode())
    write(columns)
    return write


def _opening(call: Call, head: dict[str, Any]) -> str:
    """The beginning of the page to read."""
    title = escape(in_language(call.title))
    rows = [(_("Opens"), head["opens"]), (_("Closes"), head["closes"]), (_("Time zone"), call.zone)]
    told = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value or '–')}</td></tr>" for name, value in rows)
    minutes = head["minutes"]
    met = f"<h3>{escape(_('Minutes of the meeting'))}</h3><p>{escape(minutes['text'])}</p>" if minutes else ""
    return (
        f'<!doctype html><html lang="{get_language() or "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1><table>{told}</table>{met}\n"
    )


def _read(told: dict[str, Any]) -> str:
    """One proposal on the page to read."""
    number = f"{told['number']}. " if told["number"] else ""
    lines = [f"<h2>{number}{escape(told['title'])}</h2><p><small>{escape(_state(told['state']))}</small></p>"]
    for one in told.get("team", ()):
        more = " · ".join(part for part in (one["side"], one["role"], one["department"], one["discipline"]) if part)
        lines.append(f"<div>{escape(one['name'])} <small>{escape(more)}</small></div>")
    lines += [f"<h3>{escape(a['question'])}</h3><p>{escape(a['text'])}</p>" for a in told.get("answers", ())]
    if told.get("budget"):
        rows = "".join(
            f"<tr><td>{escape(b['side'])}</td><td>{escape(b['for'])}</td><td>{b['amount']} {b['currency']}</td></tr>"
            for b in told["budget"]
        )
        lines.append(f"<h3>{escape(_('Budget'))}</h3><table>{rows}</table>")
    for one in told.get("reviews", ()):
        scores = ", ".join(f"{s['criterion']} {s['score']}/{s['of']}" for s in one["scores"])
        lines.append(
            f"<h3>{escape(_('Review'))} · {escape(one['reviewer'])}</h3><p><small>{escape(scores)}</small></p>"
            f"<p>{escape(one['for_committee'])}</p><p>{escape(one['for_applicants'])}</p>"
        )
    if decision := told.get("decision"):
        lines.append(
            f"<h3>{escape(_('Decision'))}</h3><p>{escape(decision['outcome'])}. {escape(decision['reason'])}</p>"
        )
    return "\n".join(lines) + "\n"


def _state(value: str) -> str:
    return str(Proposal.State(value).label)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)


def _value(value: Any) -> Any:
    if isinstance(value, Text):
        return value.to_json()
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)


def _when(moment: Any, call: Call) -> str | None:
    return timezone.localtime(moment, call.tz).isoformat() if moment else None


def _round(value: float | Decimal | None) -> float | None:
    return None if value is None else round(float(value), 2)
