"""Answers to writing requests, kept with the change they tell of, so that a repeated request does nothing twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from kizuna.core.models import Account, Answer

KEPT = timedelta(hours=24)
KEY = re.compile(r"[\x21-\x7e]{1,100}")
TELLING = ("Content-Type", "ETag", "Location")


class OtherRequest(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """The key was used for another request."""


class UnderWay(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """The same request is being answered at this moment."""


def fingerprint(*parts: bytes) -> str:
    """What tells one request from another."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def once(account: Account, key: str, mark: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``act``, or the one given before under this key; call it inside a transaction.

    The answer is written in the transaction of the change itself: a kill leaves both or none. Where two requests
    with one key arrive at once, the database lets the second wait until the first is done. An answer that changed
    nothing is not kept: the request may be repeated once its cause is gone.
    """
    Answer.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    found = Answer.objects.filter(account=account, key=key).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Answer.objects.create(account=account, key=key, fingerprint=mark)
        except IntegrityError:
            found = Answer.objects.filter(account=account, key=key).first()
            if found is None:
                raise UnderWay from None
            return _again(found, mark)
        return _kept(found, act())
    return _again(found, mark)


def _kept(answer: Answer, response: HttpResponse) -> HttpResponse:
    if response.status_code >= 400:
        answer.delete()
        return response
    answer.status = response.status_code
    answer.body = response.content.decode()
    answer.headers = {name: response.headers[name] for name in TELLING if name in response.headers}
    answer.save()
    return response


def _again(answer: Answer, mark: str) -> HttpResponse:
    if answer.fingerprint != mark:
        raise OtherRequest
    if answer.status is None:
        raise UnderWay
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        response.headers[name] = value
    response.headers["Idempotent-Replay"] = "true"
    return response
