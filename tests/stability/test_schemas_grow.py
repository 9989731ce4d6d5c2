"""What programs read of JSON stays: a schema may gain fields while its number stands, and loses none.

`promised.json` has what was published, field by field with its types. A new field is added to it with
`python tests/stability/test_schemas_grow.py`, which refuses to take one away.
"""

import json
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parents[2] / "src" / "csmetrics" / "schemas"
PROMISED = Path(__file__).parent / "promised.json"


def fields_of(schema, node=None, path="", seen=()):
    """Every field of a document with the types it may have, by its path."""
    node = schema if node is None else node
    if name := node.get("$ref", "").rpartition("/")[2]:
        if name in seen:
            return
        yield from fields_of(schema, schema["$defs"][name], path, (*seen, name))
        return
    for each in node.get("anyOf", ()):
        yield from fields_of(schema, each, path, seen)
    if "type" in node:
        types = [node["type"]] if isinstance(node["type"], str) else node["type"]
        yield from ((path, kind) for kind in types)
    for key, each in node.get("properties", {}).items():
        yield from fields_of(schema, each, f"{path}.{key}", seen)
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from fields_of(schema, node[key], f"{path}[]", seen)


def told():
    """The fields of each schema by its $id, as they are now."""
    found = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        found[schema["$id"]] = sorted({f"{where.lstrip('.')}: {kind}" for where, kind in fields_of(schema)})
    return found


def lost(promised, now):
    """What was promised under an $id that still stands, and is there no more."""
    return {name: missing for name in now if (missing := sorted(set(promised.get(name, ())) - set(now[name])))}


def test_no_field_and_no_type_of_a_field_is_lost_while_the_number_stands():
    assert lost(json.loads(PROMISED.read_text(encoding="utf-8")), told()) == {}


def test_every_schema_is_promised():
    assert set(told()) <= set(json.loads(PROMISED.read_text(encoding="utf-8")))


def test_a_lost_field_would_be_found():
    now = told()
    short = now | {
        "urn:csmetrics:report:2": [each for each in now["urn:csmetrics:report:2"] if "metrics[].n" not in each]
    }
    assert lost(now, short) == {"urn:csmetrics:report:2": ["metrics[].n: null", "metrics[].n: number"]}


if __name__ == "__main__":
    before = json.loads(PROMISED.read_text(encoding="utf-8")) if PROMISED.exists() else {}
    if gone := lost(before, told()):
        raise SystemExit(f"Raise the number of the document: {gone}")
    PROMISED.write_text(json.dumps(before | told(), indent=1) + "\n", encoding="utf-8")
