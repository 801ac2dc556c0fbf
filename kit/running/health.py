"""/health/live says that the process runs; /health that it can serve, with what it found of each part.

Ready is whoever can answer: its own database answers and its tables are current. What else ails (the broker, a backlog,
dead letters) makes it `degraded`: orders are still taken, and events wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from kit.running.service import Infra, Probe, Service

PROBE_S = 2.0
NEEDED_TO_SERVE = frozenset({"database", "migrations", "process"})


class NotReady(Exception):
    """A part answers and is not as it should be; `detail` says how."""

    def __init__(self, cause: str, **detail: Any) -> None:
        super().__init__(cause)
        self.detail = detail


def install(app: FastAPI, service: Service[Any], infra: Infra) -> None:
    """The lifespan adds probes of what it starts to the service's own, and sets `draining` when it ends."""
    app.state.probes = dict(service.probes)
    app.state.draining = False
    about = {"service": service.name, "version": service.version}

    async def live(_request: Request) -> Response:
        return _answer(200, {"status": "ok", **about})

    async def ready(request: Request) -> Response:
        state = request.scope["app"].state
        checks = await found_by(state.probes)
        if state.draining:
            checks["process"] = {"ok": False, "cause": "It is draining: it answers what it has and then ends."}
        status = _status_of({name for name, check in checks.items() if not check["ok"]})
        return _answer(503 if status == "unready" else 200, {"status": status, **about, "checks": checks})

    app.router.add_route("/health/live", live, include_in_schema=False)
    app.router.add_route("/health", ready, include_in_schema=False)


async def found_by(probes: Mapping[str, Probe]) -> dict[str, dict[str, Any]]:
    names = list(probes)
    found = await asyncio.gather(*(_probed(probes[name]) for name in names))
    return dict(zip(names, found, strict=True))


def _status_of(ailing: set[str]) -> str:
    if ailing & NEEDED_TO_SERVE:
        return "unready"
    return "degraded" if ailing else "ok"


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
