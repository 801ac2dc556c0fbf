"""One part as the keeper knows it: its process, its state, and what happens to it next."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.keeper import spawn
from cli.keeper.parts import Part, State
from cli.keeper.restarts import Restarts


@dataclass(slots=True)
class Child:
    part: Part
    log: Path
    lifeline: int
    restarts: Restarts
    state: State = State.WAITING
    pid: int | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    starts: int = 0
    reason: str = ""

    def start(self) -> None:
        self.pid = spawn.start(self.part, self.log, self.lifeline)
        self.started_at = time.monotonic()
        self.starts += 1
        self.state = State.STARTING

    def reaped(self) -> str | None:
        """How it ended, once it did; asking removes the zombie, so a zombie never counts as alive."""
        if self.pid is None:
            return None
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return None
        kill_group(self.pid)  # what it may have left behind
        self.pid = None
        return said_of(status)

    def died(self, how: str) -> float | None:
        """Plans the next start; None when there is none."""
        lived_s = time.monotonic() - self.started_at
        delay = self.restarts.delay_after(lived_s)
        if delay is None:
            self.state = State.FAILED
            self.reason = f"It {how}, {self.restarts.deaths} times in a row: a crash loop."
            return None
        self.state = State.RESTARTING
        self.reason = f"It {how} after {lived_s:.0f} s."
        self.due_at = time.monotonic() + delay
        return delay

    def became_ready(self) -> bool:
        """True once, when it begins to answer."""
        if self.state is not State.STARTING or not self.part.is_ready():
            return False
        self.state, self.reason = State.HEALTHY, ""
        return True

    @property
    def is_overdue(self) -> bool:
        lived_s = time.monotonic() - self.started_at
        return self.state is State.STARTING and lived_s > self.part.patience_s

    def ask_to_stop(self) -> None:
        if self.pid is not None:
            _signal(self.pid, self.part.stop_signal)

    def stopped(self) -> None:
        """A part that gave up keeps saying so."""
        if self.state is not State.FAILED:
            self.state = State.STOPPED

    def summary(self) -> dict[str, Any]:
        return {
            "name": self.part.name,
            "kind": self.part.kind.name.lower(),
            "state": str(self.state),
            "pid": self.pid,
            "ports": list(self.part.ports),
            "version": self.part.version,
            "restarts": max(0, self.starts - 1),
            "reason": self.reason,
        }


def kill_group(leader: int) -> None:
    """A child leads its own process group, so its own children end with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def said_of(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was killed by {signal.Signals(-code).name}"


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
