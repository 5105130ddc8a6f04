"""The tables of core, one file per subject."""

from kizuna.core.models.accounts import Account, Membership, Role
from kizuna.core.models.doors import Answer, Beat, Token
from kizuna.core.models.history import Change
from kizuna.core.models.homes import Home, Installation
from kizuna.core.models.mails import Mail
from kizuna.core.models.pictures import Picture
from kizuna.core.models.record import Dated, OwnedRecord, Record, SharedRecord, Visibility
from kizuna.core.models.releases import Release
from kizuna.core.models.sources import Citation, File, Source
from kizuna.core.models.statements import Figure, Note

__all__ = [
    "Account",
    "Answer",
    "Beat",
    "Change",
    "Citation",
    "Dated",
    "Figure",
    "File",
    "Home",
    "Installation",
    "Mail",
    "Membership",
    "Note",
    "OwnedRecord",
    "Picture",
    "Record",
    "Release",
    "Role",
    "SharedRecord",
    "Source",
    "Token",
    "Visibility",
]
