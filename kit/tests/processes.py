"""Two small services in processes of their own, and a stand-in for an OpenTelemetry collector."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from local.programs import free_port
from testkit import processes
from testkit.processes import Process
from testkit.system import SHOP_ENV

SETTINGS = """
from kit.settings import ServiceSettings

class Settings(ServiceSettings, service="{name}"):
    pass
"""
APP = """
import asyncio
import os
from typing import Annotated

from pydantic import BaseModel

from kit.http.auth import Anyone
from kit.calls.client import Calls
from kit.http.router import ClientAddress, Router, depends
from kit.running.service import Service

AnyCalls = Annotated[Calls, depends(Calls)]
router = Router()

@router.get("/name")
async def name(caller: Anyone) -> str:
    return "{name}"

under_way = []

@router.get("/slow")
async def slow(caller: Anyone) -> str:
    under_way.append(1)
    await asyncio.sleep(1)
    return "done"

@router.get("/under-way")
async def count_under_way(caller: Anyone) -> int:
    return len(under_way)

@router.get("/ask/{{other}}")
async def ask(other: str, caller: Anyone, calls: AnyCalls) -> str:
    return await calls.to(other).get("/name", reply=str)

@router.get("/address")
async def address(caller: Anyone, address: ClientAddress) -> str:
    return address

class Said(BaseModel):
    text: str

@router.post("/said")
async def said(body: Said, caller: Anyone) -> str:
    return body.text

def build(settings, infra):
    return Service(name="{name}", version="0.1.0", router=router, deps=infra.calls)
"""


class Running:
    """A server process of two small services, east and west."""

    def __init__(self, folder: Path) -> None:
        self.ports = {name: free_port() for name in ("east", "west")}
        for name in self.ports:
            package = folder / f"souk_{name}"
            package.mkdir()
            (package / "__init__.py").touch()
            (package / "settings.py").write_text(SETTINGS.format(name=name))
            (package / "app.py").write_text(APP.format(name=name))
        self.env = {**os.environ, "PYTHONPATH": str(folder), **self._settings()}
        self.process: Process | None = None
        self.log = folder / "log"

    def _settings(self) -> Mapping[str, str]:
        urls = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        ports = {f"SOUK_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        return {**SHOP_ENV, "SOUK_DATABASE_URL": "postgresql://x@127.0.0.1:9/x", "SOUK_URLS": json.dumps(urls), **ports}

    def start(self, *command: str) -> None:
        """As an operator does."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, *command], env=self.env, stdout=output, stderr=output
            )

    def serve(self, *names: str) -> None:
        """The same, only quicker."""
        self.process = processes.start("kit.running.server", *names, log=self.log, env=self.env)

    def get(self, name: str, path: str, **headers: str) -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[name]}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (of this machine)
            return json.load(answer)

    def wait_for(self, name: str) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                self.get(name, "/health/live")
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)


@contextmanager
def collector() -> Iterator[tuple[str, dict[str, list[bytes]]]]:
    """Stands for an OpenTelemetry collector."""
    received: dict[str, list[bytes]] = {}

    class Collect(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            received.setdefault(self.path, []).append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Collect) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()
