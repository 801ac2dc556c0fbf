"""TypeScript types of a service's OpenAPI document: one interface per schema, and the codes of its refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
INDENT = "  "
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
WORD = re.compile(r"^[A-Za-z_$][\w$]*$")


def types_of(document: Schema, first_line: str) -> str:
    schemas: Mapping[str, Schema] = document.get("components", {}).get("schemas", {})
    sent = set(_reachable(document, schemas, _request_schemas(document)))
    declared = (_declared(name, schemas[name], always=name not in sent) for name in sorted(schemas))
    return f"// {first_line}\n\n" + "\n".join([*declared, _codes(document)])


def all_codes(services: Iterable[str], first_line: str) -> str:
    """One union of what any service refuses with."""
    named = [(service, name_of(service)) for service in services]
    imports = "".join(f"import type {{ ErrorCode as {title} }} from './{service}';\n" for service, title in named)
    union = " | ".join(title for _, title in named)
    return f"// {first_line}\n{imports}\n/** Whatever a service refuses with. */\nexport type ErrorCode = {union};\n"


def _codes(document: Schema) -> str:
    """Those of each route, and those that any route may answer with."""
    operations = (operation for path in document.get("paths", {}).values() for operation in path.values())
    codes = {code for listed in (document, *operations) for code in listed.get("x-codes", {})}
    union = "".join(f"\n  | {_literal(code)}" for code in sorted(codes)) or " never"
    return f"/** What the service refuses with. */\nexport type ErrorCode ={union};\n"


def _declared(name: str, schema: Schema, always: bool) -> str:
    """`always`: the service sends it, so a field with a default is there too."""
    title = name_of(name)
    about = f"/** {_one_line(schema['description'])} */\n" if schema.get("description") else ""
    if schema.get("type") == "object" and "properties" in schema:
        return f"{about}export interface {title} {_object(schema, always, '')}\n"
    return f"{about}export type {title} = {_type(schema, always, '')};\n"


def name_of(schema: str) -> str:
    """pydantic's `Page[OrderSummary]`, `Order-Input` as TypeScript may call them."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W+|_+", schema) if part)


def _type(schema: Schema, always: bool, pad: str) -> str:
    if "$ref" in schema:
        return name_of(schema["$ref"].rsplit("/", 1)[-1])
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return _union(_literal(value) for value in schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _union(_type(each, always, pad) for each in schema[key])
    if "allOf" in schema:
        return " & ".join(_type(each, always, pad) for each in schema["allOf"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union(_type({**schema, "type": each}, always, pad) for each in kind)
    if kind == "array":
        return _array(schema, always, pad)
    if kind == "object" or "properties" in schema:
        return _object(schema, always, pad)
    return PLAIN.get(str(kind), "unknown")


def _array(schema: Schema, always: bool, pad: str) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(_type(item, always, pad) for item in schema['prefixItems'])}]"
    item = _type(schema.get("items", {}), always, pad)
    return f"({item})[]" if "|" in item or "&" in item else f"{item}[]"


def _object(schema: Schema, always: bool, pad: str) -> str:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if not properties:
        values = schema.get("additionalProperties", True)
        return f"Record<string, {_type(values, always, pad) if isinstance(values, dict) else 'unknown'}>"
    inner = pad + INDENT
    lines = [_field(name, each, schema, always, inner) for name, each in properties.items()]
    return "{\n" + "\n".join(lines) + f"\n{pad}}}"


def _field(name: str, schema: Schema, owner: Schema, always: bool, pad: str) -> str:
    needed = name in owner.get("required", ()) or (always and "default" in schema)
    key = name if WORD.match(name) else _literal(name)
    return f"{pad}{key}{'' if needed else '?'}: {_type(schema, always, pad)};"


def _union(types: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(types))


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return {True: "true", False: "false", None: "null"}[value] if isinstance(value, bool | None) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("*/", "* /")


def _request_schemas(document: Schema) -> Iterator[str]:
    for operations in document.get("paths", {}).values():
        for operation in operations.values():
            yield from references_in(operation.get("requestBody", {}))
            yield from references_in(operation.get("parameters", []))


def _reachable(document: Schema, schemas: Mapping[str, Schema], names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found and name in schemas:
            found.add(name)
            left += references_in(schemas[name])
    return found


def references_in(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rsplit("/", 1)[-1]
        for value in part.values():
            yield from references_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from references_in(value)
