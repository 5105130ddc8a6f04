"""The API under a storm of requests made from its own description: no server error, and every answer as described.

`make fuzz` sends them, before every landing; `make test` leaves the storm out (KIZUNA_FUZZ=200 sends more to a route).
"""

from __future__ import annotations

import os
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode

from kizuna.config.wsgi import pages
from kizuna.core import actions
from kizuna.core.api import SHAPES as CORE
from kizuna.core.models import Account, Record
from kizuna.core.plain import rows_of
from kizuna.core.shapes import Shape
from kizuna.directory.api import SHAPES as DIRECTORY
from kizuna.partners.api import SHAPES as PARTNERS

MANY = int(os.environ.get("KIZUNA_FUZZ", "1"))
PHASES = [Phase.generate] if MANY < 10 else [Phase.explicit, Phase.generate]
SHAPES = {(shape.room, shape.slug): shape for room in (CORE, DIRECTORY, PARTNERS) for shape in room.values()}
HOME = "example"
pytestmark = pytest.mark.storm
# As programs read it; `make check` fails where it is not what the code says.
schema = schemathesis.openapi.from_path(Path(__file__).parent.parent / "docs" / "api" / "openapi.json")
# Within the transaction of the test: the hall would serve them by another thread.
schema.app = pages


class Storm:
    """A key of Example University's office, and records of its own by kind."""

    def __init__(self) -> None:
        who = Account.objects.get(memberships__home__slug=HOME, memberships__role="office")
        until = timezone.now() + timedelta(days=1)
        _token, self.key = actions.issue(who, name="storm", scopes=["write"], until=until, by=who)
        self.who = who
        self.found: dict[type[Any], str] = {}

    def one(self, model: type[Any]) -> str:
        """The UUID of some record of this kind."""
        if model not in self.found:
            row = rows_of(model, self.who).first()
            self.found[model] = str(row.uuid if row else uuid.uuid4())
        return self.found[model]

    def aim(self, case: Any) -> None:
        """Lets a request that is valid in its form meet what is on record: else it would only ever hear 404."""
        parts = case.operation.path.removeprefix("/api/v1/").split("/")
        shape = SHAPES.get((parts[0], parts[1])) if len(parts) > 1 else None
        if "home" in case.path_parameters:
            case.path_parameters["home"] = HOME
        if shape is None:
            return
        if "key" in case.path_parameters:
            case.path_parameters["key"] = self.one(shape.kind.model)
        if isinstance(case.body, dict):
            case.body.update(self.real(shape, case.body))
            if case.body.get("version") is not None and "key" in case.path_parameters:
                case.body["version"] = 1

    def real(self, shape: Shape, body: dict[str, Any]) -> dict[str, Any]:
        """References that lead somewhere, for those that the body has."""
        found: dict[str, Any] = {"home": HOME}
        partnership = self.one(PARTNERS["partnership"].kind.model)
        found["on"] = {"label": "partners.partnership", "uuid": partnership}
        for column in shape.kind.model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and issubclass(column.remote_field.model, Record):
                found[column.name] = self.one(column.remote_field.model)
        return {name: value for name, value in found.items() if body.get(name) is not None}


@pytest.fixture
def storm(demonstration: date) -> Storm:
    return Storm()


@schema.parametrize()
@settings(
    max_examples=MANY, deadline=None, phases=PHASES, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_route_answers_as_it_is_described(case: Any, storm: Storm) -> None:
    # What is valid in form may still be refused for what it says; that is described too.
    if case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
        storm.aim(case)
    case.call_and_validate(
        headers={"Authorization": f"Bearer {storm.key}"},
        excluded_checks=[schemathesis.checks.positive_data_acceptance],
    )
