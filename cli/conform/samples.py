"""The smallest value that a JSON schema describes: a body to ask with where the document gives no example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

FORMATS = {
    "uuid": str(UUID(int=0)),
    "email": "conformance@example.com",
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "uri": "https://shop.example/",
}


def sample_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return sample_of(document, document.get("components", {}).get("schemas", {}).get(name, {}))
    for key in ("const", "default", "example"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return sample_of(document, schema[key][0])
    return _of_its_type(document, schema)


def _of_its_type(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {name: sample_of(document, properties.get(name, {})) for name in schema.get("required", ())}
        case "array":
            return [sample_of(document, schema.get("items", {}))] * int(schema.get("minItems", 0))
        case "string":
            text = FORMATS.get(str(schema.get("format")), "for conformance")
            return text.ljust(int(schema.get("minLength", 0)), "x")[: int(schema.get("maxLength", len(text) + 999))]
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return False
        case _:
            return None
