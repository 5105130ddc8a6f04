"""A rule that the database itself keeps: of rows that are past a state, one column can no longer be changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

SQLITE = (
    "CREATE TRIGGER %(name)s BEFORE UPDATE OF %(column)s ON %(table)s FOR EACH ROW "
    "WHEN OLD.state NOT IN (%(free)s) AND OLD.%(column)s IS NOT NEW.%(column)s "
    "AND NEW.%(unless)s <= OLD.%(unless)s "
    "BEGIN SELECT RAISE(ABORT, '%(words)s'); END"
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF OLD.state NOT IN (%(free)s) AND OLD.%(column)s IS DISTINCT FROM NEW.%(column)s "
    "AND NEW.%(unless)s <= OLD.%(unless)s THEN "
    "RAISE EXCEPTION '%(words)s' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
    "CREATE TRIGGER %(name)s BEFORE UPDATE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s()"
)


class Frozen(BaseConstraint):
    """Refuses to change a column of rows whose state is none of those in which they are still written.

    ``unless`` names a column that counts: where it goes up with the change, the change is meant.
    """

    def __init__(self, *, name: str, column: str, free: tuple[str, ...], unless: str) -> None:
        super().__init__(name=name)
        self.column, self.free, self.unless = column, tuple(free), unless

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing inside the table: the trigger is made when the table stands."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018 - Django always says both
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """The trigger, in the words of the database at hand."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018 - Django always says both
        kind = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
        return Statement(
            kind,
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=self.name,
            column=schema_editor.quote_name(self.column),
            unless=schema_editor.quote_name(self.unless),
            free=", ".join(f"'{state}'" for state in self.free),
            words=f"{self.name}: what was published stays as it was",
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Takes the trigger away."""
        assert model is not None and schema_editor is not None  # noqa: S101, PT018 - Django always says both
        if schema_editor.connection.vendor == "sqlite":
            return Statement("DROP TRIGGER %(name)s", name=self.name)
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement("DROP TRIGGER %(name)s ON %(table)s", name=self.name, table=table)

    def validate(self, *_args: Any, **_kwargs: Any) -> None:
        """Only the database knows what stood there before."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, _args, _named = super().deconstruct()
        return path, (), {"name": self.name, "column": self.column, "free": self.free, "unless": self.unless}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frozen) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.column, self.free, self.unless))
