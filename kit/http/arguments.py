"""What a route's functions are called with: FastAPI's description of a route, read when it is built.

FastAPI itself reads its description anew for each request, which takes as long as many a request's own work. What
stands here gives the same arguments, errors and answers; a route that asks for more than it knows is left to FastAPI.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi._compat import ModelField
from fastapi._compat.shared import field_annotation_is_sequence
from fastapi._compat.v2 import get_missing_field_error
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import _get_param_aliases, _get_param_model, _is_json_field
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.params import Body, Form
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_MISSING: Any = object()
_JSON = re.compile(r"application/([^/;]+\+)?json\s*(;|$)", re.IGNORECASE)
_PLACES = (("path_params", "path"), ("query_params", "query"), ("headers", "header"), ("cookies", "cookie"))
_NO_BODY = frozenset({204, 205, 304})


class LeftToFastAPI(Exception):
    """The route asks for something that is not read here."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a path, a query, a header, a cookie or the body."""

    field: ModelField
    name: str
    alias: str
    loc: tuple[str, ...]
    many: bool
    default: Any  # _MISSING where it must be given

    @classmethod
    def of(cls, field: ModelField, place: str) -> Parameter:
        aliases = _get_param_aliases(field)
        default = _MISSING if field.field_info.is_required() else field.field_info.default
        is_plain = default is _MISSING or default is None or isinstance(default, bool | int | float | str | Enum)
        if len(aliases) > 1 or not is_plain or field.field_info.default_factory or field.field_info.validate_default:
            raise LeftToFastAPI
        alias = aliases[0][1]
        if place == "body":
            return cls(field, field.name, alias, ("body",), many=False, default=default)
        if _get_param_model(field) is not None or _is_json_field(field):
            raise LeftToFastAPI
        return cls(
            field, field.name, alias, (place, alias), field_annotation_is_sequence(field.field_info.annotation), default
        )

    def found_in(self, given: Any) -> Any:
        found = (given.getlist(self.alias) or None) if self.many else given.get(self.alias)
        return _MISSING if found is None else found

    def read(self, value: Any, values: dict[str, Any], errors: list[Any]) -> None:
        if value is not _MISSING:
            value, wrong = self.field.validate(value, values, loc=self.loc)
            if wrong:
                errors.extend(wrong)
                return
        elif self.default is _MISSING:
            errors.append(get_missing_field_error(self.loc))
            return
        else:
            value = self.default
        values[self.name] = value


@dataclass(frozen=True, slots=True)
class Step:
    """A function and what it is called with: the route's own, or one that it depends on."""

    call: Callable[..., Any]
    name: str | None
    steps: tuple[Step, ...]
    parameters: tuple[tuple[str, tuple[Parameter, ...]], ...]  # of which property of the request
    body: Parameter | None
    request_name: str | None
    response_name: str | None

    @classmethod
    def of(cls, dependant: Dependant) -> Step:
        call = dependant.call
        if (
            call is None
            or not inspect.iscoroutinefunction(call)
            or not dependant.use_cache
            or dependant.http_connection_param_name
            or dependant.background_tasks_param_name
            or dependant.security_scopes_param_name
            or len(dependant.body_params) > 1
        ):
            raise LeftToFastAPI
        fields = (dependant.path_params, dependant.query_params, dependant.header_params, dependant.cookie_params)
        parameters = (
            (given, tuple(Parameter.of(one, place) for one in some))
            for (given, place), some in zip(_PLACES, fields, strict=True)
        )
        return cls(
            call,
            dependant.name,
            tuple(cls.of(inner) for inner in dependant.dependencies),
            tuple((given, some) for given, some in parameters if some),
            next((Parameter.of(field, "body") for field in dependant.body_params), None),
            dependant.request_param_name,
            dependant.response_param_name,
        )  # fmt: skip


class Gathered:
    """The arguments that one request gives; each function that others depend on is called once."""

    __slots__ = ("_body", "_known", "_request", "errors", "response")

    def __init__(self, request: Request, body: Any) -> None:
        self._request = request
        self._body = body
        self._known: dict[Callable[..., Any], Any] = {}
        self.errors: list[Any] = []
        self.response: Response | None = None  # what a function may set headers and cookies of

    async def arguments(self, step: Step) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for inner in step.steps:
            value = self._known.get(inner.call, _MISSING)
            if value is _MISSING:
                wrong = len(self.errors)
                arguments = await self.arguments(inner)
                if len(self.errors) > wrong:
                    continue
                value = self._known[inner.call] = await inner.call(**arguments)
            if inner.name is not None:
                values[inner.name] = value
        for place, parameters in step.parameters:
            given = getattr(self._request, place)
            for parameter in parameters:
                parameter.read(parameter.found_in(given), values, self.errors)
        if step.body is not None:
            step.body.read(self._body, values, self.errors)
        if step.request_name is not None:
            values[step.request_name] = self._request
        if step.response_name is not None:
            values[step.response_name] = self._response()
        return values

    def _response(self) -> Response:
        if self.response is None:
            self.response = Response()
            del self.response.headers["content-length"]
            self.response.status_code = 0  # until somebody sets it
        return self.response


class Answering:
    """A route's handler."""

    def __init__(self, route: APIRoute) -> None:
        """Raises LeftToFastAPI."""
        body = route.body_field
        if (
            not isinstance(route.response_class, DefaultPlaceholder)
            or route._embed_body_fields
            or (body is not None and (isinstance(body.field_info, Form) or not isinstance(body.field_info, Body)))
            or route.response_model_include
            or route.response_model_exclude
            or any(inner.body_params for inner in route.dependant.dependencies)
        ):
            raise LeftToFastAPI
        self._step = Step.of(route.dependant)
        self._has_body = self._step.body is not None
        self._status = route.status_code
        self._field = route.response_field
        self._written: dict[str, Any] = {
            "by_alias": route.response_model_by_alias,
            "exclude_unset": route.response_model_exclude_unset,
            "exclude_defaults": route.response_model_exclude_defaults,
            "exclude_none": route.response_model_exclude_none,
        }

    async def __call__(self, request: Request) -> Response:
        body = await _body_of(request) if self._has_body else _MISSING
        gathered = Gathered(request, body)
        arguments = await gathered.arguments(self._step)
        if gathered.errors:
            raise RequestValidationError(gathered.errors)
        answer = await self._step.call(**arguments)
        return answer if isinstance(answer, Response) else self._response(answer, gathered.response)

    def _response(self, answer: Any, said: Response | None) -> Response:
        status = (said.status_code if said else 0) or self._status or 200
        response = Response(self._content(answer, status), status, media_type="application/json")
        if said is not None:
            response.raw_headers.extend(said.raw_headers)
        return response

    def _content(self, answer: Any, status: int) -> bytes:
        if status in _NO_BODY:
            return b""
        if self._field is None:
            return bytes(JSONResponse(jsonable_encoder(answer)).body)
        value, errors = self._field.validate(answer, {}, loc=("response",))
        if errors:
            raise ResponseValidationError(errors=errors, body=None)
        return self._field.serialize_json(value, **self._written)


async def _body_of(request: Request) -> Any:
    """JSON as Python values; bytes where it is said to be something else, which no model takes."""
    raw = await request.body()
    if not raw:
        return _MISSING
    if not _JSON.match(request.headers.get("content-type", "")):
        return raw
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise RequestValidationError([_no_json(error)]) from error
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "There was an error parsing the body") from error


def _no_json(error: json.JSONDecodeError) -> Mapping[str, Any]:
    return {"type": "json_invalid", "loc": ("body", error.pos), "msg": "JSON decode error", "input": {}}
