"""What every store of files does: derive a class of tests from it and give it a `store`."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from kit.files.store import FileMissing, FilesAway, FileStore

NAME = "content/picture-0a1b2c3d4e5f6071-400.webp"


class FileStoreBehaviour:
    async def test_a_file_is_read_as_it_was_put(self, store: FileStore) -> None:
        await store.put(NAME, b"a picture")
        await store.put("content/other.avif", b"")

        assert await store.get(NAME) == b"a picture"
        assert await store.get("content/other.avif") == b""

    async def test_what_is_not_there_is_said_to_be_missing(self, store: FileStore) -> None:
        await store.put(NAME, b"a picture")

        assert await store.list_missing([NAME, "content/none.webp", "none/at-all.webp"]) == {
            "content/none.webp", "none/at-all.webp",
        }  # fmt: skip
        with pytest.raises(FileMissing):
            await store.get("content/none.webp")

    async def test_a_removed_file_is_gone_and_to_remove_it_again_does_no_harm(self, store: FileStore) -> None:
        await store.put(NAME, b"a picture")

        await store.remove([NAME, "content/none.webp"])
        await store.remove([NAME])

        assert await store.list_missing([NAME]) == {NAME}

    async def test_of_many_who_put_the_same_file_at_once_each_succeeds(self, store: FileStore) -> None:
        data = bytes(range(256)) * 2_000

        await asyncio.gather(*(store.put(NAME, data) for _ in range(8)))

        assert await store.get(NAME) == data


class NoFiles:
    """A store that is away."""

    async def put(self, name: str, data: bytes) -> None:
        raise FilesAway("it is away")

    async def get(self, name: str) -> bytes:
        raise FilesAway("it is away")

    async def list_missing(self, names: Collection[str]) -> set[str]:
        raise FilesAway("it is away")

    async def remove(self, names: Collection[str]) -> None:
        raise FilesAway("it is away")
