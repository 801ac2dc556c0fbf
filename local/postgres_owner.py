"""Which PostgreSQL runs on these files, as its lock file says: after kill -9 the file stays, and lies."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from local.programs import ServerFailed

LOCK = "postmaster.pid"
# For the children of a server that was killed to notice.
NOTICE_S = 5.0
STOP_S = 20.0


def forget_dead_owner(folder: Path) -> None:
    """Its lock files go; a server that lives is refused."""
    if (owner := _owner_of(folder)) is not None:
        cause = f"A PostgreSQL (process {owner}) is already running on {folder}."
        fix = "Stop the shop that uses it (./souk down), or end that process."
        _outlive(owner, folder, NOTICE_S, cause, fix)
    for lock in (folder / LOCK, *folder.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def end_left_server(folder: Path) -> None:
    """Of who was killed while it ran: it would write into what comes to lie there."""
    if (owner := _owner_of(folder)) is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(owner, signal.SIGQUIT)
    cause = f"A PostgreSQL (process {owner}) runs on {folder} and does not end."
    _outlive(owner, folder, STOP_S, cause, "End that process, then try again.")


def _owner_of(folder: Path) -> int | None:
    lock = folder / LOCK
    first = lock.read_text("utf-8", "replace").partition("\n")[0] if lock.exists() else ""
    return int(first) if first.isdigit() and _is_postgres_of(int(first), folder) else None


def _outlive(owner: int, folder: Path, patience_s: float, cause: str, fix: str) -> None:
    deadline = time.monotonic() + patience_s
    while _is_postgres_of(owner, folder):
        if time.monotonic() > deadline:
            raise ServerFailed(cause=cause, fix=fix, facts={"pid": owner})
        time.sleep(0.1)


def _is_postgres_of(pid: int, folder: Path) -> bool:
    """The number may by now be another program's."""
    ps = shutil.which("ps")
    if Path("/proc/self/cmdline").exists():
        command = Path(f"/proc/{pid}/cmdline")
        said = command.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace") if command.exists() else ""
    elif ps:
        said = subprocess.run([ps, "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout  # noqa: S603
    else:
        return True
    return "postgres" in said and str(folder) in said
