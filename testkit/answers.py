"""Every answer that a test gets is held against the service's OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
import jsonschema

WITHOUT_BODY = frozenset({204, 304})


class AnswerNotAsDocumented(AssertionError):
    def __init__(self, response: httpx.Response, why: str) -> None:
        request = response.request
        super().__init__(
            f"{request.method} {request.url.path} answered {response.status_code}, which openapi.json does not "
            f"describe: {why}\n{response.text[:2000]}"
        )


class Document:
    """One service's description, ready to be compared with what the service does."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document.get("components", {})
        self._paths = [(_pattern(path), path, operations) for path, operations in document["paths"].items()]
        # A path without parameters comes before one that would take its words for a parameter.
        self._paths.sort(key=lambda known: known[1].count("{"))

    def check(self, response: httpx.Response) -> None:
        operation = self._operation(response.request)
        if operation is None or response.request.method == "HEAD":
            return
        described = operation["responses"].get(str(response.status_code))
        if described is None and response.status_code >= 400:
            described = operation["responses"].get("default")
        if response.status_code in WITHOUT_BODY:
            if response.content:
                raise AnswerNotAsDocumented(response, "this status has no body.")
            return
        if described is None:
            known = ", ".join(operation["responses"])
            raise AnswerNotAsDocumented(response, f"its statuses are {known}. Name it in the route's decorator.")
        self._check_body(response, described)

    def _operation(self, request: httpx.Request) -> Mapping[str, Any] | None:
        for pattern, _, operations in self._paths:
            if pattern.fullmatch(request.url.path):
                return operations.get(request.method.lower())
        return None

    def _check_body(self, response: httpx.Response, described: Mapping[str, Any]) -> None:
        contents: Mapping[str, Any] = described.get("content", {})
        if not contents:
            if response.content:
                raise AnswerNotAsDocumented(response, "no body is described.")
            return
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if media_type not in contents:
            raise AnswerNotAsDocumented(response, f"{media_type or 'no type'} came instead of {', '.join(contents)}.")
        schema = contents[media_type].get("schema")
        if not schema or not media_type.endswith("json"):
            return
        validator = jsonschema.Draft202012Validator({**schema, "components": self._components})
        problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(response.json())]
        if problems:
            raise AnswerNotAsDocumented(response, "; ".join(problems[:5]))


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile(
        "".join(
            ".+" if part.endswith(":path}") else "[^/]+" if part.startswith("{") else re.escape(part) for part in parts
        )
    )
