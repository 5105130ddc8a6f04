"""The few tables of the desk: mails that wait until they are sent, briefings that were issued."""

from kizuna.desk.models.digest import Digest
from kizuna.desk.models.issued import Issued

__all__ = ["Digest", "Issued"]
