from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from kit.data import migrations
from kit.data.database import Database
from kit.data.migrations import KIT, Migration, read_files
from kit.http.router import Router
from kit.running.lifespan import Background
from kit.tests.demo import Demo, demo

KIT_FILES = read_files("kit", KIT)


@asynccontextmanager
async def started(shop: Demo) -> AsyncIterator[Demo]:
    async with shop.app.router.lifespan_context(shop.app):
        yield shop


@pytest.fixture
def expects(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Migration]], None]:
    return lambda files: monkeypatch.setattr(migrations, "migrations_of", lambda _: files)


async def checks_of(shop: Demo) -> dict[str, Any]:
    return (await shop.http.get("/health")).json()["checks"]


async def test_a_started_service_is_ready_once_database_and_migrations_are(
    kit_database: Database, expects: Callable[[list[Migration]], None]
) -> None:
    expects(KIT_FILES)
    async with started(demo(Router(), kit_database)) as shop:
        answer = await shop.http.get("/health")

    assert answer.status_code == 200
    assert answer.json()["checks"].keys() >= {"database", "migrations"}
    assert answer.json()["checks"]["migrations"]["expected"] == len(KIT_FILES)


async def test_a_service_whose_database_is_behind_is_unready_and_names_what_is_missing(
    kit_database: Database, expects: Callable[[list[Migration]], None]
) -> None:
    expects([*KIT_FILES, Migration("demo/0001_mugs", "create table mugs ()")])
    async with started(demo(Router(), kit_database)) as shop:
        answer = await shop.http.get("/health")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"]["missing"] == ["demo/0001_mugs"]


async def test_a_broker_that_is_away_is_named_and_keeps_no_service_from_starting(
    kit_database: Database, expects: Callable[[list[Migration]], None]
) -> None:
    expects(KIT_FILES)
    async with started(demo(Router(), kit_database, nats_url="nats://127.0.0.1:9")) as shop:
        checks = await checks_of(shop)

    assert checks["broker"]["ok"] is False
    assert checks["database"]["ok"] is True
    assert checks["outbox"]["waiting"] == 0


async def test_a_background_task_that_ends_is_named() -> None:
    shop = demo(Router())
    background = Background(shop.app, "demo")

    async def dies() -> None:
        raise ValueError("no more")

    background.start("relay", dies())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert (await checks_of(shop))["relay"]["cause"] == "ValueError: no more"


async def test_what_runs_beside_requests_ends_with_the_service(
    kit_database: Database, expects: Callable[[list[Migration]], None]
) -> None:
    expects(KIT_FILES)
    async with started(demo(Router(), kit_database)):
        during = {task.get_name() for task in asyncio.all_tasks()}
    after = {task.get_name() for task in asyncio.all_tasks()}

    assert "demo housekeeping" in during
    assert not {name for name in after if name.startswith("demo ")}
