"""The briefing of a person: posts, what they lead and take part in, who met them, what was promised."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.activities.models import Activity, Attendee
from kizuna.core.wording import in_language, in_other_language
from kizuna.desk.briefing import relation, story
from kizuna.desk.briefing.book import Book, Tile
from kizuna.desk.briefing.relation import cut, said, under
from kizuna.desk.briefing.tellers import parts_of
from kizuna.desk.reports.paper import Cell, Part
from kizuna.directory.models import Person, Post
from kizuna.partners.briefed import About, Topic
from kizuna.partners.models import Coordinator, Partnership
from kizuna.projects.models import Project, ProjectPerson


def book(about: About, shared: bool) -> Book:
    """What somebody needs to know who meets this person."""
    person = about.person
    if person is None:
        raise ValueError("A briefing of a person names the person.")
    posts = Post.objects.visible_to(about.reader).filter(person=person)
    held = [
        (post, post.held_on(about.day)) for post in posts.select_related("organisation__alias_of", "unit__alias_of")
    ]
    now = [relation.called_post(post) for post, state in held if state is not False]
    other = in_other_language(person.heading)
    made = Book(
        "person", person.slug, in_language(person.heading), about, shared, person, line=" · ".join(now[:2]),
        other_title=(other.value, other.language) if other else ("", ""),
    )  # fmt: skip
    led, taken = _leads(about), _takes_part(about)
    told = parts_of(about)
    sensitive, notes = story.notes_parts(about, [person])
    if about.rows:
        label = ngettext("partnership with us", "partnerships with us", len(about.rows))
        made.tiles.append(Tile(label, small=relation.counted(about), big=str(len(about.rows)), url="#part-leads"))
    if taken.rows:
        number = len(taken.rows) + taken.more
        label = ngettext("activity on record", "activities on record", number)
        made.tiles.append(Tile(label, small=relation.counted(about), big=f"{number:,}", url="#part-activities"))
    made.parts = [
        told[Topic.PROMISE], sensitive, _posts(about, held), led, told[Topic.VISIT], _projects(about), taken, notes,
        story.unknown_part([_("Which post they hold on this day")] if not now else []),
    ]  # fmt: skip
    return made


def _posts(about: About, held: list[tuple[Post, bool | None]]) -> Part:
    part = Part("posts", _("Posts"), "list")
    words = {True: "", False: _("not on this day"), None: _("not known on this day")}
    cells = []
    for post, state in held:
        begins, ends = said(post.begins, about.language), said(post.ends, about.language)
        span = f"{begins} – {ends}" if begins and ends else _("from %s") % begins if begins else ends
        cells.append(
            [Cell(relation.called_post(post), small=under(span, words[state]), record=post, strong=state is True)]
        )
    return cut(part, cells)


def _leads(about: About) -> Part:
    rows = Coordinator.objects.visible_to(about.reader).filter(home=about.home, person=about.person)
    seen = {row.pk: row for row in about.rows}
    part = Part("leads", _("Partnerships"), "list")
    for one in rows:
        row = seen.get(one.partnership_id)
        if row is not None:
            url = f"{about.home.desk}briefing/partner/{row.slug}/"
            small = under(str(one.get_side_display()), said(one.begins, about.language))
            part.rows.append([Cell(in_language(row.name), small=small, record=one, url=url)])
    return part


def _takes_part(about: About) -> Part:
    seen = Activity.objects.visible_to(about.reader).filter(home=about.home)
    rows = Attendee.objects.visible_to(about.reader).filter(home=about.home, person=about.person, activity__in=seen)
    rows = rows.select_related("activity__series").order_by(F("activity__begins_first").desc(nulls_last=True), "pk")
    part = Part("activities", _("Took part in"), "list")
    cells = []
    for one in rows[:200]:
        what = one.activity
        small = under(str(one.get_role_display()), in_language(one.text), said(what.begins, about.language))
        url = f"{about.home.desk}activities/{what.uuid}/"
        cells.append([Cell(in_language(what.heading), small=small, record=one, also=(what,), url=url)])
    return cut(part, cells)


def _projects(about: About) -> Part:
    seen = Project.objects.visible_to(about.reader).filter(home=about.home)
    rows = ProjectPerson.objects.visible_to(about.reader).filter(home=about.home, person=about.person, project__in=seen)
    part = Part("projects", _("Works on"), "list")
    cells = [
        [Cell(in_language(one.project.title), small=under(str(one.get_role_display()), str(one.get_side_display())),
              record=one, url=f"{about.home.desk}projects/{one.project.uuid}/")]
        for one in rows.select_related("project")[:200]
    ]  # fmt: skip
    return cut(part, cells)


def partnerships_of(home: Any, reader: Any, person: Person) -> QuerySet[Any]:
    """The partnerships that a person coordinates on either side."""
    leads = Coordinator.objects.visible_to(reader).filter(home=home, person=person)
    rows: QuerySet[Any] = Partnership.objects.visible_to(reader).filter(home=home, pk__in=leads.values("partnership"))
    return rows
