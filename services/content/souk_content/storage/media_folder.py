"""Pictures as files that the gateway serves at /media/; a name holds a hash, so a file never changes."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from souk_content.domain.media import Sources

FOLDER = "content"


@dataclass(frozen=True, slots=True)
class MediaFolder:
    root: Path

    async def keep(self, files: Mapping[int, bytes], kind: str) -> Sources:
        """`kind` is the files' ending. Gives their addresses, narrowest first."""
        return await asyncio.to_thread(self._keep, files, kind)

    def _keep(self, files: Mapping[int, bytes], kind: str) -> Sources:
        folder = self.root / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        kept: list[tuple[str, int]] = []
        for width in sorted(files):
            name = f"picture-{hashlib.sha256(files[width]).hexdigest()[:32]}-{width}.{kind}"
            if not (folder / name).exists():
                _write(folder / name, files[width])
            kept.append((f"/media/{FOLDER}/{name}", width))
        return tuple(kept)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: the gateway may read at any moment."""
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(data)
    os.chmod(part.name, 0o644)
    os.replace(part.name, path)
