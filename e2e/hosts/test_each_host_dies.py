"""Each host is killed in turn while shoppers buy: nothing that was accepted is lost, and the books agree."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import httpx

from bench.books import read_books
from bench.databases import Databases, databases_at
from e2e.hosts.conftest import PATIENCE_S, ManyHosts, Member
from e2e.python.shoppers import Purchase, Unserved, shelf_filled_at
from testkit.waiting import until

BUYERS = 3
AGAIN_S = 0.3
AWAY_S = 12
ANSWER_WITHIN_S = 5.0
# As who balances between the gateways has it; a browser alone would wait for longer.
PATIENCE = httpx.Timeout(10, connect=2)


@dataclass
class Shoppers:
    """Each repeats what failed, under the same key, at the other gateway, as a browser behind two addresses does."""

    gateways: Sequence[str]
    public_url: str
    sku: str
    orders: list[str] = field(default_factory=list[str])
    failed: int = 0
    goes_home: bool = False

    async def buys(self, at: Iterator[str]) -> None:
        while not self.goes_home:
            host = self.public_url.partition("//")[2]
            same_origin = {"origin": self.public_url, "sec-fetch-site": "same-origin", "host": host}
            from_any = "0.0.0.0"  # noqa: S104 (of ours)
            purchase = Purchase(next(at), from_any, self.sku, same_origin, PATIENCE)
            await self._finishes(purchase, at)
            self.orders.append(purchase.done["order"]["id"])

    async def _finishes(self, purchase: Purchase, at: Iterator[str]) -> None:
        while True:
            try:
                await purchase.goes_on()
            except (Unserved, httpx.TransportError):
                self.failed += 1
                purchase.url = next(at)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def sell_more(self) -> float:
        """Seconds until each could have bought again."""
        began, wanted = time.monotonic(), len(self.orders) + 2 * BUYERS
        await until(lambda: len(self.orders) >= wanted, PATIENCE_S)
        return time.monotonic() - began


async def test_each_host_is_killed_in_turn_and_nothing_that_was_accepted_is_lost(
    hosts: ManyHosts, record_property: Callable[[str, object], None]
) -> None:
    await hosts.opens()
    sku = await shelf_filled_at(hosts.gateways[0], hosts.home, hosts.public_url)
    shoppers = Shoppers(hosts.gateways, hosts.public_url, sku)
    recovered: dict[str, float] = {}
    async with asyncio.TaskGroup() as group:
        for first in range(BUYERS):
            group.create_task(shoppers.buys(itertools.cycle(hosts.gateways[first % 2 :] + hosts.gateways[: first % 2])))
        await shoppers.sell_more()
        for member in (*hosts.apps, *hosts.nats):
            recovered[member.host.name] = await outlived(member, shoppers)
        recovered["pg"] = await outlive_postgres(hosts, shoppers)
        shoppers.goes_home = True
    record_property("orders", len(shoppers.orders))
    record_property("failed and repeated", shoppers.failed)
    for host, seconds in recovered.items():
        record_property(f"seconds after {host} died", round(seconds, 1))

    async with databases_at(hosts.superuser_url, list(hosts.system.services)) as databases:
        await until(lambda: books_agree(databases, len(shoppers.orders)), PATIENCE_S)
        accepted = await databases.of["order"].fetchval(
            "select count(*) from orders where id = any($1::uuid[])", shoppers.orders
        )
    assert accepted == len(set(shoppers.orders))


async def outlived(member: Member, shoppers: Shoppers) -> float:
    await asyncio.to_thread(member.host.dies)
    seconds = await shoppers.sell_more()
    await member.comes_back()
    await shoppers.sell_more()
    return seconds


async def outlive_postgres(hosts: ManyHosts, shoppers: Shoppers) -> float:
    """There is one: while it is away every question is refused at once, and afterwards all goes on by itself."""
    async with httpx.AsyncClient(timeout=30, headers={"host": hosts.public_url.partition("//")[2]}) as http:
        asked = [f"{gateway}/cart-service/api/v1/cart" for gateway in hosts.gateways]
        guests = [await http.post(f"{gateway}/user-service/api/v1/guests", json={}) for gateway in hosts.gateways]
        assert [guest.is_success for guest in guests] == [True, True], guests
        await asyncio.to_thread(hosts.postgres.host.dies)
        until_s = time.monotonic() + AWAY_S
        while time.monotonic() < until_s:
            for answer in await asyncio.gather(*(http.get(url) for url in asked)):
                took = answer.elapsed.total_seconds()
                assert (answer.status_code, took < ANSWER_WITHIN_S) == (503, True), f"{answer} after {took:.1f} s"
    await hosts.postgres.comes_back()
    return await shoppers.sell_more()


async def books_agree(databases: Databases, ordered: int) -> bool:
    faults = (await read_books(databases)).faults(ordered)
    print(json.dumps(faults))
    return not faults
