"""Pictures in a bucket, behind the real gateway, and how they get there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.home import Home
from cli.media import copy_media
from cli.refusals import Refusal
from cli.tests.gateway_rig import Rig, running_gateway
from kit.files.settings import FilePlaces
from local.programs import free_port

if TYPE_CHECKING:
    from testkit.buckets import TestS3

NAME = "content/picture-0a1b2c3d4e5f6071-400.webp"


@pytest.fixture
def env(s3: TestS3) -> dict[str, str]:
    settings = s3.settings(s3_bucket=s3.bucket(public=True))
    return {f"SOUK_{name.upper()}": value for name, value in settings.items()}


@pytest.fixture
def gateway(tmp_path: Path, env: dict[str, str]) -> Iterator[Rig]:
    with running_gateway(tmp_path / "home", bucket=FilePlaces.of(env).files_url) as rig:
        yield rig


def test_a_picture_of_the_bucket_is_shown_as_one_of_the_folder_is(gateway: Rig, env: dict[str, str]) -> None:
    asyncio.run(FilePlaces.of(env).public_files().put(NAME, b"a picture"))
    (gateway.home / "media" / "old.webp").write_bytes(b"an older one")

    shown, again = gateway.client.get(f"/media/{NAME}"), gateway.client.get(f"/media/{NAME}?x=1")

    assert (shown.status_code, shown.content, shown.headers["content-type"]) == (200, b"a picture", "image/webp")
    assert shown.headers.get_list("cache-control") == ["public, max-age=31536000, immutable"]
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert not {"x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"} & set(shown.headers)
    assert (shown.headers["x-cache"], again.headers["x-cache"], again.content) == ("MISS", "HIT", b"a picture")
    assert gateway.client.get("/media/old.webp").content == b"an older one"


def test_what_the_bucket_has_not_is_not_found_and_nothing_else_of_the_store_is_reached(gateway: Rig) -> None:
    for path in (f"/media/{NAME}", "/media/content/notes.txt", "/media/", "/media/..%2f..%2fother/x.webp"):
        assert gateway.client.get(path).status_code in (400, 404), path
    assert gateway.client.put(f"/media/{NAME}", content=b"mine").status_code == 405
    assert gateway.client.get(f"/media/{NAME}").status_code == 404


def test_while_the_bucket_is_away_a_picture_is_a_503_and_a_page_is_as_it_was(tmp_path: Path) -> None:
    with running_gateway(tmp_path / "home", bucket=f"http://127.0.0.1:{free_port()}/pictures") as rig:
        picture, page = rig.client.get(f"/media/{NAME}"), rig.client.get("/products/mug")

    assert (picture.status_code, picture.headers["cache-control"]) == (503, "no-store")
    assert page.status_code == 200


def test_pictures_are_copied_from_the_folder_once(
    tmp_path: Path, env: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / ".souk")
    (home.media / "content").mkdir(parents=True)
    (home.media / NAME).write_bytes(b"a picture")
    (home.media / "content" / "half.webp.part").write_bytes(b"no picture")

    copy_media(home, env)
    copy_media(home, env)

    told = capsys.readouterr().out
    assert "1 copied, 0 were there" in told
    assert "0 copied, 1 were there" in told
    assert asyncio.run(FilePlaces.of(env).public_files().get(NAME)) == b"a picture"
    with pytest.raises(Refusal, match="No bucket is named"):
        copy_media(home, {})
