"""What happens before a visit: begun from a template, prepared, called off; asked for from outside and answered."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kizuna.core import records
from kizuna.core.models import Account, Change, Home
from kizuna.core.values import FuzzyDate
from kizuna.directory.models import Organisation, Unit
from kizuna.visits import letters, policy
from kizuna.visits.models import Meeting, Request, Task, TemplateLine, Visit, VisitTemplate
from kizuna.visits.models.visit import Direction

# So many requests a home takes in an hour, and so many of one sender in a day: more is no guest but a machine.
MOST_AN_HOUR = 30
MOST_A_SENDER = 3
State = Request.State


def begin(visit: Visit, *, template: VisitTemplate | None = None, by: Account) -> Visit:
    """Puts a new visit on record with all that its template prepares; what it is called in addresses is found."""
    records.permit(policy.can_begin(by, visit))
    with transaction.atomic():
        return _begin(visit, template, by, uuid.uuid4())


def _begin(visit: Visit, template: VisitTemplate | None, by: Account, batch: uuid.UUID) -> Visit:
    # Two who begin visits of one name at once are heard in turn.
    Home.objects.select_for_update().get(pk=visit.home_id)
    visit.slug = visit.slug or free_slug(visit)
    records.save(visit, by=by, verb="begun", batch=batch)
    if template is not None:
        if template.home_id != visit.home_id or template.direction != visit.direction:
            raise ValidationError({"template": _("This template is for other visits.")})
        for line in TemplateLine.objects.filter(template=template):
            records.save(_taken(visit, line), by=by, verb="planned", batch=batch)
    return visit


def _taken(visit: Visit, line: TemplateLine) -> Task | Meeting:
    """A line of a template as the visit's own; a part of the programme gets its day where the visit has days."""
    own = {"home": visit.home, "visit": visit, "visibility": visit.visibility, "order": line.order}
    if line.what == TemplateLine.What.TASK:
        due = Task.due_for(visit, line.days_before)
        return Task(kind=line.kind, text=line.text, due=due, **own)
    day = _day(visit, line.day)
    at, until = (line.at, line.until) if day else (None, None)
    begins = FuzzyDate(day.isoformat()) if day else FuzzyDate()
    return Meeting(title=line.text, partnership=visit.partnership, begins=begins, at=at, until=until, **own)


def _day(visit: Visit, number: int) -> date | None:
    """The so-many-th day of a visit; None where its days are not known, or where it is shorter."""
    if visit.begins_first is None or visit.begins_first != visit.begins_last:
        return None
    day = visit.begins_first + timedelta(days=number - 1)
    return day if visit.ends_last is None or day <= visit.ends_last else None


def free_slug(visit: Visit) -> str:
    """A name in addresses that no visit of the home has yet: of its title, or of its year."""
    year = str(visit.begins.start.earliest.year) if visit.begins.start.earliest else ""
    base = slugify(visit.title.get("en").value)[:60].strip("-") or f"visit-{year}".strip("-")
    taken = set(Visit.objects.filter(home=visit.home, slug__startswith=base).values_list("slug", flat=True))
    tries = [base, *([f"{base}-{year}"] if year and year not in base else [])]
    return next((one for one in tries if one not in taken), None) or next(
        one for one in (f"{base}-{number}" for number in range(2, len(taken) + 3)) if one not in taken
    )


def call_off(visit: Visit, *, off: bool = True, by: Account) -> Change | None:
    """Says that a visit does not take place; with ``off`` false, that it does after all."""
    records.permit(policy.can_call_off(by, visit))
    visit.called_off = off
    return records.save(visit, by=by, verb="withdrawn" if off else "revived")


def tick(task: Task, *, state: str = Task.State.DONE.value, by: Account) -> Change | None:
    """Says that something was done, is not needed, or is open again."""
    records.permit(policy.can_tick(by, task))
    if state not in Task.State.values:
        raise ValidationError({"state": _("There is no such choice: %(word)s.") % {"word": str(state)[:40]}})
    task.state = state
    return records.save(task, by=by, verb="ticked")


def ask(asked: Request, *, by: Account) -> Change | None:
    """Takes in what somebody asks for. Raises ValidationError where too much is asked at once."""
    records.permit(policy.can_ask(by, asked))
    now = timezone.now()
    with transaction.atomic():
        Home.objects.select_for_update().get(pk=asked.home_id)
        rows = Request.objects.filter(home=asked.home)
        if rows.filter(at__gte=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            raise ValidationError(_("Too many requests came in at once. Please try again in an hour."), code="many")
        mine = rows.filter(email__iexact=asked.email, at__gte=now - timedelta(days=1))
        if mine.count() >= MOST_A_SENDER:
            raise ValidationError(_("Your requests of today are with the office. Please wait for its answer."), "many")
        asked.at, asked.state, asked.visibility = now, State.RECEIVED, "office"
        return records.save(asked, by=by, verb="asked")


def accept(
    asked: Request,
    *,
    visit: Visit,
    template: VisitTemplate | None = None,
    tell: bool = False,
    word: str = "",
    by: Account,
) -> Visit:
    """Accepts a request: the visit is on record from now on, prepared as its template says; both or neither.

    With ``tell`` the one who asked gets a mail, with this word in it.
    """
    records.permit(policy.can_accept(by, asked) and visit.home_id == asked.home_id)
    _must_be_open(asked)
    batch = uuid.uuid4()
    visit.direction = Direction.IN
    # Whether the world is told of it is a decision of its own, and the office's.
    visit.visibility = max("staff", visit.visibility, key=records.LEVELS.index)
    with transaction.atomic():
        _begin(visit, template, by, batch)
        asked.visit = visit
        _decide(asked, State.ACCEPTED, "accepted", by, batch)
        if tell:
            letters.write(asked, word)
    return visit


def decline(asked: Request, *, word: str, tell: bool = False, by: Account) -> Change | None:
    """Declines a request, with a reason that stays on record. Raises ValidationError without one.

    With ``tell`` the one who asked gets a mail with that reason.
    """
    records.permit(policy.can_decline(by, asked))
    _must_be_open(asked)
    if not word.strip():
        raise ValidationError({"word": _("Say in a word why.")})
    asked.word = word.strip()
    with transaction.atomic():
        done = _decide(asked, State.DECLINED, "declined", by, uuid.uuid4())
        if tell:
            letters.write(asked, asked.word)
    return done


def delegate(asked: Request, *, unit: Unit, word: str = "", by: Account) -> Change | None:
    """Hands a request to a department, whose coordinator sees and answers it from then on."""
    records.permit(policy.can_delegate(by, asked))
    if not Organisation.objects.filter(pk=unit.organisation_id, home_of__home=asked.home_id).exists():
        raise ValidationError({"unit": _("This is no department of the home.")})
    _must_be_open(asked)
    asked.unit, asked.word = unit, word.strip()
    return _decide(asked, State.DELEGATED, "delegated", by, uuid.uuid4())


def _decide(asked: Request, state: State, verb: str, by: Account, batch: uuid.UUID) -> Change | None:
    asked.state, asked.decided_by, asked.decided_at = state, by, timezone.now()
    return records.save(asked, by=by, verb=verb, batch=batch)


def _must_be_open(asked: Request) -> None:
    if not asked.is_open:
        raise ValidationError(_("This request was answered already."))
