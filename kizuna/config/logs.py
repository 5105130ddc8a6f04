"""Log lines without personal data: no message of an exception, no address asked for, no value of anybody."""

from __future__ import annotations

import logging
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

# The request in which a line is written.
request_id: ContextVar[str] = ContextVar("request_id", default="")
# What else a line may say; everything else that hangs on a record is left out.
TOLD = ("method", "route", "status", "ms", "account")
Trouble = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route_of(request: HttpRequest | None) -> str:
    """The pattern of the address that was asked for, which names no record and nobody."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(none)"


def traced(trouble: Trouble) -> str:
    """An exception by its kind and the places in the code; its message may quote what somebody typed."""
    lines = []
    error: BaseException | None = trouble[1]
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


class Known(logging.Filter):
    """Leaves out the web server's advice against many threads: nearly all of them only wait, which is meant."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Python threads" not in record.getMessage()


class Discreet(logging.Filter):
    """Takes out of a line what Django says about a request: its path, its host, its referrer."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        if record.name.startswith("django.") and (request is not None or hasattr(record, "status_code")):
            status = record.__dict__.pop("status_code", "")
            record.msg, record.args = f"{status} {getattr(request, 'method', '')} {route_of(request)}".strip(), ()
        record.request_id = request_id.get()
        return True


class Lines(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what stands beside the message."""
        line = super().format(record)
        told = " ".join(f"{name}={getattr(record, name)}" for name in TOLD if hasattr(record, name))
        return f"{line} {told}" if told else line

    def formatException(self, ei: Trouble) -> str:  # noqa: N802 - logging calls it so
        return traced(ei)


class Objects(JsonFormatter):
    """One JSON object a line, for programs."""

    def __init__(self, **options: Any) -> None:
        names = {"asctime": "at", "levelname": "level", "name": "logger"}
        fields = "%(asctime)s %(levelname)s %(name)s %(message)s"
        super().__init__(fields, json_ensure_ascii=False, rename_fields=names, **options)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Only what is listed goes into a line."""
        super().add_fields(log_data, record, message_dict)
        known = {"at", "level", "logger", "message", "exc_info", "request_id", *TOLD}
        for name in set(log_data) - known:
            del log_data[name]

    def formatException(self, ei: Trouble) -> str:  # noqa: N802 - logging calls it so
        return traced(ei)
