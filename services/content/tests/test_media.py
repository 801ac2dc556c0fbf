"""Pictures by the real library in a real child process."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from content_examples import a_banner, a_page
from PIL import Image

from kit.pictures.making import ChildRenditions
from kit.pictures.renditions import PictureRefused
from souk_content.actions import banners, media, pages
from souk_content.actions.refreshing import refresh_due
from souk_content.app import build
from souk_content.domain.banners import BannerContent
from souk_content.domain.media import UnknownPicture
from souk_content.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from content_examples import KnownGateway

    from souk_content.actions.deps import Deps
    from testkit.plugin import MakeServiceClient

EDITOR = uuid4()


def a_picture(width: int = 60, height: int = 40, kind: str = "PNG", color: tuple[int, ...] = (184, 98, 10)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if len(color) == 4 else "RGB", (width, height), color).save(out, kind)
    return out.getvalue()


async def test_a_picture_becomes_webp_and_avif_of_several_widths_under_names_that_never_change(
    deps: Deps, tmp_path: Path
) -> None:
    picture = await media.upload(deps, a_picture(1000, 500), "A wall", EDITOR)
    again = await media.upload(deps, a_picture(1000, 500), "Another text", EDITOR)

    assert [width for _, width in picture.webp] == [width for _, width in picture.avif] == [400, 800, 1000]
    assert (picture.width, picture.height, picture.color, again) == (1000, 500, "#b8620a", picture)
    for (url, width), kind in [(picture.webp[0], "WEBP"), (picture.avif[-1], "AVIF")]:
        with Image.open(tmp_path / url.removeprefix("/")) as file:
            assert (file.format, file.size) == (kind, (width, width // 2))


async def test_what_a_file_is_its_content_says_and_not_its_name(deps: Deps) -> None:
    for kind in ("JPEG", "GIF", "WEBP", "AVIF"):
        assert (await media.upload(deps, a_picture(kind=kind), kind, EDITOR)).width == 60
    for data in (
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        a_picture()[:60],
        b"%PDF-1.7",
        b"x" * 99,
    ):
        with pytest.raises(PictureRefused):
            await media.upload(deps, data, "none", EDITOR)
    with pytest.raises(PictureRefused, match="kind"):
        await media.upload(deps, a_picture(kind="TIFF"), "a kind that is not taken", EDITOR)


async def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(deps: Deps) -> None:
    small_file_of_many_pixels = io.BytesIO()
    Image.new("1", (7_000, 7_000)).save(small_file_of_many_pixels, "PNG")

    with pytest.raises(PictureRefused, match="it has 7000 × 7000 pixels"):
        await media.upload(deps, small_file_of_many_pixels.getvalue(), "a bomb", EDITOR)


async def test_a_process_that_hangs_or_breaks_on_a_picture_costs_that_picture_alone() -> None:
    with pytest.raises(PictureRefused, match="too long"):
        await ChildRenditions(0.001).make(a_picture())
    with pytest.raises(PictureRefused, match="broke"):
        await ChildRenditions(60.0, "no_such_program").make(a_picture())


async def test_an_uploaded_picture_stands_on_a_page_and_a_better_text_comes_to_it(
    deps: Deps, gateway: KnownGateway
) -> None:
    picture = await media.upload(deps, a_picture(), "A wall", EDITOR)
    await pages.save_draft(deps, "about", a_page("See", {"type": "image", "media_id": str(picture.id)}), 0)
    await pages.publish(deps, "about", None, EDITOR)
    await refresh_due(deps)
    gateway.fetched.clear()

    await media.change_alt(deps, picture.id, "The wall of our first stall")
    await refresh_due(deps)

    content, _ = await pages.show_page(deps, "about")
    assert [each.alt for each in await media.pictures_of(deps, content)] == ["The wall of our first stall"]
    assert gateway.fetched == ["/content-service/api/v1/pages/about", "/content/about"]
    with pytest.raises(UnknownPicture):
        await pages.save_draft(deps, "other", a_page("See", {"type": "image", "media_id": str(uuid4())}), 0)
    with pytest.raises(UnknownPicture):
        await media.change_alt(deps, uuid4(), "none")


async def test_a_picture_stands_in_a_banner_and_a_better_text_comes_to_its_slot(
    deps: Deps, gateway: KnownGateway
) -> None:
    picture = await media.upload(deps, a_picture(), "A wall", EDITOR)
    with_picture = BannerContent(title="Sale", media_id=picture.id)
    banner = await banners.add_banner(deps, replace(a_banner(), content=with_picture))
    await refresh_due(deps)
    gateway.fetched.clear()

    await media.change_alt(deps, picture.id, "The wall of our first stall")
    await refresh_due(deps)

    shown = await banners.list_shown(deps, "home")
    pictures = await media.pictures_of_banners(deps, shown)
    assert pictures[picture.id].alt == "The wall of our first stall"
    assert "/content-service/api/v1/banners/home" in gateway.fetched
    unknown = replace(banner, content=BannerContent(title="Sale", media_id=uuid4()))
    for change in (banners.add_banner(deps, replace(unknown, id=uuid4())), banners.change_banner(deps, unknown)):
        with pytest.raises(UnknownPicture):
            await change


async def test_an_editor_uploads_by_the_api(service_client: MakeServiceClient, tmp_path: Path) -> None:
    settings = {"preview_secret": "p", "refresh_secret": "r", "media_dir": tmp_path}
    client = await service_client(build, Settings, settings=settings)
    editor = client.as_admin()
    headers = {"content-type": "image/png"}

    made = await editor.post("/editor/media", params={"alt": "A wall"}, content=a_picture(), headers=headers)
    refused = await editor.post("/editor/media", params={"alt": "A wall"}, content=b"none", headers=headers)
    large = await editor.post("/editor/media", params={"alt": "A"}, content=b"x" * 12_000_001, headers=headers)
    named = await editor.put(f"/editor/media/{made.json()['id']}/alt", json={"alt": "A better text"})

    content = {"title": "Sale", "media_id": made.json()["id"]}
    await editor.post("/editor/banners", json={"slot": "home", "content": content, "starts_at": "2020-01-01T00:00:00Z"})

    assert made.status_code == 201
    assert (await client.get("/banners/home")).json()["items"][0]["picture"] == named.json()
    assert made.json()["url"].startswith("/media/content/picture-")
    assert (refused.status_code, refused.json()["code"]) == (422, "picture-refused")
    assert large.status_code == 413
    assert [item["alt"] for item in (await editor.get("/editor/media")).json()["items"]] == [named.json()["alt"]]
