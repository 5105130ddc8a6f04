"""What happens to the demonstration as a whole: loaded, Example University taken away, reset."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kizuna.activities.models import (
    Activity,
    ActivityOutcome,
    ActivityPlan,
    Attendee,
    Body,
    Disruption,
    Feed,
    Headcount,
    Practice,
    Series,
)
from kizuna.agreements.models import Agreement, AgreementFile, Party, Signature
from kizuna.core import records
from kizuna.core.models import Account, Change, Citation, Figure, File, Home, Installation, Membership, Note, Source
from kizuna.desk.demo import policy
from kizuna.desk.demo.load import load
from kizuna.directory.models import (
    Charge,
    HomeOrganisation,
    Identifier,
    NetworkMember,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Tag,
    Theme,
    Unit,
    UnitName,
    UnitPart,
)
from kizuna.partners.models import (
    Chapter,
    Contribution,
    Coordinator,
    HistoricalTie,
    Invitation,
    Link,
    Member,
    Outcome,
    Owner,
    Partnership,
    Phase,
    Plan,
    Programme,
    Stage,
    Standing,
    TeamUnit,
    ThirdParty,
    Tier,
)
from kizuna.projects.models import (
    Funding,
    Output,
    Project,
    ProjectOutcome,
    ProjectPerson,
    ProjectPlan,
    ProjectUnit,
    Rate,
)

# From the roof down, so that nothing is left that points to what goes.
OWNED: tuple[type[models.Model], ...] = (
    Feed, ActivityPlan, ActivityOutcome, Practice, Disruption, Headcount, Attendee, Body, Activity, Series,
    ProjectPlan, ProjectOutcome, Output, ProjectPerson, ProjectUnit, Funding, Rate, Project,
    AgreementFile, Signature, Party, Agreement,
    Invitation, Contribution, Link, Chapter, Plan, Outcome, HistoricalTie, ThirdParty, Coordinator, TeamUnit, Stage,
    Standing, Member, Partnership, Tier, Phase, Owner, Programme, Charge, Post, Person, Tag, Figure, Note, Citation,
)  # fmt: skip


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
    Partnership.objects.filter(home=home).update(grows_out_of=None)
    Plan.objects.filter(home=home).update(carried_from=None, fulfilled_by=None)
    Plan.objects.filter(home=home).update(carried_from=None)
    Person.objects.filter(home=home).update(alias_of=None)
    Project.objects.filter(home=home).update(grows_out_of=None)
    Agreement.objects.filter(home=home).update(parent=None, predecessor=None)
    Activity.objects.filter(home=home).update(replaces=None)
    for model in OWNED:
        model._default_manager.filter(home=home).delete()
    Citation.objects.filter(source__home=home).delete()
    Source.objects.filter(home=home).delete()
    File.objects.filter(home=home).delete()
    HomeOrganisation.objects.filter(home=home).delete()
    Change.objects.filter(home=home).delete()
    people = Account.objects.filter(memberships__home=home, kind=Account.Kind.DEMONSTRATION)
    kept = Change.objects.filter(by__in=people).values("by")
    gone = people.exclude(pk__in=kept)
    Membership.objects.filter(home=home).exclude(account__in=gone).delete()
    gone.delete()
    home.delete()


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
