"""What the shop's people change is announced by the transaction that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import pytest

from kit.audit import Audited, concerns
from kit.data.database import Database, PostgresStore
from kit.errors import Kind, SoukError
from kit.http.auth import SignedIn, User, staff
from kit.http.router import Router
from kit.messaging.handlers import Handlers
from kit.messaging.streams import of_each
from kit.names import AUDITED
from kit.tests.demo import Demo, demo

ADMIN = uuid4()
Pricing = Annotated[User, staff("prices:change", "seller", "admin")]


class TooLate(SoukError):
    code = "too-late"
    kind = Kind.CONFLICT


@pytest.fixture
def shop(kit_database: Database) -> Demo:
    return demo(a_router(PostgresStore(kit_database)), kit_database)


def a_router(store: PostgresStore) -> Router:
    router = Router()

    @router.put("/prices/{sku}", status_code=204)
    async def change_price(sku: str, _: Pricing) -> None:
        async with store.transaction() as inside:
            await inside.fetchval("select 1")
        async with store.transaction() as inside:
            await inside.fetchval("select 2")

    @router.post("/prices", status_code=204)
    async def add_price(_: Pricing) -> None:
        concerns(sku="MUG")
        await store.write("delete from kit_limits")

    @router.put("/late/{sku}", status_code=204)
    async def come_late(sku: str, _: Pricing) -> None:
        async with store.transaction() as inside:
            await inside.fetchval("select 1")
            raise TooLate("Too late.", "Come earlier.")

    @router.get("/prices/{sku}")
    async def read_price(sku: str, _: Pricing) -> None:
        async with store.transaction() as inside:
            await inside.fetchval("select 1")

    @router.put("/me", status_code=204)
    async def change_me(_: SignedIn) -> None:
        async with store.transaction() as inside:
            await inside.fetchval("select 1")

    return router


async def told(database: Database) -> list[Mapping[str, Any]]:
    async with database.acquire() as connection:
        rows = await connection.fetch("select subject, body from kit_outbox order by position")
    assert {row["subject"] for row in rows} <= {"demo.audited.v1"}
    return [Audited.model_validate_json(row["body"]).model_dump(include={"actor_id", "action", "of"}) for row in rows]


async def test_a_change_of_staff_is_announced_once_with_who_did_what_to_what(
    shop: Demo, kit_database: Database
) -> None:
    await shop.http.put("/api/v1/prices/MUG", headers=shop.bearer("admin", ADMIN), json={})

    assert await told(kit_database) == [{"actor_id": ADMIN, "action": "change_price", "of": {"sku": "MUG"}}]


async def test_an_action_says_itself_what_it_made(shop: Demo, kit_database: Database) -> None:
    await shop.http.post("/api/v1/prices", headers=shop.bearer("seller", ADMIN), json={})

    assert await told(kit_database) == [{"actor_id": ADMIN, "action": "add_price", "of": {"sku": "MUG"}}]


@pytest.mark.parametrize(
    ("method", "path", "user_type"),
    [("PUT", "/late/MUG", "admin"), ("GET", "/prices/MUG", "admin"), ("PUT", "/me", "customer")],
)
async def test_nothing_is_announced_of_what_was_refused_read_or_done_by_customers(
    shop: Demo, kit_database: Database, method: str, path: str, user_type: Any
) -> None:
    await shop.http.request(method, f"/api/v1{path}", headers=shop.bearer(user_type), json={})

    assert await told(kit_database) == []


async def test_what_comes_after_a_request_of_staff_is_not_theirs(shop: Demo, kit_database: Database) -> None:
    await shop.http.put("/api/v1/prices/MUG", headers=shop.bearer("admin", ADMIN), json={})

    await shop.http.put("/api/v1/me", headers=shop.bearer("customer"), json={})

    assert len(await told(kit_database)) == 1


async def test_one_handler_takes_what_every_service_announces() -> None:
    handlers: Handlers[list[UUID]] = Handlers()

    @handlers.on(Audited)
    async def keep(event: Audited, kept: list[UUID]) -> None:
        kept.append(event.actor_id)

    kept: list[UUID] = []
    fact = Audited(
        at=datetime.now(UTC), service="bell", actor_id=ADMIN, actor_type="admin", action="ring", of={"bell": "big"}
    )
    for subject in of_each([AUDITED], ["bell", "ear"]):
        await handlers.handle(subject, fact.model_dump_json(), kept)

    assert kept == [ADMIN, ADMIN]
