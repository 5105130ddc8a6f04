"""The hall before the pages: every request comes in at once and its moment is kept; so many are served at a time.

Without it requests would wait in the web server, before any of our code could note when they came: in a rush before a
deadline, what was sent in time would be late.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kizuna.config import metrics
from kizuna.core.arriving import note

HANDS = 4  # threads that make pages in one process, unless KIZUNA_THREADS says otherwise
PLACES = 1024  # requests that wait or are served in one process
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Hall:
    """A WSGI application before another: its callers wait, and ``hands`` threads do the work.

    The connections to the database belong to the hands, so there are as many as hands, however many wait.
    """

    def __init__(self, inner: Application, hands: int) -> None:
        self._inner = inner
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="hand")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        note(environ)
        return self._hands.submit(self._serve, environ, start_response, time.perf_counter()).result()

    def _serve(self, environ: dict[str, Any], start_response: Any, came: float) -> Iterable[bytes]:
        metrics.waits.observe(time.perf_counter() - came)
        return self._inner(environ, start_response)
