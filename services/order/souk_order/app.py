"""The only wiring of the order service."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from kit.hosts import is_local
from kit.http.limits import Limits as Rates
from kit.http.router import API
from kit.mailing.post_office import templates_of
from kit.running.service import Infra, Service
from kit.sagas.engine import Sagas
from kit.sagas.pace import Pace
from kit.sagas.storage import PostgresSagas
from souk_order.actions.deps import Deps
from souk_order.adapters.cart import CartCheckouts
from souk_order.adapters.cash_on_delivery import CashOnDelivery
from souk_order.adapters.invoice_documents import DrawnInvoices
from souk_order.adapters.logistics import LogisticsParcels
from souk_order.adapters.product import ProductStock
from souk_order.adapters.simulated_bank import SimulatedBank
from souk_order.adapters.simulated_cards import SimulatedCards
from souk_order.adapters.simulated_webhooks import HttpPost, SimulatedSender, SimulatedWebhooks
from souk_order.domain.links import Links
from souk_order.domain.payments import Method
from souk_order.domain.placing import PlacingLimits
from souk_order.domain.webhooks import Signatures
from souk_order.events import handlers
from souk_order.jobs import jobs
from souk_order.ports import PaymentProvider
from souk_order.routes import router
from souk_order.sagas.cancelling import cancelling
from souk_order.sagas.checkout import checkout
from souk_order.sagas.peers import Limits, Peers
from souk_order.sagas.refunding import refunding
from souk_order.schemas.invoices import facts_of
from souk_order.settings import Settings
from souk_order.storage.invoices import PostgresInvoices
from souk_order.storage.lookups import PostgresLookups
from souk_order.storage.orders import PostgresOrders
from souk_order.storage.people import PostgresOrderPeople
from souk_order.storage.refunds import PostgresRefunds
from souk_order.storage.simulated_bank import PostgresLedger

SIMULATED: Final = "simulated"  # as its webhook's address says


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    orders = PostgresOrders(infra.database)
    links = Links(settings.link_secret.reveal())
    signatures = Signatures(settings.webhook_secret.reveal())
    cards = _simulated_cards(settings, infra, signatures)
    providers: Mapping[Method, PaymentProvider] = {Method.CASH_ON_DELIVERY: CashOnDelivery()}
    if cards:
        providers = {Method.CARD: cards, **providers}
    checkouts = CartCheckouts(infra.calls)
    limits = limits_of(settings)
    returns = f"{settings.public_url}/order-service{API}/orders"
    parcels, refunds = LogisticsParcels(infra.calls), PostgresRefunds(infra.database)
    peers = Peers(ProductStock(infra.calls), checkouts, providers, links, infra.clock, limits, returns, parcels)
    definitions = [checkout(orders, peers), refunding(refunds, orders, peers), cancelling(orders, peers)]
    sagas = Sagas(PostgresSagas(infra.database), definitions, infra.clock, Pace(settings.lease_s))
    deps = Deps(
        orders=orders,
        refunds=refunds,
        invoices=PostgresInvoices(infra.database),
        books=settings.invoices,
        documents=DrawnInvoices(partial(templates_of, settings), facts_of, settings.document_deadline_s),
        lookups=PostgresLookups(infra.database),
        sagas=sagas,
        checkouts=checkouts,
        methods=frozenset(providers),
        simulated=cards,
        webhooks={SIMULATED: SimulatedWebhooks(signatures, infra.clock)} if cards else {},
        links=links,
        clock=infra.clock,
        rates=Rates(infra.database),
        placing_limits=PlacingLimits(
            settings.open_orders_per_shopper, settings.open_orders_per_address, settings.declines_per_address
        ),
        payment_limit_s=settings.payment_limit_s,
        place_wait_s=settings.place_wait_s,
    )
    return Service(
        name="order",
        version="0.1.0",
        router=router,
        deps=deps,
        handlers=handlers,
        jobs=jobs,
        sagas=sagas,
        people=PostgresOrderPeople(infra.database, settings.books, settings.guests_orders),
    )


def limits_of(settings: Settings) -> Limits:
    return Limits(
        payment_s=settings.payment_limit_s,
        challenge_s=settings.challenge_limit_s,
        scarce_challenge_s=settings.scarce_challenge_limit_s,
        reservation_margin_s=settings.reservation_margin_s,
    )


def _simulated_cards(settings: Settings, infra: Infra, signatures: Signatures) -> SimulatedCards | None:
    if not is_local(settings.public_url):
        return None
    post = HttpPost(f"http://{settings.host}:{settings.port}{API}/webhooks/{SIMULATED}")
    sender = SimulatedSender(signatures, infra.clock, post)
    ledger = PostgresLedger(infra.database)
    bank = SimulatedBank(ledger, sender.tell, settings.simulated_latency_s, settings.simulated_late_s)
    pages = f"{settings.public_url}/order-service{API}/simulated-bank"
    return SimulatedCards(bank, settings.provider_deadline_s, pages)
