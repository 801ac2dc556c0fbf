"""What the order service's actions work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from kit.clock import Clock
from kit.http.limits import Limits
from kit.sagas.engine import Sagas
from souk_order.domain.invoices import Books
from souk_order.domain.links import Links
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.placing import PlacingLimits
from souk_order.domain.states import OrderState
from souk_order.ports import (
    Checkouts,
    InvoiceDocuments,
    InvoiceStore,
    LookupStore,
    OrderStore,
    RefundStore,
    SimulatedProvider,
    Webhooks,
)
from souk_order.sagas import checkout


@dataclass(frozen=True, slots=True)
class Deps:
    orders: OrderStore
    refunds: RefundStore
    invoices: InvoiceStore
    books: Books
    documents: InvoiceDocuments
    lookups: LookupStore
    sagas: Sagas
    checkouts: Checkouts
    methods: frozenset[Method]
    simulated: SimulatedProvider | None  # None where the shop is public
    webhooks: Mapping[str, Webhooks]  # by the provider's name in the address
    links: Links
    clock: Clock
    rates: Limits
    placing_limits: PlacingLimits
    payment_limit_s: float
    place_wait_s: float


async def finished(deps: Deps, order_id: UUID) -> Order:
    """As far as it comes in a bounded time; raises why, when the order came to nothing."""
    found = await deps.sagas.finish(checkout.KIND, order_id, deps.place_wait_s, _is_settled)
    order = cast("Order", found)
    if order.state is OrderState.CANCELLED and order.failure:
        raise order.failure.as_error()
    return order


def _is_settled(order: Order) -> bool:
    return order.state is not OrderState.PENDING
