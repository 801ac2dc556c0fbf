from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kit.local.programs import free_port

SETTINGS = """
from kit.settings import ServiceSettings

class Settings(ServiceSettings, service="{name}"):
    pass
"""
APP = """
import asyncio
import os
from typing import Annotated

from kit.auth import Anyone
from kit.calls import Calls
from kit.http import Router, depends
from kit.service import Service

AnyCalls = Annotated[Calls, depends(Calls)]
router = Router()

@router.get("/name")
async def name(caller: Anyone) -> str:
    return "{name}"

@router.get("/slow")
async def slow(caller: Anyone) -> str:
    await asyncio.sleep(1)
    return "done"

@router.get("/ask/{{other}}")
async def ask(other: str, caller: Anyone, calls: AnyCalls) -> str:
    return await calls.to(other).get("/name", reply=str)

def build(settings, infra):
    return Service(name="{name}", version="0.1.0", router=router, deps=infra.calls)
"""
FORKED = """
import os, sys, threading
from kit.server import load_all, serve

def opened():
    files = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
    return [os.readlink(file) for file in files if os.path.exists(file)]

loaded = load_all(["east", "west"], os.environ)
sockets = [name for name in opened() if name.startswith("socket:") or "eventpoll" in name]
assert not sockets, sockets
assert threading.active_count() == 1
children = []
for one in loaded:
    pid = os.fork()
    if pid == 0:
        serve([one])
        os._exit(0)
    children.append(pid)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children))
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
        self.process: subprocess.Popen[str] | None = None

    def _settings(self) -> Mapping[str, str]:
        urls = {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}
        ports = {f"SOUK_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        return {"SOUK_DATABASE_URL": "postgresql://x@127.0.0.1:9/x", "SOUK_URLS": json.dumps(urls), **ports}

    def start(self, *command: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, *command], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def get(self, name: str, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}{path}", timeout=5) as answer:
            return json.load(answer)

    def wait_for(self, name: str) -> None:
        deadline = time.monotonic() + 30
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
        return self.process.wait(20)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def test_together_each_service_listens_on_its_own_port_and_calls_the_other(running: Running) -> None:
    running.start("-m", "kit.server", "east", "west")
    running.wait_for("east")

    assert running.get("east", "/api/v1/name") == "east"
    assert running.get("west", "/api/v1/name") == "west"
    assert running.get("west", "/api/v1/ask/east") == "east"
    assert running.end() == 0


def test_a_service_alone_calls_the_other_by_http(running: Running) -> None:
    running.start("-m", "kit.server", "east")
    running.wait_for("east")

    with pytest.raises(urllib.error.HTTPError) as caught:
        running.get("east", "/api/v1/ask/west")

    problem = json.load(caught.value)
    assert (problem["status"], problem["type"]) == (503, "urn:souk:unavailable")


def test_what_runs_when_the_end_is_asked_for_is_still_answered(running: Running) -> None:
    running.start("-m", "kit.server", "east")
    running.wait_for("east")

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.get, "east", "/api/v1/slow")
        time.sleep(0.3)
        assert running.end() == 0

    assert answer.result() == "done"


def test_a_database_that_is_down_keeps_no_service_from_starting(running: Running) -> None:
    running.start("-m", "kit.server", "east")
    running.wait_for("east")

    with pytest.raises(urllib.error.HTTPError) as caught:
        running.get("east", "/health")

    assert caught.value.code == 503
    assert json.load(caught.value)["checks"]["database"]["ok"] is False


def test_services_built_in_a_parent_are_served_by_forked_children(running: Running) -> None:
    running.start("-c", FORKED)
    for name in ("east", "west"):
        running.wait_for(name)

    assert running.get("west", "/api/v1/ask/east") == "east"
    assert running.process is not None
    for child in _children(running.process.pid):
        os.kill(child, signal.SIGTERM)
    assert running.process.wait(20) == 0


def test_a_taken_port_is_named_with_the_way_to_move(running: Running) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", running.ports["east"]))
        taken.listen()
        running.start("-m", "kit.server", "east")
        said, code = _output(running)

    assert code == 1
    assert f"127.0.0.1:{running.ports['east']}: address already in use" in said
    assert "SOUK_EAST_PORT" in said


def test_settings_that_are_missing_are_all_named(running: Running) -> None:
    del running.env["SOUK_DATABASE_URL"]
    running.env["SOUK_EAST_PORT"] = "many"
    running.start("-m", "kit.server", "east")

    said, code = _output(running)

    assert code == 1
    assert "SOUK_EAST_DATABASE_URL: is missing" in said
    assert "SOUK_EAST_PORT" in said
    assert "Traceback" not in said


def test_an_unknown_service_is_named(running: Running) -> None:
    running.start("-m", "kit.server", "north")

    said, code = _output(running)

    assert (code, said.splitlines()[0]) == (1, "There is no service called north: no module souk_north.app.")


def _output(running: Running) -> tuple[str, int]:
    assert running.process is not None
    said, _ = running.process.communicate(timeout=20)
    return said, running.process.returncode


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
