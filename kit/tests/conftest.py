"""Databases that hold kit's own tables only, and a broker of two services that exist only here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from kit.data.database import Database, PostgresStore
from kit.data.migrations import KIT, read_files
from kit.messaging.dead_letters import DeadLetters
from kit.sagas.storage import PostgresSagas
from kit.tests.bells import Bells, Heard, ringing
from testkit.broker import TestNats, running
from testkit.databases import TestPostgres
from testkit.mail import TestPostbox, a_postbox
from testkit.statements import CountedDatabase


@pytest.fixture
async def second_database(postgres: TestPostgres) -> AsyncIterator[Database]:
    """Another service's."""
    clone = await postgres.lend("kit", lambda _: read_files("kit", KIT))
    async with Database(clone.url, name="second") as database:
        yield database
    await postgres.give_back(clone)


@pytest.fixture
def bell_and_ear(tmp_path: Path) -> Iterator[TestNats]:
    """A broker of two services: bell publishes, ear follows."""
    with running(tmp_path / "nats", publishers=["bell"], followers={"ear": ["bell.rang.v1"]}) as server:
        yield server


@pytest.fixture
async def bells(bell_and_ear: TestNats, kit_database: Database) -> AsyncIterator[Bells]:
    async with ringing(bell_and_ear, kit_database) as bells:
        yield bells


@pytest.fixture
def heard(second_database: Database) -> Heard:
    return Heard(PostgresStore(second_database))


@pytest.fixture
def letters(second_database: Database) -> DeadLetters:
    return DeadLetters(second_database)


@pytest_asyncio.fixture(scope="session")
async def saga_database(postgres: TestPostgres) -> AsyncIterator[Database]:
    async with Database((await postgres.clone("kit", lambda _: read_files("kit", KIT))).url, name="kit") as database:
        yield database


@pytest_asyncio.fixture
async def sagas(saga_database: Database) -> PostgresSagas:
    sagas = PostgresSagas(saga_database)
    await sagas.execute("delete from kit_sagas")
    return sagas


@pytest.fixture
def postbox(tmp_path: Path) -> TestPostbox:
    return a_postbox(tmp_path / "mail")


@pytest.fixture
async def counted(kit_database: Database) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase(kit_database.url, name="counted") as database:
        yield database
