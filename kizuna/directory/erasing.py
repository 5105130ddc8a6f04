"""By which names a person is known in a home, and who else bears one of them: what erasing has to look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kizuna.core.erasing import Task, Trace, look
from kizuna.core.models import Change
from kizuna.core.redacting import Form, Names, form, spelt, telling
from kizuna.directory.models import Person

NAMED = ("family", "given", "native")


@dataclass
class Outlook:
    """What erasing a person would do, before anything is done."""

    person: Person
    names: list[str]
    # Names that mean others too, or that are one word: texts with them are left for people to look at.
    unsure: list[str]
    namesakes: list[Person]
    trace: Trace


def rows_of(person: Person) -> list[Person]:
    """The person with the rows that were merged into it."""
    return [person, *Person.objects.filter(alias_of=person).order_by("pk")]


def forms_of(rows: list[Person]) -> set[Form]:
    """Every way in which the rows are or were called, in both orders of names and in their own script."""
    told = [{name: getattr(row, name) for name in NAMED} for row in rows]
    kept = Change.objects.filter(record__in=[row.uuid for row in rows]).values_list("was", flat=True)
    told += [{name: str(was.get(name) or "") for name in NAMED} for was in kept]
    found = set()
    for names in told:
        family, given, native = (names[name] for name in NAMED)
        found |= {form(given, family), form(family, given), form(native)}
    # One name may be known from one row, the other from the next.
    return {one for one in found if one}


def task_of(person: Person) -> tuple[Task, list[Form], list[Person]]:
    """The task for the engine, the forms that are not looked for in texts, and the namesakes."""
    rows = rows_of(person)
    forms = forms_of(rows)
    written = {spelt(one) for one in forms}
    others = [
        other
        for other in Person.objects.filter(home=person.home, erased_at=None).exclude(pk__in=[row.pk for row in rows])
        if written & {spelt(one) for one in forms_of([other])}
    ]
    theirs = {spelt(one) for other in others for one in forms_of([other])}
    sure = {one for one in forms if telling(one) and spelt(one) not in theirs}
    task = Task(
        home=person.home,
        own=frozenset(row.uuid for row in rows),
        names=Names(sure),
        own_names=Names(forms),
        others=frozenset(other.uuid for other in others),
    )
    return task, sorted(forms - sure), others


def outlook(person: Person) -> Outlook:
    """What would be erased, and what would be left for people to look at."""
    task, unsure, others = task_of(person)
    names = sorted(" ".join(one) for one in task.names.forms)
    return Outlook(person, names, [" ".join(one) for one in unsure], others, look(task))


def emptied(row: Person) -> dict[str, Any]:
    """What is left of a person's row: its place, its posts, and nothing that says who it was."""
    return {"family": "", "given": "", "native": "", "orcid": "", "slug": f"erased-{row.uuid.hex[:12]}"}
