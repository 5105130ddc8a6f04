"""What applicants are told when both chairs have signed: a letter of each side, as Word file and as PDF, and summaries.

A letter speaks for one side, in its currency, and never says who reviewed. The same data make the same file.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kizuna.calls import due
from kizuna.calls.models import CallSide, Decision, Minutes, Proposal, Review, Side, TeamMember
from kizuna.core import typeset, word
from kizuna.core.values import Money
from kizuna.core.wording import called, in_language, language

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def letter(proposal: Proposal, side: str, form: str) -> tuple[str, str, bytes]:
    """The letter of one side about one proposal, in the language of the page: file name, media type and content.

    Raises ValidationError while there is nothing to tell: before both chairs have signed, or where nothing was decided.
    """
    if form not in FORMS or side not in Side.values:
        raise ValidationError(_("A letter is of one of the two sides, as PDF or as a Word file."))
    minutes, decided = _decided(proposal)
    told = _told(proposal, side, minutes, decided)
    made_at = told.pop("made_at")
    kind = "award" if decided.outcome == Decision.Outcome.AWARD else "decision"
    name = f"{kind}-{proposal.call.slug}-{proposal.number}-{side}.{form}"
    file = typeset.pdf("letter", told, made_at=made_at) if form == "pdf" else _docx(told, made_at)
    return slugify(name.rpartition(".")[0]) + f".{form}", FORMS[form], file


def summaries(proposal: Proposal) -> list[str]:
    """What the reviewers wrote for the applicants, in an order that says nothing of who wrote it."""
    rows = Review.objects.filter(proposal=proposal).exclude(handed_in_at=None).order_by()
    return sorted(text.strip() for text in rows.values_list("summary", flat=True) if text.strip())


def ready(proposal: Proposal) -> bool:
    """Whether there is a letter to read: both chairs have signed, and it was decided on."""
    try:
        _decided(proposal)
    except ValidationError:
        return False
    return True


def _decided(proposal: Proposal) -> tuple[Minutes, Decision]:
    minutes = Minutes.objects.filter(call=proposal.call_id).first()
    if minutes is None or not minutes.signed:
        raise ValidationError(_("Letters are written when both chairs have signed."), code="unsigned")
    decided = Decision.objects.filter(proposal=proposal).first()
    if decided is None or proposal.state != Proposal.State.SUBMITTED:
        raise ValidationError(_("Nothing was decided on this proposal."), code="undecided")
    return minutes, decided


def _told(proposal: Proposal, side: str, minutes: Minutes, decided: Decision) -> dict[str, Any]:
    """Everything that a letter says, in plain words."""
    call = proposal.call
    rows: dict[str, CallSide] = {one.side: one for one in call.sides.select_related("organisation")}
    team = list(proposal.team.filter(role=TeamMember.Role.LEAD))
    signed = max(one for one in (minutes.home_signed_at, minutes.partner_signed_at) if one is not None)
    day = signed.astimezone(call.tz).date()
    title, about = str(proposal), in_language(call.title)
    names = {one: _university(proposal, rows.get(one), one) for one in Side.values}
    other = names[Side.PARTNER if side == Side.HOME else Side.HOME]
    award = decided.outcome == Decision.Outcome.AWARD
    subject, lines = _words(decided, title=title, call=about, other=other, number=proposal.number)
    facts = [(_("Proposal"), f"{proposal.number}. {title}", True)]
    facts += [
        (_("Leads of %(university)s") % {"university": names[one]}, ", ".join(_names(team, one)), False)
        for one in (Side.HOME, Side.PARTNER)
    ]
    parts = []
    if award:
        facts += _money(proposal, rows.get(side), decided, side)
        if dates := _reports(proposal, rows.get(side), day):
            parts.append({"title": _("Reports due"), "note": "", "rows": dates})
    if decided.reason.strip():
        parts.append({"title": _("Reasons"), "note": "", "rows": [decided.reason.strip()]})
    if told := summaries(proposal):
        note = _("As they wrote it for you; who reviewed is not told.")
        parts.append({"title": _("What the reviewers say"), "note": note, "rows": told})
    return {
        "title": f"{subject} · {about}", "home": names[side], "second": about, "lang": language(), "on": _day(day),
        "to": _names(team, side) or [_("To the applicants")], "subject": subject, "lines": lines, "made_at": signed,
        "facts": [{"label": label, "text": text, "strong": strong} for label, text, strong in facts if text],
        "parts": parts, "made": about,
        "end": [_("The chairs of both sides signed this decision on %(day)s.") % {"day": _day(day)}, names[side]],
    }  # fmt: skip


def _words(decided: Decision, **told: Any) -> tuple[str, list[str]]:
    """What a letter is about, and its first words, for each outcome."""
    if decided.outcome == Decision.Outcome.AWARD:
        first = _("Your proposal “%(title)s”, number %(number)s of the call “%(call)s”, is awarded.")
        then = _("This letter tells what our side gives; %(other)s writes to its own leads about its part.")
        return _("Award"), [first % told, then % told]
    if decided.outcome == Decision.Outcome.RESERVE:
        first = _("Your proposal “%(title)s”, number %(number)s of the call “%(call)s”, stands on the reserve list.")
        then = _("It is awarded if an award is not taken up. We write to you again when this is settled.")
        return _("Reserve list"), [first % told, then]
    first = _("Your proposal “%(title)s”, number %(number)s of the call “%(call)s”, is not awarded.")
    then = _("Thank you for the work that you and your colleagues put into it. What was said of it stands below.")
    return _("The decision on your proposal"), [first % told, then]


def _university(proposal: Proposal, row: CallSide | None, side: str) -> str:
    """What a side is called: its university, else the home or the partnership, else the side itself."""
    if row is not None and row.organisation is not None and row.organisation.shown is not None:
        return called(row.organisation)
    if side == Side.HOME:
        return in_language(proposal.call.home.name)
    partner = proposal.call.partnership
    return called(partner) if partner is not None else str(Side(side).label)


def _names(team: list[TeamMember], side: str) -> list[str]:
    return [one.name for one in team if one.side == side]


def _money(proposal: Proposal, row: CallSide | None, decided: Decision, side: str) -> list[tuple[str, str, bool]]:
    """What the side gives, for how long, and between which days it is spent."""
    found = []
    amount: Decimal = decided.home_amount if side == Side.HOME else decided.partner_amount
    if row is not None and row.pays:
        found.append((_("Our side gives"), money(amount, row.currency), True))
    elif row is not None:
        found.append((_("Our side gives"), _("no money in this call"), False))
    if proposal.strand is not None:
        told = _("%(strand)s, %(months)s months")
        found.append((_("Strand"), told % {"strand": proposal.strand.name, "months": proposal.strand.months}, False))
    if row is not None and (row.spend_from or row.spend_until):
        ends = [_day(one) if one else "…" for one in (row.spend_from, row.spend_until)]
        found.append((_("To be spent"), " – ".join(ends), False))
    return found


def _reports(proposal: Proposal, row: CallSide | None, day: date) -> list[str]:
    found = []
    for report in due.reports(proposal.strand, due.begins(row, day)):
        told = _("Final report by %(day)s") if report.final else _("Report %(number)s by %(day)s")
        found.append(told % {"number": report.number, "day": _day(report.day)})
    return found


def money(amount: Decimal, currency: str) -> str:
    """An amount in words of the language of the page."""
    return Money(amount.normalize() if amount == amount.to_integral_value() else amount, currency).display(language())


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _docx(told: dict[str, Any], made_at: datetime) -> bytes:
    told = typeset.legible(told)
    made = word.paper(title=told["title"], author=told["home"], lang=told["lang"], made_at=made_at, size=11)
    word.put(made.add_paragraph(), told["home"], strong=True)
    word.put(made.add_paragraph(), f"{told['second']} · {told['on']}", small=True)
    for line in told["to"]:
        word.put(made.add_paragraph(), line)
    made.add_heading(told["subject"], 1)
    for line in told["lines"]:
        word.put(made.add_paragraph(), line)
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for fact in told["facts"]:
        first, second = table.add_row().cells
        word.put(first.paragraphs[0], fact["label"])
        word.put(second.paragraphs[0], fact["text"], strong=fact["strong"])
    for part in told["parts"]:
        made.add_heading(part["title"], 2)
        if part["note"]:
            word.put(made.add_paragraph(), part["note"], small=True)
        for row in part["rows"]:
            word.put(made.add_paragraph(style="List Bullet"), row)
    made.add_paragraph()
    for line in told["end"]:
        word.put(made.add_paragraph(), line)
    return word.finished(made, made_at)
