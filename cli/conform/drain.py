"""A service that is told to end answers what it has begun, and then ends."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import psutil

from cli.conform.subject import NotTried, Subject
from cli.conform.wire import ANSWER_S

ENDS_S = 60.0
LOOK_S = 0.05


def drains(subject: Subject) -> Iterator[str]:
    """A request is under way for sure: the service has asked for its body (100 Continue), which comes after SIGTERM."""
    if subject.pid is None:
        raise NotTried("its process is not ended here: --drain does, of one that runs on this machine alone")
    asked = ((each, subject.proof_for(each)) for each in subject.operations if each.takes_json)
    waits, proof = next(((each, proof) for each, proof in asked if proof is not None), (None, {}))
    if waits is None:
        raise NotTried("no route that may be asked here takes a body that could keep it waiting")
    connection = subject.wire.connect()
    connection.connect()
    assert connection.sock
    connection.sock.settimeout(ANSWER_S)
    head = f"{waits.method.upper()} {waits.address()} HTTP/1.1\r\nHost: conformance\r\nExpect: 100-continue\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 2\r\n"
    head += "Idempotency-Key: conformance-drain\r\n" if waits.wants_key else ""
    head += "".join(f"{name}: {value}\r\n" for name, value in proof.items())
    connection.sock.sendall(f"{head}\r\n".encode())
    try:
        if not connection.sock.recv(1024).startswith(b"HTTP/1.1 100"):
            raise NotTried("it answers before it asks for a body, so nothing can be under way")
        os.kill(subject.pid, signal.SIGTERM)
        yield from _answers_and_ends(subject, connection, subject.pid)
    finally:
        connection.close()


def _answers_and_ends(subject: Subject, connection: http.client.HTTPConnection, pid: int) -> Iterator[str]:
    if not _came_true(lambda: not _is_there(pid) or _takes_no_more(subject)):
        yield "After SIGTERM it goes on as if nothing was: /health says 503, or it listens no more."
    assert connection.sock
    try:
        connection.sock.sendall(b"{}")
        with closing(http.client.HTTPResponse(connection.sock)) as answer:
            answer.begin()
            answer.read()
    except (OSError, http.client.HTTPException):
        yield "A request that was under way when SIGTERM came got no answer: end only what waits for nothing."
    connection.close()
    if not _came_true(lambda: not _is_there(pid)):
        yield f"It still runs {ENDS_S:g} s after SIGTERM, so whoever started it will kill it."


def _takes_no_more(subject: Subject) -> bool:
    return not subject.wire.listens() or subject.wire.send("GET", "/health").status in (0, 503)


def _is_there(pid: int) -> bool:
    """A zombie is not: its parent has yet to look."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _came_true(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + ENDS_S
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_S)
    return True
