"""Processor time per request of what shoppers read, by part of the shop.

    python bench/reads.py                      opens a shop of its own
    python bench/reads.py --home FOLDER        measures the one that runs from that SOUK_HOME
    python bench/reads.py --only search

Wall-clock rates of a shared machine say little; the processor time that a request costs stays. What the parts spend
with nobody in the shop is taken off. Asked directly, a service answers each time; the gateway would keep its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp

from bench.open_shop import OpenShop, Spent, a_shop, idle_of

AT_ONCE = 4
# The gateway refuses more than 200 API requests a second from one address.
MOST_PER_S = 150
GZIP = {"accept-encoding": "gzip"}


@dataclass(frozen=True)
class Read:
    name: str
    url: str  # `{n}` makes each request another one, for the gateway's cache
    times: int
    paced: bool = False


def reads_of(shop: OpenShop, handle: str) -> Iterator[Read]:
    product, web = shop.api("product"), shop.url
    yield Read("list", f"{product}/products", 2000)
    yield Read("list, narrowed", f"{product}/products?category=clothing&option.Colour=Indigo&in_stock=true", 1000)
    yield Read("product", f"{product}/products/{handle}", 2000)
    yield Read("related", f"{product}/products/{handle}/related", 1000)
    yield Read("search", f"{product}/products?q=linen+shirt", 1000)
    yield Read("search, mistyped", f"{product}/products?q=shrit", 500)
    yield Read("facets", f"{product}/products/facets", 500)
    yield Read("suggestions", f"{product}/suggestions?q=kur", 1000)
    yield Read("categories", f"{product}/categories", 500)
    yield Read("serviceability", f"{shop.api('logistics')}/serviceability/560001", 1000)
    yield Read("health of product", f"{product.removesuffix('/api/v1')}/health", 500)
    for name, path in (("home page", "/"), ("list page", "/products"), ("product page", f"/products/{handle}")):
        yield Read(f"{name}, kept", web + path, 1500, paced=True)
    yield Read("home page, rendered", f"http://127.0.0.1:{shop.zone_port('host')}/", 200)
    yield Read("list page, rendered", f"{web}/products?min_price={{n}}", 200)
    yield Read("product page, rendered", f"http://127.0.0.1:{shop.zone_port('products')}/products/{handle}", 200)
    yield Read("list API, kept", f"{web}/product-service/api/v1/products", 1500, paced=True)


async def ask(session: aiohttp.ClientSession, read: Read, numbers: Iterator[int], began: float) -> None:
    for number in numbers:
        if read.paced and (early := began + number / MOST_PER_S - time.monotonic()) > 0:
            await asyncio.sleep(early)
        async with session.get(read.url.replace("{n}", str(number))) as answer:
            await answer.read()
            answer.raise_for_status()


async def all_of(session: aiohttp.ClientSession, read: Read, first: int, times: int) -> None:
    numbers = iter(range(first, first + times))
    began = time.monotonic() - first / MOST_PER_S
    await asyncio.gather(*(ask(session, read, numbers, began) for _ in range(AT_ONCE)))


async def measure(shop: OpenShop, only: str | None) -> None:
    idle = idle_of(shop)
    async with aiohttp.ClientSession(headers=GZIP) as session:
        async with session.get(f"{shop.api('product')}/products?limit=1") as answer:
            handle = (await answer.json())["items"][0]["handle"]
        print(f"{'':24}{'ms CPU':>8}   of which")
        for read in reads_of(shop, handle):
            if only and only not in read.name:
                continue
            await all_of(session, read, 0, read.times // 5)  # warm: connections, statements, Node's compiler
            with Spent(shop, idle) as spent:
                await all_of(session, read, read.times // 5, read.times)
            each = spent.ms_each(read.times)
            parts = "  ".join(f"{name} {ms:.2f}" for name, ms in each.items() if ms >= 0.01)
            print(f"{read.name:24}{sum(each.values()):8.2f}   {parts}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--home", help="a running shop's SOUK_HOME")
    asked.add_argument("--only", help="only what has this in its name")
    arguments = asked.parse_args()
    with a_shop(at=arguments.home) as shop:
        asyncio.run(measure(shop, arguments.only))


if __name__ == "__main__":
    main()
