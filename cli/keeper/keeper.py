"""The one process that owns all others: starts them in stages, restarts what dies, stops all in order."""

from __future__ import annotations

import contextlib
import os
import socket
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from cli.keeper.builds import Builds, Releases
from cli.keeper.carrying_out import carry_out
from cli.keeper.children import Child
from cli.keeper.endings import StartFailed, StopAsked
from cli.keeper.fleet import Fleet
from cli.keeper.housekeeping import Housekeeping
from cli.keeper.journal import Journal, last_lines
from cli.keeper.liveness import Liveness
from cli.keeper.parts import Part, Stage, State, Task
from cli.keeper.requests import Asked, Request
from cli.keeper.restarts import Restarts
from cli.keeper.stopping import stop_in_order
from cli.keeper.waking import Waking
from cli.keeper.work import Work

TICK_S = 0.05
IDLE_TICK_S = 1.0


class Keeper:
    """Single-threaded and without an event loop, because it forks at any time."""

    def __init__(
        self,
        journal: Journal,
        log_of: Callable[[str], Path],
        housekeeping: Housekeeping,
        client: socket.socket | None = None,
        restarts: Callable[[], Restarts] = Restarts,
        liveness: Liveness | None = None,
        requests: Callable[[], Iterable[Asked]] = tuple,
        idle_tick_s: float = IDLE_TICK_S,
        releases: Releases | None = None,
    ) -> None:
        log = log_of("keeper")
        self.journal = journal
        self.log_of = log_of
        self.restarts = restarts
        self.liveness = liveness or Liveness(log)
        self.housekeeping = housekeeping
        self.requests = requests
        self.idle_tick_s = idle_tick_s
        self.fleets: list[Fleet] = []
        self.began_at = time.time()
        self._lifeline, self._held_end = os.pipe()
        self._waking = Waking(client)
        self._builds = Builds(releases, self.fleets, self._start, self._begin) if releases else None

    @property
    def children(self) -> list[Child]:
        return [child for fleet in self.fleets for child in fleet.children]

    def keep(self, stages: Sequence[Stage], detach: bool) -> int:
        """Until it is asked to stop (0) or the shop cannot start (1)."""
        self._waking.signals.listen()
        code = 0
        try:
            for stage in stages:
                self._bring_up(stage)
            self.journal.phase = "running"
            self._save_and_tell("healthy")
            if detach:
                self._waking.let_client_go()
            while True:
                self._outlive_errors()
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

    def _outlive_errors(self) -> None:
        """Whatever goes wrong in the keeper itself, the parts go on."""
        try:
            self._tick(self.idle_tick_s)
        except (StopAsked, StartFailed):
            raise
        except Exception as error:
            self.journal.trouble = f"{type(error).__name__}: {error}"
            with contextlib.suppress(OSError):
                traceback.print_exc()
            self._save_and_tell("trouble", reason=self.journal.trouble)
            time.sleep(TICK_S)

    def _bring_up(self, stage: Stage) -> None:
        started = [child for part in stage.parts for child in self._start(part)]
        stage.meanwhile()
        while any(child.state is not State.HEALTHY for child in started):
            self._tick(TICK_S)
            for child in started:
                if child.state is State.FAILED:
                    raise StartFailed(child.name, child.reason)
                if child.is_overdue:
                    cause = f"It did not answer within {child.part.patience_s:.0f} s."
                    raise StartFailed(child.name, cause)
        for task in stage.tasks:
            self._do(task)

    def _start(self, part: Part) -> list[Child]:
        fleet = Fleet(part, self.log_of, self._lifeline, self.restarts)
        self.fleets.append(fleet)
        for child in fleet.instances:
            child.start()
            self._save_and_tell("starting", part=child.name)
        return fleet.instances

    def _do(self, task: Task) -> None:
        began = time.monotonic()
        self.journal.tell("starting", part=task.name, title=task.title)
        work = Work.begin(self.log_of(task.name), self._lifeline, task.work)
        try:
            while (failure := work.failure()) is None:
                self._tick(TICK_S)
        except StopAsked:
            work.give_up()
            raise
        if failure:
            raise StartFailed(task.name, failure, task.title)
        self.journal.tell("done", part=task.name, seconds=time.monotonic() - began)

    def _begin(self, do: Callable[[], None]) -> Work:
        return Work.begin(self.log_of("keeper"), self._lifeline, do)

    def _tick(self, longest_s: float) -> None:
        busy = any(child.state in (State.STARTING, State.RESTARTING) or child.ends_because for child in self.children)
        busy = busy or any(fleet.rolling for fleet in self.fleets)
        self._waking.wait(TICK_S if busy else longest_s)
        for fleet in self.fleets:
            for child in fleet.children:
                self._look_after(child, fleet)
            if fleet.step():
                self._save()
        self._forget_gone()
        if self.journal.phase == "running":
            self._serve_requests()
            self._look_at_health()
        self._keep_house()

    def _look_after(self, child: Child, fleet: Fleet) -> None:
        child.kill_if_late()
        if how := child.reaped():
            if fleet.ended(child, how):
                self._save()
            elif child.is_held:
                child.stopped()
                fleet.close_if_idle()  # before it is told: who waits for that may want the port
                self._save_and_tell("held", part=child.name)
            else:
                self._report_death(child, how)
        elif child.is_due and (child.state is State.RESTARTING or self.journal.phase == "running"):
            try:
                child.start()
            except (OSError, StartFailed) as error:
                self._report_death(child, f"could not be started ({error})")
            self._save()
        elif child.became_ready():
            seconds = time.monotonic() - child.started_at
            self._save_and_tell("ready", part=child.name, seconds=seconds, again=child.starts > 1)

    def _report_death(self, child: Child, how: str) -> None:
        delay = child.died(how)
        told = {"part": child.name, "reason": child.reason, "retry_s": delay}
        if child.restarts.is_crash_loop:
            self._save_and_tell("gave-up", **told, log=last_lines(child.log))
        else:
            self._save_and_tell("died", **told)

    def _serve_requests(self) -> None:
        left = self._builds is not None and self._builds.are_left()
        for asked in self.requests():
            if asked.request in (Request.SERVE, Request.TRY):
                if self._builds:
                    self._builds.serve(asked)
                    self._save()
                continue
            for fleet in self.fleets:
                carry_out(asked, fleet, self._waking.lending, self.began_at)
        if left and self._builds:
            self._builds.settle()

    def _forget_gone(self) -> None:
        gone = [fleet for fleet in self.fleets if fleet.is_gone]
        for fleet in gone:
            fleet.step()  # lets its address go
            self.fleets.remove(fleet)
        if gone:
            self._save()

    def _look_at_health(self) -> None:
        for child, alive in self.liveness.look_at(self.children):
            if child.note_probe(alive):
                self._save_and_tell("answers-again" if alive else "unhealthy", part=child.name, reason=child.reason)
            if child.misses >= self.liveness.most_misses:
                child.end("ran and did not answer")

    def _keep_house(self) -> None:
        full = self.housekeeping.look()
        if full != self.journal.disk_full:
            self.journal.disk_full = full
            self._save_and_tell("disk-full" if full else "disk-has-room")
            for child in self.children:
                if child.part.gives_up_on_full_disk and child.pid and not full:
                    child.end("gave up writing while the disk was full")

    def _stop_all(self) -> None:
        self.liveness.stop()
        for fleet in self.fleets:
            fleet.give_up("The shop stopped.")
        self.journal.phase = "stopping"
        self._save()
        stop_in_order(self.children, self._waking.signals)

    def _save(self) -> None:
        self.journal.save([summary for fleet in self.fleets for summary in fleet.summaries()])

    def _save_and_tell(self, event: str, **facts: Any) -> None:
        """In this order: who hears the news may read the state at once."""
        self._save()
        self.journal.tell(event, **facts)
