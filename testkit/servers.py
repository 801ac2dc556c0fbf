"""Keeps one server for a test run: `python -m testkit.servers postgres FOLDER OWNER_PID`, or s3.

A process of its own, so that the server outlives the worker that asked first and never the run, even a killed one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from local.postgres import PostgresServer
from local.programs import free_port
from testkit.run import Run

LOOK_S = 0.5


def keep_postgres(run: Run) -> None:
    server = PostgresServer(
        run.folder / "postgres",
        free_port(),
        secrets.token_hex(16),
        durable=False,
        one_database_each=False,
        connections=400,  # each worker of a run may have a whole shop open
    )
    process = server.start()
    _until_asked(run, process, lambda: server.stop(process), "postgres", server.url)


def keep_s3(run: Run) -> None:
    """Moto's server: an S3 in memory, which knows any key and answers who shows none only where a policy says so."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-P", "-m", "moto.server", "-p", str(port)])  # noqa: S603
    while not _listens(port) and process.poll() is None:
        time.sleep(LOOK_S / 10)
    _until_asked(run, process, process.kill, "s3", f"http://127.0.0.1:{port}")


def _until_asked(
    run: Run, process: subprocess.Popen[bytes], stop_server: Callable[[], None], name: str, url: str
) -> None:
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGTERM, stop)
    try:
        run.keep(name, {"url": url, "keeper": os.getpid()})
        while not asked and process.poll() is None and _lives(run.owner_pid):
            time.sleep(LOOK_S / 10)
    finally:
        stop_server()
        if not _lives(run.owner_pid):
            shutil.rmtree(run.folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


KEEPERS = {"postgres": keep_postgres, "s3": keep_s3}

if __name__ == "__main__":
    KEEPERS[sys.argv[1]](Run(Path(sys.argv[2]), int(sys.argv[3])))
