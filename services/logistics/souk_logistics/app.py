"""The only wiring of the logistics service."""

from __future__ import annotations

from datetime import timedelta

from kit.running.service import Infra, Service
from souk_logistics.actions import Deps
from souk_logistics.carriers import SimulatedCarrier
from souk_logistics.events import handlers
from souk_logistics.jobs import jobs
from souk_logistics.routes import router
from souk_logistics.settings import Settings
from souk_logistics.storage import PostgresAtlas, PostgresShipments


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = Deps(
        atlas=PostgresAtlas(infra.database),
        shipments=PostgresShipments(infra.database),
        carrier=SimulatedCarrier(infra.clock),
        clock=infra.clock,
        carrier_step=timedelta(seconds=settings.carrier_step_s),
        default_parcel_grams=settings.default_parcel_grams,
        currency=settings.currency,
    )
    return Service(name="logistics", version="0.1.0", router=router, deps=deps, handlers=handlers, jobs=jobs)
