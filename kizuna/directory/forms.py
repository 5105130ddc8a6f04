"""The forms of the directory, one per kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.core.fields import WordsWidget
from kizuna.core.forms import Kind, RecordForm
from kizuna.directory import similar
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


def said(typed: Mapping[str, Any], name: str) -> str:
    """What stands in a box of the page, at most as long as a name is."""
    return str(typed.get(name, "")).strip()[:300]


def worded(typed: Mapping[str, Any]) -> list[str]:
    """The name in each language in which it was typed."""
    return [text for code in WordsWidget.languages if (text := said(typed, f"name_{code}"))]


class OrganisationForm(RecordForm):
    """Edits an organisation."""

    class Meta:
        model = Organisation
        fields = ("slug", "kind", "name", "country", "country_basis", "city", "latitude", "longitude", "founded",
                  "parent", "status", "successor")  # fmt: skip

    watched = ("kind", "country", "name")

    def alike(self, typed: Mapping[str, Any]) -> list[similar.Likeness]:
        """Organisations of a like name; letters of one word may be an abbreviation."""
        names = worded(typed)
        return similar.organisations(
            names, self.user, country=said(typed, "country"), kind=said(typed, "kind"), fictional=self.home.fictional,
            acronyms=[name for name in names if len(name.split()) == 1],
        )  # fmt: skip


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

    watched = ("organisation", "abbreviation", "name")

    def alike(self, typed: Mapping[str, Any]) -> list[similar.Likeness]:
        """Units of the same organisation of a like name or the same abbreviation."""
        chosen = self.fields["organisation"].widget.value_from_datadict(typed, {}, "organisation")
        rows = self.fields["organisation"].queryset  # type: ignore[attr-defined]
        found = rows.filter(pk=int(chosen)).first() if str(chosen).isascii() and str(chosen).isdigit() else None
        return similar.units(worded(typed), self.user, organisation=found, abbreviation=said(typed, "abbreviation"))


class UnitNameForm(RecordForm):
    """Edits one more name of a unit."""

    class Meta:
        model = UnitName
        fields = ("unit", "value", "language", "kind")


class PersonForm(RecordForm):
    """Edits a person; an ORCID may be pasted as an address."""

    orcid = forms.CharField(label="ORCID", required=False, max_length=60, help_text=_("Such as 0000-0002-1825-0097."))

    watched = ("native", "orcid", "family", "given")

    def alike(self, typed: Mapping[str, Any]) -> list[similar.Likeness]:
        """People of the home of a like name."""
        return similar.people(
            self.user, self.home, family=said(typed, "family"), given=said(typed, "given"),
            native=said(typed, "native"), orcid=said(typed, "orcid"),
        )  # fmt: skip

    def clean_orcid(self) -> str:
        """The ORCID in its groups of four."""
        typed: str = self.cleaned_data["orcid"]
        return read_identifier("orcid", typed) if typed else ""

    class Meta:
        model = Person
        fields = ("slug", "family", "given", "display_order", "native", "title", "orcid", "keep_until", "visibility")


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
