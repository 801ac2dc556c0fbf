"""Two versions of one JSON schema, seen from who sends it and from who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Side = tuple[Document, Document]  # the whole document, and the schema in it
Findings = Iterator[tuple[str, str]]
DEEPEST = 12
LIMITS = {"maxLength": 1, "maximum": 1, "maxItems": 1, "minLength": -1, "minimum": -1, "minItems": -1}


def compare_sent(before: Side, after: Side, where: str = "body", depth: int = 0) -> Findings:
    """The service sends it: nothing that was there may be missing, nothing new may need understanding."""
    (old, new) = _resolved(before), _resolved(after)
    if depth > DEEPEST or not old:
        return
    yield from _kinds(old, new, where, wider=False)
    if "enum" in old or "const" in old:
        added = _values(new) - _values(old)
        if added:
            yield f"{where} may now be {', '.join(sorted(added))}.", _last(where)
    now = new.get("properties", {})
    for name, schema in old.get("properties", {}).items():
        inner = f"{where}.{name}"
        if name not in now:
            yield f"field {inner} is gone.", _last(where)
            continue
        if name in old.get("required", ()) and name not in new.get("required", ()):
            yield f"field {inner} may now be missing.", name
        yield from compare_sent((before[0], schema), (after[0], now[name]), inner, depth + 1)
    if "items" in old:
        yield from compare_sent((before[0], old["items"]), (after[0], new.get("items", {})), f"{where}[]", depth + 1)


def compare_asked(before: Side, after: Side, where: str = "body", depth: int = 0) -> Findings:
    """The caller sends it: what was accepted stays accepted."""
    (old, new) = _resolved(before), _resolved(after)
    if depth > DEEPEST or not old or not new:
        return
    yield from _kinds(old, new, where, wider=True)
    if "enum" in new or "const" in new:
        lost = _values(old) - _values(new)
        if lost or not _values(old):
            yield f"{where} no longer takes {', '.join(sorted(lost)) or 'every value'}.", _last(where)
    yield from _limits(old, new, where)
    then = old.get("properties", {})
    for name in new.get("required", ()):
        if name not in old.get("required", ()):
            yield f"field {where}.{name} is now required.", name
    for name, schema in then.items():
        if name in new.get("properties", {}):
            inner = (after[0], new["properties"][name])
            yield from compare_asked((before[0], schema), inner, f"{where}.{name}", depth + 1)
        elif new.get("additionalProperties") is False:
            yield f"field {where}.{name} is no longer taken.", _last(where)
    if "items" in old:
        yield from compare_asked((before[0], old["items"]), (after[0], new.get("items", {})), f"{where}[]", depth + 1)


def _kinds(old: Document, new: Document, where: str, *, wider: bool) -> Findings:
    """`wider`: new kinds are welcome (a request); else lost ones are (an answer)."""
    before, now = _kinds_of(old), _kinds_of(new)
    if not before:
        return
    lost, added = before - now, now - before
    if wider and lost and now:
        yield f"{where} no longer takes {' or '.join(sorted(lost))}.", _last(where)
    if not wider and (added or not now):
        yield f"{where} may now be {' or '.join(sorted(added)) or 'anything'}.", _last(where)


def _kinds_of(schema: Document) -> set[str]:
    kind = schema.get("type")
    if isinstance(kind, list):
        return set(kind)
    return {kind} if kind else set(schema.get("x-kinds", ()))


def _values(schema: Document) -> set[str]:
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return {str(value) for value in values}


def _limits(old: Document, new: Document, where: str) -> Findings:
    for limit, direction in LIMITS.items():
        if limit in new and (limit not in old or (new[limit] - old[limit]) * direction < 0):
            yield f"{where} has a narrower {limit} ({new[limit]}).", _last(where)
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{where} has another pattern.", _last(where)


def _resolved(side: Side) -> Document:
    """References followed; `X or null` becomes X that may be null; other choices keep their kinds only."""
    document, schema = side
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    choices = schema.get("anyOf") or schema.get("oneOf")
    if not choices:
        return schema
    options = [_resolved((document, choice)) for choice in choices]
    real = [option for option in options if option.get("type") != "null"]
    kinds = {kind for option in options for kind in _kinds_of(option)}
    if len(real) == 1:
        return {**real[0], "type": sorted(kinds)}
    return {"x-kinds": sorted(kinds)}


def _last(where: str) -> str:
    return where.replace("[]", "").rsplit(".", 1)[-1]
