"""The JSON of publishing: pages, their editions, what an edition says, and what is done to it.

New editions are made from the records: those routes are the desk's, which sees all rooms.
"""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from kizuna.core.rest import READING, ApiRequest, Routes, found_in, record_routes, respond
from kizuna.core.verbs import verbs
from kizuna.publishing import actions, policy
from kizuna.publishing.forms import KINDS
from kizuna.publishing.models import Edition

router = Routes(tags=["publishing"])
SHAPES = record_routes(
    router, "publishing", KINDS, revise=None, can_revise=policy.can_revise, remove=actions.remove
)  # fmt: skip
verbs(router, SHAPES["edition"], actions.check, actions.schedule, actions.publish, actions.withdraw)


@router.get(
    "/publishing/edition/{key}/told", response={200: dict[str, object], **READING},
    operation_id="publishing_edition_told", summary="What an edition says",
)  # fmt: skip
def told(request: ApiRequest, key: uuid.UUID) -> HttpResponse:
    """The page as plain data, in its language, as it was or will be published."""
    edition: Edition = found_in(Edition, key, request.auth)
    return respond(edition.told)
