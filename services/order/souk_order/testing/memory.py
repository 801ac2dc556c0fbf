"""The order service's stores in memory; order_store_behaviour.py holds them to the word of the real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Self
from uuid import UUID

from contracts.money import Money
from kit.data.database import AlreadyDone
from kit.events import Event
from souk_order.domain.orders import Order, PendingOrders
from souk_order.domain.refusals import OrderNotFound
from souk_order.domain.states import OrderState


class MemoryOrders:
    def __init__(self) -> None:
        self.orders: dict[UUID, Order] = {}
        self.published: list[Event] = []
        self._done: set[str] = set()

    @asynccontextmanager
    async def transaction(self, once: UUID | str | None = None) -> AsyncIterator[Self]:
        if once is not None and str(once) in self._done:
            raise AlreadyDone(once)
        before, published = dict(self.orders), list(self.published)
        try:
            yield self
        except BaseException:
            self.orders, self.published = before, published
            raise
        if once is not None:
            self._done.add(str(once))

    def joined(self, other: Any, /) -> Any:
        return other

    async def find(self, order_id: UUID, /) -> Order | None:
        return self.orders.get(order_id)

    async def get(self, order_id: UUID, /) -> Order:
        if order_id not in self.orders:
            raise OrderNotFound(order_id)
        return self.orders[order_id]

    async def get_for_change(self, order_id: UUID, /) -> Order:
        return await self.get(order_id)

    async def find_earlier(self, checkout_key: str, checkout_id: UUID) -> Order | None:
        found = [
            order
            for order in self.orders.values()
            if order.checkout_key == checkout_key
            or (order.checkout_id == checkout_id and order.state is not OrderState.CANCELLED)
        ]
        return min(found, key=lambda order: order.checkout_key != checkout_key, default=None)

    async def list_of(self, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
        found = [
            order
            for order in self.orders.values()
            if order.customer_id == customer_id
            and order.failure is None
            and (before is None or order.id.bytes < before.bytes)
        ]
        return sorted(found, key=lambda order: order.id.bytes, reverse=True)[:limit]

    async def count_pending(self, order: Order) -> PendingOrders:
        pending = [o for o in self.orders.values() if o.state is OrderState.PENDING and not o.failure]
        from_address = order.placed_from is not None and sum(o.placed_from == order.placed_from for o in pending)
        return PendingOrders(sum(o.buyer.is_same_as(order.buyer) for o in pending), int(from_address))

    async def add(self, order: Order) -> bool:
        for other in self.orders.values():
            live = other.checkout_id == order.checkout_id and other.state is not OrderState.CANCELLED
            if live or (order.checkout_key and other.checkout_key == order.checkout_key):
                return False
        self.orders[order.id] = replace(order, events=())
        return True

    async def save(self, order: Order, /) -> Order:
        self.published += order.events
        kept = self.orders[order.id] = replace(order, events=())
        return kept


class MemoryLedger:
    """The simulated bank's books."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}

    async def add_card(self, token: str, behaviour: str, last4: str, brand: str) -> None:
        self.cards[token] = {"behaviour": behaviour, "last4": last4, "brand": brand}

    async def forget_cards(self, older_than_s: float) -> None:
        return

    async def find_card(self, token: str | None) -> dict[str, Any] | None:
        return self.cards.get(token or "")

    async def add_charge(
        self, key: str, token: str | None, amount: Money, behaviour: str, last4: str, state: str
    ) -> dict[str, Any] | None:
        new = {"token": token, "amount": amount.amount, "currency": amount.currency, "last4": last4}
        return self.charges.setdefault(key, {**new, "behaviour": behaviour, "state": state, "captures": 0})

    async def find_charge(self, key: str) -> dict[str, Any] | None:
        return self.charges.get(key)

    async def void_charge(self, key: str) -> dict[str, Any] | None:
        unknown = {"token": None, "amount": 0, "currency": "", "last4": "", "behaviour": "succeeds", "captures": 0}
        charge = self.charges.setdefault(key, {**unknown, "state": "voided"})
        if charge["state"] != "captured":
            charge["state"] = "voided"
        return charge

    async def move_charge(self, key: str, state: str, to: str, unless: str | None) -> dict[str, Any] | None:
        charge = self.charges.get(key)
        if charge and charge["state"] == state and charge["behaviour"] != unless:
            charge["state"] = to
            charge["captures"] += to == "captured"
        return charge
