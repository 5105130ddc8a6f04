"""By which names a person is known in a home, and who else bears one of them: what erasing has to look for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kizuna.core.erasing import Task, Trace, addresses_of, look
from kizuna.core.models import Change
from kizuna.core.redacting import Form, Names, form, spelt, telling
from kizuna.directory.models import Person

NAMED = ("family", "given", "native")
SPARED = frozenset(f"directory.person.{name}" for name in (*NAMED, "slug"))


@dataclass
class Outlook:
    """What erasing a person would do, before anything is done."""

    person: Person
    names: list[str]
    # Names that mean others too, or that are one word: texts with them are left, unless the officer says so.
    unsure: list[str]
    also: list[str]
    namesakes: list[Person]
    trace: Trace


def rows_of(person: Person) -> list[Person]:
    """The person with the rows that were merged into it."""
    return [person, *Person.objects.filter(alias_of=person).order_by("pk")]


def forms_of(rows: list[Person]) -> set[Form]:
    """Every way in which the rows are or were called, in both orders of names and in their own script."""
    found = groups_of(rows)
    told = [{name: getattr(row, name) for name in NAMED} for row in rows]
    kept = Change.objects.filter(record__in=[row.uuid for row in rows]).values_list("was", flat=True)
    told += [{name: str(was.get(name) or "") for name in NAMED} for was in kept]
    for names in told:
        family, given, native = (names[name] for name in NAMED)
        found |= {form(given, family), form(family, given), form(native)}
    # One name may be known from one row, the other from the next.
    return {one for one in found if one}


def groups_of(rows: list[Person]) -> set[Form]:
    """What the rows are or were called as groups: words such as "the presidents", which may mean others."""
    told = [row.group.to_json() for row in rows]
    kept = Change.objects.filter(record__in=[row.uuid for row in rows]).values_list("was", flat=True)
    told += [group for was in kept if isinstance(group := was.get("group"), dict)]
    words = {word for group in told for word in group.values() if isinstance(word, str)}
    return {one for word in words if (one := form(word))}


def task_of(person: Person, also: Collection[str] = ()) -> tuple[Task, list[Form], list[Person]]:
    """The task for the engine, the forms that are not sure to mean the person, and the namesakes.

    Of the forms that are not sure, those said in ``also`` are looked for in texts nevertheless.
    """
    rows = rows_of(person)
    forms = forms_of(rows)
    written = {spelt(one) for one in forms}
    others = [
        other
        for other in Person.objects.filter(home=person.home, erased_at=None).exclude(pk__in=[row.pk for row in rows])
        if written & {spelt(one) for one in forms_of([other])}
    ]
    theirs = {spelt(one) for other in others for one in forms_of([other])}
    sure = {one for one in forms - groups_of(rows) if telling(one) and spelt(one) not in theirs}
    chosen = {one for one in forms - sure if " ".join(one) in also}
    own = frozenset(row.uuid for row in rows)
    mails = addresses_of(person.home, own, Names(sure | chosen))
    task = Task(
        home=person.home,
        own=own,
        names=Names(sure | chosen, mails),
        own_names=Names(forms, mails),
        others=frozenset(other.uuid for other in others),
        spared=SPARED,
    )
    return task, sorted(forms - sure), others


def outlook(person: Person, also: Collection[str] = ()) -> Outlook:
    """What would be erased, and what would be left for people to look at."""
    task, forms, others = task_of(person, also)
    names = sorted(" ".join(one) for one in task.names.forms)
    unsure = [" ".join(one) for one in forms]
    return Outlook(person, names, unsure, [one for one in unsure if one in also], others, look(task))


def emptied(row: Person) -> dict[str, Any]:
    """What is left of a person's row: its place, its posts, and nothing that says who it was."""
    return {"family": "", "given": "", "native": "", "orcid": "", "slug": f"erased-{row.uuid.hex[:12]}"}
