"""What was done to each record, by whom and when."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kizuna.core.models.gates import unshut
from kizuna.core.models.record import OwnedQuerySet, Reader, Visibility, readable

DEEDS = {
    "accepted": _("accepted"),
    "added": _("added"),
    "adopted": _("taken over"),
    "agreed": _("agreed"),
    "attached": _("attached"),
    "followed": _("went with what it belongs to"),
    "charged": _("given into charge"),
    "checked": _("checked"),
    "declined": _("declined"),
    "invited": _("invited"),
    "left": _("left"),
    "loaded": _("loaded"),
    "merged": _("merged"),
    "named": _("named"),
    "published": pgettext_lazy("what was done", "published"),
    "placed": _("placed in a tier"),
    "ended": _("ended"),
    "entered": _("entered from a table"),
    "erased": _("erased"),
    "frozen": _("issued and kept as it is"),
    "rested": _("let rest"),
    "revived": _("revived"),
    "begun": _("begun"),
    "admitted": _("admitted"),
    "answered": _("answered through a link"),
    "assigned": _("given to a reviewer"),
    "awarded": _("awarded"),
    "confirmed": _("confirmed"),
    "declared": _("declared"),
    "proposed": _("proposed"),
    "scored": _("scored"),
    "released": _("released"),
    "decided": _("decided"),
    "withheld": _("kept from the public"),
    "planned": _("planned"),
    "divided": _("divided"),
    "called-off": _("called off"),
    "closed": _("closed"),
    "carried": _("carried over"),
    "opened": _("opened"),
    "removed": _("removed"),
    "returned": _("returned"),
    "revised": _("revised"),
    "scheduled": _("planned for a day"),
    "sealed": _("sealed"),
    "signed": pgettext_lazy("what was done to a figure", "signed off"),
    "unsigned": _("signature taken back"),
    "split": _("separated again"),
    "submitted": _("submitted"),
    "superseded": _("took its place among earlier editions"),
    "drafted": _("drafted"),
    "dropped": _("dropped"),
    "kept": _("kept"),
    "noted": _("written through a link"),
    "promised": _("promised through a link"),
    "reopened": _("opened again"),
    "asked": _("asked"),
    "delegated": _("handed to a department"),
    "ticked": _("ticked off"),
    "undone": _("undone"),
    "withdrawn": _("withdrawn"),
}


class ChangeQuerySet(OwnedQuerySet):
    """Changes, narrowed to what a reader may see: of shared records, what people of any home may."""

    def visible_to(self, user: Reader) -> Self:
        allowed = readable(user)
        if user.is_authenticated and user.roles:
            allowed |= Q(home=None) & ~Q(visibility=Visibility.SEALED)
        return self.filter(allowed, unshut(user)) if user.is_authenticated else self.filter(allowed)


class Change(models.Model):
    """One row is one change of one record, told in words kept as they were then."""

    record = models.UUIDField(db_index=True)
    label = models.CharField(max_length=80)
    title = models.CharField(max_length=500)
    home = models.ForeignKey("core.Home", models.PROTECT, null=True, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility)
    verb = models.CharField(max_length=40)
    by = models.ForeignKey("core.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    version = models.PositiveIntegerField()
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    fields = models.JSONField(_("fields"), default=dict)
    # What the columns held before, as the database keeps it: for undoing alone, never shown.
    was = models.JSONField(default=dict, editable=False)
    undoes = models.UUIDField(null=True, blank=True, editable=False)
    # The record that some may not see whatever their role; what was done to its parts is theirs to see as little.
    gate = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="one_change_per_version")]

    def __str__(self) -> str:
        return f"{self.verb} {self.title}"

    @property
    def deed(self) -> str:
        """The verb in the language of the page."""
        return str(DEEDS.get(self.verb, self.verb))
