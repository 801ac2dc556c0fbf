"""Invoices and credit notes in memory; test_invoices.py holds them to the word of the real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from souk_order.domain.invoices import Invoice, InvoiceKind
from souk_order.domain.orders import Order
from souk_order.domain.refunds import Refund, RefundState
from souk_order.domain.states import OrderState
from souk_order.testing.memory import MemoryOrders, MemoryRefunds


class MemoryInvoices:
    def __init__(self, orders: MemoryOrders, refunds: MemoryRefunds) -> None:
        self._orders = orders
        self._refunds = refunds

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        yield self

    def joined(self, other: Any, /) -> Any:
        return other

    async def issue(self, drafts: Sequence[Invoice]) -> None:
        for draft in drafts:
            self._orders.issue(draft)

    async def list_of(self, order_id: UUID) -> Sequence[Invoice]:
        return [each for each in self._orders.issued if each.order_id == order_id]

    async def list_between(self, begins: datetime, ends: datetime, most: int) -> Sequence[Invoice]:
        found = [each for each in self._orders.issued if begins <= each.issued_at < ends]
        return sorted(found, key=lambda each: (each.kind is InvoiceKind.CREDIT_NOTE, each.issued_at))[:most]

    async def lock_uninvoiced(self, most: int) -> Sequence[Order]:
        invoiced = {each.order_id for each in self._orders.issued}
        left = {OrderState.SHIPPED, OrderState.DELIVERED}
        return [o for o in self._orders.orders.values() if o.state in left and o.id not in invoiced][:most]

    async def lock_uncredited(self, most: int) -> Sequence[tuple[Invoice, Refund]]:
        credited = {each.refund_id for each in self._orders.issued}
        invoices = {each.order_id: each for each in self._orders.issued if each.kind is InvoiceKind.INVOICE}
        return [
            (invoices[refund.order_id], refund)
            for refund in self._refunds.refunds.values()
            if refund.state is RefundState.DONE and refund.id not in credited and refund.order_id in invoices
        ][:most]
