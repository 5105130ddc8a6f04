"""The questions behind what is about to hurt: each answers with its lines in a fixed number of database questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.utils.translation import gettext as _

from kizuna.activities.models import Activity
from kizuna.agreements.models import Agreement, Standing
from kizuna.agreements.models.agreement import shifted
from kizuna.core import figures
from kizuna.core.models import Home
from kizuna.core.models.record import Reader
from kizuna.core.values import FuzzyDate
from kizuna.core.wording import in_language, language
from kizuna.desk.today import MOST, SOURCES, Answer, Kind, Line
from kizuna.directory.models import Person, Post
from kizuna.partners import anniversaries
from kizuna.partners.models import Contribution, Coordinator, Partnership, Plan
from kizuna.projects.models import Project

# So many months back an agreement that ended without another still hurts.
ENDED = 12
# So many months without anything make a partner silent.
SILENCE = 24
# So many months after its date a figure is stale.
STALE = 24
# So many months ahead an anniversary is told.
AHEAD = 12


def _first(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows, and how many there are, in one question."""
    found = list(rows.annotate(among=Window(Count("pk")))[:MOST])
    return found, found[0].among if found else 0


def _in_words(day: date) -> str:
    """A day in the language of the moment."""
    return FuzzyDate(day.isoformat()).display(language())


def expiring(home: Home, user: Reader, day: date) -> Answer:
    """Agreements that end soon, and those that ended within a year and that none follows."""
    follows = Agreement.objects.visible_to(user).filter(predecessor=OuterRef("pk"))
    lapsed = Q(standing=Standing.EXPIRED, ends_last__gte=shifted(day, -ENDED), ended={}) & ~Exists(follows)
    found = Agreement.objects.visible_to(user).filter(home=home).standing_on(day)
    found = found.filter(Q(standing=Standing.EXPIRING) | lapsed).order_by(F("ends_first").asc(nulls_last=True), "pk")
    held = Coordinator.objects.visible_to(user).filter(
        Q(ends_last=None) | Q(ends_last__gte=day), side=Coordinator.Side.HOME,
        person__in=Person.objects.visible_to(user),
    )  # fmt: skip
    rows, count = _first(found.prefetch_related(
        Prefetch("partnership", Partnership.objects.visible_to(user).prefetch_related(
            Prefetch("coordinators", held.select_related("person__alias_of"))
        ))
    ))  # fmt: skip
    return [_ending(home, row) for row in rows], count, f"{home.desk}agreements/?standing=expiring"


def _ending(home: Home, row: Any) -> Line:
    over = row.standing == Standing.EXPIRED
    when = row.ends.display(language())
    words = _("%(title)s ended, and none follows") if over else _("%(title)s ends")
    partner = row.partnership
    who = _(", ").join(_called(one) for one in partner.coordinators.all()) if partner else ""
    return Line(
        Kind.EXPIRING, words % {"title": in_language(row.title)}, f"{home.desk}agreements/{row.uuid}/",
        partner=in_language(partner.name) if partner else "", since=row.ends_last if over else None,
        due=None if over else row.ends_first, when=when, who=who,
    )  # fmt: skip


def contributions(home: Home, user: Reader, _day: date) -> Answer:
    """What departments have brought and nobody has answered; the oldest first."""
    found = Contribution.objects.visible_to(user).filter(home=home, state=Contribution.State.SUBMITTED)
    rows, count = _first(found.select_related("unit", "by").order_by("at", "pk"))
    lines = [
        Line(Kind.CONTRIBUTIONS, in_language(row.text), f"{home.desk}contributions/{row.uuid}/",
             since=row.at.date(), when=_("since %(day)s") % {"day": _in_words(row.at.date())},
             who=f"{row.unit.short} · {row.by.name}")
        for row in rows
    ]  # fmt: skip
    return lines, count, f"{home.desk}contributions/"


def plans(home: Home, user: Reader, day: date) -> Answer:
    """Plans still open although the last day of their time is over."""
    shown = Partnership.objects.visible_to(user)
    found = Plan.objects.visible_to(user).filter(
        Q(partnership=None) | Q(partnership__in=shown), home=home, state__in=(Plan.State.OPEN, Plan.State.UNDER_WAY)
    )
    over = {}
    for key, horizon in found.order_by().exclude(horizon={}).values_list("pk", "horizon"):
        last = horizon.end.latest
        if last is not None and last < day:
            over[key] = last
    chosen = sorted(over, key=lambda key: (over[key], key))[:MOST]
    rows = found.prefetch_related(Prefetch("partnership", shown)).in_bulk(chosen)
    lines = [_overdue(home, rows[key], over[key]) for key in chosen]
    return lines, len(over), home.desk


def _overdue(home: Home, row: Any, last: date) -> Line:
    return Line(
        Kind.PLANS, in_language(row.text), f"{home.desk}record/partners/plan/{row.uuid}/",
        partner=in_language(row.partnership.name) if row.partnership else "", since=last,
        when=row.horizon.display(language()), who=in_language(row.owner) if row.owner else "",
    )  # fmt: skip


def champions(home: Home, user: Reader, day: date) -> Answer:
    """Coordinators, on either side, all of whose posts on record have ended."""
    people = Person.objects.visible_to(user)
    posts = Post.objects.visible_to(user).filter(person=OuterRef("person"))
    ended = posts.filter(ends_last__lt=day)
    found = Coordinator.objects.visible_to(user).filter(
        Q(ends_last=None) | Q(ends_last__gte=day), Exists(ended),
        ~Exists(posts.filter(Q(ends_last=None) | Q(ends_last__gte=day))),
        home=home, person__in=people, partnership__in=_living(home, user),
    )  # fmt: skip
    left = Subquery(ended.order_by("-ends_last").values("ends_last")[:1])
    rows, count = _first(
        found.select_related("person__alias_of", "partnership").annotate(left=left).order_by("left", "pk")
    )
    lines = [
        Line(
            Kind.CHAMPIONS,
            _("%(person)s coordinates on our side") % {"person": _called(row)}
            if row.side == Coordinator.Side.HOME
            else _("%(person)s coordinates on the partner’s side") % {"person": _called(row)},
            f"{home.desk}partners/{row.partnership.slug}/",
            partner=in_language(row.partnership.name), since=row.left,
            when=_("post ended %(day)s") % {"day": _in_words(row.left)}, who=_called(row),
        )
        for row in rows
    ]  # fmt: skip
    return lines, count, f"{home.desk}people/"


def _called(row: Coordinator) -> str:
    """Who it is, in the reader's language."""
    return in_language(row.person.canonical.heading)


def _living(home: Home, user: Reader) -> QuerySet[Any]:
    """Partnerships of which activity is to be expected."""
    return Partnership.objects.visible_to(user).filter(home=home, state=Partnership.State.ACTIVE)


def silent(home: Home, user: Reader, day: date) -> Answer:
    """Partners with an agreement in force and nothing done for two years; what has no date may have been since."""
    force = Agreement.objects.visible_to(user).filter(partnership=OuterRef("pk")).standing_on(day)
    since = shifted(day, -SILENCE)
    lively = Q(ends_last=None, begins_last=None) | Q(ends_last__gte=since) | Q(ends_last=None, begins_last__gte=since)
    done = Activity.objects.visible_to(user).filter(partnership=OuterRef("pk")).exclude(state="cancelled")
    work = Project.objects.visible_to(user).filter(partnership=OuterRef("pk"))
    running = work.filter(Q(ends_last=None) | Q(ends_last__gte=since))
    found = _living(home, user).filter(
        Exists(force.filter(standing__in=(Standing.IN_FORCE, Standing.EXPIRING))),
        ~Exists(done.filter(lively)), ~Exists(running),
    )  # fmt: skip
    newest = done.exclude(begins_last=None).order_by("-begins_last").values("begins_last")[:1]
    rows, count = _first(found.annotate(last=Subquery(newest)).order_by(F("last").asc(nulls_first=True), "pk"))
    lines = [
        Line(Kind.SILENT, in_language(row.name), f"{home.desk}partners/{row.slug}/", partner=in_language(row.name),
             since=row.last, when=_("last on %(day)s") % {"day": _in_words(row.last)} if row.last
             else _("no activity on record"))
        for row in rows
    ]  # fmt: skip
    return lines, count, f"{home.desk}gaps/"


def bare(home: Home, user: Reader, day: date) -> Answer:
    """Partners with activities in two years and no agreement that is in force or may be."""
    force = Agreement.objects.visible_to(user).filter(partnership=OuterRef("pk")).standing_on(day)
    since = shifted(day, -SILENCE)
    done = Activity.objects.visible_to(user).filter(
        partnership=OuterRef("pk"), begins_first__lte=day, begins_last__gte=since
    )  # fmt: skip
    found = _living(home, user).filter(
        Exists(done.exclude(state="cancelled")), ~Exists(force.exclude(standing=Standing.EXPIRED))
    )
    rows, count = _first(found.order_by("pk"))
    lines = [
        Line(Kind.BARE, in_language(row.name), f"{home.desk}partners/{row.slug}/", partner=in_language(row.name))
        for row in rows
    ]
    return lines, count, f"{home.desk}agreements/"


def stale(home: Home, user: Reader, day: date) -> Answer:
    """Counts that speak of a time more than two years ago and that no later value follows."""
    found = figures.stale(figures.rows(home, user), shifted(day, -STALE))
    lines = [
        Line(
            Kind.FIGURES, f"{row.quantity.display(language(), named=True)} · {in_language(row.name)}",
            f"{home.desk}figures/{row.uuid}/", partner=in_language(row.record_title), since=figures.as_of(row),
            when=(row.as_of or row.window).display(language()),
        )
        for row in found[:MOST]
    ]  # fmt: skip
    return lines, len(found), f"{home.desk}figures/"


def coming(home: Home, user: Reader, day: date) -> Answer:
    """The anniversaries of the next twelve months."""
    found = anniversaries.coming(home, user, day, months=AHEAD)
    lines = [
        Line(
            Kind.ANNIVERSARIES,
            _("%(years)s years: %(what)s") % {"years": one.years, "what": in_language(one.what.title)},
            f"{home.desk}{one.what.path}", due=one.first, when=one.on.display(language()),
        )
        for one in found[:MOST]
    ]  # fmt: skip
    return lines, len(found), f"{home.desk}anniversaries/"


def tell() -> None:
    """Gives these questions to whoever asks what is about to hurt."""
    SOURCES.update({
        Kind.EXPIRING: expiring,
        Kind.CONTRIBUTIONS: contributions,
        Kind.PLANS: plans,
        Kind.CHAMPIONS: champions,
        Kind.SILENT: silent,
        Kind.BARE: bare,
        Kind.FIGURES: stale,
        Kind.ANNIVERSARIES: coming,
    })  # fmt: skip
