"""The outermost layer of every request: trace, one log line, one metric, and a problem for what nobody caught."""

from __future__ import annotations

import logging
import time

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit import audit
from kit.http.problems import InternalError, answer_to, problem_response
from kit.names import TRACE_HEADER
from kit.observing import logs, telemetry

log = logging.getLogger("kit.http.edge")

TRACEPARENT = TRACE_HEADER.encode()  # as ASGI has it
CLIENT_GONE = 499  # nginx' number for it; nobody is there to read an answer
QUIET = ("/health", "/health/live")


class Edge:
    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exporter = scope["app"].state.exporter
        parent = _header(scope, TRACEPARENT)
        if exporter is None:
            await self._traced(telemetry.next_hop(parent, self.service), scope, receive, send)
            return
        with exporter.span(scope["method"], parent, "server", {}) as span:
            started = time.perf_counter()
            status = await self._traced(span.trace, scope, receive, send)
            method, route = scope["method"], _template(scope)
            exporter.request(method, route, status, time.perf_counter() - started)
            span.rename(f"{method} {route}")
            span.note({"http.request.method": method, "http.route": route, "http.response.status_code": status})

    async def _traced(self, trace: telemetry.Trace, scope: Scope, receive: Receive, send: Send) -> int:
        token, nobody = telemetry.enter(trace), audit.nobody_acts()
        started = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            status = CLIENT_GONE
        except Exception as error:
            answer = answer_to(error, scope["method"], scope["path"])
            if answer is None or status != 0:
                log.exception("unhandled", extra={"route": _template(scope), "method": scope["method"]})
            if status == 0:
                await (answer or problem_response(InternalError()))(scope, receive, watched)
        finally:
            self._say(scope, status, (time.perf_counter() - started) * 1000)
            audit.leave(nobody)
            telemetry.leave(token)
        return status

    def _say(self, scope: Scope, status: int, elapsed_ms: float) -> None:
        if scope["path"] not in QUIET:
            level = logging.WARNING if status >= 500 or status == 0 else logging.INFO
            logs.say_request(log, level, scope["method"], _template(scope), status, round(elapsed_ms, 2))


def _template(scope: Scope) -> str:
    """/orders/{order_id}, never the address itself: that may hold what a log must not."""
    return getattr(scope.get("route"), "path", "(no route)")


def _header(scope: Scope, name: bytes) -> str | None:
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return None
