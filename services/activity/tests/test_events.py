from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
import pytest
from activity_examples import ALICE, NOON, an_order

from contracts.order import OrderCancelled
from kit.audit import Audited
from souk_activity.app import build
from souk_activity.domain.reports import Period
from souk_activity.settings import Settings
from testkit.waiting import until

if TYPE_CHECKING:
    from testkit.broker import TestNats
    from testkit.clients import ServiceClient
    from testkit.plugin import MakeServiceClient


def a_change(service: str, action: str, minutes: int = 0, **of: str) -> Audited:
    at = NOON + timedelta(minutes=minutes)
    return Audited(at=at, service=service, actor_id=ALICE, actor_type="admin", action=action, of=of)


async def test_what_services_announce_counts_once_and_stands_in_the_trail(
    service_client: MakeServiceClient, nats: TestNats
) -> None:
    client = await service_client(build, Settings, nats=nats)
    order, change = an_order("mug", "cup"), a_change("cart", "add_promotion", promotion_id="p-1")

    for fact in (order, order, change, change, OrderCancelled(at=NOON, order_id=uuid4(), reason="declined")):
        await nats.announce(fact)
    await nats.announce(a_change("product", "change_variant", 1, sku="MUG"))

    async def days() -> list[tuple[int, int, int]]:
        found = await client.deps.reports.list_days(Period(NOON.date(), NOON.date(), "UTC"))
        return [(row["orders"], row["revenue"], row["undone"]) for row in found]

    async def trail() -> list[str]:
        return [each["action"] for each in (await client.as_admin().get("/trail")).json()["items"]]

    await until(lambda: _is(days, [(1, 100_000, 1)]))
    await until(lambda: _is(trail, ["change_variant", "add_promotion"]))


async def _is(found, expected) -> bool:
    return await found() == expected


async def test_the_trail_is_read_by_actor_service_and_subject_page_by_page(client: ServiceClient) -> None:
    changes = [a_change("cart", f"change_{n}", n, promotion_id=f"p-{n % 2}") for n in range(3)]
    await client.deps.trail.add([_kept(each) for each in changes])
    admin = client.as_admin()

    first = (await admin.get("/trail?limit=2")).json()
    second = (await admin.get(f"/trail?limit=2&cursor={first['next_cursor']}")).json()
    of_one = (await admin.get(f"/trail?subject_id=p-0&service=cart&actor_id={ALICE}")).json()

    assert [each["action"] for each in first["items"] + second["items"]] == ["change_2", "change_1", "change_0"]
    assert [each["action"] for each in of_one["items"]] == ["change_2", "change_0"]
    assert (await admin.get("/trail?service=user")).json()["items"] == []
    assert (await client.as_seller().get("/trail")).status_code == 403


@pytest.mark.parametrize("sql", ["update trail set action = 'x'", "delete from trail"])
async def test_what_stands_in_the_trail_stays(client: ServiceClient, sql: str) -> None:
    await client.deps.trail.add([_kept(a_change("cart", "add_promotion"))])

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await client.deps.trail.execute(sql)


def _kept(event: Audited):
    from souk_activity.domain.trail import Change

    return Change(event.id, event.at, event.service, event.actor_id, event.actor_type, event.action, event.of)
