"""Is a shop running from this home, and what does its keeper say?"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cli.home import Home

STATE_FILE = "state.json"
LOCK_FILE = "keeper.lock"
READ_TRIES, READ_AGAIN_S = 5, 0.02


@dataclass(frozen=True, slots=True)
class Claim:
    """Held by the keeper for as long as it lives: a lock ends with its process, a pid file does not."""

    file: IO[str]

    @classmethod
    def take(cls, home: Home) -> Claim | None:
        file = _lock_file(home).open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        return cls(file)


def keeper_pid(home: Home) -> int | None:
    """Whose lock it is, when it is held."""
    lock = _lock_file(home)
    if not lock.exists():
        return None
    with lock.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read() or 0) or None
    return None


def wake(home: Home) -> None:
    """The keeper looks at once for what it was asked."""
    if keeper := keeper_pid(home):
        os.kill(keeper, signal.SIGCHLD)


def state_of(home: Home) -> dict[str, Any] | None:
    """What the keeper last wrote; None when none is running."""
    if keeper_pid(home) is None:
        return None
    return last_state_of(home)


def last_state_of(home: Home) -> dict[str, Any] | None:
    file = home.run / STATE_FILE
    for _ in range(READ_TRIES):  # on a full disk it is written over, and may be met half written
        try:
            return json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            time.sleep(READ_AGAIN_S)
    return None


def stop(home: Home, patience_s: float = 60.0) -> bool:
    """Asks the keeper to stop all; False when there was none. Impatience kills the keeper, and so its children."""
    pid = keeper_pid(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    waited_until = time.monotonic() + patience_s
    while keeper_pid(home) == pid:
        if time.monotonic() > waited_until:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return True


def _lock_file(home: Home) -> Path:
    home.run.mkdir(parents=True, exist_ok=True)
    return home.run / LOCK_FILE
