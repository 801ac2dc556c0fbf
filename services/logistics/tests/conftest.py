from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest_asyncio
from logistics_examples import MORNING

from kit.clock import ManualClock
from kit.data.database import Database
from souk_logistics.actions.countries import load
from souk_logistics.actions.deps import Deps
from souk_logistics.adapters.simulated_carrier import SimulatedCarrier
from souk_logistics.commands.seed import DATA, read_countries
from souk_logistics.storage.country_files import PostgresCountryFiles
from souk_logistics.storage.service_areas import PostgresServiceAreas
from souk_logistics.storage.shipments import PostgresShipments

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf

# A few of India's 19,097 codes: loading all takes half a second, and each test has a database of its own.
CODES = {"110001", "560001", "570001", "682555"}
COUNTRIES = [replace(files, places=[row for row in files.places if row[0] in CODES]) for files in read_countries(DATA)]


@pytest_asyncio.fixture
async def database(database_of: DatabaseOf) -> AsyncIterator[Database]:
    """With India's zones and rates, and a few of its postal codes."""
    database = await database_of("logistics")
    await load(PostgresCountryFiles(database), COUNTRIES)
    yield database


@pytest_asyncio.fixture
async def deps(database: Database) -> Deps:
    clock = ManualClock(MORNING)
    return Deps(
        areas=PostgresServiceAreas(database),
        shipments=PostgresShipments(database),
        carrier=SimulatedCarrier(clock),
        clock=clock,
        carrier_step=timedelta(seconds=20),
        default_parcel_grams=500,
        currency="INR",
    )
