"""Memory of a whole shop (PSS: a page shared by five processes counts a fifth for each), apart and together.

    python bench/memory.py

Goal: less than 700 MB with all services apart. Both shops get the same visitors first: an idle one flatters itself.
"""

from __future__ import annotations

import argparse
import asyncio

import aiohttp

from bench.open_shop import OpenShop, a_shop
from cli.status import memory_of

GOAL_MB = 700
ROUNDS = 40
PATHS = ("/", "/products?sort=price", "/products/{handle}", "/product-service/api/v1/products/facets?q=linen")


async def visit(shop: OpenShop) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{shop.url}/product-service/api/v1/products") as answer:
            handles = [item["handle"] for item in (await answer.json())["items"]]
        for number in range(ROUNDS):
            for path in PATHS:
                async with session.get(shop.url + path.format(handle=handles[number % len(handles)])) as answer:
                    await answer.read()
                    answer.raise_for_status()


def show(shape: str, shop: OpenShop) -> float:
    state = shop.state
    parts = {part["name"]: memory_of(part["pid"]) or 0 for part in state["parts"] if part["pid"]}
    parts["keeper"] = (memory_of(state["keeper"]) or 0) - sum(parts.values())
    total = sum(parts.values()) / 1e6
    print(f"{shape}: {total:.0f} MB   " + "  ".join(f"{name} {size / 1e6:.0f}" for name, size in parts.items()))
    return total


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--home", help="a running shop's SOUK_HOME, instead of two new ones")
    home = asked.parse_args().home
    totals: dict[str, float] = {}
    for shape in ("apart", "together") if home is None else ("as it runs",):
        with a_shop(shape, home) as shop:
            asyncio.run(visit(shop))
            totals[shape] = show(shape, shop)
    if totals.get("apart", 0) > GOAL_MB:
        raise SystemExit(f"The goal is {GOAL_MB} MB apart.")


if __name__ == "__main__":
    main()
