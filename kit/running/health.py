"""/health/live says that the process runs; /health that it can serve, with what it found of each part."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from kit.running.service import Infra, Service

# Answers what was found, or raises.
Probe = Callable[[], Awaitable[Mapping[str, Any]]]
PROBE_S = 2.0


class NotReady(Exception):
    """A part works but is not as it should be; `detail` says how."""

    def __init__(self, cause: str, **detail: Any) -> None:
        super().__init__(cause)
        self.detail = detail


def install(app: FastAPI, service: Service[Any], infra: Infra) -> None:
    """The lifespan adds probes of what it starts, and sets `draining` when it ends."""
    app.state.probes = {}
    app.state.draining = False
    about = {"service": service.name, "version": service.version}

    async def live(_request: Request) -> Response:
        return _answer(200, {"status": "ok", **about})

    async def ready(request: Request) -> Response:
        state = request.scope["app"].state
        names = list(state.probes)
        found = await asyncio.gather(*(_probed(state.probes[name]) for name in names))
        checks = dict(zip(names, found, strict=True))
        if state.draining:
            checks["process"] = {"ok": False, "cause": "It is draining: it answers what it has and then ends."}
        ok = all(check["ok"] for check in checks.values())
        return _answer(200 if ok else 503, {"status": "ok" if ok else "unready", **about, "checks": checks})

    app.router.add_route("/health/live", live, include_in_schema=False)
    app.router.add_route("/health", ready, include_in_schema=False)


async def _probed(probe: Probe) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PROBE_S):
            found: dict[str, Any] = {"ok": True, **await probe()}
    except NotReady as error:
        found = {"ok": False, "cause": str(error), **error.detail}
    except TimeoutError:
        found = {"ok": False, "cause": f"No answer within {PROBE_S:g} s."}
    except Exception as error:
        found = {"ok": False, "cause": f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"}
    return {**found, "elapsed_ms": round((time.perf_counter() - started) * 1000, 1)}


def _answer(status: int, body: Mapping[str, Any]) -> Response:
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, status, {"cache-control": "no-store"}, "application/json")
