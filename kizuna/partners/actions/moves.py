"""Moves of the portfolio: talks begun, a tier entered, rest, end and revival, members gained and lost.

Every move is one batch, so that it can be taken back as a whole. ``on`` is the first day on which the new holds;
what held before ends the day before.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kizuna.core import actions as core
from kizuna.core import records
from kizuna.core.models import Account, Home, OwnedRecord
from kizuna.core.values import FuzzyDate, Text
from kizuna.directory.models import Organisation
from kizuna.partners import moving, policy
from kizuna.partners.models import Coordinator, Member, Partnership, Programme, Stage, Standing, TeamUnit, Tier

State = Partnership.State
Cite = dict[str, Any]


def place(
    row: Partnership,
    tier: Tier,
    *,
    on: FuzzyDate,
    by: Account,
    order: int | None = None,
    grounds: Text | None = None,
    cite: Cite | None = None,
    mark: int | None = None,
) -> Standing:
    """Puts a partnership into a tier, up or down; out of talks it becomes active by that."""
    records.permit(policy.can_place(by, row))
    batch = uuid.uuid4()
    with transaction.atomic():
        moving.hold(row, mark)
        if row.state == State.ENDED:
            raise ValidationError(_("This partnership has ended. Revive it; that also chooses its tier."))
        held = moving.current(row)
        if held is not None and held.tier_id == tier.pk:
            raise ValidationError({"tier": _("It stands in this tier already.")})
        _fits(row, tier)
        moving.reach(row.standings.all(), on)
        if held is not None:
            _end(held, on, by, batch)
        row.programme = tier.programme
        if row.state == State.TALKS:
            _turn(row, State.ACTIVE, on, Text(), by, batch)
        else:
            records.save(row, by=by, verb="placed", batch=batch)
        return _stand(row, tier, on, by, batch, order=order, grounds=grounds, cite=cite)


def end(row: Partnership, *, on: FuzzyDate, reason: Text, by: Account, mark: int | None = None) -> Stage:
    """Ends a partnership, or talks: its standing, the places on its team and its coordinators end with it."""
    records.permit(policy.can_end(by, row))
    batch = uuid.uuid4()
    with transaction.atomic():
        moving.hold(row, mark)
        if row.state == State.ENDED:
            raise ValidationError(_("This partnership has ended already."))
        open_: list[Any] = []
        for rows in (row.standings, row.team, row.coordinators):
            open_ += moving.running(rows.all())
        moving.reach([*open_, *row.stages.all()], on)
        for part in open_:
            _end(part, on, by, batch)
        return _turn(row, State.ENDED, on, reason, by, batch)


def rest(row: Partnership, *, on: FuzzyDate, reason: Text, by: Account, mark: int | None = None) -> Stage:
    """Lets an active partnership rest; its tier and its team stay."""
    records.permit(policy.can_rest(by, row))
    with transaction.atomic():
        moving.hold(row, mark)
        if row.state != State.ACTIVE:
            raise ValidationError(_("Only an active partnership can rest."))
        return _turn(row, State.DORMANT, on, reason, by, uuid.uuid4())


def revive(
    row: Partnership,
    *,
    on: FuzzyDate,
    by: Account,
    reason: Text | None = None,
    tier: Tier | None = None,
    order: int | None = None,
    team: Sequence[TeamUnit] = (),
    coordinators: Sequence[Coordinator] = (),
    mark: int | None = None,
) -> Stage:
    """Makes a partnership that rests or has ended active again, with those of its team and coordinators who return."""
    records.permit(policy.can_revive(by, row))
    batch = uuid.uuid4()
    with transaction.atomic():
        moving.hold(row, mark)
        if row.state not in (State.DORMANT, State.ENDED):
            raise ValidationError(_("Only a partnership that rests or has ended can be revived."))
        if row.state == State.DORMANT and (tier is not None or team or coordinators):
            raise ValidationError(
                {"tier": _("A partnership that rests keeps its tier, its team and its coordinators.")}
            )
        stage = _turn(row, State.ACTIVE, on, reason or Text(), by, batch)
        if tier is not None:
            _fits(row, tier)
            moving.reach(row.standings.all(), on)
            _stand(row, tier, on, by, batch, order=order)
        _return(row, team, on, by, batch)
        _lead_again(row, coordinators, on, by, batch)
        return stage


def begin(
    home: Home,
    organisation: Organisation,
    *,
    on: FuzzyDate,
    by: Account,
    name: Text | None = None,
    programme: Programme | None = None,
    grows_out_of: Partnership | None = None,
    reason: Text | None = None,
) -> Partnership:
    """Begins talks with an institution: a partnership that is not counted among the partners yet."""
    records.permit(policy.can_begin(by, home))
    moving.happened(on)
    if organisation.fictional != home.fictional:
        raise ValidationError({"organisation": _("Invented and real institutions are kept apart.")})
    # Two of one home who begin at once are told apart by the name in addresses.
    with transaction.atomic():
        Home.objects.select_for_update().get(pk=home.pk)
        alone = Partnership.objects.filter(home=home, group=False, members__organisation=organisation)
        if alone.exclude(state=State.ENDED).exclude(pk=grows_out_of.pk if grows_out_of else None).exists():
            raise ValidationError(
                {"organisation": _("There is a partnership with this institution already. "
                                   "Say that this one grows out of it.")}
            )  # fmt: skip
        batch = uuid.uuid4()
        row = Partnership(
            home=home, slug=_free(home, organisation.slug), name=name or organisation.name, state=State.TALKS,
            programme=programme, since=on, grows_out_of=grows_out_of, visibility="staff",
        )  # fmt: skip
        records.save(row, by=by, verb="begun", batch=batch)
        common = {"home": home, "partnership": row, "begins": on, "visibility": row.visibility}
        records.save(Member(organisation=organisation, **common), by=by, verb="begun", batch=batch)
        stage = Stage(state=State.TALKS, reason=reason or Text(), **common)
        records.save(stage, by=by, verb="begun", batch=batch)
        return row


def admit(
    row: Partnership,
    organisation: Organisation,
    *,
    on: FuzzyDate,
    by: Account,
    order: int | None = None,
    group: bool = False,
    mark: int | None = None,
) -> Member:
    """Takes an institution into a group; with ``group``, the partnership is treated as a group from now on."""
    records.permit(policy.can_admit(by, row))
    batch = uuid.uuid4()
    with transaction.atomic():
        moving.hold(row, mark)
        moving.bounds(on)
        rows = list(row.members.select_related("organisation"))
        open_ = moving.running(rows)
        if row.state == State.ENDED:
            raise ValidationError(_("This partnership has ended. Revive it first."))
        if organisation.pk in {one.organisation_id for one in open_}:
            raise ValidationError({"organisation": _("This institution is a member already.")})
        if organisation.fictional != row.home.fictional:
            raise ValidationError({"organisation": _("Invented and real institutions are kept apart.")})
        if open_ and not row.group and not group:
            raise ValidationError(
                {"group": _("This is a partnership with one institution. Turn it into a group to add another.")}
            )
        moving.reach([one for one in rows if one.organisation_id == organisation.pk], on)
        if open_ and not row.group:
            row.group = True
            records.save(row, by=by, verb="admitted", batch=batch)
        last = max((one.order for one in rows), default=-1)
        member = Member(
            home=row.home, partnership=row, organisation=organisation, begins=on, visibility=row.visibility,
            order=last + 1 if order is None else order,
        )  # fmt: skip
        records.save(member, by=by, verb="admitted", batch=batch)
        return member


def release(member: Member, *, on: FuzzyDate, by: Account, mark: int | None = None) -> Member:
    """Ends an institution's membership in a group; the last one stays, or the partnership ends."""
    records.permit(policy.can_release(by, member))
    with transaction.atomic():
        moving.hold(member.partnership, mark)
        member.refresh_from_db()
        if member.ends_last is not None:
            raise ValidationError(_("This membership has ended already."))
        if len(moving.running(member.partnership.members.all())) < 2:
            raise ValidationError(_("This is the last member. End the partnership instead."))
        moving.reach([member], on)
        _end(member, on, by, uuid.uuid4(), verb="released")
        return member


def _fits(row: Partnership, tier: Tier) -> None:
    """A tier of the partnership's own programme, in its own home."""
    if tier.home_id != row.home_id or row.programme_id not in (None, tier.programme_id):
        raise ValidationError({"tier": _("This tier belongs to another programme.")})


def _end(part: Any, on: FuzzyDate, by: Account, batch: uuid.UUID, verb: str = "ended") -> None:
    moving.end(part, on)
    records.save(part, by=by, verb=verb, batch=batch)


def _new(record: OwnedRecord, by: Account, verb: str, batch: uuid.UUID, cite: Cite | None = None) -> None:
    records.save(record, by=by, verb=verb, batch=batch)
    if cite:
        core.revise(records.cited(record, **cite), by=by, batch=batch)


def _stand(
    row: Partnership,
    tier: Tier,
    on: FuzzyDate,
    by: Account,
    batch: uuid.UUID,
    *,
    order: int | None = None,
    grounds: Text | None = None,
    cite: Cite | None = None,
) -> Standing:
    """A new standing, at the end of the tier unless a place is given."""
    if order is None:
        last = Standing.objects.filter(tier=tier, ends_last=None).aggregate(n=Max("order"))["n"]
        order = 0 if last is None else last + 1
    made = Standing(
        home=row.home, partnership=row, tier=tier, order=order, begins=on, grounds=grounds or Text(),
        visibility=row.visibility,
    )  # fmt: skip
    _new(made, by, "placed", batch, cite)
    return made


def _turn(row: Partnership, state: str, on: FuzzyDate, reason: Text, by: Account, batch: uuid.UUID) -> Stage:
    """The partnership comes into another state: the stage before ends, or is written where it was not dated yet."""
    moving.happened(on)
    stages = list(row.stages.all())
    moving.reach(stages, on)
    verbs = {State.ACTIVE: "revived", State.ENDED: "ended", State.DORMANT: "rested"}
    verb = "placed" if row.state == State.TALKS and state == State.ACTIVE else verbs[State(state)]
    common = {"home": row.home, "partnership": row, "visibility": row.visibility}
    held = moving.running(stages) or ([] if stages else [Stage(state=row.state, begins=_since(row, on), **common)])
    for stage in held:
        stage.bound()
        _end(stage, on, by, batch)
    if row.state == State.TALKS and state == State.ACTIVE:
        # Until now it said since when there are talks.
        row.since = on
    row.state = state
    records.save(row, by=by, verb=verb, batch=batch)
    made = Stage(state=state, begins=on, reason=reason, **common)
    records.save(made, by=by, verb=verb, batch=batch)
    return made


def _since(row: Partnership, on: FuzzyDate) -> FuzzyDate:
    """Since when the undated state has held: the partnership's own beginning, where that lies before."""
    start: Any = row.since.start
    told = row.state in (State.TALKS, State.ACTIVE) and start.earliest and start.latest
    return row.since if told and start.earliest < moving.bounds(on)[0] else FuzzyDate()


def _return(row: Partnership, team: Sequence[TeamUnit], on: FuzzyDate, by: Account, batch: uuid.UUID) -> None:
    """The places that are taken again, and the institutions, where none has stayed."""
    here = {one.unit_id for one in moving.running(row.team.all())}
    for former in team:
        if former.partnership_id != row.pk or former.unit_id in here:
            raise ValidationError({"team": _("Only departments of the former team can return.")})
        here.add(former.unit_id)
        moving.reach([former], on)
        again = TeamUnit(
            home=row.home, partnership=row, unit=former.unit, order=former.order, role=former.role, begins=on,
            visibility=former.visibility,
        )  # fmt: skip
        _new(again, by, "revived", batch)
    rows = list(row.members.all())
    if rows and not moving.running(rows):
        last = max(one.ends_last for one in rows)
        for gone in (one for one in rows if one.ends_last == last):
            moving.reach([gone], on)
            again_in = Member(
                home=row.home, partnership=row, organisation=gone.organisation, order=gone.order, begins=on,
                visibility=gone.visibility,
            )  # fmt: skip
            _new(again_in, by, "revived", batch)


def _lead_again(
    row: Partnership, coordinators: Sequence[Coordinator], on: FuzzyDate, by: Account, batch: uuid.UUID
) -> None:
    """The former coordinators who take it up again, each on the side on which they stood."""
    here = {(one.person_id, one.side) for one in moving.running(row.coordinators.all())}
    for former in coordinators:
        who = (former.person_id, former.side)
        if former.partnership_id != row.pk or who in here or former.person.erased_at:
            raise ValidationError({"coordinators": _("Only former coordinators can return.")})
        here.add(who)
        moving.reach([former], on)
        again = Coordinator(
            home=row.home, partnership=row, person=former.person, side=former.side, begins=on,
            visibility=former.visibility,
        )  # fmt: skip
        _new(again, by, "revived", batch)


def _free(home: Home, slug: str) -> str:
    """The organisation's name in addresses; with a number where another partnership bears it."""
    taken = set(Partnership.objects.filter(home=home, slug__startswith=slug[:76]).values_list("slug", flat=True))
    return next(name for name in [slug, *(f"{slug[:76]}-{n}" for n in range(2, len(taken) + 3))] if name not in taken)
