"""The pytest plugin: real servers, fresh databases, a service to ask, and callers.

async def test_x(service_client):            service_client(build, Settings, clock=…, calls=…, settings={…})
    client = await service_client(build, Settings)
    answer = await client.as_customer(alice).get("/orders")       checked against openapi.json

async def test_y(database_of):               database = await database_of("order")       migrated, empty
def test_s(s3):                              s3.bucket() is an empty bucket of a local S3
async def test_z(nats):                      a NATS of its own, with the users, streams and durables of souk.toml
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import pytest_asyncio

from testkit.run import Run

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from kit.http.tokens import SigningKey
    from testkit.broker import TestNats
    from testkit.buckets import TestS3
    from testkit.clients import ServiceClient
    from testkit.databases import TestPostgres

# For annotations in tests.
DatabaseOf = Callable[[str], Awaitable["Database"]]
MakeServiceClient = Callable[..., Awaitable["ServiceClient"]]

OUTSIDE_SERVER = "SOUK_TEST_POSTGRES_URL"

_BEGUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell's job in the background; all that tests start would inherit it and never hear a Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # How long one example takes says how busy the machine is.
    hypothesis.settings.register_profile("souk", deadline=None)
    hypothesis.settings.load_profile("souk")
    if Run.joined() is None:
        config.stash[_BEGUN] = Run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_BEGUN, None)
    if run is None:
        return  # a worker: the run goes on
    if outside := os.environ.get(OUTSIDE_SERVER):
        from testkit.databases import remove_all

        asyncio.run(remove_all(outside, run.prefix))
    run.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories of whole shops take longest, so they begin first and no worker waits for them at the end."""
    items.sort(key=lambda item: "e2e/python" not in item.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures for which a test is run, as it gave them to record_property; the report in XML has them too."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.head_line}: {name}: {value}")


@pytest.fixture(scope="session")
def test_run() -> Run:
    run = Run.joined()
    assert run is not None, "testkit.plugin must be loaded with -p"
    return run


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres(test_run: Run) -> AsyncIterator[TestPostgres]:
    """One server for the run and all its workers; SOUK_TEST_POSTGRES_URL (a superuser) names another."""
    from testkit.databases import TestPostgres
    from testkit.driver import share_types

    share_types()
    outside = os.environ.get(OUTSIDE_SERVER)
    server = TestPostgres(outside or test_run.server("postgres")["url"], test_run)
    yield server
    await server.close()


@pytest_asyncio.fixture
async def database_of(postgres: TestPostgres) -> AsyncIterator[DatabaseOf]:
    """Gives each service's database as the service sees it: migrated, empty, with its own role."""
    from kit.data.database import Database

    async with AsyncExitStack() as stack:

        async def make(service: str) -> Database:
            clone = await postgres.lend(service)
            stack.push_async_callback(postgres.give_back, clone)
            return await stack.enter_async_context(Database(clone.url, name=service))

        yield make


@pytest_asyncio.fixture
async def kit_database(postgres: TestPostgres) -> AsyncIterator[Database]:
    """Kit's own tables and no service's."""
    from kit.data.database import Database
    from kit.data.migrations import KIT, read_files

    clone = await postgres.lend("kit", lambda _: read_files("kit", KIT))
    async with Database(clone.url, name="kit") as database:
        yield database
    await postgres.give_back(clone)


@pytest.fixture(scope="session")
def signing_key() -> SigningKey:
    """The key pair that every test's tokens and guest ids are signed by."""
    from kit.http.tokens import SigningKey

    return SigningKey.generate()


@pytest_asyncio.fixture
async def service_client(database_of: DatabaseOf, signing_key: SigningKey) -> AsyncIterator[MakeServiceClient]:
    """`await service_client(build, Settings, settings={…}, database=…, calls=…, clock=…)`.

    With `nats=nats` the service also runs what it does beside requests: relay, inbox and jobs.
    """
    from testkit import clients

    async with AsyncExitStack() as stack:

        async def make(
            build: clients.Build,
            settings_type: Any,
            *,
            settings: dict[str, Any] | None = None,
            database: Database | None = None,
            nats: TestNats | None = None,
            **infra: Any,
        ) -> ServiceClient:
            database = database or await database_of(settings_type.service)
            given = {**(nats.settings_of(settings_type.service) if nats else {}), **(settings or {})}
            read = clients.settings_for(settings_type, database.url, signing_key, given)
            lent = clients.infra_for(database, signing_key, **infra)
            client = clients.ServiceClient(build(read, lent), read, lent, signing_key)
            if nats:
                await stack.enter_async_context(client.app.router.lifespan_context(client.app))
            return await stack.enter_async_context(client)

        yield make


@pytest.fixture(scope="session")
def s3(test_run: Run) -> TestS3:
    """One S3 for the run and all its workers, started when a test first asks for it."""
    from testkit.buckets import TestS3

    return TestS3(test_run.server("s3")["url"])


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[TestNats]:
    """A server for this test alone: it starts in 50 ms, and no other test's events are in it."""
    from testkit import broker

    with broker.running(tmp_path / "nats") as server:
        yield server
