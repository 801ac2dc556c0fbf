"""Souk's route class: bounded bodies, callers, and idempotent answers around FastAPI's handler."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kit.http import idempotency
from kit.http.arguments import Answering, LeftToFastAPI
from kit.http.auth import Check
from kit.http.problems import BodyTooLarge
from kit.http.same_site import JSON, SAFE

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SoukRoute(APIRoute):
    callers: tuple[Check, ...]
    body_types: Collection[str]
    body_limit: int | None
    idempotent: bool
    is_claimed: bool
    answer: Handler
    left_to_fastapi: bool

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.body_limit = options.pop("max_body_size", None)
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        checks = [dependant.call for dependant in dependants(self.dependant) if dependant.call]
        self.callers = tuple(dict.fromkeys(check for check in checks if hasattr(check, "souk_caller")))
        self.body_types = _body_types(self)
        self.is_claimed = idempotency.key_of in checks
        self.idempotent = self.is_claimed or not {idempotency.shoppers_record, idempotency.effect_key}.isdisjoint(
            checks
        )
        self.answer = self._around(self._inner())
        return self.answer

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.left_to_fastapi or scope["method"] not in (self.methods or ()):
            async with AsyncExitStack() as files:  # where FastAPI leaves what it must close: uploads
                scope["fastapi_middleware_astack"] = files
                await super().handle(scope, receive, send)
            return
        response = await self.answer(Request(scope, receive, send))
        await response(scope, receive, send)

    def _inner(self) -> Handler:
        self.left_to_fastapi = False
        try:
            return Answering(self)
        except LeftToFastAPI:
            self.left_to_fastapi = True
            return super().get_route_handler()

    def _around(self, inner: Handler) -> Handler:
        if self.is_claimed:
            return self._once(inner)
        if set(self.methods or ()) <= SAFE:
            return inner

        async def bounded(request: Request) -> Response:
            await read_bounded(request, self.body_limit)
            return await inner(request)

        return bounded

    def _once(self, inner: Handler) -> Handler:
        async def once(request: Request) -> Response:
            await read_bounded(request, self.body_limit)
            return await idempotency.answer_once(request, self.path, self.callers, inner)

        return once


async def read_bounded(request: Request, limit: int | None) -> None:
    """Reads the body before FastAPI does, and stops at the limit however it is sent."""
    most: int = limit or request.scope["app"].state.settings.max_body_bytes
    if int(request.headers.get("content-length") or 0) > most:
        raise BodyTooLarge(most)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise BodyTooLarge(most)
        chunks.append(chunk)
    request._body = b"".join(chunks)  # what Request.body() keeps; FastAPI finds it there


def dependants(dependant: Dependant) -> Iterator[Dependant]:
    """The route's own function and all that it depends on."""
    yield dependant
    for inner in dependant.dependencies:
        yield from dependants(inner)


def _body_types(route: APIRoute) -> Collection[str]:
    """An upload declares its types in openapi_extra's requestBody, or by FastAPI's Form and File."""
    declared = (route.openapi_extra or {}).get("requestBody", {}).get("content", {})
    if declared:
        return frozenset(declared)
    media_type = getattr(route.body_field.field_info, "media_type", None) if route.body_field else None
    return frozenset({media_type}) if media_type else JSON
