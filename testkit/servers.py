"""Keeps one server for a test run: `python -m testkit.servers postgres FOLDER OWNER_PID`.

A process of its own, so that the server outlives the worker that asked first and never the run, even a killed one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import time
from pathlib import Path

from local.postgres import PostgresServer
from local.programs import free_port
from testkit.run import Run

LOOK_S = 0.5


def keep_postgres(run: Run) -> None:
    server = PostgresServer(
        run.folder / "postgres", free_port(), secrets.token_hex(16), durable=False, one_database_each=False
    )
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGTERM, stop)
    process = server.start()
    try:
        run.keep("postgres", {"url": server.url, "keeper": os.getpid()})
        while not asked and process.poll() is None and _lives(run.owner_pid):
            time.sleep(LOOK_S / 10)
    finally:
        server.stop(process)
        if not _lives(run.owner_pid):
            shutil.rmtree(run.folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    keep_postgres(Run(Path(sys.argv[2]), int(sys.argv[3])))
