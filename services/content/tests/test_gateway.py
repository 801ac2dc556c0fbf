"""What changed is fetched anew by every gateway that stands behind a name."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from kit.names import REFRESH_HEADER
from kit.settings import Secret
from local.programs import free_port
from souk_content.adapters.gateway import HttpGateways


@pytest.fixture
async def asked() -> AsyncIterator[tuple[int, list[tuple[str, str, str]]]]:
    """Two gateways on one port of two addresses: by which address, for whom and for what each was asked."""
    heard: list[tuple[str, str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.headers[REFRESH_HEADER] == "hush"
        assert request.transport
        heard.append((request.transport.get_extra_info("sockname")[0], request.host, request.path))
        return web.Response()

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    for address in ("127.0.0.1", "127.0.0.2"):
        await web.TCPSite(runner, address, port).start()
    yield port, heard
    await runner.cleanup()


async def test_each_gateway_behind_a_name_is_asked_by_that_name(
    asked: tuple[int, list[tuple[str, str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, heard = asked

    async def both(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{number}", port)) for number in (1, 2)]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    monkeypatch.setattr("souk_content.adapters.gateway.is_this_machine", lambda _: False)

    left = await HttpGateways([f"http://gateway-each:{port}"], Secret("hush")).refresh(["/faq"])

    assert left == set()
    assert set(heard) == {(f"127.0.0.{number}", f"gateway-each:{port}", "/faq") for number in (1, 2)}
