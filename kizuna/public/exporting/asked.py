"""A public page asked for as somebody would who is nobody: without browser, cookies or the name of a machine."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

HOST = "export.invalid"
# Stands in every whole address of a page that is drawn for the export, and in no file that is written.
ORIGIN = f"https://{HOST}"


class Asked(HttpRequest):
    """A request for one page; the frame leaves out what works only where Kizuna itself answers."""

    exported = True
    scheme = "https"

    def __init__(self, path: str, query: Mapping[str, str | int] | None = None, mark: str = "") -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = QueryDict(urlencode(query or {}))
        self.user = AnonymousUser()
        if mark:
            self.META["HTTP_IF_NONE_MATCH"] = mark

    def get_host(self) -> str:
        """A name that no machine has."""
        return HOST
