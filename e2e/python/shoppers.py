"""Shoppers at the gateway of a shop in trouble: each answer is right, or a 503 that says why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from bench.client import addresses
from bench.visits import ADDRESS, CARD, CONTACT
from cli.home import Home
from cli.keys import Keys
from testkit.waiting import until

PAGES = ("/", "/products", "/product-service/api/v1/products")
LOOK_AGAIN_S = 0.3
ANSWER_S = 40.0
PATIENCE_S = 240
PLENTY = 10_000


async def shelf_filled_at(url: str, home: Home, public_url: str | None = None) -> str:
    """`url`: of a gateway, which the shop's own address need not lead to."""
    account = next(one for one in Keys(home.secrets).accounts() if one["type"] == "admin")
    host = (public_url or url).partition("//")[2]
    async with httpx.AsyncClient(base_url=url, timeout=30, headers={"host": host}) as http:
        password = {name: account[name] for name in ("email", "password")}
        token = (await http.post("/user-service/api/v1/auth/admin/tokens", json=password)).json()["access_token"]
        first = (await http.get("/product-service/api/v1/products", params={"limit": 1})).json()["items"][0]
        product = (await http.get(f"/product-service/api/v1/products/{first['handle']}")).json()
        changed = await http.patch(
            f"/product-service/api/v1/variants/{product['variants'][0]['sku']}",
            json={"stock": PLENTY},
            headers={"authorization": f"Bearer {token}"},
        )
        return changed.json()["sku"]


class Unserved(Exception):
    """A 503 with its reason."""


@dataclass
class Purchase:
    """One guest's way to one order; what was answered is not asked again, and the order keeps its key."""

    url: str
    address: str
    sku: str
    headers: dict[str, str]
    patience: httpx.Timeout = field(default_factory=lambda: httpx.Timeout(ANSWER_S))
    key: str = field(default_factory=lambda: str(uuid4()))
    done: dict[str, Any] = field(default_factory=dict[str, Any])

    async def goes_on(self) -> None:
        """To its order, or until it is refused."""
        transport = httpx.AsyncHTTPTransport(local_address=self.address)
        async with httpx.AsyncClient(
            transport=transport, base_url=self.url, headers=self.headers, timeout=self.patience
        ) as http:
            if "guest" not in self.done:
                answer = await self._ask(http, "POST", "user", "/guests")
                self.done["guest"] = dict(answer.cookies)
            http.cookies.update(self.done["guest"])
            await self._once(http, "bag", "POST", "cart", "/cart/items", {"sku": self.sku, "quantity": 1})
            chosen = {"contact": CONTACT, "address": ADDRESS}
            checkout = await self._once(http, "checkout", "PUT", "cart", "/checkout", chosen)
            card = await self._once(http, "card", "POST", "order", "/simulated-cards", CARD)
            body = {
                "checkout_id": checkout["id"],
                "expected_total": checkout["totals"]["total"],
                "payment": {"method": "card", "token": card["token"]},
            }
            order = await self._once(http, "order", "POST", "order", "/orders", body)
            assert order["state"] in ("confirmed", "shipped", "delivered"), order

    async def _once(self, http: httpx.AsyncClient, step: str, method: str, service: str, path: str, body: Any) -> Any:
        if step not in self.done:
            self.done[step] = (await self._ask(http, method, service, path, body)).json()
        return self.done[step]

    async def _ask(
        self, http: httpx.AsyncClient, method: str, service: str, path: str, body: Any = None
    ) -> httpx.Response:
        url = f"/{service}-service/api/v1{path}"
        while True:
            answer = await http.request(method, url, json=body, headers={"idempotency-key": f"{self.key}{path}"})
            if answer.status_code < 300 and not (path == "/orders" and answer.json()["state"] == "pending"):
                return answer
            refuse_unless_under_way(answer)
            await asyncio.sleep(LOOK_AGAIN_S)


def refuse_unless_under_way(answer: httpx.Response) -> None:
    if answer.status_code == 503:
        problem = answer.json()
        assert problem["cause"], problem
        assert problem["fix"], problem
        assert "/" not in problem["cause"], problem  # a file of the server's is no reason for a shopper
        raise Unserved(problem["cause"])
    still_runs = answer.status_code == 409 and answer.json()["code"] == "still-running"
    assert still_runs or answer.status_code == 202, f"{answer.request.method} {answer.url}: {said(answer)}"


def said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text[:500]}"


@dataclass
class Crowd:
    """Buyers one after the other, a few at a time, and one who only looks."""

    url: str
    sku: str
    knows: Callable[[], bool] = lambda: True
    """Whether the shop has noticed that its disk is full. Until then, a second, it may lose a page that it keeps."""
    ordered: int = 0
    refusals: list[str] = field(default_factory=list[str])
    unfinished: list[Purchase] = field(default_factory=list[Purchase])
    goes_home: bool = False
    _addresses: Iterator[str] = field(default_factory=addresses)

    def purchase(self) -> Purchase:
        same_origin = {"origin": self.url, "sec-fetch-site": "same-origin"}
        return Purchase(self.url, next(self._addresses), self.sku, same_origin)

    async def buys(self) -> None:
        while not self.goes_home:
            await self.tries(self.purchase())

    async def tries(self, purchase: Purchase) -> None:
        try:
            await purchase.goes_on()
        except Unserved as refusal:
            self.refusals.append(str(refusal))
            self.unfinished.append(purchase)
            await asyncio.sleep(LOOK_AGAIN_S)
        else:
            self.ordered += 1

    async def looks(self) -> None:
        async with httpx.AsyncClient(base_url=self.url, timeout=ANSWER_S) as http:
            while not self.goes_home:
                for page in PAGES:
                    knew = self.knows()
                    try:
                        answer = await http.get(page)
                    except httpx.RemoteProtocolError:
                        assert not knew, page
                    else:
                        assert answer.status_code in (200, 503), f"{page}: {said(answer)}"
                await asyncio.sleep(LOOK_AGAIN_S)


@asynccontextmanager
async def selling(crowd: Crowd, buyers: int) -> AsyncIterator[None]:
    """While something happens; everybody who began has their order at the end."""
    crowd.goes_home = False
    async with asyncio.TaskGroup() as group:
        for _ in range(buyers):
            group.create_task(crowd.buys())
        try:
            yield
        finally:
            crowd.goes_home = True
    assert not crowd.unfinished, crowd.refusals


async def sold_more(crowd: Crowd, orders: int) -> None:
    wanted = crowd.ordered + orders
    await until(lambda: crowd.ordered >= wanted, PATIENCE_S)
