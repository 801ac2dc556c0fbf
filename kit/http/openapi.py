"""The service's OpenAPI document: who may call, and problems instead of FastAPI's validation errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kit.errors import SoukError
from kit.http.problems import MEDIA_TYPE, Problem
from kit.http.refusals import codes_of, refusals_of
from kit.http.route import SoukRoute
from kit.http.tokens import USER_TYPES
from kit.names import GUEST_COOKIE, GUEST_HEADER, SERVICE_HEADER, access_cookie

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
SCHEMES: dict[str, dict[str, Any]] = {
    **{f"{kind}_cookie": {"type": "apiKey", "in": "cookie", "name": access_cookie(kind)} for kind in USER_TYPES},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "guest_cookie": {"type": "apiKey", "in": "cookie", "name": GUEST_COOKIE},
    "guest_header": {"type": "apiKey", "in": "header", "name": GUEST_HEADER},
    "service_key": {"type": "apiKey", "in": "header", "name": SERVICE_HEADER},
}
WAYS: dict[str, tuple[str, ...]] = {
    "": ("",),
    "guest": ("guest_cookie", "guest_header"),
    "service": ("service_key",),
    **{kind: (f"{kind}_cookie", "bearer") for kind in USER_TYPES},
}


KEY_PARAMETER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Sent again with the same key, the request is not done again and gets the same answer (48 h).",
    "schema": {"type": "string", "minLength": 8, "maxLength": 200},
}


def install(app: FastAPI, of_every_route: tuple[type[SoukError], ...]) -> None:
    """The codes of `of_every_route` stand once, in the document's own x-codes."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = {**_document(app), "x-codes": codes_of(of_every_route)}
        return app.openapi_schema

    app.openapi = document


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = document.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    components["securitySchemes"] = SCHEMES
    for route, operation in _operations(app, document):
        _describe(route, operation)
    return document


def _operations(app: FastAPI, document: dict[str, Any]) -> Iterator[tuple[SoukRoute, dict[str, Any]]]:
    for route in app.routes:
        if not isinstance(route, SoukRoute) or not route.include_in_schema:
            continue
        for method in route.methods or ():
            yield route, document["paths"][route.path_format][method.lower()]


def _describe(route: SoukRoute, operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    responses["default"] = {"description": "Refused: cause, fix and facts", "content": PROBLEM}
    codes = codes_of(refusals_of(route.endpoint))
    for status in sorted(set(codes.values())):
        said = ", ".join(code for code, its_status in codes.items() if its_status == status)
        responses[str(status)] = {"description": said, "content": PROBLEM}
    operation["x-codes"] = codes
    if route.idempotent:
        operation.setdefault("parameters", []).append(KEY_PARAMETER)
    operation["x-callers"] = [check.souk_caller for check in route.callers]  # type: ignore[attr-defined]
    # A route that asks for a service and for a shopper wants both; the last one listed is the inner one.
    wanted = [[way for scheme in check.souk_schemes for way in WAYS[scheme]] for check in route.callers]  # type: ignore[attr-defined]
    operation["security"] = _all_of(wanted)


def _all_of(wanted: list[list[str]]) -> list[dict[str, list[str]]]:
    choices: list[dict[str, list[str]]] = [{}]
    for ways in wanted:
        choices = [{**choice, **({way: []} if way else {})} for choice in choices for way in dict.fromkeys(ways)]
    return choices
