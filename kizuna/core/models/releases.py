"""What of a record is public: the rules by which a home withholds a field of a kind of record, or of one record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kizuna.core.models.record import OwnedRecord


class Release(OwnedRecord):
    """One row says whether the public reads one field of a kind of record, or of one record, of a home."""

    record_label = models.CharField(_("kind of record"), max_length=80)
    field = models.CharField(_("field"), max_length=40)
    # The rule of one record goes before the rule of its kind, which names none.
    record = models.UUIDField(_("record"), null=True, blank=True)
    released = models.BooleanField(_("public"))

    class Meta:
        ordering = ("record_label", "field", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "record_label", "field"], condition=Q(record=None), name="a_field_of_a_kind_once"
            ),
            models.UniqueConstraint(
                fields=["home", "record", "field"], condition=Q(record__isnull=False), name="a_field_of_a_record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_label} · {self.field}"
