"""The only wiring of the logistics service."""

from __future__ import annotations

from datetime import timedelta

from kit.data.database import Database
from kit.running.health import NotReady
from kit.running.service import Infra, Service
from souk_logistics.actions.deps import Deps
from souk_logistics.adapters.simulated_carrier import SimulatedCarrier
from souk_logistics.events import handlers
from souk_logistics.jobs import jobs
from souk_logistics.routes import router
from souk_logistics.settings import Settings
from souk_logistics.storage.country_files import PostgresCountryFiles
from souk_logistics.storage.people import PostgresRecipients
from souk_logistics.storage.service_areas import PostgresServiceAreas
from souk_logistics.storage.shipments import PostgresShipments


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = Deps(
        areas=PostgresServiceAreas(infra.database),
        shipments=PostgresShipments(infra.database),
        carrier=SimulatedCarrier(infra.clock),
        clock=infra.clock,
        carrier_step=timedelta(seconds=settings.carrier_step_s),
        carrier_deadline_s=settings.carrier_deadline_s,
        default_parcel_grams=settings.default_parcel_grams,
        currency=settings.currency,
    )

    async def parcels_move() -> dict[str, int]:
        set_aside = await deps.shipments.count_set_aside()
        if set_aside:
            fix = "Read shipments.problem in the logistics database; they are asked about again by themselves."
            raise NotReady("Parcels are set aside: their carrier gives no usable answer.", fix=fix, set_aside=set_aside)
        return {"set_aside": 0}

    return Service(
        name="logistics",
        version="0.1.0",
        router=router,
        deps=deps,
        handlers=handlers,
        jobs=jobs,
        probes={"parcels": parcels_move},
        people=PostgresRecipients(infra.database, timedelta(days=settings.recipients_days)),
    )


def country_file_store(database: Database) -> PostgresCountryFiles:
    """For the seed, which needs nothing else of the service."""
    return PostgresCountryFiles(database)
