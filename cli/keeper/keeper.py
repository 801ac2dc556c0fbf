"""The one process that owns all others: starts them in stages, restarts what dies, stops all in order."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cli.keeper import lifeline, spawn
from cli.keeper.children import Child, kill_group, said_of
from cli.keeper.journal import Journal, last_lines, shorten
from cli.keeper.parts import Kind, Part, Stage, State, Task
from cli.keeper.restarts import Restarts

TICK_S = 0.05
IDLE_TICK_S = 1.0
LOGS_LOOKED_AT_EVERY_S = 10.0


class StopAsked(Exception):
    """By a signal, or because whom the keeper works for is gone."""


class StartFailed(Exception):
    def __init__(self, part: str, reason: str, title: str = "") -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason
        self.title = title


class Keeper:
    """Single-threaded and without an event loop, because it forks at any time."""

    def __init__(
        self,
        journal: Journal,
        log_of: Callable[[str], Path],
        client: socket.socket | None = None,
        restarts: Callable[[], Restarts] = Restarts,
    ) -> None:
        self.journal = journal
        self.log_of = log_of
        self.restarts = restarts
        self.children: list[Child] = []
        self._client = client
        self._lifeline, self._held_end = os.pipe()
        self._wakeup, wakeup_end = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._signals = 0
        self._logs_looked_at = 0.0
        for end in (self._wakeup, wakeup_end):
            end.setblocking(False)
        self._wakeup_end = wakeup_end
        self._selector.register(self._wakeup, selectors.EVENT_READ)
        if client:
            self._selector.register(client, selectors.EVENT_READ)

    def keep(self, stages: Sequence[Stage], detach: bool) -> int:
        """Until it is asked to stop (0) or the shop cannot start (1)."""
        self._listen_to_signals()
        code = 0
        try:
            for stage in stages:
                self._bring_up(stage)
            self.journal.phase = "running"
            self._save_and_tell("healthy")
            if detach:
                self._release_client()
            while True:
                self._tick(IDLE_TICK_S)
        except StopAsked:
            pass
        except StartFailed as failed:
            code = 1
            log = last_lines(self.log_of(failed.part))
            self.journal.tell("failed", part=failed.part, title=failed.title, reason=failed.reason, log=log)
        except Exception as error:
            code = 1
            traceback.print_exc()
            log = traceback.format_exc().splitlines()[-15:]
            self.journal.tell("failed", part="keeper", reason=f"{type(error).__name__}: {error}", log=log)
        finally:
            self._stop_all()
            self.journal.phase = "failed" if code else "stopped"
            self._save_and_tell("stopped")
        return code

    def _bring_up(self, stage: Stage) -> None:
        started = [self._start(part) for part in stage.parts]
        stage.meanwhile()
        while any(child.state is not State.HEALTHY for child in started):
            self._tick(TICK_S)
            for child in started:
                if child.state is State.FAILED:
                    raise StartFailed(child.part.name, child.reason)
                if child.is_overdue:
                    cause = f"It did not answer within {child.part.patience_s:.0f} s."
                    raise StartFailed(child.part.name, cause)
        for task in stage.tasks:
            self._do(task)

    def _start(self, part: Part) -> Child:
        child = Child(part, self.log_of(part.name), self._lifeline, self.restarts())
        self.children.append(child)
        child.start()
        self._save_and_tell("starting", part=part.name)
        return child

    def _do(self, task: Task) -> None:
        def work() -> int:
            lifeline.end_with_lifeline(self._lifeline)
            task.work()
            return 0

        began = time.monotonic()
        self.journal.tell("starting", part=task.name, title=task.title)
        pid = spawn.fork(self.log_of(task.name), self._lifeline, work)
        try:
            while True:
                self._tick(TICK_S)
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    break
        except StopAsked:
            kill_group(pid)
            os.waitpid(pid, 0)
            raise
        if status:
            raise StartFailed(task.name, f"It {said_of(status)}.", task.title)
        self.journal.tell("done", part=task.name, seconds=time.monotonic() - began)

    def _tick(self, longest_s: float) -> None:
        busy = any(child.state in (State.STARTING, State.RESTARTING) for child in self.children)
        for key, _ in self._selector.select(TICK_S if busy else longest_s):
            self._hear(key.fileobj)
        if self._signals:
            raise StopAsked
        for child in self.children:
            self._look_after(child)
        if time.monotonic() - self._logs_looked_at > LOGS_LOOKED_AT_EVERY_S:
            self._logs_looked_at = time.monotonic()
            for log in self.log_of("any").parent.glob("*.log"):
                shorten(log)

    def _look_after(self, child: Child) -> None:
        if how := child.reaped():
            delay = child.died(how)
            told = {"part": child.part.name, "reason": child.reason}
            if delay is None:
                self._save_and_tell("gave-up", **told, log=last_lines(child.log))
            else:
                self._save_and_tell("died", **told, retry_s=delay)
        elif child.state is State.RESTARTING and time.monotonic() >= child.due_at:
            child.start()
            self._save()
        elif child.became_ready():
            seconds = time.monotonic() - child.started_at
            self._save_and_tell("ready", part=child.part.name, seconds=seconds, again=child.starts > 1)

    def _hear(self, end: object) -> None:
        if end is self._wakeup:
            with contextlib.suppress(BlockingIOError):
                self._wakeup.recv(64)
        elif self._client is not None:
            with contextlib.suppress(BlockingIOError, ConnectionError):
                if self._client.recv(64):
                    return
            raise StopAsked

    def _release_client(self) -> None:
        """From now on nobody in a terminal is needed."""
        if self._client:
            self._selector.unregister(self._client)
            self._client = None

    def _stop_all(self) -> None:
        """Everybody in order, each with its time to end well."""
        self.journal.phase = "stopping"
        self._save()
        asked_once = max(self._signals, 1)
        for kind in Kind:
            stopping = [child for child in self.children if child.part.kind is kind and child.pid]
            for child in stopping:
                child.ask_to_stop()
            asked_at = time.monotonic()
            while any(child.pid for child in stopping):
                late = time.monotonic() - asked_at > max(child.part.grace_s for child in stopping)
                for child in stopping:
                    if child.pid and (late or self._signals > asked_once):
                        kill_group(child.pid)
                    child.reaped()
                time.sleep(TICK_S / 5)
        for child in self.children:
            child.stopped()

    def _listen_to_signals(self) -> None:
        def heard(number: int, _: object) -> None:
            self._signals += 1

        signal.set_wakeup_fd(self._wakeup_end.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, heard)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)

    def _save(self) -> None:
        self.journal.save([child.summary() for child in self.children])

    def _save_and_tell(self, event: str, **facts: Any) -> None:
        """In this order: who hears the news may read the state at once."""
        self._save()
        self.journal.tell(event, **facts)
