"""How a phase is brought to its close: every plan decided, what goes on carried into the next one."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.core import records
from kizuna.core.models import Account, Change
from kizuna.core.values import FuzzyDate, Text
from kizuna.partners import policy
from kizuna.partners.models import Outcome, Phase, Plan

UNDECIDED = (Plan.State.OPEN, Plan.State.UNDER_WAY)
SHOWN = 5


def decide(
    plan: Plan, state: str, *, by: Account, reason: Text | None = None, fulfilled_by: Outcome | None = None
) -> Change | None:
    """Says of one plan of a phase what became of it; until the phase is closed it may be said otherwise."""
    records.permit(policy.can_decide(by, plan))
    if state not in Plan.State.values:
        raise ValidationError({"state": _("Choose done, carried over or dropped.")})
    if plan.phase is None:
        raise ValidationError(_("This plan belongs to no phase."))
    if plan.phase.closed_on is not None:
        raise ValidationError(_("This phase is closed; its plans are decided."))
    if state == Plan.State.DROPPED and not reason:
        raise ValidationError({"reason": _("Say why it is dropped.")})
    if fulfilled_by is not None and state != Plan.State.DONE:
        raise ValidationError({"fulfilled_by": _("Only a plan that is done has an outcome that fulfilled it.")})
    if fulfilled_by is not None and (
        fulfilled_by.home_id != plan.home_id or fulfilled_by.partnership_id != plan.partnership_id
    ):
        raise ValidationError({"fulfilled_by": _("This outcome belongs to another partnership.")})
    plan.state, plan.reason, plan.fulfilled_by = state, reason or Text(), fulfilled_by
    return records.save(plan, by=by, verb="decided")


def close(phase: Phase, *, on: date, by: Account, into: Phase | None = None) -> int:
    """Closes a phase in which every plan is decided; returns how many plans are carried into the next one."""
    records.permit(policy.can_close(by, phase))
    batch = uuid.uuid4()
    with transaction.atomic():
        held = Phase.objects.select_for_update().get(pk=phase.pk)
        if held.closed_on is not None and held.version == phase.version:
            raise ValidationError(_("This phase is closed already."))
        _check(phase, on, into, by)
        plans = list(Plan.objects.filter(phase=phase, state=Plan.State.CARRIED, carried_to=None))
        if plans and into is None:
            told = ngettext("%(n)s plan is carried over: say into which phase.",
                            "%(n)s plans are carried over: say into which phase.", len(plans))  # fmt: skip
            raise ValidationError({"into": told % {"n": len(plans)}})
        carried = [
            Plan(home=plan.home, partnership_id=plan.partnership_id, programme_id=plan.programme_id, phase=into,
                 text=plan.text, about=plan.about, owner=plan.owner, means=plan.means, horizon=plan.horizon,
                 order=plan.order, visibility=plan.visibility, carried_from=plan)
            for plan in plans
        ]  # fmt: skip
        records.save_all(carried, by=by, verb="carried", batch=batch)
        phase.closed_on = on
        records.save(phase, by=by, verb="closed", batch=batch)
        return len(carried)


def _check(phase: Phase, on: date, into: Phase | None, by: Account) -> None:
    """What must be so before a phase can be closed."""
    began = phase.period.start.earliest
    if on > timezone.localdate():
        raise ValidationError({"on": _("This date is still to come.")})
    if began and on < began:
        raise ValidationError({"on": _("The phase had not begun then.")})
    waiting = Plan.objects.visible_to(by).filter(phase=phase, state__in=UNDECIDED)
    if count := waiting.count():
        first = [str(plan) for plan in waiting[:SHOWN]]
        told = ngettext("%(n)s plan is still undecided:", "%(n)s plans are still undecided:", count) % {"n": count}
        raise ValidationError([told, *first, *(["…"] if count > SHOWN else [])])
    if into is not None and (into.programme_id != phase.programme_id or into.order <= phase.order):
        raise ValidationError({"into": _("Choose a later phase of the same programme.")})
    if into is not None and into.closed_on is not None:
        raise ValidationError({"into": _("That phase is closed too.")})


def open_next(phase: Phase, *, name: Text, period: FuzzyDate, by: Account, character: Text | None = None) -> Phase:
    """Opens the phase that comes after the last one."""
    records.permit(policy.can_open_next(by, phase))
    with transaction.atomic():
        Phase.objects.select_for_update().get(pk=phase.pk)
        later = Phase.objects.filter(programme=phase.programme, order__gt=phase.order).first()
        if later is not None:
            raise ValidationError(_("There is a later phase already: %(phase)s.") % {"phase": later})
        starts, began = period.start.earliest, phase.period.start.earliest
        if starts is None:
            raise ValidationError({"period": _("Say from when it runs, at least to the year.")})
        if began and starts <= began:
            raise ValidationError({"period": _("It would begin before the phase that it follows.")})
        made = Phase(
            home=phase.home, programme=phase.programme, order=phase.order + 1, name=name, period=period,
            character=character or Text(), visibility=phase.visibility,
        )  # fmt: skip
        records.save(made, by=by, verb="opened")
        return made
