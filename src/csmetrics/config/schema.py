"""The JSON Schema of csmetrics.yaml, by which editors complete and check it."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from csmetrics.columns import Table
from csmetrics.config.model import Config
from csmetrics.declared import TABLES


class _Untitled(GenerateJsonSchema):
    """No titles made from the names of keys: they say nothing that the key does not."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def config_schema() -> dict[str, Any]:
    """The JSON Schema of csmetrics.yaml, with every table and its columns by name.

    What needs two keys at once (a score on its scale, a minimum below its maximum) or a register (currencies, time
    zones, encodings) is for the program to check.
    """
    head = {"$schema": GenerateJsonSchema.schema_dialect, "$id": "urn:csmetrics:config:1"}
    schema = head | Config.model_json_schema(schema_generator=_Untitled)
    tables = schema["properties"]["tables"]
    tables["properties"] = {name: _table(table) for name, table in TABLES.items()}
    tables["additionalProperties"] = False
    return schema


def schema_text() -> str:
    """The schema as the package ships it."""
    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


def _table(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"$ref": "#/$defs/TableConfig", "description": table.meaning}
    if not table.open:
        names = {"propertyNames": {"enum": list(table.columns)}}
        made["properties"] = {"columns": names, "constants": names, "values": names}
    return made
