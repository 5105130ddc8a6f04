"""What was worked out from the whole database, kept for the next visitor for as long as nothing in it has changed.

The database itself says whether anything changed: SQLite counts what others have written and what we have, PostgreSQL
names the transactions that a question can see. So no writer has to tell anybody, in this process or in another.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from kizuna.core.doors import once
from kizuna.core.models import Home

T = TypeVar("T")
M = TypeVar("M", bound=Model)
# So many answers are kept in one process; those that were asked for least recently go first.
MOST = 48


class _Kept:
    """The answers of one state of the database; every thread that sees a change begins a new state."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state = 0
        self.answers: OrderedDict[Hashable, Any] = OrderedDict()

    def begin(self) -> int:
        with self.lock:
            self.state += 1
            self.answers.clear()
            return self.state

    def get(self, state: int, key: Hashable) -> tuple[Any] | None:
        with self.lock:
            if state != self.state or key not in self.answers:
                return None
            self.answers.move_to_end(key)
            return (self.answers[key],)

    def put(self, state: int, key: Hashable, answer: Any) -> None:
        with self.lock:
            # Whoever was still reading when others saw a change may have read what was there before it.
            if state != self.state:
                return
            self.answers[key] = answer
            while len(self.answers) > MOST:
                self.answers.popitem(last=False)


class _Seen(threading.local):
    """What this thread's connection last said of the database; the connection itself, since each counts anew."""

    connection: Any = None
    mark: Any = None


_kept, _seen = _Kept(), _Seen()


def _mark() -> Any:
    """What stays the same exactly as long as this connection reads the same."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
            return cursor.fetchone(), connection.connection.total_changes
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()


def state() -> int:
    """The number of the state in which the database is."""
    mark = _mark()
    if _seen.connection is not connection.connection or _seen.mark != mark:
        _seen.connection, _seen.mark = connection.connection, mark
        return _kept.begin()
    return _kept.state


def remembered(home: Home | None, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` reads and works out; the key names all that the answer depends on, the reader's rights included.

    The answer is shared by everybody who asks with the same key: nobody changes it. A request for a page of a home asks
    only once whether the database has changed. Within a transaction, which sees what nobody else does, nothing is kept.
    """
    if connection.in_atomic_block:
        return make()
    now: int = once(home, ("state",), state) if home else state()
    found = _kept.get(now, key)
    if found is not None:
        answer: T = found[0]
        return answer
    answer = make()
    _kept.put(now, key, answer)
    return answer


def remembered_rows(home: Home | None, key: tuple[Hashable, ...], make: Callable[[], Iterable[M]]) -> list[M]:
    """A few rows that nearly every page reads; whoever asks gets copies of their own, which they may change."""
    return [copy(row) for row in remembered(home, ("rows", *key), lambda: list(make()))]
