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
from kit.data.migrations import version_of
from kit.errors import Kind, SoukError
from kit.http.tokens import PublicKeys
from kit.observing import logs
from kit.running.app import make_app
from kit.running.draining import DRAIN_SIGNAL, DrainingServer
from kit.running.listening import handed, sockets_of
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
        database=Database(read.database_url, read.pool_size, version_of(name).mark),
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


def serve(
    loaded: Sequence[Loaded],
    descriptors: Mapping[int, Sequence[int]] | None = None,
    on_serving: Callable[[], Any] = lambda: None,
) -> None:
    """Returns after SIGTERM or SIGINT, once the running requests are answered; after SIGUSR2, once it has drained.

    `descriptors`: of sockets that somebody else holds, by port.
    """
    first = loaded[0]
    held = descriptors or {}
    sockets = {
        each: one
        for one in loaded
        for each in sockets_of(one.name, one.settings.host, one.settings.port, held.get(one.settings.port, ()))
    }
    logs.configure(first.settings.log_level, first.name if len(loaded) == 1 else "souk")
    apps = {each.getsockname()[1]: one.app for each, one in sockets.items()}
    server = DrainingServer(
        uvicorn.Config(
            Together(apps),
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
        on_serving=on_serving,
    )
    for port, app in apps.items():
        log.info("serving", extra={"part": app.state.service.name, "port": port})
    _end_with_0(server)
    server.run(sockets=list(sockets))


class Together:
    """Several services in one process, each on its port still: it hands a request to the one whose port it came in by.

    It starts and stops them all, the last one first.
    """

    def __init__(self, apps: Mapping[int, FastAPI]) -> None:
        self._apps = dict(apps)
        served = list(dict.fromkeys(apps.values()))
        self._served: Sequence[FastAPI] = served
        self._only: ASGIApp | None = served[0] if len(served) == 1 else None

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
            for app in self._served:
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield


def _end_with_0(server: DrainingServer) -> None:
    """uvicorn raises the signal again after a clean stop; and one that comes before it listens counts too."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: setattr(server, "should_exit", True))
    signal.signal(DRAIN_SIGNAL, server.ask_to_drain)


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
        serve(load_all(sys.argv[1:], os.environ), handed(os.environ))
    except SoukError as error:
        sys.exit(f"{error.cause}\n{error.fix}")


if __name__ == "__main__":
    main()
