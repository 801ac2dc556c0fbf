"""Files by name: what every store of them does, a folder or a bucket."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Protocol

from kit.errors import Kind, SoukError

# What is told to who fetches a file; the gateway says the same by its ending.
TYPES: Final[Mapping[str, str]] = {
    "webp": "image/webp",
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}


class FileStore(Protocol):
    """A name is a path such as `content/picture-1f….webp`, and what is kept under it never changes."""

    async def put(self, name: str, data: bytes) -> None:
        """Whole or not at all. Raises FilesAway."""
        ...

    async def get(self, name: str) -> bytes:
        """Raises FileMissing, FilesAway."""
        ...

    async def list_missing(self, names: Collection[str]) -> set[str]:
        """Raises FilesAway."""
        ...

    async def remove(self, names: Collection[str]) -> None:
        """Those that are not there count as removed. Raises FilesAway."""
        ...


class FileMissing(SoukError):
    code = "file-missing"
    kind = Kind.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__("This file is not there any more.", "Load the page again.", {"name": name})


class FilesAway(SoukError):
    code = "files-away"
    kind = Kind.UNAVAILABLE

    def __init__(self, why: str) -> None:
        super().__init__(f"Files cannot be reached: {why}.", "Try again in a moment.", {"retry_after_s": 5})


def type_of(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
