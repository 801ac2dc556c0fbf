"""Pictures from the web: public addresses only, bounded, and no waiting for a silent host."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from PIL import Image

from souk_product.commands.imports.picture_source import NoPicture
from souk_product.commands.imports.pictures import MOST_BYTES, web_pictures
from souk_product.commands.imports.public_addresses import is_public
from souk_product.commands.imports.renditions import PictureUnreadable, renditions_of


def a_picture(width: int = 1000, height: int = 1250, mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), (20, 120, 90) if mode == "RGB" else (20, 120, 90, 0)).save(out, kind)
    return out.getvalue()


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=a_picture(), content_type="image/png")

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>")

    async def large(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(MOST_BYTES // 1_000_000 + 2):
            await answer.write(b"x" * 1_000_000)
        return answer

    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    app = web.Application()
    for name, handler in (("picture", picture), ("page", page), ("large", large), ("redirect", redirect)):
        app.router.add_get(f"/{name}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    where = web.TCPSite(runner, "127.0.0.1", 0)
    await where.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def refusal(source: str, *, anywhere: bool = True) -> str:
    allowed = (lambda _: True) if anywhere else is_public
    async with web_pictures(allowed, ports=None) as pictures:
        with pytest.raises(NoPicture) as refused:
            await pictures.fetch(source)
    return str(refused.value)


async def test_a_picture_becomes_two_renditions(site: str) -> None:
    async with web_pictures(lambda _: True, ports=None) as pictures:
        made = await pictures.fetch(f"{site}/redirect?to=/picture")

    assert list(made.files) == [400, 800]
    assert (made.width, made.height, made.color) == (800, 1000, "#14785a")


@pytest.mark.parametrize(
    "source",
    ["http://127.0.0.1/x", "http://localhost/x", "http://[::1]/x", "http://[::ffff:10.0.0.1]/x", "http://0x7f.1/x"],
)
async def test_our_own_machines_are_not_asked(source: str) -> None:
    assert "public" in await refusal(source, anywhere=False)


async def test_a_redirect_to_our_own_machines_is_not_followed(site: str) -> None:
    port = int(site.rpartition(":")[2])
    async with web_pictures(lambda address: address == "127.0.0.1", ports=None) as pictures:
        for inside in (f"http://10.0.0.1:{port}/x", "http://169.254.169.254/latest/meta-data"):
            with pytest.raises(NoPicture, match="not a public address"):
                await pictures.fetch(f"{site}/redirect?to={inside}")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/page", "is not a"),
        ("/nothing", "answered 404"),
        ("/large", "larger than"),
        ("/redirect?to=/redirect?to=/redirect?to=/redirect", "redirected|answered"),
        ("/redirect?to=file:///etc/passwd", "ordinary web address"),
    ],
)
async def test_what_is_no_picture_says_why(site: str, path: str, reason: str) -> None:
    said = await refusal(f"{site}{path}")

    assert any(part in said for part in reason.split("|"))


async def test_only_ordinary_ports_are_asked() -> None:
    async with web_pictures(lambda _: True) as pictures:
        with pytest.raises(NoPicture, match="ordinary web address"):
            await pictures.fetch("http://pictures.example:5432/x")


async def test_a_silent_host_is_given_up_after_two_tries() -> None:
    async with web_pictures(lambda _: True, ports=None) as pictures:
        began = time.monotonic()
        answers = await asyncio.gather(
            *(pictures.fetch(f"http://127.0.0.1:1/{n}") for n in range(50)), return_exceptions=True
        )

    said = [str(answer) for answer in answers]
    assert sum("cannot be reached" in text for text in said) == 2
    assert sum("not asked again" in text for text in said) == 48
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("fec0::1", False),
        ("3fff::1", False),
        ("pictures.example", False),
    ],
)
def test_public_addresses_are_those_of_the_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_small_pictures_are_not_blown_up_and_transparency_becomes_paper() -> None:
    made = renditions_of(a_picture(300, 300, "RGBA"))

    assert list(made.files) == [300]
    assert made.color == "#fbf7f0"


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_picture()[:200], b"GIF89a"])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        renditions_of(data)
