"""What the bench's visitors do still works at the real services, and the books that it reads are those of the shop."""

from __future__ import annotations

from contextlib import AsyncExitStack

import asyncpg

from bench.books import read_books
from bench.crowd import a_crowd
from bench.databases import Databases
from bench.load import Job
from bench.operations import OPERATIONS
from bench.visitors import Place
from e2e.python.running_shop import RunningShop

# Only behind the gateway, or only with an admin's password.
NOT_HERE = ("home-page", "listing-page", "product-page", "listing-cached", "product-cached", "list-cached", "price")


async def nothing() -> None:
    return


async def test_every_visit_of_the_bench_succeeds_and_what_it_sells_is_in_the_books(open_shop: RunningShop) -> None:
    sku = await open_shop.has_stock(50)
    handle = await open_shop.sql("product", "select handle from products limit 1")
    place = Place("http://localhost:8888", 9, open_shop.ports, [handle], [sku], [["linen"], ["shirt"]], "Size=S,M", {})
    async with AsyncExitStack() as stack, a_crowd(place) as crowd:
        of = {
            name: await asyncpg.connect(clone.owner_url)
            for name, clone in open_shop.databases.items()
            if name in ("product", "order", "logistics")
        }
        for connection in of.values():
            stack.push_async_callback(connection.close)
        before = (await read_books(Databases(of, []))).numbers
        earlier = await open_shop.sql("order", "select array_agg(id) from orders") or []

        for operation in OPERATIONS:
            if operation.name not in NOT_HERE:
                job = Job(operation.name, times=2, at=2, warm=0, seed=1, most_s=60, past_gateway=True)
                seen = await crowd.visit(job, nothing)
                assert seen["errors"]["failed"] == 0, (operation.name, seen["errors"]["said"])

        new = await open_shop.sql("order", "select array_agg(id) from orders where id <> all($1)", earlier)
        ids = ", ".join(f"'{each}'" for each in new)
        await open_shop.until("logistics", f"select count(*) from shipments where order_id in ({ids})", 3)
        after = (await read_books(Databases(of, []))).numbers
    assert {what: after[what] - before[what] for what in ("orders", "pieces sold", "charges taken once")} == {
        "orders": 3,
        "pieces sold": 3,
        "charges taken once": 3,
    }
    assert after["SKUs whose pieces do not add up"] == 0
