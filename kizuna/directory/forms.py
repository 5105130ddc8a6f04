"""The forms of the directory, one per kind of record."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.core.forms import Kind, RecordForm
from kizuna.directory.models import (
    Identifier,
    NetworkMember,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Unit,
    UnitName,
)
from kizuna.directory.models.organisation import read_identifier

DATES = ("begins", "ends")


class OrganisationForm(RecordForm):
    """Edits an organisation."""

    class Meta:
        model = Organisation
        fields = ("slug", "kind", "name", "country", "country_basis", "city", "latitude", "longitude", "founded",
                  "parent", "status", "successor")  # fmt: skip


class OrganisationNameForm(RecordForm):
    """Edits one name of an organisation."""

    class Meta:
        model = OrganisationName
        fields = ("organisation", "value", "language", "kind", *DATES)


class IdentifierForm(RecordForm):
    """Edits one identifier."""

    class Meta:
        model = Identifier
        fields = ("organisation", "scheme", "value")


class NetworkMemberForm(RecordForm):
    """Edits one member of a network."""

    class Meta:
        model = NetworkMember
        fields = ("network", "member", "category", "part", *DATES)


class UnitForm(RecordForm):
    """Edits a unit."""

    class Meta:
        model = Unit
        fields = ("organisation", "slug", "kind", "name", "abbreviation", "listed", "order", "parent", *DATES,
                  "successor")  # fmt: skip


class UnitNameForm(RecordForm):
    """Edits one more name of a unit."""

    class Meta:
        model = UnitName
        fields = ("unit", "value", "language", "kind")


class PersonForm(RecordForm):
    """Edits a person; an ORCID may be pasted as an address."""

    orcid = forms.CharField(label="ORCID", required=False, max_length=60, help_text=_("Such as 0000-0002-1825-0097."))

    def clean_orcid(self) -> str:
        """The ORCID in its groups of four."""
        typed: str = self.cleaned_data["orcid"]
        return read_identifier("orcid", typed) if typed else ""

    class Meta:
        model = Person
        fields = ("slug", "family", "given", "display_order", "native", "title", "orcid", "visibility")


class PostForm(RecordForm):
    """Edits one post of a person."""

    class Meta:
        model = Post
        fields = ("person", "title", "organisation", "unit", "where", *DATES, "visibility")


KINDS: dict[str, Kind] = {
    "organisation": Kind(OrganisationForm, Organisation, _("Organisation")),
    "name": Kind(OrganisationNameForm, OrganisationName, _("Name")),
    "identifier": Kind(IdentifierForm, Identifier, _("Identifier")),
    "network-member": Kind(NetworkMemberForm, NetworkMember, _("Member of a network")),
    "unit": Kind(UnitForm, Unit, _("Department or other unit")),
    "unit-name": Kind(UnitNameForm, UnitName, _("Other name of a unit")),
    "person": Kind(PersonForm, Person, _("Person")),
    "post": Kind(PostForm, Post, _("Post")),
}
