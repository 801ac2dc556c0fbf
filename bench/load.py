"""The load program, in a process of its own so that its processor time is told apart: python -m bench.load

It reads JSON lines from its input: first the place, then jobs. For each job it says "ready" once warm, waits for a
line, does it, and answers with what visitors saw.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import uvloop

from bench.client import Unanswered, addresses
from bench.visitors import NOBODY, Place, Visitor, WrongAnswer
from bench.visits import VISITS, Visit

MOST_ERRORS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Job:
    visit: str
    times: int
    at: int  # once
    warm: int
    seed: int
    most_s: float
    past_gateway: bool = False


@dataclass
class Seen:
    """By visitors. A visit that failed counts as an error, and its time does not count."""

    milliseconds: list[float] = field(default_factory=list[float])
    errors: Counter[str] = field(default_factory=Counter[str])
    caches: Counter[str] = field(default_factory=Counter[str])
    requests: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0
    first_ms: float = 0.0  # of the first visit of all
    warmed: int = 0  # visits that succeeded before the measuring

    def as_json(self) -> dict[str, Any]:
        told = self.errors.most_common(MOST_ERRORS_TOLD)
        return {
            **asdict(self),
            "milliseconds": [round(ms, 3) for ms in self.milliseconds],
            "errors": {"failed": self.errors.total(), "said": [f"{many} × {what}" for what, many in told]},
            "caches": dict(self.caches),
        }


class Crowd:
    """So many visitors at once; who has done enough is followed by another."""

    def __init__(self, place: Place, visit: Visit, job: Job, coming: Iterator[str]) -> None:
        self._visit = visit
        self._coming = coming
        self._credentials: list[Mapping[str, str]] = []
        self._visitors = [
            Visitor(place, random.Random(f"{job.seed} {number}"), job.past_gateway)  # noqa: S311 (a run repeats)
            for number in range(job.at)
        ]

    async def get_credentials(self, visits: int) -> None:
        if self._visit.comes is None:
            return
        lasts = self._visit.lasts
        wanted = visits // lasts + 2 * len(self._visitors) if lasts else 1
        first = self._visitors[0]
        for _ in range(wanted - len(self._credentials)):
            first.new_face(next(self._coming))
            self._credentials.append(await self._visit.comes(first))

    async def come(self, times: int, most_s: float) -> Seen:
        """Ends early when the time is over."""
        seen = Seen()
        over = time.monotonic() + most_s
        visits = itertools.takewhile(lambda _: time.monotonic() < over, range(times))
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(self._keep_coming(visitor, visits, seen) for visitor in self._visitors))
        seen.wall_s, seen.cpu_s = time.perf_counter() - began, time.process_time() - cpu
        for visitor in self._visitors:
            visitor.leave()
            seen.caches.update(visitor.caches)
            seen.requests += visitor.requests
            visitor.caches, visitor.requests = Counter(), 0
        return seen

    async def _keep_coming(self, visitor: Visitor, visits: Iterator[int], seen: Seen) -> None:
        for done, _ in enumerate(visits):
            if done == 0 or visitor.is_tired() or (self._visit.lasts and done % self._visit.lasts == 0):
                visitor.new_face(next(self._coming), self._next_credentials())
            began = time.perf_counter()
            try:
                await self._visit.does(visitor)
            except (Unanswered, WrongAnswer, OSError, KeyError, ValueError) as error:
                seen.errors[f"{type(error).__name__}: {error}"] += 1
            else:
                seen.milliseconds.append((time.perf_counter() - began) * 1000)

    def _next_credentials(self) -> Mapping[str, str]:
        if not self._credentials:
            return NOBODY
        return self._credentials.pop() if self._visit.lasts else self._credentials[0]


async def one_job(place: Place, job: Job, coming: Iterator[str]) -> None:
    visit = VISITS[job.visit]
    crowd = Crowd(place, visit, job, coming)
    await crowd.get_credentials(job.warm)
    cold, warm = await crowd.come(1, job.most_s), await crowd.come(job.warm, job.most_s)
    await crowd.get_credentials(job.times)
    _say({"ready": True})
    await _line()
    seen = await crowd.come(job.times, job.most_s)
    seen.first_ms = max(cold.milliseconds, default=0.0)
    seen.warmed = len(cold.milliseconds) + len(warm.milliseconds)
    seen.errors.update(cold.errors + warm.errors)
    _say(seen.as_json())


async def main() -> None:
    coming = addresses()
    place = Place(**json.loads(await _line()))
    while line := await _line():
        await one_job(place, Job(**json.loads(line)), coming)


def _say(what: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def _line() -> str:
    """Nothing else runs while it waits."""
    return sys.stdin.readline()


if __name__ == "__main__":
    uvloop.run(main())
