"""./souk dead-letters and ./souk sagas over the services of a shop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from cli import operators
from cli.home import ROOT, Home
from cli.refusals import Refusal
from cli.shape import Shape
from cli.tests.standing_shop import a_standing_shop
from kit.data.database import Database
from kit.data.migrations import KIT, read_files
from kit.ids import uuid7
from kit.messaging.dead_letters import DeadLetters
from kit.sagas.saga import Saga
from kit.sagas.storage import PostgresSagas
from testkit.databases import Clone, TestPostgres

SERVICES = list(Shape().system(Home.of({})).with_kit)
TROUBLED = SERVICES[-1]


@pytest_asyncio.fixture(scope="session")
async def databases(postgres: TestPostgres) -> dict[str, Clone]:
    """By service: what has trouble has a database of its own, the others share one without any."""
    troubled, calm = [await postgres.clone("kit", lambda _: read_files("kit", KIT)) for _ in range(2)]
    return {name: troubled if name == TROUBLED else calm for name in SERVICES}


@pytest_asyncio.fixture
async def troubled(databases: dict[str, Clone]) -> AsyncIterator[Database]:
    async with Database(databases[TROUBLED].url, name="troubled") as database:
        yield database


@pytest.fixture
def shop(tmp_path: Path, databases: dict[str, Clone], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    for name, clone in databases.items():
        monkeypatch.setenv(f"SOUK_{name.upper()}_DATABASE_URL", clone.url)
    with a_standing_shop(tmp_path) as home:
        yield home


async def test_dead_letters_of_every_service_are_listed_below_its_name(
    shop: Home, troubled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await DeadLetters(troubled).add("ORDER", 7, "order.placed.v1", b"{}", {}, "ValueError: too loud", 3)

    code = await asyncio.to_thread(operators.dead_letters, shop, ["list"], None)

    told = capsys.readouterr().out
    assert code == 0
    assert [told.index(f"{name}\n") for name in SERVICES] == sorted(told.index(f"{name}\n") for name in SERVICES)
    assert "order.placed.v1\t3 tries\tValueError: too loud" in told.partition(f"{TROUBLED}\n")[2]
    assert told.count("No dead letters.") == len(SERVICES) - 1


async def test_a_parked_saga_of_the_service_that_is_named_is_listed_and_resumed(
    shop: Home, troubled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    saga, holder = Saga(uuid7(), "trip", uuid4(), "flying", datetime.now(UTC) + timedelta(hours=1)), uuid4()
    sagas = PostgresSagas(troubled)
    await sagas.add(saga, holder, 60)
    await sagas.set_aside(replace(saga, failures=1), holder, "ValueError: no wings", None)

    listed = await asyncio.to_thread(operators.sagas, shop, ["list"], TROUBLED)
    shown = capsys.readouterr().out
    resumed = await asyncio.to_thread(operators.sagas, shop, ["resume", str(saga.id)], TROUBLED)

    assert (listed, resumed) == (0, 0)
    assert f"{saga.id}\ttrip\t{saga.subject}\tflying\tparked" in shown
    assert "ValueError: no wings" in shown
    assert await sagas.count_parked() == 0


async def test_what_one_service_cannot_do_is_the_exit_code_of_all(
    shop: Home, databases: dict[str, Clone], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = databases[TROUBLED].url.rpartition("/")[0] + "/no_such_database"
    monkeypatch.setenv(f"SOUK_{SERVICES[0].upper()}_DATABASE_URL", gone)

    assert await asyncio.to_thread(operators.sagas, shop, ["list"], None) == 1

    told = capsys.readouterr()
    assert "The database cannot be used right now" in told.err
    assert [name for name in SERVICES if f"{name}\n" in told.out] == SERVICES, "the others are asked all the same"


def test_a_service_that_is_not_in_the_shop_is_refused_with_those_that_are(shop: Home) -> None:
    with pytest.raises(Refusal) as refused:
        operators.dead_letters(shop, ["list"], "ordr")

    assert refused.value.cause == "There is no service called ordr."
    assert ", ".join(SERVICES) in refused.value.fix


def test_where_no_shop_runs_nothing_is_asked(tmp_path: Path) -> None:
    home = Home(tmp_path, ROOT)
    home.make()

    with pytest.raises(Refusal, match="No shop runs from"):
        operators.sagas(home, ["list"], None)
