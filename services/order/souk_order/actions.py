"""What the order service does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from contracts.logistics import ParcelMoved
from contracts.money import Money
from kit.clock import Clock
from kit.http.auth import Shopper
from kit.http.limits import Limits
from kit.ids import random_code, uuid7
from souk_order.checkouts import Checkouts
from souk_order.domain import Buyer, Method, Order, OrderId, OrderTag, Payment, place
from souk_order.links import Links
from souk_order.moves import OrderState
from souk_order.payments.simulated_bank import Card
from souk_order.payments.simulated_cards import SimulatedCards, SimulationRefused
from souk_order.refusals import (
    CardExpired,
    CheckoutAlreadyOrdered,
    CheckoutNotFound,
    CheckoutUnavailable,
    NoChallenge,
    OrderNotFound,
    PaymentMethodUnavailable,
)
from souk_order.runner import Sagas
from souk_order.steps import ChallengeAnswer, Saga, Step
from souk_order.storage import PostgresOrders

CARDS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Deps:
    orders: PostgresOrders
    sagas: Sagas
    checkouts: Checkouts
    methods: frozenset[Method]
    cards: SimulatedCards | None  # None where the shop is public
    links: Links
    clock: Clock
    rates: Limits
    payment_limit_s: float
    place_wait_s: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What the shopper asks for, at the total they saw."""

    checkout_id: UUID
    expected_total: Money
    method: Method
    token: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants to see an order: its customer, or whoever holds its link."""

    customer_id: UUID | None
    link_token: str | None


async def place_order(deps: Deps, shopper: Shopper, wish: Wish, key: str) -> Order:
    """Carry a checkout to its end, or as far as it comes in a bounded time; the same key is the same order."""
    buyer = Buyer(shopper.customer_id, shopper.guest_id)
    checkout_key = f"{shopper.key}/{key}"
    order = await _earlier(deps, buyer, wish, checkout_key) or await _open(deps, shopper, buyer, wish, checkout_key)
    return await _finished(deps, order)


async def _earlier(deps: Deps, buyer: Buyer, wish: Wish, checkout_key: str) -> Order | None:
    """The order that this very wish became before; refused when another wish was first."""
    earlier = await deps.orders.find_earlier(checkout_key, wish.checkout_id)
    if earlier is None or earlier.checkout_key == checkout_key:
        return earlier
    if earlier.buyer == buyer:
        raise CheckoutAlreadyOrdered(wish.checkout_id, earlier.id, earlier.number)
    raise CheckoutNotFound(wish.checkout_id)


async def _open(deps: Deps, shopper: Shopper, buyer: Buyer, wish: Wish, checkout_key: str) -> Order:
    if wish.method not in deps.methods:
        raise PaymentMethodUnavailable(wish.method)
    quote = await deps.checkouts.quote(wish.checkout_id, shopper)
    now = deps.clock.now()
    tag = OrderTag(OrderId(uuid7()), f"SK-{random_code(4)}-{random_code(4)}", checkout_key, now)
    order = place(quote, buyer, Payment(wish.method, wish.token), wish.expected_total, tag)
    saga = Saga(order.id, Step.RESERVING, give_up_at=now + timedelta(seconds=deps.payment_limit_s))
    if await deps.sagas.open(order, saga):
        return order
    if earlier := await _earlier(deps, buyer, wish, checkout_key):  # it came in meanwhile
        return earlier
    raise CheckoutUnavailable.now()  # and ended this very moment


async def answer_challenge(deps: Deps, order_id: UUID, reader: Reader, answer: ChallengeAnswer) -> Order:
    """Tell the bank what the shopper says; saying it twice is saying it once."""
    order = await show_order(deps, order_id, reader)
    heard = await deps.sagas.hear(order.id, answer)
    order = await _finished(deps, order)
    if heard or order.state is not OrderState.PENDING:
        return order
    if not await deps.sagas.hear(order.id, answer):  # the question may have become ready only now
        raise NoChallenge(order.id)
    return await _finished(deps, order)


async def _finished(deps: Deps, order: Order) -> Order:
    """Raises why, when the order came to nothing."""
    order = await deps.sagas.finish(order.id, deps.place_wait_s)
    if order.state is OrderState.CANCELLED and order.failure:
        raise order.failure.as_error()
    return order


async def show_order(deps: Deps, order_id: UUID, reader: Reader) -> Order:
    """To its customer, or to whoever holds its link; for all others there is no such order."""
    order = await deps.orders.find(order_id)
    if order is None:
        raise OrderNotFound(order_id)
    owns = reader.customer_id is not None and reader.customer_id == order.customer_id
    if not owns and not (reader.link_token and deps.links.opens(order.id, reader.link_token)):
        raise OrderNotFound(order_id)
    return order


async def list_orders(deps: Deps, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
    return await deps.orders.list_of(customer_id, before, limit)


async def follow_parcel(deps: Deps, report: ParcelMoved) -> None:
    """The carrier moved it: the order is on its way, or delivered and, where cash was due, paid."""
    async with deps.orders.transaction(once=report.id) as orders:
        order = await orders.get_for_change(report.order_id)
        moved = order.parcel_moved(report.state, report.moved_at)
        if moved is not order:
            await orders.save(moved)


async def keep_card(deps: Deps, number: str, expires: tuple[int, int], address: str) -> Card:
    """Stands for the form that a card provider itself would serve; `expires` is (year, month)."""
    if deps.cards is None:
        raise SimulationRefused
    await deps.rates.hit("simulated-cards", address, most=CARDS_PER_MINUTE, per_s=60)
    now = deps.clock.now()
    if expires < (now.year, now.month):
        raise CardExpired
    return await deps.cards.keep_card(number)


async def carry_on_stuck_sagas(deps: Deps) -> None:
    await deps.sagas.take_over_stuck()


async def forget_old_cards(deps: Deps) -> None:
    if deps.cards is not None:
        await deps.cards.forget_cards()
