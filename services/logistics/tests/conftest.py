from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from logistics_examples import COUNTRIES, deps_with

from kit.data.database import Database
from souk_logistics.actions.countries import load
from souk_logistics.actions.deps import Deps
from souk_logistics.storage.country_files import PostgresCountryFiles
from souk_logistics.testing.memory import MemoryShipments

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf


@pytest_asyncio.fixture
async def database(database_of: DatabaseOf) -> AsyncIterator[Database]:
    """With India's zones and rates, and a few of its postal codes."""
    database = await database_of("logistics")
    await load(PostgresCountryFiles(database), COUNTRIES)
    yield database


@pytest.fixture
def deps() -> Deps:
    """In memory: what storage does is held to the same behaviour in test_storage."""
    return deps_with(MemoryShipments())
