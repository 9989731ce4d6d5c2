"""The JSON Schemas, as declared fields."""

import json
from dataclasses import dataclass
from typing import Any

from csmetrics.output.fields import NAME, TEXT, Field, Lines, document, many, record
from csmetrics.views.schema import FOLDER


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema by its name, and its text as the package ships it."""

    name: str
    text: str

    @property
    def schema(self) -> dict[str, Any]:
        """The schema itself."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def read(name: str) -> Schema:
    """A schema of the package."""
    return Schema(name, (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))


SCHEMA = record(
    "One schema.",
    Field("name", NAME, "Its name, as csmetrics schema takes it."),
    Field("id", TEXT, "Its $id, which never changes.", lambda each: each.schema["$id"]),
    Field("meaning", TEXT, "What it describes.", lambda each: each.schema["description"]),
)
DOCUMENT = document(
    "schemas",
    1,
    "The JSON Schemas: csmetrics schema --format json.",
    Field("schemas", many(SCHEMA), "By name.", lambda schemas: schemas),
)
LINES = Lines(lambda schemas: schemas, lambda _: SCHEMA.pick("name", "id", "meaning"))
