"""Files in a folder, which the gateway serves where they are public."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kit.files.store import FileMissing, FilesAway


@dataclass(frozen=True, slots=True)
class Folder:
    root: Path

    async def put(self, name: str, data: bytes) -> None:
        await asyncio.to_thread(self._put, name, data)

    async def get(self, name: str) -> bytes:
        try:
            return await asyncio.to_thread((self.root / name).read_bytes)
        except FileNotFoundError:
            raise FileMissing(name) from None

    async def list_missing(self, names: Collection[str]) -> set[str]:
        return {name for name in names if not (self.root / name).is_file()}

    async def remove(self, names: Collection[str]) -> None:
        for name in names:
            (self.root / name).unlink(missing_ok=True)

    def _put(self, name: str, data: bytes) -> None:
        path = self.root / name
        if path.exists():
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)
        except OSError as error:
            raise FilesAway(os.strerror(error.errno or 0).lower()) from error


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: the gateway may read at any moment, and the disk may be full."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        part.chmod(0o644)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
