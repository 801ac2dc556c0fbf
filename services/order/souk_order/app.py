"""The only wiring of the order service."""

from __future__ import annotations

from collections.abc import Mapping

from kit.http.limits import Limits as Rates
from kit.running.service import Infra, Service
from kit.settings import is_local
from souk_order.actions import Deps
from souk_order.checkouts import CartCheckouts
from souk_order.domain import Method
from souk_order.events import handlers
from souk_order.jobs import jobs
from souk_order.links import Links
from souk_order.payments.cash_on_delivery import CashOnDelivery
from souk_order.payments.provider import Provider
from souk_order.payments.simulated_bank import SimulatedBank
from souk_order.payments.simulated_cards import SimulatedCards
from souk_order.routes import router
from souk_order.runner import Pace, Sagas
from souk_order.saga import Limits, Peers
from souk_order.settings import Settings
from souk_order.stock import ProductStock
from souk_order.storage import PostgresOrders


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    orders = PostgresOrders(infra.database)
    links = Links(settings.link_secret)
    cards = _simulated_cards(settings, infra)
    providers: Mapping[Method, Provider] = {Method.CASH_ON_DELIVERY: CashOnDelivery()}
    if cards:
        providers = {Method.CARD: cards, **providers}
    limits = Limits(settings.payment_limit_s, settings.challenge_limit_s, settings.reservation_margin_s)
    peers = Peers(ProductStock(infra.calls), providers, links, infra.clock, limits)
    deps = Deps(
        orders=orders,
        sagas=Sagas(orders, peers, Pace(settings.lease_s)),
        checkouts=CartCheckouts(infra.calls),
        methods=frozenset(providers),
        cards=cards,
        links=links,
        clock=infra.clock,
        rates=Rates(infra.database),
        payment_limit_s=settings.payment_limit_s,
        place_wait_s=settings.place_wait_s,
    )
    return Service(name="order", version="0.1.0", router=router, deps=deps, handlers=handlers, jobs=jobs)


def _simulated_cards(settings: Settings, infra: Infra) -> SimulatedCards | None:
    if not is_local(settings.public_url):
        return None
    bank = SimulatedBank(infra.database, settings.simulated_latency_s, settings.simulated_late_s)
    return SimulatedCards(bank, settings.provider_deadline_s)
