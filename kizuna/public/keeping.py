"""Pages as they were last rendered, kept for the next visitor under a name that changes with what they show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

# So many pages are kept in one process, some four megabytes; those that were asked for least recently go first.
MOST = 64
Name = tuple[str, str]


class Kept:
    """The bodies of pages by their mark and their whole address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bodies: OrderedDict[Name, bytes] = OrderedDict()

    def answer(self, name: Name, render: Callable[[], HttpResponse]) -> HttpResponse:
        """The page under this name, rendered where nobody has asked for it lately."""
        with self._lock:
            body = self._bodies.get(name)
            if body is not None:
                self._bodies.move_to_end(name)
                return HttpResponse(body)
        made = render()
        with self._lock:
            self._bodies[name] = made.content
            while len(self._bodies) > MOST:
                self._bodies.popitem(last=False)
        return made


kept = Kept()


def is_stranger(request: HttpRequest) -> bool:
    """Whether the page is the same for this visitor as for any: nobody is signed in, and no message waits."""
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return not own & set(request.COOKIES)
