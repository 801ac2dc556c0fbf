"""Serves one service, or several together in one process, each on its own port.

    python -m kit.running.server order              one
    python -m kit.running.server order product      together: one process, calls between them are direct

A keeper may `load` in a parent, fork, and `serve` in the child: loading opens no socket, thread or loop.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.calls.client import Calls
from kit.clock import SystemClock
from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.http.tokens import PublicKeys
from kit.observing import logs
from kit.running.app import make_app
from kit.running.protocol import PromptHeaders
from kit.running.service import Infra
from kit.settings import ServiceSettings

log = logging.getLogger("kit.running.server")
BACKLOG = 1024
# Longer than who connects to us keeps an idle connection (nginx: 60 s), or a request meets a closing one.
KEEP_ALIVE_S = 75


class NoSuchService(SoukError):
    code = "no-such-service"
    kind = Kind.INVALID

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no service called {name}: no module souk_{name}.app.",
            "Use a name that souk.toml lists under [service.<name>].",
        )


class PortTaken(SoukError):
    code = "port-taken"

    def __init__(self, service: str, host: str, port: int, why: str) -> None:
        super().__init__(
            f"The {service} service cannot listen on {host}:{port}: {why}.",
            f"Stop what listens there (./souk doctor names it), or set SOUK_{service.upper()}_PORT.",
            {"port": port},
        )


@dataclass(frozen=True)
class Loaded:
    """A service that is built and not yet served."""

    name: str
    settings: ServiceSettings
    app: FastAPI
    calls: Calls


def load(name: str, env: Mapping[str, str]) -> Loaded:
    settings, build = _parts_of(name)
    read: ServiceSettings = settings.read(env)
    infra = Infra(
        database=Database(read.database_url, read.pool_size, name),
        calls=Calls(read.urls, read.service_key, read.call_deadline_s),
        clock=SystemClock(),
        keys=PublicKeys.read(read.jwks),
    )
    return Loaded(name, read, make_app(build(read, infra), read, infra), infra.calls)


def load_all(names: Sequence[str], env: Mapping[str, str]) -> list[Loaded]:
    """Several of them reach each other directly."""
    loaded = [load(name, env) for name in names]
    for caller in loaded:
        for other in loaded:
            if other is not caller:
                caller.calls.directly(other.name, other.app)
    return loaded


def serve(loaded: Sequence[Loaded]) -> None:
    """Returns after SIGTERM or SIGINT, once the running requests are answered."""
    first = loaded[0]
    sockets = [_listening(one) for one in loaded]
    logs.configure(first.settings.log_level, first.name if len(loaded) == 1 else "souk")
    ports = [one.getsockname()[1] for one in sockets]
    server = _Server(
        uvicorn.Config(
            Together(dict(zip(ports, (one.app for one in loaded), strict=True))),
            http=PromptHeaders,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=first.settings.trusted_proxies,
            timeout_graceful_shutdown=max(1, round(first.settings.drain_s)),
            timeout_keep_alive=KEEP_ALIVE_S,
            backlog=BACKLOG,
        ),
        on_stop=lambda: [setattr(one.app.state, "draining", True) for one in loaded],
    )
    for name, port in zip((one.name for one in loaded), ports, strict=True):
        log.info("serving", extra={"part": name, "port": port})
    _end_with_0(server)
    server.run(sockets=sockets)


class Together:
    """Several services in one process, each on its port still: it hands a request to the one whose port it came in by.

    It starts and stops them all, the last one first.
    """

    def __init__(self, apps: Mapping[int, FastAPI]) -> None:
        self._apps = dict(apps)
        self._only: ASGIApp | None = next(iter(apps.values())) if len(apps) == 1 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        app = self._only or self._apps[scope["server"][1]]
        await app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with self._all_lifespans():
                # What is built stays: collections need not walk over it again and again.
                gc.collect()
                gc.freeze()
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:
            log.exception("a service could not start or stop")
            await send({"type": "lifespan.startup.failed", "message": logs.said(error)})
            raise
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _all_lifespans(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in self._apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], Any]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    def handle_exit(self, sig: int, frame: Any) -> None:
        self._on_stop()
        super().handle_exit(sig, frame)


def _listening(loaded: Loaded) -> socket.socket:
    host, port = loaded.settings.host, loaded.settings.port
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(loaded.name, host, port, (error.strerror or str(error)).lower()) from error
    listener.set_inheritable(False)
    return listener


def _end_with_0(server: uvicorn.Server) -> None:
    """uvicorn raises the signal again after a clean stop; and one that comes before it listens counts too."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: setattr(server, "should_exit", True))


def _parts_of(name: str) -> tuple[type[ServiceSettings], Callable[..., Any]]:
    if not name.isidentifier():
        raise NoSuchService(name)
    try:
        return import_module(f"souk_{name}.settings").Settings, import_module(f"souk_{name}.app").build
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(f"souk_{name}"):
            raise NoSuchService(name) from error
        raise


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("usage: python -m kit.running.server <service> [<service> ...]")
    try:
        serve(load_all(sys.argv[1:], os.environ))
    except SoukError as error:
        sys.exit(f"{error.cause}\n{error.fix}")


if __name__ == "__main__":
    main()
