"""Processes of our own modules, which a test may end as it likes.

`python -m MODULE` takes a second of work to import what a test's own process has imported long ago. Where forking is
safe, such a process is forked instead: as real, as easily killed, with its own arguments, environment and output.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

LOOK_S = 0.005
STACK_S = 10.0


class Process(Protocol):
    """As subprocess has it."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


def start(module: str, *args: str, log: Path, env: Mapping[str, str] | None = None) -> Process:
    """As `python -m MODULE ARGS >> log 2>&1`, of a module whose `main()` gives its exit code, or none."""
    given = dict(os.environ if env is None else env)
    if sys.platform == "linux":
        return _forked(module, args, log, given)
    with log.open("ab") as output:
        command = [sys.executable, "-m", module, *args]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=given)  # noqa: S603


@dataclass(slots=True, eq=False)
class Forked:
    pid: int
    _code: int | None = field(default=None)

    def poll(self) -> int | None:
        if self._code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(LOOK_S)
        return code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _forked(module: str, args: tuple[str, ...], log: Path, env: dict[str, str]) -> Forked:
    import_module(module)  # once, here, and not in each child
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return Forked(pid)
    code = 1
    try:
        gc.freeze()  # memory that both share is copied when it is written to
        _begin_anew(log, env)
        sys.argv = [module, *args]
        sys.exit(import_module(module).main())
    except SystemExit as end:
        code = _said(end)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def where_it_is(process: Process, log: Path) -> str:
    """The stack of each of its threads, for a test that gave up on it; only what was forked can say it."""
    said = len(log.read_text())
    process.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + STACK_S
    while (stack := log.read_text()[said:]) == "" and time.monotonic() < deadline:
        time.sleep(LOOK_S)
    return stack


def _begin_anew(log: Path, env: dict[str, str]) -> None:
    """Nothing of the test's files, sockets, signals and environment."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1, closefd=False) for number in (1, 2))
    faulthandler.register(signal.SIGUSR1, file=2, all_threads=True)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = [folder for folder in env.get("PYTHONPATH", "").split(os.pathsep) if folder]


def _said(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    print(end.code, file=sys.stderr)
    return 1
