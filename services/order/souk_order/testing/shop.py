"""An order service on a real database with the other services played by fakes, in as many replicas as a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from kit.clock import ManualClock
from kit.data.database import Database, PostgresStore
from kit.http.auth import Shopper
from kit.http.limits import Limits as Rates
from kit.settings import Secret
from souk_order import actions
from souk_order.actions import Deps, Wish
from souk_order.domain import Method, Order
from souk_order.links import Links
from souk_order.moves import OrderState
from souk_order.payments.cash_on_delivery import CashOnDelivery
from souk_order.payments.simulated_bank import SimulatedBank
from souk_order.payments.simulated_cards import SimulatedCards
from souk_order.quote import Quote
from souk_order.runner import CrashPoint, Pace, Sagas, no_crash
from souk_order.saga import Limits, Peers
from souk_order.storage import PostgresOrders
from souk_order.testing.examples import ALICE, NOW, a_quote
from souk_order.testing.fakes import FakeCheckouts, FakeStock, KeptStock

GOOD = "4242424242424242"
DECLINES = "4000000000000002"
CHALLENGES = "4000002760003184"
ANSWERS_LATE = "4000000000000119"
REFUSES_CAPTURE = "4000000000000341"

QUICK = Pace(lease_s=5, first_pause_s=0.01, longest_pause_s=0.02)
ALICE_SHOPS = Shopper(ALICE, None)


@dataclass
class OrderShop:
    database: Database
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    checkouts: FakeCheckouts = field(default_factory=FakeCheckouts)
    links: Links = field(default_factory=lambda: Links(Secret("a secret of the tests")))
    place_wait_s: float = 5.0

    stock_file: Path | None = None  # for stock that survives the process

    def __post_init__(self) -> None:
        self.stock = KeptStock(self.clock, self.stock_file, MUG=5) if self.stock_file else FakeStock(self.clock, MUG=5)
        self.bank = SimulatedBank(self.database, latency_s=0, late_s=60)
        self.cards = SimulatedCards(self.bank, deadline_s=0.2)
        self.deps = self.replica()

    def replica(self, crash_point: CrashPoint = no_crash, pace: Pace = QUICK) -> Deps:
        """One more process of the order service."""
        orders = PostgresOrders(self.database)
        providers = {Method.CARD: self.cards, Method.CASH_ON_DELIVERY: CashOnDelivery()}
        limits = Limits()
        peers = Peers(self.stock, providers, self.links, self.clock, limits)
        return Deps(
            orders=orders,
            sagas=Sagas(orders, peers, pace, crash_point),
            checkouts=self.checkouts,
            methods=frozenset(providers),
            cards=self.cards,
            links=self.links,
            clock=self.clock,
            rates=Rates(self.database),
            payment_limit_s=limits.payment_s,
            place_wait_s=self.place_wait_s,
        )

    async def card(self, number: str = GOOD) -> str:
        return (await self.bank.keep_card(number)).token

    def checkout(self, quantity: int = 1) -> Quote:
        return self.checkouts.add(a_quote(quantity=quantity))

    async def wish(self, quote: Quote, number: str | None = GOOD) -> Wish:
        """To pay by that card, or on delivery without one."""
        if number is None:
            return Wish(quote.checkout_id, quote.totals.total, Method.CASH_ON_DELIVERY, None)
        return Wish(quote.checkout_id, quote.totals.total, Method.CARD, await self.card(number))

    async def places(
        self,
        quote: Quote | None = None,
        number: str | None = GOOD,
        *,
        key: str | None = None,
        deps: Deps | None = None,
        shopper: Shopper = ALICE_SHOPS,
    ) -> Order:
        wish = await self.wish(quote or self.checkout(), number)
        return await actions.place_order(deps or self.deps, shopper, wish, key or str(uuid4()))

    # What tests look at.

    async def only_order(self) -> Order:
        return await self.deps.orders.get(await self.sql("select id from orders"))

    async def step_of(self, order_id: UUID) -> str:
        return await self.sql("select step from sagas where order_id = $1", order_id)

    async def charges(self) -> list[tuple[str, int]]:
        """(state, how often money moved) of every charge the bank knows."""
        rows = await PostgresStore(self.database).fetch("select state, captures from simulated_charges order by key")
        return [(row["state"], row["captures"]) for row in rows]

    async def announced(self) -> list[str]:
        rows = await PostgresStore(self.database).fetch("select subject from kit_outbox order by id")
        return [row["subject"] for row in rows]

    async def sql(self, statement: str, *args: object) -> Any:
        return await PostgresStore(self.database).fetchval(statement, *args)

    async def truths_hold(self, order: Order) -> None:
        """Nothing charged twice or for nothing, stock right, an accepted order announced exactly once."""
        charges, announced = await self.charges(), await self.announced()
        if order.state is OrderState.CONFIRMED:
            assert charges == ([] if order.payment.method is Method.CASH_ON_DELIVERY else [("captured", 1)])
            assert announced == ["order.placed.v1"]
            assert self.stock.left["MUG"] == 5 - sum(line.quantity for line in order.lines)
        else:
            assert order.state is OrderState.CANCELLED
            assert all(state in {"voided", "declined"} and captures == 0 for state, captures in charges)
            assert announced == ["order.cancelled.v1"]
            assert self.stock.left["MUG"] == 5

    async def leases_run_out(self) -> None:
        """As if a dead replica's lease had passed."""
        await self.sql("update sagas set lease_until = now() - interval '1 second' where lease_until is not null")
