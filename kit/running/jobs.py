"""Periodic work: every replica runs it, so a job takes its rows with FOR UPDATE SKIP LOCKED."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kit.observing import telemetry

log = logging.getLogger("kit.running.jobs")

LONGEST_PAUSE_S = 300.0

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Job(Generic[D]):
    name: str
    every_s: float
    work: Callable[[D], Awaitable[None]]

    def pause_after(self, failures: int) -> float:
        """Doubles with every failure in a row; a little chance keeps replicas apart."""
        pause = self.every_s * 2 ** min(failures, 16)
        return min(pause, max(self.every_s, LONGEST_PAUSE_S)) * random.uniform(0.9, 1.1)  # noqa: S311 (no secret)


class Jobs(Generic[D]):
    def __init__(self) -> None:
        self.all: list[Job[D]] = []

    def every(self, *, seconds: float) -> Callable[[Callable[[D], Awaitable[None]]], Callable[[D], Awaitable[None]]]:
        def register(work: Callable[[D], Awaitable[None]]) -> Callable[[D], Awaitable[None]]:
            self.all.append(Job(getattr(work, "__name__", "job"), seconds, work))
            return work

        return register


async def run(jobs: Jobs[Any], deps: Any) -> None:
    """All of them, until it is cancelled."""
    async with asyncio.TaskGroup() as group:
        for job in jobs.all:
            group.create_task(repeat(job, deps), name=f"job {job.name}")


async def repeat(job: Job[D], deps: D) -> None:
    failures = 0
    while True:
        with telemetry.continued(None, f"job {job.name}", job=job.name):
            try:
                await job.work(deps)
                failures = 0
            except Exception:
                failures += 1
                log.exception("A job failed and will be tried again.", extra={"job": job.name, "failures": failures})
        await asyncio.sleep(job.pause_after(failures))
