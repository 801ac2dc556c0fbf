"""The order service's stores in memory; order_store_behaviour.py holds them to the word of the real ones."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from contracts.money import Money
from kit.data.database import AlreadyDone
from kit.events import Event
from kit.mail import Mail
from souk_order.domain.invoices import Invoice
from souk_order.domain.lookups import Lookup
from souk_order.domain.orders import Order
from souk_order.domain.placing import PendingOrders, PlacingLimits
from souk_order.domain.refunds import Refund, RefundState
from souk_order.domain.refusals import OrderExists, OrderMovedOn, OrderNotFound
from souk_order.domain.states import OrderState


class MemoryOrders:
    def __init__(self) -> None:
        self.orders: dict[UUID, Order] = {}
        self.published: list[Event] = []
        self.posted: list[Mail] = []
        self.issued: list[Invoice] = []
        self.declines = Counter[str]()
        self._places = Counter[str]()
        self._done: set[str] = set()

    @asynccontextmanager
    async def transaction(self, once: UUID | str | None = None) -> AsyncIterator[Self]:
        if once is not None and str(once) in self._done:
            raise AlreadyDone(once)
        before, published, posted, declines = dict(self.orders), [*self.published], [*self.posted], self.declines.copy()
        try:
            yield self
        except BaseException:
            self.orders, self.published, self.posted, self.declines = before, published, posted, declines
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

    async def find_by_number(self, number: str) -> Order | None:
        return next((order for order in self.orders.values() if order.number == number), None)

    async def list_of_ids(self, order_ids: Collection[UUID]) -> Sequence[Order]:
        return [self.orders[order_id] for order_id in order_ids if order_id in self.orders]

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

    async def add(self, order: Order, most: PlacingLimits) -> None:
        pending = await self.count_pending(order)
        if pending.of_shopper >= most.open_per_shopper or pending.from_address >= most.open_per_address:
            raise OrderExists(order.id)
        if order.placed_from and self.declines[order.placed_from] >= most.declines_per_address:
            raise OrderExists(order.id)
        for other in self.orders.values():
            live = other.checkout_id == order.checkout_id and other.state is not OrderState.CANCELLED
            if live or (order.checkout_key and other.checkout_key == order.checkout_key):
                raise OrderExists(order.id)
        self.orders[order.id] = replace(order, events=())

    async def save(self, order: Order, /) -> Order:
        self.published += order.events
        self.posted += order.mails
        if order.invoice:
            self.issue(order.invoice)
        if order.declined_from:
            self.declines[order.declined_from] += 1
        kept = self.orders[order.id] = replace(order, events=(), mails=(), invoice=None, declined_from=None)
        return kept

    def issue(self, draft: Invoice) -> None:
        self._places[draft.series] += 1
        self.issued.append(draft.numbered(self._places[draft.series]))

    async def save_moves(self, moves: Sequence[tuple[Order, Order]]) -> None:
        for before, _ in moves:
            now = self.orders[before.id]
            if (now.state, now.payment.state) != (before.state, before.payment.state):
                raise OrderMovedOn([order.id for order, _ in moves])
        for _, after in moves:
            await self.save(after)


class MemoryRefunds:
    """Of the orders in memory, in one transaction at a time."""

    def __init__(self, orders: MemoryOrders) -> None:
        self.refunds: dict[UUID, Refund] = {}
        self._orders = orders
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        async with self._turn:
            before = dict(self.refunds)
            try:
                yield self
            except BaseException:
                self.refunds = before
                raise

    def joined(self, other: Any, /) -> Any:
        return other

    async def open_books(self, order_id: UUID) -> tuple[Order, Sequence[Refund]]:
        return await self._orders.get(order_id), await self.list_of(order_id)

    async def list_of(self, order_id: UUID) -> Sequence[Refund]:
        return [refund for refund in self.refunds.values() if refund.order_id == order_id]

    async def get(self, refund_id: UUID, /) -> Refund:
        return self.refunds[refund_id]

    async def add(self, refund: Refund) -> None:
        self.refunds[refund.id] = refund

    async def save(self, refund: Refund, /) -> Refund:
        kept = self.refunds[refund.id] = replace(refund, events=(), mails=(), order_total=None)
        done = [each.amount.amount for each in await self.list_of(refund.order_id) if each.state is RefundState.DONE]
        order = await self._orders.get(refund.order_id)
        if sum(done) >= order.totals.total.amount:
            order = order.refunded()
        await self._orders.save(replace(order, events=refund.events, mails=refund.mails))
        return kept


class MemoryLookups:
    def __init__(self) -> None:
        self.lookups: dict[UUID, Lookup] = {}
        self.posted: list[Mail] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        yield self

    async def add(self, lookup: Lookup) -> None:
        self.lookups[lookup.id] = lookup

    async def find_to_try(self, lookup_id: UUID, browser_hash: bytes) -> Lookup | None:
        found = self.lookups.get(lookup_id)
        return found if found and found.browser_hash == browser_hash else None

    async def save(self, lookup: Lookup) -> None:
        self.lookups[lookup.id] = lookup

    async def post(self, mail: Mail) -> None:
        self.posted.append(mail)

    async def remove_before(self, moment: datetime) -> None:
        self.lookups = {key: each for key, each in self.lookups.items() if each.expires_at >= moment}


class MemoryLedger:
    """The simulated bank's books."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}

    async def add_card(self, token: str, behaviour: str, last4: str, brand: str) -> None:
        self.cards[token] = {"behaviour": behaviour, "last4": last4, "brand": brand}

    async def forget_cards(self, older_than_s: float) -> None:
        return

    async def find_card(self, token: str | None) -> dict[str, Any] | None:
        return self.cards.get(token or "")

    async def add_charge(
        self, key: str, token: str | None, amount: Money, behaviour: str, last4: str, state: str, challenge_id: str,
        return_url: str,
    ) -> dict[str, Any] | None:  # fmt: skip
        new = _new_charge(key, amount.amount, amount.currency, behaviour, state)
        page = {"challenge_id": challenge_id, "return_url": return_url}
        return self.charges.setdefault(key, {**new, **page, "token": token, "last4": last4})

    async def find_charge(self, key: str) -> dict[str, Any] | None:
        return self.charges.get(key)

    async def find_challenged(self, challenge_id: str) -> dict[str, Any] | None:
        return next((each for each in self.charges.values() if each["challenge_id"] == challenge_id), None)

    async def void_charge(self, key: str) -> dict[str, Any] | None:
        charge = self.charges.setdefault(key, _new_charge(key, 0, "", "succeeds", "voided"))
        if charge["state"] != "captured":
            charge["state"] = "voided"
        return charge

    async def move_charge(self, key: str, state: str, to: str, unless: str | None) -> dict[str, Any] | None:
        charge = self.charges.get(key)
        if charge and charge["state"] == state and charge["behaviour"] != unless:
            charge["state"] = to
            charge["captures"] += to == "captured"
        return charge

    async def add_refund(self, key: str, charge: str, amount: int) -> bool:
        if key in self.refunds:
            return True
        of = self.charges[charge]
        if of["state"] != "captured" or of["refunded"] + amount > of["amount"]:
            return False
        of["refunded"] += amount
        self.refunds[key] = {"charge": charge, "amount": amount}
        return True

    async def find_refund(self, key: str) -> dict[str, Any] | None:
        if key not in self.refunds:
            return None
        charge = self.charges[self.refunds[key]["charge"]]
        return {**self.refunds[key], "left": charge["amount"] - charge["refunded"]}


def _new_charge(key: str, amount: int, currency: str, behaviour: str, state: str) -> dict[str, Any]:
    taken = state == "captured"
    return {
        **{"key": key, "token": None, "last4": "", "challenge_id": None, "return_url": None},
        **{"amount": amount, "currency": currency, "behaviour": behaviour, "state": state},
        **{"captures": int(taken), "refunded": 0},
    }
