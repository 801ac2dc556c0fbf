"""The only wiring of the cart service."""

from __future__ import annotations

from datetime import timedelta

from kit.data.database import Database
from kit.http.limits import Limits as Rates
from kit.running.service import Infra, Service
from souk_cart.actions.deps import Deps
from souk_cart.adapters.logistics import LogisticsDelivery
from souk_cart.adapters.product import ProductOffers
from souk_cart.adapters.tax_table import TaxTable
from souk_cart.domain.cart import Limits
from souk_cart.domain.marks import Marks
from souk_cart.domain.offers import Terms
from souk_cart.events import handlers
from souk_cart.jobs import jobs
from souk_cart.ports import PromotionStore
from souk_cart.routes import router
from souk_cart.settings import Settings
from souk_cart.storage.carts import PostgresCarts
from souk_cart.storage.people import PostgresCartPeople
from souk_cart.storage.promotions import PostgresPromotions


def promotions_in(database: Database) -> PromotionStore:
    return PostgresPromotions(database)


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = Deps(
        carts=PostgresCarts(infra.database, settings.offers_kept_s, settings.quotes_kept_s),
        promotions=promotions_in(infra.database),
        offers=ProductOffers(infra.calls),
        delivery=LogisticsDelivery(infra.calls),
        taxes=TaxTable.gst(settings.currency, settings.ships_from_state),
        terms=Terms(settings.currency, settings.delivery_estimate, settings.free_delivery_from),
        limits=Limits(lines=settings.max_lines),
        guest_carts_live=timedelta(days=settings.guest_cart_days),
        checkouts_live=timedelta(days=settings.checkout_days),
        marks=Marks(settings.shopper_secret.reveal()),
        rates=Rates(infra.database),
        clock=infra.clock,
    )
    people = PostgresCartPeople(infra.database)
    return Service("cart", "0.1.0", router, deps, handlers=handlers, jobs=jobs, people=people)
