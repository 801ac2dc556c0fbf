"""Carries sagas on: keeps every intent before its call and every outcome after it, whoever dies in between.

A saga is held by a lease in the database's time, renewed by a heartbeat. When its holder falls silent, any
replica takes it over (jobs.py) and repeats the step that was under way, which its key makes harmless.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID, uuid4

from kit.calls.client import Unavailable
from souk_order.domain import Order, OrderId
from souk_order.moves import OrderState
from souk_order.payments.provider import ProviderSilent
from souk_order.saga import STEPS, Outcome, Peers, turned_back
from souk_order.steps import ChallengeAnswer, Saga, Step
from souk_order.storage import PostgresOrders, StaleSaga

log = logging.getLogger("souk.order.saga")

UNCLEAR = (Unavailable, ProviderSilent)  # no answer: the call may have been carried out

Place: TypeAlias = Literal["before call", "after call", "after save"]
CrashPoint: TypeAlias = Callable[[Step, Place], None]


def no_crash(step: Step, place: Place) -> None:
    """Tests put a process's death here."""


@dataclass(frozen=True, slots=True)
class Pace:
    lease_s: float = 10
    first_pause_s: float = 0.2  # doubles with every try
    longest_pause_s: float = 15
    at_once: int = 20  # sagas that one replica takes over per round

    def pause_s(self, tries: int) -> float:
        return min(self.first_pause_s * 2 ** min(tries, 16), self.longest_pause_s)


class Sagas:
    """The sagas that this process carries."""

    def __init__(
        self, orders: PostgresOrders, peers: Peers, pace: Pace | None = None, crash_point: CrashPoint = no_crash
    ) -> None:
        self._orders = orders
        self._peers = peers
        self._pace = pace or Pace()
        self._crash_point = crash_point
        self._holder = uuid4()
        self._running: dict[OrderId, asyncio.Task[None]] = {}

    async def open(self, order: Order, saga: Saga) -> bool:
        """Keep a new order and its saga, held by this process; False when its key or checkout has one already."""
        async with self._orders.transaction() as orders:
            if not await orders.add(order):
                return False
            await orders.add_saga(saga, self._holder, self._pace.lease_s)
        self._carry(saga, order)
        return True

    async def hear(self, order_id: OrderId, answer: ChallengeAnswer) -> bool:
        """Keep the shopper's answer to the bank's question; False when none is awaited."""
        now = self._peers.clock.now()
        saga = await self._orders.claim_answered(order_id, answer, self._holder, self._pace.lease_s, now)
        if saga is None:
            return False
        self._carry(saga, await self._orders.get(order_id))
        return True

    async def finish(self, order_id: OrderId, within_s: float) -> Order:
        """The order once its saga rests, whoever carries it, or as it stands when the time is over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within_s
        while True:
            await self._take_over(order_id)
            task = self._running.get(order_id)
            if task:
                await asyncio.wait({task}, timeout=max(0.0, until - loop.time()))
            # The saga is read before its order: one that rests was saved with the order that is read then.
            rests = (await self._orders.get_saga(order_id)).rests(self._peers.clock.now())
            order = await self._orders.get(order_id)
            if rests or order.state is not OrderState.PENDING or _stopped_halfway(task) or loop.time() >= until:
                return order
            await asyncio.sleep(0.05)

    async def take_over_stuck(self) -> None:
        """Carry on what others left lying, and what the shopper let expire."""
        for order_id in await self._orders.list_stuck(self._peers.clock.now(), self._pace.at_once):
            await self._take_over(order_id)

    async def settled(self) -> None:
        """Wait until this process carries nothing any more."""
        while self._running:
            await asyncio.wait(set(self._running.values()))

    async def _take_over(self, order_id: OrderId) -> None:
        if order_id in self._running:
            return
        now = self._peers.clock.now()
        saga = await self._orders.claim_saga(order_id, self._holder, self._pace.lease_s, now)
        if saga:
            self._carry(saga, await self._orders.get(order_id))

    def _carry(self, saga: Saga, order: Order) -> None:
        task = asyncio.create_task(self._carry_held(saga, order), name=f"saga {saga.order_id}")
        self._running[saga.order_id] = task
        task.add_done_callback(lambda done: self._ended(saga.order_id, done))

    def _ended(self, order_id: OrderId, task: asyncio.Task[None]) -> None:
        if self._running.get(order_id) is task:
            del self._running[order_id]
        if _stopped_halfway(task):
            # The lease runs out, and whoever sees it first tries again.
            log.error("A checkout stopped halfway.", exc_info=task.exception(), extra={"order_id": str(order_id)})

    async def _carry_held(self, saga: Saga, order: Order) -> None:
        heartbeat = asyncio.create_task(self._keep_lease(saga.order_id))
        try:
            await self._to_rest(saga, order)
        finally:
            heartbeat.cancel()

    async def _to_rest(self, saga: Saga, order: Order) -> None:
        """Step after step, to the end or to the shopper."""
        while not saga.rests(self._peers.clock.now()):
            try:
                outcome = await self._outcome(saga, order)
            except UNCLEAR as silence:
                log.warning("No answer.", extra={"order_id": str(order.id), "step": saga.step, "cause": silence.cause})
                saga = await self._orders.save_saga(saga.tried(), self._holder)
                await asyncio.sleep(self._pace.pause_s(saga.tries))
                continue
            saga, order = await self._keep(saga, order, outcome)

    async def _outcome(self, saga: Saga, order: Order) -> Outcome:
        if saga.turns_back(self._peers.clock.now()):
            return turned_back(saga, order)
        self._crash_point(saga.step, "before call")
        outcome = await STEPS[saga.step](saga, order, self._peers)
        self._crash_point(saga.step, "after call")
        return outcome

    async def _keep(self, saga: Saga, before: Order, outcome: Outcome) -> tuple[Saga, Order]:
        """The outcome of one step and the intent of the next, with the order and its news, in one transaction."""
        moved = saga.to(outcome.next, outcome.give_up_at)
        rests = moved.rests(self._peers.clock.now())
        if outcome.order is before:
            kept = await self._orders.save_saga(moved, self._holder, let_go=rests)
        else:
            async with self._orders.transaction() as orders:
                kept = await orders.save_saga(moved, self._holder, let_go=rests)
                await orders.save(outcome.order)
        self._crash_point(saga.step, "after save")
        return kept, outcome.order

    async def _keep_lease(self, order_id: UUID) -> None:
        """Silent when it is lost: the next save is refused, and no call does harm until then."""
        while True:
            await asyncio.sleep(self._pace.lease_s / 3)
            await self._orders.extend_lease(order_id, self._holder, self._pace.lease_s)


def _stopped_halfway(task: asyncio.Task[None] | None) -> bool:
    """By an error; being taken over by another process is none."""
    if task is None or not task.done() or task.cancelled():
        return False
    return task.exception() is not None and not isinstance(task.exception(), StaleSaga)
