"""Every answer that a test gets, and every one it makes up for another service, is held against OpenAPI."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import httpx
import jsonschema

from testkit.system import ROOT

WITHOUT_BODY = frozenset({204, 304})


class AnswerNotAsDocumented(AssertionError):
    def __init__(self, asked: str, status: int, why: str, body: str) -> None:
        super().__init__(f"{asked} answered {status}, which openapi.json does not describe: {why}\n{body[:2000]}")


class RequestNotAsDocumented(AssertionError):
    def __init__(self, asked: str, why: str) -> None:
        super().__init__(f"{asked} is not as the other service's openapi.json wants it: {why}")


class Document:
    """One service's description, ready to be compared with what the service does."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document.get("components", {})
        self._codes_of_every_route: Mapping[str, int] = document.get("x-codes", {})
        self._paths = [(_pattern(path), path, operations) for path, operations in document["paths"].items()]
        # A path without parameters comes before one that would take its words for a parameter.
        self._paths.sort(key=lambda known: known[1].count("{"))

    def check(self, response: httpx.Response) -> None:
        request = response.request
        if request.method != "HEAD":
            media_type = response.headers.get("content-type", "").partition(";")[0]
            self.check_answer(request.method, request.url.path, response.status_code, response.content, media_type)

    def check_answer(self, method: str, path: str, status: int, body: bytes, media_type: str | None = None) -> None:
        """Without a media type the body counts as what is described for its status."""
        operation = self.operation(method, path)
        why = self._wrong_answer(operation["responses"], status, body, media_type) if operation else None
        if operation and not why and status >= 400:
            why = _wrong_code({**self._codes_of_every_route, **operation.get("x-codes", {})}, status, body)
        if why:
            raise AnswerNotAsDocumented(f"{method} {path}", status, why, body.decode(errors="replace"))

    def check_request(
        self, method: str, path: str, params: Mapping[str, list[str]], headers: Mapping[str, str], body: Any
    ) -> None:
        """What a caller sends: a known route, its parameters and its body."""
        operation = self.operation(method, path)
        if operation is None:
            raise RequestNotAsDocumented(f"{method} {path}", "there is no such route.")
        given = {"query": params, "header": {name.lower(): [value] for name, value in headers.items()}}
        why = self._wrong_parameters(operation.get("parameters", ()), given) or self._wrong_body(operation, body)
        if why:
            raise RequestNotAsDocumented(f"{method} {path}", why)

    def _wrong_answer(
        self, statuses: Mapping[str, Any], status: int, body: bytes, media_type: str | None
    ) -> str | None:
        if status in WITHOUT_BODY:
            return "this status has no body." if body else None
        described = statuses.get(str(status), statuses.get("default") if status >= 400 else None)
        if described is None:
            return f"its statuses are {', '.join(statuses)}. Name it in the route's decorator."
        contents: Mapping[str, Any] = described.get("content", {})
        if not contents:
            return "no body is described." if body else None
        media_type = next(iter(contents)) if media_type is None else media_type
        if media_type not in contents:
            return f"{media_type or 'no type'} came instead of {', '.join(contents)}."
        schema = contents[media_type].get("schema")
        return self._wrong_by(schema, _parsed(body)) if schema and media_type.endswith("json") else None

    def _wrong_parameters(
        self, parameters: Sequence[Mapping[str, Any]], given: Mapping[str, Mapping[str, list[str]]]
    ) -> str | None:
        known = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        if unknown := given["query"].keys() - known:
            return f"it takes no {', '.join(sorted(unknown))}."
        for parameter in parameters:
            if parameter["in"] not in given:
                continue
            name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
            values = given[parameter["in"]].get(name)
            if values is None and parameter.get("required"):
                return f"{parameter['name']} is missing."
            schema = parameter["schema"]
            if values is not None and (why := self._wrong_by(schema, _value_of(schema, values))):
                return f"{parameter['name']}: {why}"
        return None

    def _wrong_body(self, operation: Mapping[str, Any], body: Any) -> str | None:
        wanted = operation.get("requestBody", {})
        schema = wanted.get("content", {}).get("application/json", {}).get("schema")
        return self._wrong_by(schema, body) if schema and (body is not None or wanted.get("required")) else None

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        for pattern, _, operations in self._paths:
            if pattern.fullmatch(path):
                return operations.get(method.lower())
        return None

    def _wrong_by(self, schema: Mapping[str, Any], value: Any) -> str | None:
        validator = jsonschema.Draft202012Validator({**schema, "components": self._components})
        problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        return "; ".join(problems[:5]) or None


@lru_cache
def published(service: str) -> Document | None:
    """The document that a service of this repository publishes; a service that a test made up has none."""
    file = ROOT / "contracts" / "openapi" / f"{service}.json"
    return Document(json.loads(file.read_text("utf-8"))) if file.exists() else None


def _wrong_code(codes: Mapping[str, int], status: int, body: bytes) -> str | None:
    code = str((_parsed(body) or {}).get("code"))
    if codes.get(code) == status:
        return None
    known = ", ".join(f"{known} ({its_status})" for known, its_status in sorted(codes.items()))
    return f"{code} is none of {known}. Name its error in the route's @refuses."


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _value_of(schema: Mapping[str, Any], values: list[str]) -> Any:
    if schema.get("type") == "array":
        return values
    (value,) = values[:1]
    kinds = {schema.get("type"), *(choice.get("type") for choice in schema.get("anyOf", ()))}
    if kinds & {"integer", "number"} and re.fullmatch(r"-?\d+", value):
        return int(value)
    if "boolean" in kinds and value in ("true", "false"):
        return value == "true"
    return value


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile(
        "".join(
            ".+" if part.endswith(":path}") else "[^/]+" if part.startswith("{") else re.escape(part) for part in parts
        )
    )
