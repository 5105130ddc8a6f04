"""The tables of directory, one file per aggregate."""

from kizuna.directory.models.organisation import (
    HomeOrganisation,
    Identifier,
    NetworkMember,
    Organisation,
    OrganisationName,
)
from kizuna.directory.models.person import Charge, Person, Post
from kizuna.directory.models.theme import Tag, Theme
from kizuna.directory.models.unit import Unit, UnitName, UnitPart

__all__ = [
    "Charge",
    "HomeOrganisation",
    "Identifier",
    "NetworkMember",
    "Organisation",
    "OrganisationName",
    "Person",
    "Post",
    "Tag",
    "Theme",
    "Unit",
    "UnitName",
    "UnitPart",
]
