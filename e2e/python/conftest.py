from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from e2e.python.running_shop import RunningShop, environment_of
from kit.local.programs import free_port
from kit.testing.broker import TestNats
from kit.testing.databases import TestPostgres
from kit.testing.system import services
from kit.tokens import SigningKey


@pytest_asyncio.fixture(params=["apart", "together"])
async def shop(
    request: pytest.FixtureRequest, postgres: TestPostgres, nats: TestNats, tmp_path: Path
) -> AsyncIterator[RunningShop]:
    """Services apart has the order service in a process of its own; together they are all in one."""
    signing = SigningKey.generate()
    databases = {name: await postgres.clone(name) for name in services()}
    ports = {name: free_port() for name in services()}
    env = environment_of(databases, ports, nats, signing, tmp_path)
    for module in ("souk_product.seed", "souk_logistics.seed"):
        command = [sys.executable, "-m", module]
        await asyncio.to_thread(subprocess.run, command, env=env, check=True, capture_output=True)
    async with httpx.AsyncClient(timeout=40) as http:
        shop = RunningShop(databases, ports, env, signing, http, tmp_path / "services.log")
        try:
            if request.param == "apart":
                await shop.start(*(name for name in services() if name != "order"))
                await shop.start("order")
            else:
                await shop.start(*services())
            yield shop
        finally:
            shop.stop()
            for clone in databases.values():
                await postgres.drop(clone.name)
