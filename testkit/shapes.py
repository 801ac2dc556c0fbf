"""The least that another service's answer must hold, so that who reads two fields of it writes no others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from testkit.system import ROOT

BY_FORMAT = {
    "uuid": "019ac1b6-6b1f-7c52-8f6e-3f0f9d2a51c4",
    "date-time": "2026-11-24T04:00:00Z",
    "date": "2026-11-24",
    "email": "asha@example.com",
}


def least_of(service: str, schema: str, **given: Any) -> dict[str, Any]:
    """By contracts/openapi/<service>.json; `given` are the fields that the reader is about."""
    document = json.loads((ROOT / "contracts" / "openapi" / f"{service}.json").read_text("utf-8"))
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    return {**_least(schemas[schema], schemas), **given}


def _least(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _least(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for choices in (schema.get("anyOf"), schema.get("oneOf"), schema.get("allOf")):
        if choices:
            return None if {"type": "null"} in choices else _least(choices[0], schemas)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            required = schema.get("required", ())
            return {
                name: _least(each, schemas) for name, each in schema.get("properties", {}).items() if name in required
            }
        case "array":
            return []
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case _:
            return BY_FORMAT.get(schema.get("format", ""), "INR" if "pattern" in schema else "a word")
