"""Requests that no honest client sends, derived from a service's OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from e2e.python.bad_values import BODIES, HEADERS, JSON, KEYS, SOME_ID, TEXTS, TYPES, wrong_values


@dataclass(frozen=True)
class Request:
    label: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    schemes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Walk:
    """All routes of one document.

    `known` gives good values by the names of fields and parameters; `tried` are kinds of routes at which another
    service is asked what kit reads before any route does: it reads it there as it does here.
    """

    document: Mapping[str, Any]
    known: Mapping[str, Any]
    tried: frozenset[Any] = frozenset()

    @property
    def kinds(self) -> frozenset[Any]:
        return frozenset(kind for route in self.routes() for kind in (route.kind, route.callers, route.queried))

    def routes(self) -> Iterator[Route]:
        for template, methods in self.document["paths"].items():
            for method, declared in methods.items():
                yield Route(self, method.upper(), template, declared)

    def requests(self) -> Iterator[Request]:
        kinds: set[Any] = set(self.tried)
        fields: set[Any] = set()
        for route in self.routes():
            yield from route.requests(fields)
            for kind, requests in (
                (route.kind, route.bodies_that_are_none),
                (route.callers, route.bad_headers),
                (route.queried, route.unknown_keys),
            ):
                if kind not in kinds:
                    kinds.add(kind)
                    yield from requests()

    def example(self, name: str, schema: Mapping[str, Any]) -> Any:
        if name in self.known:
            return self.known[name]
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if options := schema.get("oneOf") or schema.get("anyOf"):
            return self.example(name, options[0])
        if "const" in schema or "enum" in schema:
            return schema.get("const") or schema["enum"][0]
        match schema.get("type"):
            case "object":
                return {key: self.example(key, inner) for key, inner in schema.get("properties", {}).items()}
            case "array":
                return [self.example(name, schema.get("items", {}))]
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return True
            case _:
                return SOME_ID if schema.get("format") == "uuid" else "some text"


@dataclass(frozen=True)
class Route:
    walk: Walk
    method: str
    template: str
    declared: Mapping[str, Any]

    @property
    def schemes(self) -> frozenset[str]:
        return frozenset(name for option in self.declared.get("security", ()) for name in option)

    @property
    def kind(self) -> Any:
        """What kit reads before the route does is read alike on all routes of a kind."""
        takes = self.declared.get("requestBody", {}).get("content", {}).keys()
        return self.method, self.schemes, frozenset(takes), self._takes_key()

    @property
    def callers(self) -> Any:
        """Headers are read alike on all routes that the same may call, to look or to change, and that name the same."""
        named = (each["name"] for each in self.declared.get("parameters", ()) if each["in"] == "header")
        return self.method == "GET", self.schemes, frozenset(named)

    @property
    def good(self) -> Any:
        """A body that would be accepted; None where none is asked for."""
        content = self.declared.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return self.walk.example("", schema) if schema else None

    @property
    def queried(self) -> Any:
        """Keys that nobody knows are dropped alike wherever others are known."""
        return "query", any(each["in"] == "query" for each in self.declared.get("parameters", ()))

    def requests(self, fields: set[Any]) -> Iterator[Request]:
        """A field of a model that another route takes as well is tried there alone; `fields` are those."""
        yield self._ask("as meant")
        yield from self._with_bad_addresses(fields)
        if self.good is not None:
            yield from (self._ask(f"body {label}", raw=raw) for label, raw in self._spoiled(self.good, fields))

    def bodies_that_are_none(self) -> Iterator[Request]:
        if self._takes_key():
            yield from (self._ask(f"key {each[:20]}", sent={"idempotency-key": each}) for each in KEYS)
        if self.good is None:
            yield self._ask("a body that nobody wants", raw=BODIES["deep-list"])
        else:
            yield from (self._ask(f"body {label}", raw=raw) for label, raw in BODIES.items())
            yield from (self._ask(f"type {each}", sent={"content-type": each}) for each in TYPES)

    def bad_headers(self) -> Iterator[Request]:
        for name, values in HEADERS.items():
            yield from (self._ask(f"{name}: {value[:20]}", sent={name: value}) for value in values)

    def unknown_keys(self) -> Iterator[Request]:
        for label, text in TEXTS.items():
            yield self._ask(f"unknown key {label}", f"{self._path({})}?option.{text}={text}&{text}")

    def _with_bad_addresses(self, tried: set[Any]) -> Iterator[Request]:
        parameters = [each for each in self.declared.get("parameters", ()) if is_text(each) or named(each) not in tried]
        tried |= {named(each) for each in parameters}
        for label, text in TEXTS.items():
            for parameter in parameters:
                name = parameter["name"]
                if label.startswith("cursor-") and name != "cursor":
                    continue  # to others it is a text like any
                if parameter["in"] == "path":
                    yield self._ask(f"{name}={label}", self._path({name: text}))
                if parameter["in"] == "query":
                    yield self._ask(f"{name}={label}", f"{self._path({})}?{name}={text}")
        queried = [each["name"] for each in self.declared.get("parameters", ()) if each["in"] == "query"]
        for name in queried:
            yield self._ask(f"{name} twice", f"{self._path({})}?{name}=a%00b&{name}=1")

    def _spoiled(self, good: Any, fields: set[Any]) -> Iterator[tuple[str, bytes]]:
        """The good body with each of its values in turn replaced by each bad one."""
        for place, now, of in places(good):
            if of in fields:
                continue
            fields.add(of)
            for label, value in wrong_values(now).items():
                yield f"{'.'.join(map(str, place))}={label}", written(replaced(good, place, Raw(value)))
        for name in good if isinstance(good, dict) else ():
            yield f"{name} twice", written(good)[:-1] + f', "{name}": []}}'.encode()
        yield "with more", written(good)[:-1] + b', "id": "x", "__proto__": {"a": 1}, "is_admin": true}'

    def _ask(
        self, label: str, path: str | None = None, sent: Mapping[str, str] | None = None, raw: bytes | None = None
    ) -> Request:
        body = raw if raw is not None or self.good is None else written(self.good)
        headers = {"idempotency-key": str(uuid4())} if self._takes_key() else {}
        headers |= {**(JSON if body is not None else {}), **(sent or {})}
        name = f"{self.method} {self.template} {label}"
        return Request(name, self.method, path or self._path({}), headers, body, self.schemes)

    def _path(self, given: Mapping[str, str]) -> str:
        parts = self.template.split("/")
        for number, part in enumerate(parts):
            if part.startswith("{"):
                name = part.strip("{}")
                parts[number] = given.get(name, quote(str(self.walk.known.get(name, SOME_ID)), safe=""))
        return "/".join(parts)

    def _takes_key(self) -> bool:
        return any(parameter["name"] == "Idempotency-Key" for parameter in self.declared.get("parameters", ()))


def is_text(parameter: Mapping[str, Any]) -> bool:
    """Any text comes as far as the route and its statements; numbers and ids are refused before, alike everywhere."""
    schemas = parameter["schema"].get("anyOf", [parameter["schema"]])
    return any(one.get("type") == "string" and "format" not in one and "enum" not in one for one in schemas)


def named(parameter: Mapping[str, Any]) -> str:
    return json.dumps([parameter["in"], parameter["name"], parameter["schema"]], sort_keys=True)


@dataclass(frozen=True)
class Raw:
    """JSON as it is to be sent, right or wrong."""

    text: str


def written(value: Any) -> bytes:
    return _written(value).encode("utf-8", "surrogatepass")


def _written(value: Any) -> str:
    match value:
        case Raw(text):
            return text
        case dict():
            return "{" + ",".join(f"{json.dumps(key)}:{_written(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ",".join(map(_written, value)) + "]"
        case _:
            return json.dumps(value)


def places(value: Any, at: tuple[Any, ...] = (), of: Any = ()) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Each, with what stands there and which field of which model it is; models are told by their fields."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        field_of = (tuple(sorted(value)), key) if isinstance(value, dict) else (of, "item")
        yield (*at, key), inner, field_of
        yield from places(inner, (*at, key), field_of)


def replaced(value: Any, place: tuple[Any, ...], by: Any) -> Any:
    changed = deepcopy(value)
    inside = changed
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = by
    return changed
