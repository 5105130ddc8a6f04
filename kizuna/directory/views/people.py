"""The directory's own pages of the desk: people and their posts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kizuna.core.citing import Footnotes
from kizuna.core.doors import HomeRequest, for_members
from kizuna.core.models import Home
from kizuna.directory import policy
from kizuna.directory.models import Person, Post


@for_members
def people(request: HomeRequest, home: Home) -> HttpResponse:
    """Everyone the home has on record, with the posts they hold or held."""
    rows = list(Person.objects.visible_to(request.user).filter(home=home))
    posts = Post.objects.visible_to(request.user).filter(person__in=rows).select_related("organisation", "unit")
    by_person: dict[int, list[Post]] = {}
    for post in posts:
        by_person.setdefault(post.person_id, []).append(post)
    notes = Footnotes([*rows, *(post for held in by_person.values() for post in held)], request.user)
    listed = [(row, by_person.get(row.pk, []), notes.every(row)) for row in rows]
    context = {"people": listed, "can_add": policy.can_revise(request.user, Person(home=home))}
    return render(request, "directory/people.html", context)
