"""The API of all rooms under /api/v1/: who is let in, what every request goes through, and how errors are told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from ninja import NinjaAPI, Swagger
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NotTheSchema
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from kizuna.activities import api as activities
from kizuna.agreements import api as agreements
from kizuna.alumni import api as alumni
from kizuna.calls import api as calls
from kizuna.calls import api_verbs as calls_verbs
from kizuna.core import api as core
from kizuna.core import records, repeats, rest, tokens, undoing
from kizuna.core.models import Account, Change
from kizuna.core.values import NotUnderstood
from kizuna.desk import api as desk
from kizuna.directory import api as directory
from kizuna.mobility import api as mobility
from kizuna.partners import api as partners
from kizuna.partners import api_verbs as partners_verbs
from kizuna.projects import api as projects
from kizuna.publishing import api as publishing
from kizuna.visits import api as visits

SAFE = ("GET", "HEAD", "OPTIONS")
DEEPEST = 12
# What no database keeps: the character NUL, and halves of characters.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


class NotReadable(ValueError):  # noqa: N818 - it is an answer to show, not a failure
    """The body is no JSON that could be kept."""


class CsrfMissing(Exception):  # noqa: N818 - it is an answer to show, not a failure
    """A page of this site would have sent its token along."""


class Token(HttpBearer):
    """A key made on the desk: `Authorization: Bearer kzn_…`."""

    def __call__(self, request: HttpRequest) -> Account | None:
        stated = request.headers.get("Authorization")
        if stated is None:
            return None
        scheme, _space, secret = stated.partition(" ")
        found = tokens.bearer(secret.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise AuthenticationError(message=_("This key opens nothing: it is unknown, has ended or was revoked."))
        return found

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Not asked: the key is read above."""


class Session(APIKeyCookie):
    """The cookie of whoever is signed in on the desk; what writes also needs the header X-CSRFToken."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Account | None:
        if not request.user.is_authenticated:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise CsrfMissing
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> None:
        """Not asked: Django has read the cookie."""


class Careful(Parser):
    """Reads JSON and refuses what is no JSON, too deep, or cannot be kept."""

    def parse_body(self, request: HttpRequest) -> Any:
        kind = request.content_type or ""
        if kind not in ("", "application/json"):
            raise NotReadable(_("Send JSON, with the content type application/json."))
        found = json.loads(request.body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once_each)
        _look(found)
        return found


def _no_number(name: str) -> None:
    raise NotReadable(_("%(name)s is no number of JSON.") % {"name": name})


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotReadable(_("A name stands twice in one object."))
    return found


def _look(value: Any, depth: int = 0) -> None:
    """Refuses texts that cannot be kept and what is nested too deep."""
    if depth > DEEPEST:
        raise NotReadable(_("This is nested too deep."))
    if isinstance(value, str) and UNKEPT.search(value):
        raise NotReadable(_("A text holds a character that cannot be kept."))
    if isinstance(value, dict):
        for name, part in value.items():
            _look(name, depth)
            _look(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _look(part, depth + 1)


View = Callable[..., HttpResponse]


def known_words(view: View) -> set[str]:
    """The query parameters that a route declares."""
    models = view._ninja_operation.models  # type: ignore[attr-defined]  # noqa: SLF001 - where Ninja leaves it
    return {name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__}


def door(view: View) -> View:
    """What every route goes through: no unknown words, nothing written with a key that only reads, nothing twice."""

    @wraps(view)
    def through(request: rest.ApiRequest, **values: Any) -> HttpResponse:
        unknown = set(request.GET) - known_words(view)
        if unknown:
            raise ValidationError({name: _("There is no such parameter.") for name in sorted(unknown)})
        if request.method in SAFE:
            return view(request, **values)
        user = request.auth
        if user.scopes is not None and user.scopes <= {"read"}:
            raise PermissionDenied(_("This key only reads."))
        key = request.headers.get("Idempotency-Key")
        with transaction.atomic():
            if key is None:
                return view(request, **values)
            if not repeats.KEY.fullmatch(key):
                told = _("An idempotency key has 1 to 100 plain characters without spaces.")
                raise ValidationError({"Idempotency-Key": told})
            return repeats.once(user, key, _mark(request), lambda: view(request, **values))

    return through


def _mark(request: rest.ApiRequest) -> str:
    """The fingerprint of a request; what one key was answered is not told to another."""
    with_what = request.headers.get("Authorization", "session")
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""), with_what)
    return repeats.fingerprint(*(part.encode("utf-8", "surrogateescape") for part in parts), _content(request))


class Api(NinjaAPI):
    """The API, described once per process: the description follows from the code alone."""

    described: Any = None

    def get_openapi_schema(self, **_where: Any) -> Any:
        """What programs are made from; each error stands in it once."""
        if self.described is None:
            found = super().get_openapi_schema(path_prefix="/api/v1/")
            shared = found["components"].setdefault("responses", {})
            for answers in (one["responses"] for ways in found["paths"].values() for one in ways.values()):
                for status in [status for status in answers if int(status) >= 400]:
                    shared[str(status)] = answers[status]
                    answers[status] = {"$ref": f"#/components/responses/{status}"}
            self.described = found
        return self.described


def _content(request: HttpRequest) -> bytes:
    """What was sent: the body, or the content of the files where it came as a form."""
    if request.content_type != "multipart/form-data":
        return request.body
    found = hashlib.sha256()
    files: dict[str, Any] = request.FILES.dict()
    for name, file in sorted(files.items()):
        found.update(f"{name}\n{file.name}\n{file.size}\n".encode("utf-8", "surrogateescape"))
        for chunk in file.chunks():
            found.update(chunk)
        file.seek(0)
    return found.digest()


api = Api(
    title="Kizuna",
    version="1",
    urls_namespace="api",
    description="Partnerships of universities: everything that the desk shows and does. "
    "What one may not see answers 404; every error has the one shape of Problem.",
    auth=[Token(), Session()],
    parser=Careful(),
    docs=Swagger(settings={"docExpansion": "none", "defaultModelsExpandDepth": -1}),
)
api.add_decorator(door)
for room in (
    core, directory, partners, partners_verbs, agreements, projects, mobility, activities, visits, calls_verbs, calls,
    alumni, publishing, desk,
):  # fmt: skip
    api.add_router("", room.router)


def fault(
    status: int,
    code: str,
    message: str,
    fields: Mapping[str, list[str]] | None = None,
    changes: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """An error in its one shape."""
    error = {"code": code, "message": message, "fields": dict(fields or {}), "changes": changes or []}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return rest.respond({"error": error}, status, headers)


@api.exception_handler(NotTheSchema)
def _not_the_schema(_request: HttpRequest, problem: NotTheSchema) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for one in problem.errors:
        # The first step says where it stood, the second is our own word for the body or the query.
        path = [str(step) for step in one["loc"]]
        name = ".".join(path[2:] if path[0] in ("body", "query") and len(path) > 2 else path[1:])
        fields.setdefault(name, []).append(str(one["msg"]))
    return fault(422, "invalid", _("Something sent is not as the documentation says."), fields)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, problem: ValidationError) -> HttpResponse:
    told = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
    fields = {"" if name == NON_FIELD_ERRORS else name: words for name, words in told.items()}
    return fault(422, "invalid", _("Not saved: something is not right yet."), fields)


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, problem: HttpError) -> HttpResponse:
    reason = problem.__cause__
    if isinstance(problem, AuthenticationError):
        stated = problem.message if problem.message != "Unauthorized" else _("Sign in, or send a key.")
        return fault(401, "unauthenticated", stated)
    message = str(reason) if isinstance(reason, NotReadable) else _("The body is not readable as JSON.")
    return fault(problem.status_code, "malformed", message)


def _told(status: int, code: str, message: Any) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handler(_request: HttpRequest, _problem: Exception) -> HttpResponse:
        return fault(status, code, str(message))

    return handler


@api.exception_handler(PermissionDenied)
def _forbidden(_request: HttpRequest, problem: PermissionDenied) -> HttpResponse:
    return fault(403, "forbidden", str(problem) or _("You may not do this."))


@api.exception_handler(records.Conflict)
def _conflict(request: rest.ApiRequest, problem: records.Conflict) -> HttpResponse:
    message = _("Somebody else has changed this meanwhile.")
    return fault(409, "conflict", message, changes=rest.since(problem, request.auth))


@api.exception_handler(rest.Stale)
def _stale(request: rest.ApiRequest, problem: rest.Stale) -> HttpResponse:
    message = _("Somebody else has changed this meanwhile.")
    return fault(412, "stale", message, changes=rest.since(problem.conflict, request.auth))


@api.exception_handler(undoing.NotUndone)
def _not_undone(request: rest.ApiRequest, problem: undoing.NotUndone) -> HttpResponse:
    fields = {"": [f"{one.title}: {one.why}" for one in problem.obstacles]}
    keys = [change.pk for one in problem.obstacles for change in one.since]
    seen = Change.objects.visible_to(request.auth).filter(pk__in=keys).select_related("by")
    return fault(409, "not_undone", _("Nothing was undone."), fields, rest.events(list(seen)))


@api.exception_handler(NotUnderstood)
def _not_understood(_request: HttpRequest, problem: NotUnderstood) -> HttpResponse:
    return fault(422, "invalid", _(problem.reason))


PLAIN: dict[type[Exception], tuple[int, str, Any]] = {
    Http404: (404, "not_found", lazy("There is nothing here, or you may not see it.")),
    ObjectDoesNotExist: (404, "not_found", lazy("There is nothing here, or you may not see it.")),
    rest.VersionMissing: (
        428,
        "version_required",
        lazy("Say which version you read: If-Match, or version in the body."),
    ),
    repeats.OtherRequest: (422, "key_reused", lazy("This idempotency key was used for another request.")),
    repeats.UnderWay: (409, "under_way", lazy("The same request is being answered; ask again in a moment.")),
    ProtectedError: (409, "in_use", lazy("Not removed: other records point to this one. Change those first.")),
    RequestDataTooBig: (413, "too_large", lazy("The body is too large.")),
    SuspiciousOperation: (400, "malformed", lazy("The request is not readable.")),
    IntegrityError: (409, "conflict", lazy("This contradicts what is on record.")),
    DataError: (422, "invalid", lazy("A value does not fit its column.")),
    CsrfMissing: (403, "csrf", lazy("The header X-CSRFToken is missing or wrong.")),
}
for kind, (status, code, message) in PLAIN.items():
    api.add_exception_handler(kind, _told(status, code, message))
