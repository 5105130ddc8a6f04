"""The directory's own pages of the desk: people and their posts."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.core.models.record import holding
from kizuna.core.paging import page_of
from kizuna.directory import beside, policy
from kizuna.directory.models import Person, Post


@for_members
def people(request: HomeRequest, home: Home) -> HttpResponse:
    """Everyone the home has on record, with the posts they hold or held; who was merged stands with who stayed."""
    seen = Person.objects.visible_to(request.user).filter(home=home)
    page = page_of(request, seen.canonical())
    rows = list(page.object_list)
    merged: dict[int, list[Person]] = defaultdict(list)
    for alias in seen.filter(alias_of__in=rows):
        merged[alias.alias_of_id].append(alias)
    kin = [*rows, *(alias for aliases in merged.values() for alias in aliases)]
    posts = Post.objects.visible_to(request.user).filter(person__in=kin)
    posts = posts.select_related("organisation__alias_of", "unit__alias_of", "person")
    posts = posts.annotate(held=holding(request.asof.day))
    by_person: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        by_person[post.person.alias_of_id or post.person_id].append(post)
    told = beside.lines(home, request.user, [one.pk for one in kin])
    notes = Footnotes([*rows, *(post for held in by_person.values() for post in held)], request.user)
    listed = [
        (row, by_person[row.pk], notes.every(row), merged[row.pk],
         [line for one in (row, *merged[row.pk]) for line in told.get(one.pk, [])])
        for row in rows
    ]  # fmt: skip
    blank = Person(home=home)
    context = {
        "people": listed,
        "page": page,
        "can_add": policy.can_revise(request.user, blank),
        "can_merge": policy.can_merge(request.user, blank),
        "can_erase": policy.can_erase(request.user, blank),
        "can_split": policy.can_split(request.user, blank),
    }
    return render(request, "directory/people.html", context)
