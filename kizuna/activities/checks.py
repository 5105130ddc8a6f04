"""What `kizuna check` says of activities: facts that conflict and stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count

from kizuna.activities.models import Activity, Headcount
from kizuna.activities.models.takingpart import exact_sum
from kizuna.core.checking import LOOKS, Finding, few
from kizuna.core.values import Quantity


def activities() -> Finding:
    """Numbers of editions used twice, and numbers whose parts do not make them up; they are told, not wrong."""
    return Finding("activities", [], few(iter([*_twice(), *_not_made_up()])))


def _twice() -> Iterator[str]:
    rows = Activity.objects.filter(edition__isnull=False, series__isnull=False, parent=None).order_by()
    doubled = rows.values_list("series__uuid", "series__slug", "edition", "home__slug").annotate(n=Count("pk"))
    for _key, slug, edition, home, count in doubled.filter(n__gt=1):
        yield f"{home}: the series {slug} has {count} editions with the number {edition}."


def _not_made_up() -> Iterator[str]:
    parts: dict[int, list[Quantity]] = defaultdict(list)
    for whole, quantity in Headcount.objects.filter(part_of__isnull=False).values_list("part_of", "quantity"):
        parts[whole].append(quantity)
    wholes = Headcount.objects.filter(pk__in=parts).select_related("home")
    for row in wholes.order_by("pk"):
        total = exact_sum(parts[row.pk])
        if row.quantity.qualifier == "exact" and total is not None and total != row.quantity.value:
            yield f"{row.home.slug}: the parts of {row.quantity} ({row.uuid}) add up to {total}."


def tell() -> None:
    """`kizuna check` looks here too from now on."""
    if activities not in LOOKS:
        LOOKS.append(activities)
