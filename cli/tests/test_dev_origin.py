"""A development origin before a small real shop and a small watch build."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from cli.dev.authority import certificate_in
from cli.dev.origin import DevelopmentOrigin
from cli.dev.routing import FromSource
from cli.dev.rules import Ends
from cli.manifest import load
from local.programs import free_port

SYSTEM = load()
PUBLIC = "https://shop.example"
REMOTES = {"cart": {"entry": "/mfe/cart/remoteEntry.js"}, "orders": {"entry": "/mfe/orders/remoteEntry.js"}}


@dataclass
class SmallShop:
    """It answers with what it heard."""

    heard: list[web.Request] = field(default_factory=list)
    hangs: bool = False

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.heard.append(request)
        if self.hangs:
            await asyncio.Event().wait()
        if request.path == "/mfe/remotes.json":
            return web.json_response(REMOTES, headers={"ETag": '"1"', "Strict-Transport-Security": "max-age=1"})
        body = (await request.read()).decode()
        headers = {"Strict-Transport-Security": "max-age=1", "Set-Cookie": "__Host-a=1; Secure; Path=/"}
        return web.json_response({"path": request.raw_path, "body": body}, headers=headers)


async def watch_build(request: web.Request) -> web.StreamResponse:
    if request.headers.get("Upgrade") != "websocket":
        return web.Response(text=f"source of {request.path}", headers={"Access-Control-Allow-Origin": "*"})
    line = web.WebSocketResponse()
    await line.prepare(request)
    async for message in line:
        await line.send_str(f"hot {message.data}")
    return line


@dataclass
class Opened:
    origin: DevelopmentOrigin
    shop: SmallShop
    browser: aiohttp.ClientSession
    asks: ssl.SSLContext | bool

    def get(self, path: str, **options: str) -> contextlib.AbstractAsyncContextManager[aiohttp.ClientResponse]:
        return self.browser.get(self.origin.ends.origin + path, ssl=self.asks, headers=options, allow_redirects=False)


@contextlib.asynccontextmanager
async def opened(folder: Path, *, https: bool = True, shop_at: str | None = None) -> AsyncIterator[Opened]:
    async with contextlib.AsyncExitStack() as stack:
        shop = SmallShop()
        shop_port, build_port, port = free_port(), free_port(), free_port()
        for handler, at in ((shop, shop_port), (watch_build, build_port)):
            runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)  # pyright: ignore[reportArgumentType]
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", at).start()
        served = certificate_in(folder)
        source = FromSource.of(SYSTEM, SYSTEM.mfes["cart"], "0.3.0", build_port, None)
        origin = DevelopmentOrigin(
            Ends(port, https, PUBLIC), source, shop_at or f"http://127.0.0.1:{shop_port}",
            served.context() if https else None, silent_s=0.2,
        )  # fmt: skip
        await origin.open()
        stack.push_async_callback(origin.close)
        browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        yield Opened(origin, shop, browser, ssl.create_default_context(cafile=str(served.authority)) if https else True)


@pytest.mark.parametrize("https", [True, False], ids=["https", "http"])
async def test_all_but_its_remote_comes_from_the_shop_as_it_was_asked(tmp_path: Path, https: bool) -> None:
    async with opened(tmp_path, https=https) as here:
        origin = here.origin.ends.origin
        async with here.browser.post(
            URL(f"{origin}/cart-service/api/v1/cart/items?q=%2F%20a+b", encoded=True),
            json={"sku": "é"},
            ssl=here.asks,
            headers={"Origin": origin},
        ) as answer:
            said = await answer.json()

        assert said == {"path": "/cart-service/api/v1/cart/items?q=%2F%20a+b", "body": '{"sku": "\\u00e9"}'}
        assert here.shop.heard[0].headers["Host"] == "shop.example"
        assert here.shop.heard[0].headers["Origin"] == PUBLIC
        assert "Strict-Transport-Security" not in answer.headers
        assert answer.headers["Set-Cookie"] == ("__Host-a=1; Secure; Path=/" if https else "dev-Host-a=1; Path=/")


async def test_its_remote_comes_from_source_and_is_named_in_the_shops_list(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        async with here.get("/mfe/cart/remoteEntry.js") as answer:
            assert await answer.text() == "source of /mfe/cart/remoteEntry.js"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "Access-Control-Allow-Origin" not in answer.headers
        async with here.get("/mfe/remotes.json", **{"If-None-Match": '"1"'}) as answer:
            remotes = await answer.json()
            assert "ETag" not in answer.headers
            assert "Strict-Transport-Security" not in answer.headers

    assert remotes["cart"]["version"] == "0.3.0-dev"
    assert remotes["orders"] == REMOTES["orders"]
    assert [request.path for request in here.shop.heard] == ["/mfe/remotes.json"]


async def test_a_name_that_a_stranger_points_here_finds_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        for path in ("/", "/mfe/cart/remoteEntry.js", "/mfe/remotes.json"):
            async with here.get(path, Host=f"evil.example:{here.origin.ends.port}") as answer:
                assert answer.status == 421

        assert here.shop.heard == []


async def test_hot_replacement_speaks_with_its_own_pages_alone(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        address = here.origin.ends.origin + "/mfe/cart/hot"
        async with here.browser.ws_connect(address, ssl=here.asks, origin=here.origin.ends.origin) as line:
            await line.send_str("hello")
            assert await line.receive_str() == "hot hello"

        for origin in ("https://evil.example", f"http://localhost:{here.origin.ends.port}"):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await here.browser.ws_connect(address, ssl=here.asks, origin=origin)


async def test_a_shop_that_hangs_is_told_from_one_that_is_away(tmp_path: Path) -> None:
    async with opened(tmp_path) as here:
        here.shop.hangs = True
        async with here.get("/cart") as answer:
            assert answer.status == 504
            assert "did not answer in time" in await answer.text()

    async with opened(tmp_path, shop_at=f"http://127.0.0.1:{free_port()}") as here, here.get("/cart") as answer:
        assert answer.status == 502
        assert "cannot be reached" in await answer.text()
        assert "./souk up" in await answer.text()


async def test_a_shop_whose_certificate_nobody_here_trusts_is_not_asked(tmp_path: Path) -> None:
    served = certificate_in(tmp_path / "theirs")
    port, shop = free_port(), SmallShop()
    runner = web.ServerRunner(web.Server(shop), shutdown_timeout=0.1)  # pyright: ignore[reportArgumentType]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, ssl_context=served.context()).start()

    async with opened(tmp_path / "ours", shop_at=f"https://localhost:{port}") as here:
        async with here.get("/cart") as answer:
            assert answer.status == 502
            assert "--ca-file" in await answer.text()
        assert shop.heard == []

        trusting = DevelopmentOrigin(
            Ends(free_port(), https=False, shop=PUBLIC), here.origin.source, f"https://localhost:{port}",
            trusts=ssl.create_default_context(cafile=str(served.authority)),
        )  # fmt: skip
        await trusting.open()
        async with here.browser.get(f"{trusting.ends.origin}/cart") as answer:
            assert json.loads(await answer.text())["path"] == "/cart"
        await trusting.close()
    await runner.cleanup()
