from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from kit.files.bucket import Bucket
from kit.files.folder import Folder
from kit.files.settings import FileSettings
from kit.files.store import FilesAway, FileStore
from kit.settings import SettingsWrong
from local.programs import free_port
from testkit.file_stores import NAME, FileStoreBehaviour
from testkit.system import SHOP_ENV

if TYPE_CHECKING:
    from testkit.buckets import TestS3


def settings_of(**values: str) -> FileSettings:
    given = {f"SOUK_{name.upper()}": value for name, value in values.items()}
    return FileSettings.read({**SHOP_ENV, "SOUK_DATABASE_URL": "postgresql://x@127.0.0.1:9/x", **given})


class TestFolder(FileStoreBehaviour):
    @pytest.fixture
    def store(self, tmp_path: Path) -> FileStore:
        return settings_of(media_dir=str(tmp_path / "media")).public_files()


class TestBucket(FileStoreBehaviour):
    @pytest.fixture
    def store(self, s3: TestS3) -> FileStore:
        return settings_of(**s3.settings(s3_bucket=s3.bucket())).public_files()


async def test_a_folder_that_takes_nothing_is_said_to_be_away_and_keeps_no_part(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("no folder")

    with pytest.raises(FilesAway, match="Files cannot be reached: file exists"):
        await Folder(tmp_path).put(NAME, b"a picture")

    assert [file.name for file in tmp_path.rglob("*")] == ["content"]  # noqa: ASYNC240


async def test_a_store_that_is_away_is_told_so_in_time_and_without_its_address() -> None:
    store = settings_of(
        s3_bucket="pictures",
        s3_endpoint=f"http://127.0.0.1:{free_port()}",
        s3_access_key_id="a",
        s3_secret_access_key="b",
    ).public_files()

    for asked in (store.put(NAME, b"a picture"), store.get(NAME), store.list_missing([NAME]), store.remove([NAME])):
        with pytest.raises(FilesAway) as told:
            await asked
        assert "127.0.0.1" not in str(told.value)
        assert told.value.facts == {"retry_after_s": 5}


async def test_a_store_that_never_answers_is_given_up_at_the_deadline() -> None:
    silent = await asyncio.start_server(lambda *_: asyncio.sleep(60), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    store = settings_of(
        s3_bucket="pictures", s3_endpoint=f"http://127.0.0.1:{port}", s3_access_key_id="a", s3_secret_access_key="b",
        s3_deadline_s="0.3",
    ).public_files()  # fmt: skip
    began = time.monotonic()

    with pytest.raises(FilesAway, match=r"no answer within 0\.3 s|does not answer"):
        await store.put(NAME, b"a picture")

    assert time.monotonic() - began < 30
    silent.close()


async def test_an_answer_that_fails_once_is_asked_for_again(s3: TestS3) -> None:
    bucket = s3.bucket()
    async with flaky(s3.url, failures=1) as url:
        store = settings_of(**{**s3.settings(s3_bucket=bucket), "s3_endpoint": url}).public_files()
        await store.put(NAME, b"a picture")

    assert await settings_of(**s3.settings(s3_bucket=bucket)).public_files().get(NAME) == b"a picture"


async def test_a_bucket_that_is_not_there_is_said_to_be_away_and_not_its_file(s3: TestS3) -> None:
    store = settings_of(**s3.settings(s3_bucket="nobody-made-this-one")).public_files()

    with pytest.raises(FilesAway, match="the bucket is not there"):
        await store.put(NAME, b"a picture")


async def test_who_has_no_key_reads_the_public_bucket_and_never_the_private_one(s3: TestS3) -> None:
    settings = settings_of(**s3.settings(s3_bucket=s3.bucket(public=True), s3_private_bucket=s3.bucket()))
    private = settings.private_files()
    assert private is not None
    await settings.public_files().put(NAME, b"a picture")
    await private.put(NAME, b"a receipt")

    with urlopen(f"{settings.files_url}/{NAME}") as answer:  # noqa: ASYNC210, S310
        assert (answer.headers["content-type"], answer.read()) == ("image/webp", b"a picture")
        assert "immutable" in answer.headers["cache-control"]
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{s3.url}/{settings.s3_private_bucket}/{NAME}")  # noqa: ASYNC210, S310
    assert await private.get(NAME) == b"a receipt"


def test_files_lie_in_a_folder_and_in_no_bucket_unless_one_is_named() -> None:
    plain = settings_of()

    assert isinstance(plain.public_files(), Folder)
    assert plain.private_files() is None
    assert isinstance(settings_of(s3_bucket="pictures").public_files(), Bucket)
    with pytest.raises(SettingsWrong, match="must be another one"):
        settings_of(s3_bucket="pictures", s3_private_bucket="pictures")
    assert plain.files_url == ""
    amazons = settings_of(s3_bucket="pictures", s3_region="ap-south-1")
    assert amazons.files_url == "https://pictures.s3.ap-south-1.amazonaws.com"
    assert settings_of(s3_bucket="p", s3_public_url="https://cdn.example").files_url == "https://cdn.example"


@contextlib.asynccontextmanager
async def flaky(url: str, failures: int):
    """What stands before a store and says that it is broken, so many times; then it hands on."""
    left = failures
    host, port = url.removeprefix("http://").split(":")

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal left
        first = await reader.read(65536)
        if left:
            left -= 1
            writer.write(b"HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            await writer.drain()
            writer.close()
            return
        there, back = await asyncio.open_connection(host, int(port))
        back.write(first)
        await asyncio.gather(_pipe(reader, back), _pipe(there, writer))

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
