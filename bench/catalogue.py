"""Requests a second and latency of what shoppers read, one kind after another.

    python bench/catalogue.py --url http://127.0.0.1:8010 --seconds 5 --at-once 16

Ask the product service itself, not the gateway, which would answer from its cache. `bench/import_products.py`
fills a catalogue of 10,000 first, where that is wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from statistics import quantiles

import aiohttp

API = "/api/v1"
READS = {
    "list": "/products",
    "list by price": "/products?sort=price&limit=24",
    "list narrowed": "/products?category=clothing&option.Colour=Indigo&option.Size=M&in_stock=true",
    "search": "/products?q=linen+shirt",
    "search, mistyped": "/products?q=shrit",
    "suggestions": "/suggestions?q=kur",
    "facets": "/products/facets",
    "facets of a search": "/products/facets?q=shirt&option.Colour=Indigo",
    "categories": "/categories",
}


async def ask(session: aiohttp.ClientSession, url: str, until: float, times: list[float]) -> None:
    while (began := time.perf_counter()) < until:
        async with session.get(url) as answer:
            await answer.read()
            answer.raise_for_status()
        times.append(time.perf_counter() - began)


async def measure(session: aiohttp.ClientSession, name: str, url: str, seconds: float, at_once: int) -> None:
    async with session.get(url) as answer:
        size = len(await answer.read())
    times: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(ask(session, url, until, times) for _ in range(at_once)))
    cuts = quantiles(times, n=100)
    print(
        f"{name:20} {len(times) / seconds:8.0f}/s   p50 {cuts[49] * 1000:7.1f} ms   p95 {cuts[94] * 1000:7.1f} ms"
        f"   p99 {cuts[98] * 1000:7.1f} ms   {size / 1024:6.1f} KB"
    )


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8010")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--at-once", type=int, default=16)
    asked = parser.parse_args()
    async with aiohttp.ClientSession(headers={"accept-encoding": "identity"}) as session:
        async with session.get(f"{asked.url}{API}/products?limit=1") as answer:
            handle = (await answer.json())["items"][0]["handle"]
        for name, path in {**READS, "product": f"/products/{handle}", "related": f"/products/{handle}/related"}.items():
            await measure(session, name, f"{asked.url}{API}{path}", asked.seconds, asked.at_once)


if __name__ == "__main__":
    asyncio.run(main())
