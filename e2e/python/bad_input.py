"""Requests that no honest client sends, derived from a service's OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

JSON: Final = {"content-type": "application/json"}
SOME_ID: Final = str(UUID(int=7))
LONG: Final = "a" * 5000
# As a value in a path or a query, percent-encoded where it must be.
TEXTS: Final[Mapping[str, str]] = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "broken-utf8": "%ff%fe",
    "surrogate": "%ED%A0%80",
    "overlong": "%c0%af",
    "newline": "a%0d%0aSet-Cookie:%20x=1",
    "long": LONG,
    "parent": "..%2f..%2fetc%2fpasswd",
    "quote": "'%22%3B--",
    "like": "%25_%5C",
    "regex": "%28%28%28a%2B%29%2B%29%2B%24",
    "tsquery": "%21%26%7C%28%3A%2A%29%20%3C-%3E",
    "minus": "-1",
    "zero": "0",
    "bigint": "9223372036854775808",
    "int4": "2147483648",
    "digits": "9" * 4000,
    "exponent": "1e400",
    "nan": "NaN",
    "arabic-digits": "%D9%A1%D9%A2%D9%A3",
    "superscript": "%C2%B2",
    "emoji": "%F0%9F%98%80",
    "zero-width": "%E2%80%8B",
    "bidi": "%E2%80%AE",
    "percent": "%25zz",
    "date": "2026-02-31",
    "year": "99999-01-01T00:00:00Z",
    "cursor-text": "not-a-cursor",
    "cursor-null": "bnVsbA",
    "cursor-object": "e30",
    "cursor-nul": "WyJcdTAwMDAiLCJcdTAwMDAiXQ",  # two texts with NUL inside
    "cursor-surrogate": "WyJcdWQ4MDAiLCJcdWQ4MDAiXQ",
    "cursor-numbers": "WzFlOTk5LC0xXQ",
    "cursor-big": "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTksOTk5OTk5OTk5OTk5OTk5OTk5OTk5OV0",
    "cursor-triple": "W251bGwsbnVsbCxudWxsXQ",
    "cursor-deep": quote("W1tb" * 250),
    "empty": "",
    "space": "%20",
}
# As a value of a JSON body.
VALUES: Final[Mapping[str, str]] = {
    "null": "null",
    "true": "true",
    "nul": '"a\\u0000b"',
    "surrogate": '"a\\ud800b"',
    "empty": '""',
    "spaces": '"   "',
    "long": f'"{LONG}"',
    "crlf": '"a\\r\\nbcc: x@example.com"',
    "emoji": '"\\ud83d\\ude00"',
    "minus": "-1",
    "zero": "0",
    "int4": "2147483648",
    "bigint": "9223372036854775808",
    "minus-bigint": "-9223372036854775809",
    "huge": "1" + "0" * 400,
    "beyond-digits": "1" + "0" * 5000,
    "float": "1.5",
    "exponent": "1e400",
    "nan": "NaN",
    "infinity": "-Infinity",
    "list": "[]",
    "object": "{}",
    "deep": "[" * 500 + "]" * 500,
    "number-text": '"12"',
    "arabic-digits": '"\u0661\u0662\u0663"',
    "not-a-date": '"2026-02-31"',
}
BODIES: Final[Mapping[str, bytes]] = {
    "none": b"",
    "null": b"null",
    "list": b"[]",
    "text": b'"text"',
    "number": b"12",
    "half": b'{"a": ',
    "two": b"{} {}",
    "broken-utf8": b'{"a": "\xff\xfe"}',
    "utf16": '{"a": 1}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf{}",
    "deep-list": b"[" * 100_000,
    "deep-object": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "nul-key": b'{"a\\u0000": 1, "\\ud800": 2}',
    "many-keys": b"{" + b",".join(b'"k%d":1' % number for number in range(5000)) + b"}",
    "too-large": b'{"a": "' + b"a" * 1_100_000 + b'"}',
}
TYPES: Final = (
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=x",
    "a/b/c",
)
KEYS: Final = ("", "short", "a" * 201, "with\ttab-in-it", "ключ-ключ".encode().decode("latin-1"), "a" * 9000)
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "authorization": (
        "Bearer",
        "Bearer x",
        "Bearer " + "." * 40,
        "Bearer \xff\xfe",
        "Basic YTpi",
        "Bearer W1tb.W1tb.W1tb",
    ),
    "cookie": (
        "souk_access_customer=x",
        "souk_guest=\xff",
        "=;=;;a",
        "souk_refresh_customer=" + "a" * 5000,
        "a" * 7000,
    ),
    "x-guest-id": ("x", SOME_ID, f"{SOME_ID}.", f"{SOME_ID}.AAAA", "\xe9.\xe9", "a" * 3000),
    "x-service-key": ("x", "\xff", "a" * 7000),
    "x-device-info": ('{"app":' + "[" * 1000, '{"app": 1e999}', "app=\xff; =;;", "a" * 5000, "{" * 1000),
    "x-order-token": ("", "x", "\xff\xfe", "a" * 5000, "a.b.c"),
    "traceparent": ("x", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "\xff", "00-" + "f" * 32 + "-" + "f" * 16 + "-zz"),
    "if-none-match": ("x", '"', "W/", "*", "\xff", "," * 3000),
    "origin": ("null", "http://[", "\xff", "https://evil.example"),
    "host": ("[", "a b", "\xff", "evil.example:99999", "", ":"),
    "accept-language": ("\xff", "a" * 5000),
    "x-forwarded-for": ("x", "1.2.3.4, \xff", "::ffff:127.0.0.1", "," * 2000),
}


@dataclass(frozen=True)
class Request:
    label: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    schemes: frozenset[str] = frozenset()


@dataclass
class Walk:
    """All routes of one document; `known` gives good values by the names of fields and parameters."""

    document: Mapping[str, Any]
    known: Mapping[str, Any]

    def requests(self) -> Iterator[Request]:
        for template, methods in self.document["paths"].items():
            for method, route in methods.items():
                yield from self._of(method.upper(), template, route)

    def _of(self, method: str, template: str, route: Mapping[str, Any]) -> Iterator[Request]:
        schemes = frozenset(name for option in route.get("security", ()) for name in option)
        parameters = route.get("parameters", ())
        good = self._path(template, {})
        body = self._body(route)
        headers = {"idempotency-key": ""} if any(p["name"] == "Idempotency-Key" for p in parameters) else {}

        def ask(label: str, path: str, sent: Mapping[str, str] | None = None, raw: bytes | None = body) -> Request:
            fresh = {name: str(uuid4()) for name in headers}
            given = {**fresh, **(JSON if raw is not None else {}), **(sent or {})}
            return Request(f"{method} {template} {label}", method, path, given, raw, schemes)

        yield ask("good", good)
        for label, text in TEXTS.items():
            for parameter in parameters:
                if parameter["in"] == "path":
                    yield ask(f"{parameter['name']}={label}", self._path(template, {parameter["name"]: text}))
                if parameter["in"] == "query":
                    yield ask(f"{parameter['name']}={label}", f"{good}?{parameter['name']}={text}")
            if method == "GET":
                yield ask(f"unknown key {label}", f"{good}?option.{text}={text}&{text}")
        for name, values in HEADERS.items():
            for number, value in enumerate(values):
                yield ask(f"{name}#{number}", good, {name: value})
        for number, key in enumerate(KEYS if headers else ()):
            yield ask(f"key#{number}", good, {"idempotency-key": key})
        if body is not None:
            yield from (ask(f"body {label}", good, raw=raw) for label, raw in BODIES.items())
            yield from (ask(f"type {name}", good, {"content-type": name}) for name in TYPES)
            yield from (ask(f"body {label}", good, raw=raw) for label, raw in self._spoiled(route))
        else:
            yield ask("unasked body", good, raw=BODIES["deep-list"])

    def _path(self, template: str, given: Mapping[str, str]) -> str:
        parts = template.split("/")
        for number, part in enumerate(parts):
            if part.startswith("{"):
                name = part.strip("{}")
                parts[number] = given.get(name, quote(str(self.known.get(name, SOME_ID)), safe=""))
        return "/".join(parts)

    def _schema(self, route: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")

    def _body(self, route: Mapping[str, Any]) -> bytes | None:
        schema = self._schema(route)
        return written(self._example("", schema)) if schema else None

    def _spoiled(self, route: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        """The good body with each of its values in turn replaced by each bad one."""
        good = self._example("", self._schema(route) or {})
        for place in places(good):
            for label, value in VALUES.items():
                yield f"{'.'.join(map(str, place))}={label}", written(replaced(good, place, Raw(value)))
        for name in good if isinstance(good, dict) else ():
            yield f"twice {name}", written(good)[:-1] + f', "{name}": []}}'.encode()
        yield "more", written(good)[:-1] + b', "id": "x", "__proto__": {"a": 1}, "is_admin": true}'

    def _example(self, name: str, schema: Mapping[str, Any]) -> Any:
        if name in self.known:
            return self.known[name]
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if options := schema.get("oneOf") or schema.get("anyOf"):
            return self._example(name, options[0])
        if "const" in schema or "enum" in schema:
            return schema.get("const") or schema["enum"][0]
        match schema.get("type"):
            case "object":
                return {key: self._example(key, inner) for key, inner in schema.get("properties", {}).items()}
            case "array":
                return [self._example(name, schema.get("items", {}))]
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return True
            case _:
                return SOME_ID if schema.get("format") == "uuid" else "some text"


@dataclass(frozen=True)
class Raw:
    """JSON as it is to be sent, right or wrong."""

    text: str


def written(value: Any) -> bytes:
    return _written(value).encode("utf-8", "surrogatepass")


def _written(value: Any) -> str:
    import json

    match value:
        case Raw(text):
            return text
        case dict():
            return "{" + ",".join(f"{json.dumps(key)}:{_written(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ",".join(map(_written, value)) + "]"
        case _:
            return json.dumps(value)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*at, key)
        yield from places(inner, (*at, key))


def replaced(value: Any, place: tuple[Any, ...], by: Any) -> Any:
    changed = deepcopy(value)
    inside = changed
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = by
    return changed
