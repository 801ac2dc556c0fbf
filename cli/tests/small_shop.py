"""A keeper over dummy parts whose terminal is a test, and the parts' scripts."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

READY = "import os, pathlib; F = pathlib.Path(os.environ['FOLDER']); N = os.environ['NAME']; (F/f'{N}.ready').touch()"
LIVES = f"{READY}\nimport time\ntime.sleep(60)"
NOTES_ITS_END = f"""{READY}
import signal, sys, time
def end(*_):
    with open(F/'ends', 'a') as ends: ends.write(N + ' ')
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
time.sleep(60)"""
DIES = "import sys\nprint('no coffee left')\nsys.exit(7)"
DIES_ONCE = f"""{READY}
import sys, time
if not (F/'died').exists():
    (F/'died').touch()
    sys.exit(3)
time.sleep(60)"""
GREETS = f"""import os, pathlib, socket
server = socket.create_server(('127.0.0.1', 0))
place = pathlib.Path(os.environ['FOLDER'])/(os.environ['NAME'] + '.port')
place.with_suffix('.new').write_text(str(server.getsockname()[1]))
place.with_suffix('.new').rename(place)
{READY}
while True:
    with server.accept()[0] as caller:
        try: caller.sendall(b'hello')
        except OSError: pass"""
DIES_WHEN_DOOMED = f"""{READY}
import sys, time
if (F/'doomed').exists(): sys.exit(9)
time.sleep(60)"""
DEAF = f"{READY}\nimport signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"
HAS_A_CHILD = f"""import subprocess, sys
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
{LIVES}"""


class SmallShop:
    """A keeper over dummy parts, its terminal being this test."""

    def __init__(self, folder: Path, *stages: dict[str, Any], detach: bool = False, **times: float) -> None:
        """`times`: what small_keeper may be told of misses and delays."""
        self.folder = folder
        self.terminal, its = socket.socketpair()
        mode = "detach" if detach else "attach"
        self.keeper = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cli.tests.small_keeper",
                folder,
                json.dumps(stages),
                str(its.fileno()),
                mode,
                json.dumps(times),
            ],
            pass_fds=(its.fileno(),),
            start_new_session=True,
        )
        its.close()
        self.terminal.settimeout(60)
        self.news = self.terminal.makefile("r")

    def until(self, event: str) -> dict[str, Any]:
        for line in self.news:
            told = json.loads(line)
            if told["event"] == event:
                return told
        raise AssertionError(f"the keeper ended without saying {event}")

    def pids(self) -> list[int]:
        """Of all below the keeper, now."""
        return [process.pid for process in psutil.Process(self.keeper.pid).children(recursive=True)]

    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "state.json").read_text())

    def state_of(self, part: str) -> dict[str, Any]:
        return next(found for found in self.state()["parts"] if found["name"] == part)


def stage(*parts: dict[str, Any], task: str | None = None) -> dict[str, Any]:
    return {"parts": list(parts), "task": task}


def part(name: str, script: str, kind: str = "SERVICE", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "script": script, **more}


def gone(pids: list[int], within_s: float = 60.0) -> bool:
    """A zombie is gone: it runs no more."""

    def alive(pid: int) -> bool:
        return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE

    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            if not any(alive(pid) for pid in pids):
                return True
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.05)
    return False


Open = Callable[..., SmallShop]
