"""Is each part alive? Asked in a fork, so that a part that hangs never holds up the keeper, which has no threads."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cli.keeper import spawn
from cli.keeper.children import Child, kill_group
from cli.keeper.parts import State

# Three misses are a part that hung for half a minute: a busy machine is no reason to end anybody.
EVERY_S = 10.0
MOST_MISSES = 3
LONGEST_ROUND_S = 20.0


@dataclass(frozen=True, slots=True)
class Round:
    """All parts asked once; `starts` tells a part from the one that took its place meanwhile."""

    pid: int
    pipe: int
    began: float
    starts: Mapping[str, int]

    @classmethod
    def begin(cls, children: list[Child], log: Path) -> Round:
        reads, writes = os.pipe()
        asked = list(children)

        def ask() -> int:
            with ThreadPoolExecutor(len(asked)) as threads:
                alive = threads.map(_is_alive, asked)
                answers = dict(zip((child.name for child in asked), alive, strict=True))
            os.write(writes, json.dumps(answers).encode())
            return 0

        try:
            pid = spawn.fork(log, writes, ask)
        except BaseException:
            os.close(reads)
            raise
        finally:
            os.close(writes)
        return cls(pid, reads, time.monotonic(), {child.name: child.starts for child in children})

    def answers(self) -> dict[str, bool] | None:
        """None while it is under way; a round that failed says nothing about anybody."""
        ended, _ = os.waitpid(self.pid, os.WNOHANG)
        if not ended:
            if time.monotonic() - self.began > LONGEST_ROUND_S:
                kill_group(self.pid)
            return None
        with os.fdopen(self.pipe, "rb") as said:
            text = said.read()
        return json.loads(text) if text else {}

    def give_up(self) -> None:
        kill_group(self.pid)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)


@dataclass(slots=True)
class Liveness:
    log: Path
    every_s: float = EVERY_S
    most_misses: int = MOST_MISSES
    _round: Round | None = None
    _began: float = 0.0

    def look_at(self, children: list[Child]) -> list[tuple[Child, bool]]:
        """What the last round found, once it is over; begins the next one when it is time."""
        if self._round is None:
            askable = [child for child in children if is_askable(child)]
            if askable and time.monotonic() - self._began >= self.every_s:
                self._began = time.monotonic()
                self._round = Round.begin(askable, self.log)
            return []
        answers = self._round.answers()
        if answers is None:
            return []
        starts, self._round = self._round.starts, None
        return [
            (child, answers[child.name])
            for child in children
            if child.name in answers and starts[child.name] == child.starts and is_askable(child)
        ]

    def stop(self) -> None:
        if self._round:
            self._round.give_up()
            self._round = None


def is_askable(child: Child) -> bool:
    """Who is still within the time that a start takes, or is being ended, owes no answer."""
    if child.pid is None or child.ends_because:
        return False
    return child.state in (State.HEALTHY, State.UNHEALTHY) or child.is_overdue


def _is_alive(child: Child) -> bool:
    try:
        return child.part.is_alive(child.own_ports)
    except Exception:
        return False
