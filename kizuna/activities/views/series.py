"""Pages: every series with whose turn it is, one series with its editions on a line, the next edition planned."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kizuna.activities import actions, policy, showing, turns
from kizuna.activities.forms import ActivityForm
from kizuna.activities.models import Series
from kizuna.activities.planning import next_of
from kizuna.activities.views.activities import told_of
from kizuna.core import records
from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.editing import edit
from kizuna.core.models import Home
from kizuna.core.paging import page_of

# Our own turn first: that is what one has to do something about.
SIDES = ("home", "partner", "both", "third", "")


@for_members
def every_series(request: HomeRequest, home: Home) -> HttpResponse:
    """All series: how often, whose turn, what is due, which editions are missing."""
    user = request.user
    rows = turns.rows_of(home, user)
    # Each stands there with what follows from all of its editions.
    page = page_of(request, rows, per=25)
    told = sorted(turns.of_series(page.object_list, user, request.asof.day), key=lambda one: SIDES.index(one.turn.side))
    notes = Footnotes([one.series for one in told], user)
    context = {
        "page": page,
        "lines": [(one, notes.every(one.series)) for one in told],
        "ours": sum(one.turn.side == turns.Side.HOME for one in told),
        "theirs": sum(one.turn.side == turns.Side.PARTNER for one in told),
        "open": sum(not one.turn.known for one in told),
        "lost": sum(len(one.missing) for one in told),
        "panels": notes.panels(),
        "can_add": policy.can_add(user, home),
    }
    return render(request, "activities/every_series.html", context)


def _seen(request: HomeRequest, home: Home, slug: str) -> Series:
    found: Series = get_object_or_404(showing.flagged(turns.rows_of(home, request.user), "series"), slug=slug)
    return found


@for_members
def one_series(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """One series: its editions on a line with the gaps, whose turn it is and why, what it has taught."""
    user = request.user
    row = _seen(request, home, slug)
    [told] = turns.of_series([row], user, request.asof.day)
    hung = showing.hung_on(user, row)
    notes = Footnotes([row, *told.editions, *hung.records], user)
    context = {
        "row": row,
        "told": told,
        "cites": notes.every(row),
        "line": showing.line_of(told, notes),
        "editions": [(one, notes.every(one)) for one in reversed(told.editions)],
        "hung": hung,
        **told_of(hung, notes),
        "unknown": showing.unknown_of_series(told),
        "panels": notes.panels(),
        "can_revise": policy.can_revise(user, row),
        "adders": [
            ("activity", _("Add an edition")), ("body", _("Add a body")), ("headcount", _("Add a number")),
            ("disruption", _("Add a disruption")), ("practice", _("Add a practice")),
            ("activity-outcome", _("Join an outcome")), ("activity-plan", _("Join a plan")),
        ],
    }  # fmt: skip
    return render(request, "activities/series.html", context)


@for_members
def plan_next(request: HomeRequest, home: Home, slug: str) -> HttpResponse:
    """The form of a new activity, with what follows from the series filled in: the other side as host."""
    row = _seen(request, home, slug)
    [told] = turns.of_series([row], request.user, request.asof.day)
    planned = next_of(told)
    records.permit(policy.can_plan_next(request.user, planned))
    title = _("The next edition of %(series)s") % {"series": row}
    return edit(
        request,
        home,
        planned,
        ActivityForm,
        revise=actions.plan_next,
        back=f"{home.desk}series/{row.slug}/",
        title=title,
    )
