"""A service of one file that keeps every rule of ./souk conform, or breaks exactly the one that it is told to.

python -m cli.tests.tiny_service RULE PORT_FILE
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import uvicorn

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
ORIGIN = "https://shop.example"
ABOUT = {"service": "tiny", "version": "1.2.3"}
CODES = {"no-such-route": 404, "method-not-allowed": 405, "invalid-request": 400}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Tiny", "version": "1.2.3"},
    "x-codes": {**CODES, "sign-in-needed": 401, "idempotency-key-reused": 422},
    "components": {"schemas": {"Note": {"type": "object", "properties": {"text": {"type": "string"}}}}},
    "paths": {
        "/api/v1/notes": {
            "get": {"x-callers": ["anyone"], "responses": {"200": {"description": "All"}}},
            "post": {
                "x-callers": ["anyone"],
                "parameters": [{"name": "Idempotency-Key", "in": "header", "required": True}],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Note"},
                            "example": {"text": "hello"},
                        }
                    }
                },
                "responses": {"201": {"description": "Kept"}},
            },
        },
        "/api/v1/mine": {"get": {"x-callers": ["customer"], "responses": {"200": {"description": "Mine"}}}},
        "/api/v1/plain": {"delete": {"x-callers": ["service:other"], "responses": {"204": {"description": "Gone"}}}},
    },
}


class Tiny:
    def __init__(self, broken: str) -> None:
        self.broken = broken
        self.kept: dict[str, tuple[Any, dict[str, Any]]] = {}
        self.notes = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        request = (scope["method"], scope["path"])
        status, body = self._of_the_whole(request) or await self._of_the_api(request, headers, receive)
        if status >= 400 and "code" in body:
            body = self._as_problem(status, body, headers)
        await self._answer(send, status, body, headers)

    def _of_the_whole(self, request: tuple[str, str]) -> tuple[int, dict[str, Any]] | None:
        match request:
            case ("GET", "/health/live"):
                return 200, {} if self.broken == "lives" else {"status": "ok", **ABOUT}
            case ("GET", "/health"):
                return (503 if self.broken == "ready" else 200), {"status": "ok", **ABOUT, "checks": {}}
            case ("GET", "/openapi.json"):
                return 200, self._document()
        return None

    def _document(self) -> dict[str, Any]:
        document = json.loads(json.dumps(DOCUMENT))
        if self.broken == "openapi":
            document["components"] = {}
        if self.broken == "codes":
            del document["x-codes"]["sign-in-needed"]
        if self.broken == "callers-declared":
            del document["paths"]["/api/v1/plain"]["delete"]["x-callers"]
        return document

    async def _of_the_api(
        self, request: tuple[str, str], headers: Mapping[str, str], receive: Receive
    ) -> tuple[int, dict[str, Any]]:
        match request:
            case ("OPTIONS", _):
                return 204, {}
            case ("GET", "/api/v1/notes"):
                return 200, {"notes": self.notes}
            case ("POST", "/api/v1/notes"):
                return self._keep(await _body(receive), headers.get("idempotency-key"))
            case ("GET", "/api/v1/mine") if self.broken == "callers-kept" and "authorization" in headers:
                return 200, {"of": "whoever says so"}
            case ("GET", "/api/v1/mine") | ("DELETE", "/api/v1/plain"):
                return 401, {"code": "sign-in-needed"}
        return 404, {"code": "no-such-route"}

    def _keep(self, sent: bytes, key: str | None) -> tuple[int, dict[str, Any]]:
        try:
            note = json.loads(sent)
        except ValueError:
            return (500 if self.broken == "bad-input" else 400), {"code": "invalid-request"}
        if not isinstance(note, dict) or not key:
            return 400, {"code": "invalid-request"}
        before, answer = self.kept.get(key, (note, {}))
        if before != note:
            return 422, {"code": "idempotency-key-reused"}
        if not answer or self.broken == "idempotency":
            self.notes += 1
            answer = {"note": self.notes}
        self.kept[key] = (note, answer)
        return 201, answer

    def _as_problem(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
        code = body["code"]
        trace = headers.get("traceparent", "-none").split("-")[1]
        problem = {"type": f"urn:souk:{code}", "title": code, "status": status, "cause": "This.", "fix": "That."}
        if self.broken == "problems":
            del problem["fix"]
        return {**problem, "code": code, "trace_id": "another" if self.broken == "trace" else trace}

    async def _answer(self, send: Send, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        kind = "application/problem+json" if status >= 400 else "application/json"
        given = {"content-type": kind, "cache-control": "no-store"}
        origin = headers.get("origin", "")
        if origin and (origin == ORIGIN or self.broken == "origins"):
            given |= {"access-control-allow-origin": origin, "vary": "Origin"}
        if self.broken == "headers":
            given["x-powered-by"] = "Tiny/1.2.3"
        pairs = [(name.encode(), value.encode()) for name, value in given.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": b"" if status == 204 else json.dumps(body).encode()})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        phase = (await receive())["type"].rpartition(".")[2]
        await send({"type": f"lifespan.{phase}.complete"})
        if phase == "shutdown":
            return


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


class Server(uvicorn.Server):
    def __init__(self, app: Tiny) -> None:
        super().__init__(uvicorn.Config(app, server_header=False, log_config=None))  # pyright: ignore[reportArgumentType]
        self.hasty = app.broken == "drain"

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.hasty:
            os._exit(0)
        super().handle_exit(sig, frame)


def main() -> None:
    broken, port_file = sys.argv[1:]
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(Tiny(broken))
    signal.signal(signal.SIGTERM, server.handle_exit)
    Path(port_file).write_text(f"{listener.getsockname()[1]}\n", "utf-8")
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
