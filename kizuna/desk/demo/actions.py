"""What happens to the demonstration as a whole: loaded, Example University taken away, reset."""

from __future__ import annotations

from graphlib import TopologicalSorter

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kizuna.core import records
from kizuna.core.models import Account, Change, Citation, Home, Installation, Membership, Note, Source
from kizuna.desk.demo import policy
from kizuna.desk.demo.load import load
from kizuna.directory.models import (
    Identifier,
    NetworkMember,
    Organisation,
    OrganisationName,
    Theme,
    Unit,
    UnitName,
    UnitPart,
)


def remove_example(*, by: Account) -> None:
    """Takes the fictional home away, with its organisations and its history: nothing in it was ever true."""
    records.permit(policy.can_remove_example(by))
    with transaction.atomic():
        for home in Home.objects.filter(fictional=True):
            _drop_home(home)
        _drop_organisations(Organisation.objects.filter(fictional=True))


def reset(*, by: Account) -> int:
    """Empties a demonstration and loads it afresh; refuses when a real account has written in it."""
    if not Installation.objects.filter(demonstration=True).exists():
        raise PermissionDenied("This database was not made by the demonstration, so it is not reset.")
    records.permit(policy.can_reset(by), "A real account has written here, so the demonstration is not reset.")
    with transaction.atomic():
        for home in Home.objects.all():
            _drop_home(home)
        Citation.objects.all().delete()
        Note.objects.all().delete()
        Source.objects.all().delete()
        _drop_organisations(Organisation.objects.all())
        Theme.objects.all().delete()
        Change.objects.all().delete()
        return load()


def _drop_home(home: Home) -> None:
    Citation.objects.filter(source__home=home).delete()
    for model in _from_the_roof():
        rows = model._default_manager.filter(home=home)
        if own := [field.name for field in model._meta.fields if field.related_model is model]:
            rows.update(**dict.fromkeys(own))
        rows.delete()
    people = Account.objects.filter(memberships__home=home, kind=Account.Kind.DEMONSTRATION)
    kept = Change.objects.filter(by__in=people).values("by")
    gone = people.exclude(pk__in=kept)
    Membership.objects.filter(home=home).exclude(account__in=gone).delete()
    gone.delete()
    home.delete()


def _from_the_roof() -> list[type[models.Model]]:
    """What belongs to a home, whichever room it is in, ordered so that nothing is left that points to what goes."""
    owned = [
        model
        for model in apps.get_models()
        if model is not Membership and any(field.name == "home" for field in model._meta.fields)
    ]
    order: TopologicalSorter[type[models.Model]] = TopologicalSorter()
    for model in owned:
        order.add(model)
        for field in model._meta.fields:
            if field.related_model in owned and field.related_model is not model:
                order.add(field.related_model, model)
    return list(order.static_order())


def _drop_organisations(rows: models.QuerySet[Organisation]) -> None:
    keys = list(rows.values_list("pk", flat=True))
    NetworkMember.objects.filter(models.Q(network__in=keys) | models.Q(member__in=keys)).delete()
    units = Unit.objects.filter(organisation__in=keys)
    UnitPart.objects.filter(models.Q(joint__in=units) | models.Q(part__in=units)).delete()
    UnitName.objects.filter(unit__in=units).delete()
    units.update(parent=None, successor=None, alias_of=None)
    units.delete()
    for model in (OrganisationName, Identifier):
        model._default_manager.filter(organisation__in=keys).delete()
    rows = Organisation.objects.filter(pk__in=keys)
    rows.update(parent=None, successor=None, alias_of=None)
    rows.delete()
