"""A checkout becomes an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from contracts.money import Money
from kit.data.idempotency import IdempotencyKeyReused
from kit.errors import SoukError
from kit.http.auth import Shopper
from kit.ids import random_code, uuid7
from souk_order.actions.deps import Deps, finished
from souk_order.domain.failures import CheckoutUnavailable
from souk_order.domain.orders import Buyer, Order, OrderId
from souk_order.domain.payments import Method, Payment
from souk_order.domain.placing import DECLINES, OrderTag, place
from souk_order.domain.refusals import CheckoutAlreadyOrdered, CheckoutNotFound, OrderExists, PaymentMethodUnavailable
from souk_order.sagas import checkout


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What the shopper asks for, at the total they saw."""

    checkout_id: UUID
    expected_total: Money
    method: Method
    token: str | None
    address: str | None = None  # of the client; an IPv6 one by its /64 prefix (kit/http/limits.py)
    language: str | None = None  # of the page it comes from

    def became(self, order: Order) -> bool:
        """An order keeps all that its request asked for."""
        wanted = (self.checkout_id, self.expected_total, self.method, self.token)
        return wanted == (order.checkout_id, order.totals.total, order.payment.method, order.payment.token)


async def place_order(deps: Deps, shopper: Shopper, request: OrderRequest, key: str) -> Order:
    """Carry a checkout to its end, or as far as it comes in a bounded time; the same key is the same order."""
    buyer = Buyer(shopper.customer_id, shopper.guest_id)
    checkout_key = f"{shopper.key}/{key}"
    try:
        order = await _open(deps, shopper, buyer, request, checkout_key)
    except SoukError:
        # Whatever stands in the way of another order, a request that became one before gets that one.
        earlier = await _earlier(deps, buyer, request, checkout_key)
        if earlier is None:
            raise
        order = earlier
    return await finished(deps, order.id)


async def _earlier(deps: Deps, buyer: Buyer, request: OrderRequest, checkout_key: str) -> Order | None:
    """The order that this very request became before; refused when another request was first."""
    earlier = await deps.orders.find_earlier(checkout_key, request.checkout_id)
    if earlier is None:
        return None
    if earlier.checkout_key == checkout_key:
        if request.became(earlier):
            return earlier
        raise IdempotencyKeyReused
    if earlier.buyer.is_same_as(buyer):
        link_token = None if buyer.customer_id else deps.links.token(earlier.id)  # a customer signs in instead
        raise CheckoutAlreadyOrdered.of(request.checkout_id, earlier.id, earlier.number, link_token)
    raise CheckoutNotFound(request.checkout_id)


async def _open(deps: Deps, shopper: Shopper, buyer: Buyer, request: OrderRequest, checkout_key: str) -> Order:
    if request.method not in deps.methods:
        raise PaymentMethodUnavailable(request.method)
    quote = await deps.checkouts.quote(request.checkout_id, shopper)
    now = deps.clock.now()
    placed_from = deps.links.sealed(request.address) if request.address else None
    number = f"SK-{random_code(4)}-{random_code(4)}"
    tag = OrderTag(OrderId(uuid7()), number, checkout_key, now, placed_from, request.language)
    order = place(quote, buyer, Payment(request.method, request.token), request.expected_total, tag)
    await _keep(deps, order)
    return order


async def _keep(deps: Deps, order: Order) -> None:
    """The order and its saga together, by one statement: before anybody is asked to hold anything."""
    saga = checkout.begun(order, give_up_at=order.placed_at + timedelta(seconds=deps.payment_limit_s))
    try:
        async with deps.orders.transaction() as orders:
            await orders.add(order, deps.placing_limits)
            await deps.sagas.begin(saga, within=orders)
    except OrderExists:
        deps.placing_limits.check(await deps.orders.count_pending(order))
        if order.placed_from:
            await deps.rates.refuse(DECLINES, order.placed_from, most=deps.placing_limits.declines_per_address)
        raise CheckoutUnavailable.now() from None  # it has an order, or had one until this very moment
    deps.sagas.carry(saga, order)
