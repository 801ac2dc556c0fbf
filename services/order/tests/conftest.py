from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from kit.data.database import Database, PostgresStore
from souk_order.app import build
from souk_order.settings import Settings
from souk_order.testing.kept import MemoryKept, PostgresKept
from souk_order.testing.requests import QUICK, MakeClient, Neighbours
from souk_order.testing.shop import OrderShop
from testkit.clients import ServiceClient
from testkit.databases import TestPostgres

TABLES = (
    "invoices invoice_series refunds lookups orders kit_sagas kit_outbox kit_mails kit_inbox "
    "kit_idempotency kit_limits simulated_cards simulated_refunds simulated_charges"
)


@pytest_asyncio.fixture(scope="session")
async def database_url(postgres: TestPostgres) -> str:
    return (await postgres.clone("order")).url


@pytest_asyncio.fixture(scope="session")
async def one_database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, name="order") as database:
        yield database


@pytest_asyncio.fixture
async def database(one_database: Database) -> Database:
    """Emptied, not cloned: hundreds of crashes need one each, and a clone takes a quarter of a second."""
    await PostgresStore(one_database).execute(";".join(f"delete from {table}" for table in TABLES.split()))
    return one_database


@pytest.fixture
def kept(database: Database) -> PostgresKept:
    return PostgresKept(database)


@pytest.fixture
def real_shop(kept: PostgresKept) -> OrderShop:
    """On PostgreSQL, for what only that can show."""
    return OrderShop(kept)


@pytest.fixture
def shop() -> OrderShop:
    """In memory; the stores' behaviour classes hold memory to PostgreSQL's word."""
    return OrderShop(MemoryKept(), bank_deadline_s=0.02)


@pytest_asyncio.fixture
async def client(service_client: MakeClient, database: Database) -> ServiceClient:
    return await service_client(build, Settings, settings=QUICK, database=database, calls=Neighbours())
