"""The only wiring of the product service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kit.data.database import Database
from souk_product.actions.deps import Deps
from souk_product.jobs import jobs
from souk_product.settings import Settings
from souk_product.storage.catalogue import PostgresCatalogue
from souk_product.storage.catalogue_writes import PostgresCatalogueWriter
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.facets import PostgresFacets
from souk_product.storage.prices import PostgresPrices
from souk_product.storage.ratings import PostgresRatings
from souk_product.storage.sellers import PostgresSellers
from souk_product.storage.stock import PostgresStock

if TYPE_CHECKING:
    from kit.running.service import Infra, Service


def catalogue_writer(database: Database) -> PostgresCatalogueWriter:
    """For commands, which need no service around it."""
    return PostgresCatalogueWriter(database)


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    # Here, so that a command, which takes its stores from this module, starts without the web framework.
    from kit.running.service import Service
    from souk_product.events import handlers
    from souk_product.routes import router

    deps = Deps(
        catalogue=PostgresCatalogue(infra.database),
        facets=PostgresFacets(infra.database),
        dictionary=PostgresDictionary(infra.database),
        prices=PostgresPrices(infra.database),
        ratings=PostgresRatings(infra.database),
        sellers=PostgresSellers(infra.database),
        stock=PostgresStock(infra.database),
        clock=infra.clock,
        currency=settings.currency,
        longest_hold=settings.longest_hold,
        keep_closed=timedelta(days=settings.keep_closed_reservations_days),
        shared_cache_s=settings.shared_cache_s,
        keep_sold=timedelta(days=settings.keep_sold_reservations_days),
        keep_movements=timedelta(days=settings.keep_stock_movements_days),
        return_settles=timedelta(seconds=settings.return_settles_s),
    )
    return Service(name="product", version="0.1.0", router=router, deps=deps, handlers=handlers, jobs=jobs)
