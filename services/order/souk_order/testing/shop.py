"""An order service with the other services played by fakes, in as many replicas as a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from kit.http.auth import Shopper
from kit.http.tokens import SigningKey
from kit.sagas.engine import Sagas
from kit.sagas.pace import CrashPoint, Pace, no_crash
from souk_order.actions import placing
from souk_order.actions.deps import Deps
from souk_order.actions.placing import OrderRequest
from souk_order.adapters.cash_on_delivery import CashOnDelivery
from souk_order.adapters.simulated_bank import SimulatedBank
from souk_order.adapters.simulated_cards import SimulatedCards
from souk_order.adapters.simulated_webhooks import SimulatedSender, SimulatedWebhooks
from souk_order.app import limits_of
from souk_order.domain.links import Links
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.placing import PlacingLimits
from souk_order.domain.quotes import Quote
from souk_order.domain.states import OrderState
from souk_order.domain.webhooks import Signatures
from souk_order.sagas.cancelling import cancelling
from souk_order.sagas.checkout import KIND, checkout
from souk_order.sagas.moves import Step
from souk_order.sagas.peers import Peers
from souk_order.sagas.refunding import refunding
from souk_order.settings import Settings
from souk_order.testing.examples import ALICE, NOW, a_quote
from souk_order.testing.fakes import FakeCheckouts, FakeDocuments, FakeParcels, FakeStock, KeptStock
from souk_order.testing.kept import Kept
from testkit.clients import settings_for
from testkit.clock import ManualClock

GOOD = "4242424242424242"
DECLINES = "4000000000000002"
CHALLENGES = "4000002760003184"
ANSWERS_LATE = "4000000000000119"
REFUSES_CAPTURE = "4000000000000341"
REDIRECTS = "4000000000003220"
TAKES_AT_ONCE = "4000000000000077"

SHOP = "http://localhost:8888/order-service/api/v1"

QUICK = Pace(lease_s=5, first_pause_s=0.001, longest_pause_s=0.02, first_retry_s=0.001, longest_retry_s=0.02)
ALICE_SHOPS = Shopper(ALICE, None)
# Those that a shop has which sets none.
SETTINGS = settings_for(Settings, "postgresql://nowhere", SigningKey.generate(), {})
LIMITS = limits_of(SETTINGS)


@dataclass
class OrderShop:
    kept: Kept
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    checkouts: FakeCheckouts = field(default_factory=FakeCheckouts)
    parcels: FakeParcels = field(default_factory=FakeParcels)
    links: Links = field(default_factory=lambda: Links("a secret of the tests"))
    place_wait_s: float = 5.0
    placing_limits: PlacingLimits = field(default_factory=lambda: PlacingLimits(1000, 1000, 1000))
    bank_deadline_s: float = 0.2
    on_shelf: int = 5  # mugs

    messages: list[tuple[bytes, Mapping[str, str]]] = field(default_factory=list[Any])  # of the bank: on their way
    stock_file: Path | None = None  # for stock that survives the process

    def __post_init__(self) -> None:
        stock = {"MUG": self.on_shelf}
        self.stock = (
            KeptStock(self.clock, self.stock_file, **stock) if self.stock_file else FakeStock(self.clock, **stock)
        )
        signatures = Signatures("a secret of the tests")
        self.bank = SimulatedBank(
            self.kept.ledger, SimulatedSender(signatures, self.clock, self._post).tell, latency_s=0, late_s=60
        )
        self.cards = SimulatedCards(self.bank, self.bank_deadline_s, f"{SHOP}/simulated-bank")
        self.webhooks = SimulatedWebhooks(signatures, self.clock)
        self.deps = self.replica()

    def replica(self, crash_point: CrashPoint = no_crash, pace: Pace = QUICK) -> Deps:
        """One more process of the order service."""
        providers = {Method.CARD: self.cards, Method.CASH_ON_DELIVERY: CashOnDelivery()}
        peers = Peers(
            self.stock, self.checkouts, providers, self.links, self.clock, LIMITS, f"{SHOP}/orders", self.parcels
        )
        orders, refunds, sagas = self.kept.orders, self.kept.refunds, self.kept.sagas
        definitions = [checkout(orders, peers), refunding(refunds, orders, peers), cancelling(orders, peers)]
        return Deps(
            orders=orders,
            refunds=refunds,
            invoices=self.kept.invoices,
            books=SETTINGS.invoices,
            documents=FakeDocuments(),
            lookups=self.kept.lookups,
            sagas=Sagas(sagas, definitions, self.clock, pace, crash_point),
            checkouts=self.checkouts,
            methods=frozenset(providers),
            simulated=self.cards,
            webhooks={"simulated": self.webhooks},
            links=self.links,
            clock=self.clock,
            rates=self.kept.rates,
            placing_limits=self.placing_limits,
            payment_limit_s=LIMITS.payment_s,
            place_wait_s=self.place_wait_s,
        )

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> None:
        self.messages.append((body, headers))

    async def card(self, number: str = GOOD) -> str:
        return (await self.bank.keep_card(number)).token

    def checkout(self, quantity: int = 1, discount: int = 0) -> Quote:
        return self.checkouts.add(a_quote(quantity=quantity, discount=discount))

    async def request(self, quote: Quote, number: str | None = GOOD) -> OrderRequest:
        """To pay by that card, or on delivery without one."""
        if number is None:
            return OrderRequest(quote.checkout_id, quote.totals.total, Method.CASH_ON_DELIVERY, None)
        return OrderRequest(quote.checkout_id, quote.totals.total, Method.CARD, await self.card(number))

    async def places(
        self,
        quote: Quote | None = None,
        number: str | None = GOOD,
        *,
        key: str | None = None,
        deps: Deps | None = None,
        shopper: Shopper = ALICE_SHOPS,
    ) -> Order:
        request = await self.request(quote or self.checkout(), number)
        return await self.sends(request, key=key, deps=deps, shopper=shopper)

    async def sends(
        self, request: OrderRequest, *, key: str | None = None, deps: Deps | None = None,
        shopper: Shopper = ALICE_SHOPS,
    ) -> Order:  # fmt: skip
        return await placing.place_order(deps or self.deps, shopper, request, key or str(uuid4()))

    # What tests look at.

    async def only_order(self) -> Order:
        (order,) = await self.kept.all_orders()
        return order

    async def step_of(self, order: Order) -> str:
        saga = await self.kept.sagas.find(KIND, order.id)
        assert saga
        return saga.step

    async def has_tried(self, step: Step) -> bool:
        """The only order's saga is in this step, and found nobody."""
        orders = await self.kept.all_orders()
        saga = await self.kept.sagas.find(KIND, orders[0].id) if orders else None
        return saga is not None and saga.step == step and saga.tries > 0

    async def charges(self) -> list[tuple[str, int]]:
        """(state, how often money moved) of every charge the bank knows."""
        return await self.kept.charges()

    async def refunded(self) -> int:
        """How much the bank gave back of all charges."""
        return await self.kept.refunded()

    async def announced(self) -> list[str]:
        return await self.kept.announced()

    async def truths_hold(self, order: Order) -> None:
        """Nothing charged twice or for nothing, stock right, an accepted order announced exactly once."""
        charges, announced = await self.charges(), await self.announced()
        if order.state is OrderState.CONFIRMED:
            assert charges == ([] if order.payment.method is Method.CASH_ON_DELIVERY else [("captured", 1)])
            assert announced == ["order.placed.v1"]
            assert self.checkouts.closed == {order.checkout_id: order.id}
            assert set(self.checkouts.claims) == ({order.id} if order.claims else set())
            assert self.stock.left["MUG"] == self.on_shelf - sum(line.quantity for line in order.lines)
        else:
            assert order.state is OrderState.CANCELLED
            assert not self.checkouts.closed
            assert all(state in {"voided", "declined", "captured"} for state, _ in charges)
            taken = order.totals.total.amount * sum(captures for _, captures in charges)
            assert taken == await self.refunded()
            assert announced == ["order.cancelled.v1"]
            assert self.stock.left["MUG"] == self.on_shelf

    async def leases_run_out(self) -> None:
        """As if a dead replica's lease had passed."""
        await self.kept.let_leases_run_out()

    async def others_carry_on(self, deps: Deps | None = None) -> None:
        """A process looks for what was left, and does it."""
        deps = deps or self.deps
        await deps.sagas.take_over_due()
        await deps.sagas.settled()
