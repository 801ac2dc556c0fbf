"""Each part is taken out in turn, and every page still shows what it can."""

from __future__ import annotations

import asyncio
import re
import shutil

import httpx

from cli import running
from cli.keeper.requests import Request, ask
from e2e.full_disk.conftest import ShopOnDisk
from testkit.waiting import until

PATIENCE_S = 300
LOOK_S = 0.1
PRODUCT, REVIEWS, FAQ = "/products/stoneware-chai-mug", "/products/stoneware-chai-mug/reviews", "/content/faq"
PAGES = ("/", "/products", "/products?q=mug", PRODUCT, REVIEWS, "/content", "/content/returns", FAQ)
FEDERATED = ("/cart", "/checkout", "/orders", "/login", "/account", "/support")
# What a page is about, so that it cannot be shown without; all other pages are whole.
OF_PART = {
    "product": {PRODUCT, REVIEWS},
    "content": {"/content", "/content/returns", FAQ},
    "host": {"/", *FEDERATED},
    "products": {"/products", "/products?q=mug", PRODUCT, REVIEWS},
    "content-zone": {"/content", "/content/returns", FAQ},
}
HEADING = re.compile(r"<h1[ >]")


async def test_with_each_part_down_pages_show_what_they_can_and_come_back_by_themselves(shop: ShopOnDisk) -> None:
    await until(lambda: "The shop is open" in shop.said(), PATIENCE_S)
    async with httpx.AsyncClient(base_url=shop.url, timeout=60) as http:
        for part in parts_of(shop):
            await asked(shop, Request.STOP, part, "stopped")
            found = await visited(shop, http)
            await asked(shop, Request.RESTART, part, "healthy")

            assert {path for path, answer in found.items() if answer.status_code >= 500} == OF_PART.get(part, set()), (
                part
            )
            for path, answer in found.items():
                assert HEADING.search(answer.text), (part, path)
                assert "<header" in answer.text, (part, path)
            for path in OF_PART.get(part, ()):
                assert found[path].headers["cache-control"] in ("no-store", "private, no-store"), (part, path)
                assert found[path].headers["retry-after"] == "5", (part, path)
        again = await visited(shop, http)

    assert {answer.status_code for answer in again.values()} == {200}


def parts_of(shop: ShopOnDisk) -> list[str]:
    """All that pages could miss; the gateway is what they come through, and without the database no service answers."""
    state = running.state_of(shop.home)
    assert state
    return [part["name"] for part in state["parts"] if part["kind"] in ("service", "zone", "broker", "mail")]


async def asked(shop: ShopOnDisk, request: Request, part: str, wanted: str) -> None:
    ask(shop.home.run, request, part)
    async with asyncio.timeout(PATIENCE_S):
        while state_of(shop, part) != wanted:  # noqa: ASYNC110 (nobody tells a test)
            await asyncio.sleep(LOOK_S)


def state_of(shop: ShopOnDisk, part: str) -> str:
    state = running.state_of(shop.home)
    return next(one["state"] for one in state["parts"] if one["name"] == part) if state else "gone"


async def visited(shop: ShopOnDisk, http: httpx.AsyncClient) -> dict[str, httpx.Response]:
    """As who comes first: nothing that the gateway kept is shown instead."""
    for kept in (shop.home.folder / "cache" / "nginx").iterdir():
        shutil.rmtree(kept, ignore_errors=True)
    paths = (*PAGES, *FEDERATED)
    return dict(zip(paths, await asyncio.gather(*map(http.get, paths)), strict=True))
