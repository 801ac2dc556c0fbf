"""What sagas are tested with: a store in memory, and the death of a process at every point of a definition.

A class of tests derives from `SagaCrashes`, names its stories and gives a `world`, as the checkout of order does.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any, ClassVar, Protocol, get_args
from uuid import UUID

import pytest

from kit.sagas.pace import CrashPoint, Place
from kit.sagas.saga import NoSuchSaga, Saga, Signal, StaleSaga

PLACES: tuple[Place, ...] = get_args(Place)


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, nothing tidies up."""


def dying_at(step: str, place: Place) -> CrashPoint:
    def crash_point(at_step: str, at_place: Place) -> None:
        if (at_step, at_place) == (step, place):
            raise Killed

    return crash_point


class Story(Protocol):
    """How one saga goes."""

    @property
    def steps(self) -> Sequence[str]:
        """Those it takes when nobody dies."""
        ...


class World(Protocol):
    """A service with as many processes as a test wants, and all that outlives them."""

    async def play(self, story: Any, crash_point: CrashPoint) -> None:
        """In one process, as far as it comes; a death is no error."""
        ...

    async def carry_on(self, story: Any, crash_point: CrashPoint) -> None:
        """Leases have run out, and another process finds what was left."""
        ...

    async def is_over(self) -> bool: ...

    async def wait_an_hour(self) -> None: ...

    async def truths_hold(self, story: Any, *, as_told: bool) -> None:
        """What must be true in the end; `as_told`: also that it ended as the story says."""
        ...


class SagaCrashes:
    stories: ClassVar[Mapping[str, Any]]
    keep_dying: ClassVar[Sequence[str]] = ()  # stories in which processes die again and again

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        names = set(metafunc.fixturenames)
        if {"story", "step", "place"} <= names:
            points = [
                pytest.param(story, step, place, id=f"{name}-{step}-{place.replace(' ', '-')}")
                for name, story in self.stories.items()
                for step, place in product(story.steps, PLACES)
            ]
            metafunc.parametrize(("story", "step", "place"), points)
        elif {"story", "seed"} <= names:
            seeds = [
                pytest.param(self.stories[name], seed, id=f"{name}-{seed}")
                for name, seed in product(self.keep_dying, range(12))
            ]
            metafunc.parametrize(("story", "seed"), seeds)
        elif "story" in names:
            metafunc.parametrize("story", [pytest.param(story, id=name) for name, story in self.stories.items()])

    async def test_the_story_takes_the_steps_that_are_tested_below(self, world: World, story: Any) -> None:
        steps = list[str]()

        def note(step: str, place: Place) -> None:
            if place == "after save":
                steps.append(step)

        await world.play(story, note)

        assert tuple(steps) == tuple(story.steps)
        await world.truths_hold(story, as_told=True)

    async def test_a_process_that_dies_at_any_point_costs_nothing(
        self, world: World, story: Any, step: str, place: Place
    ) -> None:
        await world.play(story, dying_at(step, place))

        await world.carry_on(story, _lives_on)

        await world.truths_hold(story, as_told=True)

    async def test_an_outage_of_an_hour_after_any_point_is_undone_or_finished(
        self, world: World, story: Any, step: str, place: Place
    ) -> None:
        await world.play(story, dying_at(step, place))
        await world.wait_an_hour()

        await world.carry_on(story, _lives_on)

        await world.truths_hold(story, as_told=False)

    async def test_processes_that_keep_dying_come_to_an_end_all_the_same(
        self, world: World, story: Any, seed: int
    ) -> None:
        chance = random.Random(seed)  # noqa: S311 (no secret)

        def crash_point(step: str, place: Place) -> None:
            if chance.random() < 0.4:
                raise Killed

        await world.play(story, crash_point)
        for _ in range(100):
            if await world.is_over():
                break
            await world.carry_on(story, crash_point)

        await world.truths_hold(story, as_told=True)


def _lives_on(step: str, place: Place) -> None:
    return


@dataclass
class _Row:
    saga: Saga
    holder: UUID | None
    lease_until: float | None
    retry_at: float | None = None
    to_abandon: bool = False

    def is_due(self, now: datetime) -> bool:
        saga, at = self.saga, time.monotonic()
        return not (
            saga.ended
            or saga.parked is not None
            or (self.lease_until is not None and self.lease_until >= at)
            or (self.retry_at is not None and self.retry_at > at)
            or (saga.waits_until is not None and saga.waits_until > now)
        )


class MemorySagas:
    """As kit.sagas.storage keeps them; SagaStoreBehaviour (kit/tests) holds both to the same words."""

    def __init__(self) -> None:
        self._rows: dict[UUID, _Row] = {}

    async def add(self, saga: Saga, holder: UUID, lease_s: float) -> None:
        self._rows[saga.id] = _Row(saga, holder, time.monotonic() + lease_s)

    async def find(self, kind: str, subject: UUID) -> Saga | None:
        row = self._row(kind, subject)
        return row.saga if row else None

    async def claim(self, kind: str, subject: UUID, holder: UUID, lease_s: float, now: datetime) -> Saga | None:
        row = self._row(kind, subject)
        if row is None or not row.is_due(now):
            return None
        self._hold(row, replace(row.saga, tries=row.saga.tries + 1), holder, lease_s)
        return row.saga

    async def claim_signalled(
        self, kind: str, subject: UUID, moves: Mapping[str, str], signal: Signal, holder: UUID, lease_s: float,
        now: datetime,
    ) -> Saga | None:  # fmt: skip
        row = self._row(kind, subject)
        if row is None or row.saga.ended or row.saga.parked is not None or row.saga.step not in moves:
            return None
        if row.saga.give_up_at <= now or (row.lease_until is not None and row.lease_until >= time.monotonic()):
            return None
        step = moves[row.saga.step]
        told = replace(row.saga, step=step, signal=signal, tries=0, failures=0, waits_until=None)
        self._hold(row, told, holder, lease_s)
        return row.saga

    async def extend_lease(self, saga_id: UUID, holder: UUID, lease_s: float) -> bool:
        row = self._rows[saga_id]
        if row.holder != holder:
            return False
        row.lease_until = time.monotonic() + lease_s
        return True

    async def free_leases(self, holder: UUID) -> None:
        for row in self._rows.values():
            if row.holder == holder and not row.saga.ended:
                row.holder = row.lease_until = None

    async def save(self, saga: Saga, holder: UUID, *, let_go: bool = False) -> Saga:
        row = self._held(saga, holder)
        row.saga = replace(saga, version=saga.version + 1)
        if let_go:
            row.holder = row.lease_until = None
        return row.saga

    async def set_aside(self, saga: Saga, holder: UUID, reason: str, retry_s: float | None) -> None:
        row = self._held(saga, holder)
        row.saga = replace(saga, version=saga.version + 1, parked=reason if retry_s is None else None)
        row.retry_at = None if retry_s is None else time.monotonic() + retry_s
        row.holder = row.lease_until = None

    async def list_due(self, kinds: Sequence[str], now: datetime, limit: int) -> Sequence[tuple[str, UUID]]:
        due = [row.saga for row in self._rows.values() if row.saga.kind in kinds and row.is_due(now)]
        return [(saga.kind, saga.subject) for saga in due[:limit]]

    async def count_parked(self) -> int:
        return sum(row.saga.parked is not None and not row.saga.ended for row in self._rows.values())

    async def ask_to_abandon(self, saga_id: UUID) -> None:
        row = self._rows.get(saga_id)
        if row is None or row.saga.ended or row.saga.parked is None:
            raise NoSuchSaga(saga_id, "is parked")
        row.to_abandon = True

    async def list_to_abandon(self, kinds: Sequence[str], limit: int) -> Sequence[Saga]:
        asked = [row.saga for row in self._rows.values() if row.to_abandon and row.saga.kind in kinds]
        return asked[:limit]

    async def end_abandoned(self, saga_id: UUID) -> bool:
        row = self._rows[saga_id]
        asked, row.to_abandon = row.to_abandon, False
        if asked:
            row.saga = replace(row.saga, ended=True, version=row.saga.version + 1)
        return asked

    async def refuse_to_abandon(self, saga_id: UUID, reason: str) -> None:
        row = self._rows[saga_id]
        row.saga, row.to_abandon = replace(row.saga, parked=reason), False

    async def let_leases_run_out(self) -> None:
        for row in self._rows.values():
            row.lease_until = None

    def _row(self, kind: str, subject: UUID) -> _Row | None:
        found = [row for row in self._rows.values() if (row.saga.kind, row.saga.subject) == (kind, subject)]
        return max(found, key=lambda row: row.saga.id, default=None)

    def _hold(self, row: _Row, saga: Saga, holder: UUID, lease_s: float) -> None:
        row.saga = replace(saga, version=saga.version + 1)
        row.holder, row.lease_until, row.retry_at = holder, time.monotonic() + lease_s, None

    def _held(self, saga: Saga, holder: UUID) -> _Row:
        row = self._rows[saga.id]
        if row.holder != holder or row.saga.version != saga.version:
            raise StaleSaga(saga)
        return row
