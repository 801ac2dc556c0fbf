from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from e2e.python.running_shop import RunningShop, environment_of
from kit.http.tokens import SigningKey
from local.programs import free_port
from testkit import broker
from testkit.broker import TestNats
from testkit.databases import TestPostgres
from testkit.system import services

SEEDED = ("product", "logistics")


@pytest_asyncio.fixture(params=["apart", "together"])
async def shop(
    request: pytest.FixtureRequest, postgres: TestPostgres, nats: TestNats, tmp_path: Path
) -> AsyncIterator[RunningShop]:
    """A shop of the test's own, in both shapes: a test may break it."""
    async with opened(request.param, postgres, nats, tmp_path) as shop:
        yield shop


@pytest_asyncio.fixture(scope="session")
async def open_shop(postgres: TestPostgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningShop]:
    """One shop, services apart, for all tests that leave it whole."""
    folder = tmp_path_factory.mktemp("open-shop")
    with broker.running(folder / "nats") as nats:
        async with opened("apart", postgres, nats, folder) as shop:
            yield shop


@asynccontextmanager
async def opened(shape: str, postgres: TestPostgres, nats: TestNats, folder: Path) -> AsyncIterator[RunningShop]:
    """Services apart has the order service in a process of its own; together they are all in one."""
    signing = SigningKey.generate()
    sources = await seeded(postgres, signing)
    databases = {
        name: await (postgres.clone(name, source=sources[name]) if name in sources else postgres.lend(name))
        for name in services()
    }
    ports = {name: free_port() for name in services()}
    env = environment_of(databases, ports, nats, signing, folder)
    async with httpx.AsyncClient(timeout=40) as http:
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # many shoppers share this client
        shop = RunningShop(databases, ports, env, signing, http, folder / "services.log")
        try:
            if shape == "apart":
                await shop.start(*(name for name in services() if name != "order"))
                await shop.start("order")
            else:
                await shop.start(*services())
            yield shop
        finally:
            shop.stop()
            for name, clone in databases.items():
                await (postgres.drop(clone.name) if name in sources else postgres.give_back(clone))


async def seeded(postgres: TestPostgres, signing: SigningKey) -> Mapping[str, str]:
    """Databases with something to sell, by service: filled once for the whole run, then only copied."""
    run = postgres.run
    with run.lock("seeded"):
        if known := run.once("seeded"):
            return known
        databases = {name: await postgres.clone(name) for name in services()}
        ports = dict.fromkeys(services(), 9)  # nobody is asked
        env = environment_of(databases, ports, None, signing, run.folder)
        for name in SEEDED:
            command = [sys.executable, "-m", f"souk_{name}.commands.seed"]
            await asyncio.to_thread(subprocess.run, command, env=env, check=True, capture_output=True)
        for name in set(databases) - set(SEEDED):
            await postgres.drop(databases[name].name)
        run.keep("seeded", {name: databases[name].name for name in SEEDED})
        return {name: databases[name].name for name in SEEDED}
