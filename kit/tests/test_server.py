from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kit.running.server import main
from kit.tests.processes import Running, collector

FORKED = """
import os, sys, threading
from kit.running.server import load_all, serve

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


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def test_together_each_service_listens_on_its_own_port_and_calls_the_other(running: Running) -> None:
    running.start("-m", "kit.running.server", "east", "west")
    running.wait_for("east")

    assert running.get("east", "/api/v1/name") == "east"
    assert running.get("west", "/api/v1/name") == "west"
    assert running.get("west", "/api/v1/ask/east") == "east"
    assert running.end() == 0


def test_a_service_alone_calls_the_other_by_http(running: Running) -> None:
    running.serve("east")
    running.wait_for("east")

    with pytest.raises(urllib.error.HTTPError) as caught:
        running.get("east", "/api/v1/ask/west")

    problem = json.load(caught.value)
    assert (problem["status"], problem["type"]) == (503, "urn:souk:unavailable")


def test_what_runs_when_the_end_is_asked_for_is_still_answered(running: Running) -> None:
    running.serve("east")
    running.wait_for("east")

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.get, "east", "/api/v1/slow")
        while not running.get("east", "/api/v1/under-way"):
            time.sleep(0.01)
        assert running.end() == 0

    assert answer.result() == "done"


def test_a_database_that_is_down_keeps_no_service_from_starting(running: Running) -> None:
    running.serve("east")
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


def test_the_shoppers_address_is_the_one_that_the_gateway_says(running: Running) -> None:
    running.serve("east")
    running.wait_for("east")

    assert running.get("east", "/api/v1/address", **{"X-Forwarded-For": "203.0.113.9"}) == "203.0.113.9"


def test_from_an_address_that_is_no_proxy_nobodys_word_is_taken(running: Running) -> None:
    running.env["SOUK_TRUSTED_PROXIES"] = "10.1.1.1"
    running.serve("east")
    running.wait_for("east")

    assert running.get("east", "/api/v1/address", **{"X-Forwarded-For": "203.0.113.9"}) == "127.0.0.1"


@pytest.mark.parametrize(
    "asked",
    [
        "POST /api/v1/said HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{",
        "GET /api/v1/slow HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)
def test_a_client_that_goes_away_leaves_no_traceback(running: Running, asked: str) -> None:
    running.serve("east")
    running.wait_for("east")

    with socket.create_connection(("127.0.0.1", running.ports["east"])) as client:
        client.sendall(asked.encode())
        running.get("east", "/api/v1/slow")  # by then the other request is under way

    assert running.end() == 0
    said = running.log.read_text()
    assert "serving" in said
    assert "Traceback" not in said


def test_where_an_endpoint_is_set_traces_and_metrics_are_sent_there(running: Running) -> None:
    with collector() as (address, received):
        running.env |= {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "SOUK_TRACE_SHARE": "1"}
        running.start("-m", "kit.running.server", "east")
        running.wait_for("east")
        running.get("east", "/api/v1/name?token=hunter2")
        assert running.end() == 0

    assert set(received) == {"/v1/traces", "/v1/metrics"}
    assert b"GET /api/v1/name" in b"".join(received["/v1/traces"])
    assert b"hunter2" not in b"".join(body for bodies in received.values() for body in bodies)


def test_a_taken_port_is_named_with_the_way_to_move(running: Running, said: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", running.ports["east"]))
        taken.listen()
        told = said(running, "east")

    assert f"127.0.0.1:{running.ports['east']}: address already in use" in told
    assert "SOUK_EAST_PORT" in told


def test_settings_that_are_missing_are_all_named(running: Running, said: Callable[..., str]) -> None:
    del running.env["SOUK_DATABASE_URL"]
    running.env["SOUK_EAST_PORT"] = "many"

    told = said(running, "east")

    assert "SOUK_EAST_DATABASE_URL: is missing" in told
    assert "SOUK_EAST_PORT" in told


def test_an_unknown_service_is_named(running: Running, said: Callable[..., str]) -> None:
    assert said(running, "north").splitlines()[0] == "There is no service called north: no module souk_north.app."


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What `python -m kit.running.server` says before it gives up."""

    def run(running: Running, *names: str) -> str:
        monkeypatch.syspath_prepend(running.env["PYTHONPATH"])
        monkeypatch.setattr(os, "environ", running.env)
        monkeypatch.setattr(sys, "argv", ["kit.running.server", *names])
        with pytest.raises(SystemExit) as caught:
            main()
        return str(caught.value.code)

    return run


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
