"""One instance of a part as the keeper knows it: its process, its state, and what happens to it next."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from cli.keeper import spawn
from cli.keeper.address import Address, bound
from cli.keeper.parts import Part, Release, State
from cli.keeper.restarts import Restarts
from kit.running.draining import DRAIN_SIGNAL, LEAVES_AFTER_S


@dataclass(slots=True, eq=False)
class Child:
    part: Part
    log: Path
    lifeline: int
    restarts: Restarts
    name: str = ""  # order, or order#2 where there are several
    address: Address | None = None  # of a part whose instances share one
    release: Release | None = None  # None: what the keeper has in its memory
    own_ports: Sequence[int] = ()  # by which this instance alone is asked
    state: State = State.WAITING
    pid: int | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    starts: int = 0
    reason: str = ""
    misses: int = 0
    # Why it is being ended, while it is, and until when it may end by itself.
    ends_because: str = ""
    ends_by: float = 0.0
    # A person stopped it, and starts it again when they like.
    is_held: bool = False

    def start(self) -> None:
        self.starts += 1
        self.started_at = time.monotonic()
        self.pid = self._spawn()
        self.misses, self.ends_because = 0, ""
        self.state = State.STARTING

    def _spawn(self) -> int:
        if self.address is None:
            self.own_ports = self.part.ports
            return spawn.start(self.part, self.log, self.lifeline)
        shared = self.address.open()
        own = {port: bound(0) for port in shared}
        try:
            self.own_ports = [each.getsockname()[1] for each in own.values()]
            handed = {port: [each.fileno(), own[port].fileno()] for port, each in shared.items()}
            return spawn.start(self.part, self.log, self.lifeline, handed, self.release)
        finally:
            for each in own.values():
                each.close()

    def reaped(self) -> str | None:
        """How it ended, once it did; asking removes the zombie, so a zombie never counts as alive."""
        if self.pid is None:
            return None
        if not _has_ended(self.pid):
            return None
        kill_group(self.pid)  # what it may have left behind; its number is nobody else's until it is reaped
        _, status = os.waitpid(self.pid, 0)
        self.pid = None
        return self.ends_because or said_of(status)

    def died(self, how: str) -> float:
        """Plans the next start, in so many seconds."""
        lived_s = time.monotonic() - self.started_at
        delay = self.restarts.delay_after(lived_s)
        self.due_at = time.monotonic() + delay
        self.ends_because = ""
        if self.restarts.is_crash_loop:
            self.state = State.FAILED
            self.reason = f"It {how}, {self.restarts.deaths} times in a row: a crash loop."
        else:
            self.state = State.RESTARTING
            self.reason = f"It {how} after {lived_s:.0f} s."
        return delay

    @property
    def is_due(self) -> bool:
        return self.state in (State.RESTARTING, State.FAILED) and time.monotonic() >= self.due_at

    def note_probe(self, alive: bool) -> bool:
        """What a liveness probe found; gives whether it changed the state."""
        before = self.state
        self.misses = 0 if alive else self.misses + 1
        if not alive:
            self.state, self.reason = State.UNHEALTHY, f"It runs and does not answer, asked {self.misses} times."
        elif before is State.UNHEALTHY:
            self.state, self.reason = State.HEALTHY, ""
        return self.state is not before

    def end(self, because: str) -> None:
        """Well if it can, by force after its grace."""
        self.ends_because = because
        self.ends_by = time.monotonic() + self.part.grace_s
        self.ask_to_stop()

    def restart(self) -> None:
        """Because a person wants it, so what went before counts no more."""
        self.restarts.forget()
        self.is_held = False
        if self.pid is None:
            self.state, self.due_at = State.RESTARTING, 0.0
        else:
            self.end("was asked to start anew")

    def stop(self) -> None:
        self.is_held = True
        if self.pid is None:
            self.state, self.reason = State.STOPPED, ""
        else:
            self.end("was asked to stop")

    def leave(self, because: str) -> None:
        """Others go on at its address, so it takes nobody's request along."""
        self.state, self.reason = State.LEAVING, f"It {because}."
        self.ends_because = because
        self.ends_by = time.monotonic() + LEAVES_AFTER_S + self.part.grace_s
        if self.pid is not None:
            _signal(self.pid, DRAIN_SIGNAL)

    def kill_if_late(self) -> None:
        if self.ends_because and self.pid is not None and time.monotonic() > self.ends_by:
            kill_tree(self.pid)

    def became_ready(self) -> bool:
        """True once, when it begins to answer."""
        if self.state is not State.STARTING or not self.part.is_ready(self.own_ports):
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
        self.ends_because = ""
        if self.state is not State.FAILED:
            self.state, self.reason = State.STOPPED, ""

    def summary(self) -> dict[str, Any]:
        return {
            "name": self.name or self.part.name,
            "part": self.part.name,
            "kind": self.part.kind.name.lower(),
            "state": str(self.state),
            "pid": self.pid,
            "ports": list(self.part.ports),
            "own_ports": list(self.own_ports),
            "version": self.part.version,
            "source": str(self.release.source) if self.release and self.release.source else "",
            "restarts": max(0, self.starts - 1),
            "reason": self.reason,
        }


def kill_group(leader: int) -> None:
    """A child leads its own process group, so its own children end with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def kill_tree(leader: int) -> None:
    """Also those below it that lead groups of their own, as PostgreSQL's processes do."""
    below: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        below = psutil.Process(leader).children(recursive=True)
    kill_group(leader)
    for process in below:
        with contextlib.suppress(psutil.Error):
            process.kill()  # psutil looks first whether the number is still the same process


def _has_ended(pid: int) -> bool:
    """Without reaping it."""
    if not hasattr(os, "waitid"):  # macOS before Python 3.13
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def said_of(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"ended with exit code {code}"
    return f"was killed by {signal.Signals(-code).name}"


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
