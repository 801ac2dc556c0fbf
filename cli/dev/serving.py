"""One service in a process of its own, from the sources as they are now.

    python -P -m cli.dev.serving SERVICE SOCKET

Over the socket it says what becomes of it, a line of JSON each, and is given the port to serve at once it is loaded, so
that whoever served there before may go on until then. When that socket closes it ends.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

from kit.errors import SoukError

LOADED, SERVING, FAILED = "loaded", "serving", "failed"
MOST_LINES = 12


def main(name: str, descriptor: int) -> int:
    line = socket.socket(fileno=descriptor)
    line.set_inheritable(False)
    try:
        from kit.running import server

        loaded = server.load(name, os.environ)
    except SoukError as error:
        return _tell_failure(line, [error.cause, error.fix])
    except BaseException as error:  # what a half-written module raises at import may be anything
        return _tell_failure(line, list(_said(error)))
    tell(line, LOADED)
    _, given, _, _ = socket.recv_fds(line, 1, 1)
    if not given:
        return 0  # nobody wants it any more
    _end_with(line)
    try:
        server.serve([loaded], {loaded.settings.port: given}, on_serving=lambda: tell(line, SERVING))
    except SoukError as error:
        return _tell_failure(line, [error.cause, error.fix])
    return 0


def tell(line: socket.socket, what: str, said: list[str] | None = None) -> None:
    line.sendall(json.dumps({"what": what, "said": said or []}).encode() + b"\n")


def _tell_failure(line: socket.socket, said: list[str]) -> int:
    tell(line, FAILED, said)
    return 1


def _said(error: BaseException) -> Iterator[str]:
    """Where in our own sources, and what; not the way that Python's importing takes."""
    root = Path.cwd()
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file.is_relative_to(root) and not {".venv", "dev", "running"} & set(file.relative_to(root).parts):
            yield f"{file.relative_to(root)}:{frame.lineno}  {frame.line}"
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    yield from lines[-MOST_LINES:]


def _end_with(line: socket.socket) -> None:
    def watch() -> None:
        while line.recv(64):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
