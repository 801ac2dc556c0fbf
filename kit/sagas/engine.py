"""Carries sagas on: keeps every intent before its call and every outcome after it, whoever dies in between.

A saga is held by a lease in the database's time, renewed by a heartbeat. When its holder falls silent, any replica
takes it over and repeats the step that was under way, which its key makes harmless. One that fails by an unexpected
error is retried with growing pauses, and parked with its reason when that does not help (kit/sagas/command.py).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4

from kit import tasks
from kit.clock import Clock
from kit.data import leases
from kit.errors import SoukError
from kit.sagas import abandoning
from kit.sagas.pace import CrashPoint, Pace, no_crash
from kit.sagas.run import Run
from kit.sagas.saga import OUTAGES, Definition, Outcome, Saga, SagaStore, Signal, StaleSaga, Subjects

log = logging.getLogger("kit.sagas")

T = TypeVar("T")
LONGEST_REASON = 2000

Key: TypeAlias = tuple[str, UUID]  # kind, subject


class Sagas:
    """The sagas that this process carries."""

    def __init__(
        self,
        store: SagaStore,
        definitions: Sequence[Definition[Any]],
        clock: Clock,
        pace: Pace | None = None,
        crash_point: CrashPoint = no_crash,
    ) -> None:
        self._store = store
        self._definitions: Mapping[str, Definition[Any]] = {each.kind: each for each in definitions}
        self._clock = clock
        self._pace = pace or Pace()
        self._crash_point = crash_point
        self._holder = uuid4()
        self._running: dict[Key, Run[Any]] = {}
        self._stopping = False

    async def begin(self, saga: Saga, within: Subjects[Any]) -> None:
        """Keep a new saga in the subject's own transaction, held by this process; then call `carry`."""
        await within.joined(self._store).add(saga, self._holder, self._pace.lease_s)

    async def find(self, kind: str, subject: UUID, within: Subjects[Any] | None = None) -> Saga | None:
        """How far the latest has come, as the subject's own transaction sees it."""
        store = within.joined(self._store) if within else self._store
        return await store.find(kind, subject)

    def carry(self, saga: Saga, subject: Any) -> None:
        run = Run(saga, subject)
        key = (saga.kind, saga.subject)
        self._running[key] = run
        run.task = asyncio.create_task(self._carry_held(run), name=f"{saga.kind} saga {saga.subject}")
        run.task.add_done_callback(lambda task: self._ended(key, run, task))

    async def signal(self, kind: str, subject: UUID, signal: Signal) -> bool:
        """Keep what the one who has the turn says, once; False when nothing is awaited."""
        definition = self._definitions[kind]
        saga = await self._store.claim_signalled(
            kind, subject, definition.waits, signal, self._holder, self._pace.lease_s, self._clock.now()
        )
        if saga is None:
            return False
        self.carry(saga, await definition.subjects.get(subject))
        return True

    async def finish(self, kind: str, subject: UUID, within_s: float, enough: Callable[[Any], bool]) -> Any:
        """The subject once it is enough or its saga rests, whoever carries it; else as it is when the time is over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within_s
        while True:
            await self._take_over(kind, subject)
            run = self._running.get((kind, subject))
            if run:
                await run.until(enough, max(0.0, until - loop.time()))
                if enough(run.subject):
                    return run.subject
            # The saga is read before its subject: one that rests was saved with the subject that is read then.
            saga = await self._store.find(kind, subject)
            found = await self._definitions[kind].subjects.get(subject)
            if saga is None or saga.rests(self._clock.now()) or enough(found) or loop.time() >= until:
                return found
            await asyncio.sleep(0.05)

    async def run(self) -> None:
        """Until it is cancelled: takes over what others left lying, what is to be retried, and what waited too long."""
        while True:
            try:
                await self.take_over_due()
                await self.end_abandoned()
            except Exception as error:
                log.warning("Sagas cannot be looked through for now: %s", error)
            await asyncio.sleep(self._pace.look_every_s)

    async def take_over_due(self) -> None:
        due = await self._store.list_due(list(self._definitions), self._clock.now(), self._pace.at_once)
        for kind, subject in due:
            await self._take_over(kind, subject)

    async def end_abandoned(self) -> None:
        """What an operator gave up."""
        await abandoning.end_asked(self._store, self._definitions, self._pace.at_once)

    async def stop(self) -> None:
        """Ends this process's share and frees its leases, so that another replica goes on at once."""
        self._stopping = True
        await tasks.end(run.task for run in self._running.values() if run.task)
        try:
            await self._store.free_leases(self._holder)
        except Exception as error:
            log.warning("Leases could not be freed and run out: %s", error)

    async def settled(self) -> None:
        """Wait until this process carries nothing any more."""
        while carrying := {run.task for run in self._running.values() if run.task}:
            await asyncio.wait(carrying)

    async def health(self) -> Mapping[str, Any]:
        return {"parked": await self._store.count_parked(), "carried": len(self._running)}

    async def _take_over(self, kind: str, subject: UUID) -> None:
        if self._stopping or (kind, subject) in self._running:
            return
        saga = await self._store.claim(kind, subject, self._holder, self._pace.lease_s, self._clock.now())
        if saga:
            self.carry(saga, await self._definitions[kind].subjects.get(subject))

    def _ended(self, key: Key, run: Run[Any], task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("A saga stopped halfway; its lease runs out.", exc_info=error, extra={"subject_id": str(key[1])})
        if self._running.get(key) is run:
            del self._running[key]

    async def _carry_held(self, run: Run[Any]) -> None:
        # Silent when the lease is lost: the next save is refused, and no call does harm until then.
        heartbeat = asyncio.create_task(leases.keep(self._pace.lease_s, partial(self._extend_lease, run.saga.id)))
        try:
            await self._to_rest(run)
        except StaleSaga as taken:
            log.info("A saga went to another process: %s", taken.cause)
        except Exception as error:
            await self._failed(run.saga, error)
        finally:
            heartbeat.cancel()

    async def _to_rest(self, run: Run[Any]) -> None:
        """Step after step, to the end or to where somebody else has the turn."""
        definition = self._definitions[run.saga.kind]
        saved, subject = run.saga, run.subject  # and what the last step made of it, saved or not
        while not run.saga.rests(self._clock.now()):
            step = run.saga.step
            try:
                outcome = await self._outcome(definition, run.saga, subject)
            except Exception as error:
                outage = error if isinstance(error, SoukError) and error.kind in OUTAGES else None
                saga = run.saga.tried() if outage else run.saga
                if saga is not saved:  # whoever goes on, or looks into it, begins where it stopped
                    run.moved(*await self._keep(definition, saga, run.subject, subject))
                    saved, subject = run.saga, run.subject
                if not outage:
                    raise
                log.warning("No answer.", extra={"step": step, "cause": outage.cause})
                await asyncio.sleep(self._pace.pause_s(run.saga.tries))
                continue
            run.saga, subject = definition.moved(run.saga, outcome), outcome.subject
            if run.saga.step not in definition.unsaved:
                run.moved(*await self._keep(definition, run.saga, run.subject, subject))
                saved, subject = run.saga, run.subject
            self._crash_point(step, "after save")

    async def _outcome(self, definition: Definition[T], saga: Saga, subject: T) -> Outcome[T]:
        late = definition.late.get(saga.step)
        if late and self._clock.now() >= saga.give_up_at:
            return late(saga, subject)
        self._crash_point(saga.step, "before call")
        outcome = await definition.steps[saga.step](saga, subject)
        self._crash_point(saga.step, "after call")
        return outcome

    async def _keep(self, definition: Definition[T], saga: Saga, before: T, subject: T) -> tuple[Saga, T]:
        """The outcome of one step and the intent of the next, with the subject and its events, in one transaction."""
        let_go = saga.rests(self._clock.now())
        if subject is before:
            return await self._store.save(saga, self._holder, let_go=let_go), subject
        async with definition.subjects.transaction() as subjects:
            kept = await subjects.joined(self._store).save(saga, self._holder, let_go=let_go)
            return kept, await subjects.save(subject)

    async def _failed(self, saga: Saga, error: Exception) -> None:
        """Retried later by whoever sees it first, or parked for an operator."""
        failed, retry_s = saga, self._pace.first_retry_s  # as after an outage of the database itself
        if not isinstance(error, SoukError) or error.kind not in OUTAGES:
            failed = replace(saga, failures=saga.failures + 1)
            retry_s = self._pace.retry_s(failed.failures)
        facts = {"saga_id": str(saga.id), "subject_id": str(saga.subject), "step": saga.step}
        if retry_s is None:
            log.error(
                "A %s saga is parked: an operator resumes or abandons it.", saga.kind, exc_info=error, extra=facts
            )
        else:
            log.warning("A %s saga failed and will be retried.", saga.kind, exc_info=error, extra=facts)
        try:
            reason = f"{type(error).__name__}: {error}"[:LONGEST_REASON]
            await self._store.set_aside(failed, self._holder, reason, retry_s)
        except Exception as trouble:
            log.warning("It could not be set aside; its lease runs out: %s", trouble, extra=facts)

    async def _extend_lease(self, saga_id: UUID) -> None:
        await self._store.extend_lease(saga_id, self._holder, self._pace.lease_s)
