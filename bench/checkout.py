"""What buying costs: add to the bag, the checkout, the order, and all that follows from it, by part of the shop.

    python bench/checkout.py                         opens a shop of its own
    python bench/checkout.py --home FOLDER --orders 200

Guests buy one article each, cash on delivery, straight at the services. An order's figures hold its reservation, the
shipment and the emptied bag; bench/checkout_saga.py measures the saga alone, with the simulated bank.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import aiohttp

from bench.open_shop import OpenShop, Spent, a_shop, idle_of

AT_ONCE = 16
STOCK = 1_000_000
CONTACT = {"email": "asha@example.com", "phone": "+91 98000 00000", "name": "Asha Rao"}
ADDRESS = {
    "name": "Asha Rao", "phone": "+91 98000 00000", "line1": "1 MG Road", "city": "Bengaluru",
    "state": "Karnataka", "postal_code": "560001", "country": "IN",
}  # fmt: skip


class Buyer:
    """A guest."""

    def __init__(self, shop: OpenShop, session: aiohttp.ClientSession, sku: str) -> None:
        self._shop = shop
        self._session = session
        self._sku = sku
        self._guest = ""
        self._checkout: dict[str, Any] = {}

    async def come_in(self) -> None:
        async with self._session.post(f"{self._shop.api('user')}/guests") as answer:
            answer.raise_for_status()
            self._guest = answer.cookies["souk_guest"].value

    async def add(self) -> None:
        await self._send("POST", "cart", "/cart/items", {"sku": self._sku, "quantity": 1})

    async def look_at_bag(self) -> None:
        await self._send("GET", "cart", "/cart")

    async def check_out(self) -> None:
        chosen = {"contact": CONTACT, "address": ADDRESS}
        self._checkout = await self._send("PUT", "cart", "/checkout", chosen)

    async def order(self) -> None:
        body = {
            "checkout_id": self._checkout["id"],
            "expected_total": self._checkout["totals"]["total"],
            "payment": {"method": "cash_on_delivery"},
        }
        placed = await self._send("POST", "order", "/orders", body)
        if placed["state"] != "confirmed":
            raise RuntimeError(f"An order is {placed['state']}, not confirmed.")

    async def _send(self, method: str, service: str, path: str, body: Any = None) -> Any:
        headers = {"x-guest-id": self._guest, "idempotency-key": str(uuid4())}
        url = self._shop.api(service) + path
        async with self._session.request(method, url, json=body, headers=headers) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()


async def stocked(shop: OpenShop, session: aiohttp.ClientSession) -> str:
    """The SKU of some article of which there is plenty, put there by the admin."""
    admin = shop.account("admin")
    login = {"email": admin["email"], "password": admin["password"]}
    async with session.post(f"{shop.api('user')}/auth/admin/tokens", json=login) as answer:
        answer.raise_for_status()
        token = (await answer.json())["access_token"]
    async with session.get(f"{shop.api('product')}/products?in_stock=true&limit=1") as answer:
        handle = (await answer.json())["items"][0]["handle"]
    async with session.get(f"{shop.api('product')}/products/{handle}") as answer:
        sku = (await answer.json())["variants"][0]["sku"]
    signed_in = {"authorization": f"Bearer {token}"}
    async with session.patch(
        f"{shop.api('product')}/variants/{sku}", json={"stock": STOCK}, headers=signed_in
    ) as answer:
        answer.raise_for_status()
    return sku


async def all_do(buyers: list[Buyer], step: Callable[[Buyer], Awaitable[None]]) -> None:
    waiting = iter(buyers)

    async def one_after_another() -> None:
        for buyer in waiting:
            await step(buyer)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


async def measure(shop: OpenShop, orders: int) -> None:
    idle = idle_of(shop)
    steps = {
        "a guest comes": Buyer.come_in,
        "add to bag": Buyer.add,
        "look at bag": Buyer.look_at_bag,
        "checkout": Buyer.check_out,
        "order": Buyer.order,
    }
    async with aiohttp.ClientSession() as session:
        sku = await stocked(shop, session)
        warm, buyers = ([Buyer(shop, session, sku) for _ in range(many)] for many in (orders // 5, orders))
        for step in steps.values():
            await all_do(warm, step)
        print(f"{'':16}{'ms CPU':>8}{'a second':>10}   of which")
        for name, step in steps.items():
            with Spent(shop, idle) as spent:
                await all_do(buyers, step)
                rate = orders / spent.so_far_s
                if step is Buyer.order:
                    await asyncio.sleep(2)  # events arrive: a shipment is made, the bag emptied
            each = spent.ms_each(orders)
            parts = "  ".join(f"{part} {ms:.2f}" for part, ms in each.items() if ms >= 0.01)
            print(f"{name:16}{sum(each.values()):8.2f}{rate:10.0f}   {parts}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--home", help="a running shop's SOUK_HOME")
    asked.add_argument("--orders", type=int, default=500)
    arguments = asked.parse_args()
    with a_shop(at=arguments.home) as shop:
        asyncio.run(measure(shop, arguments.orders))


if __name__ == "__main__":
    main()
