"""Pictures as files that the gateway serves at /media/; a name holds a hash, so a file never changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from souk_product.domain.products import Picture

FOLDER = "products"


@dataclass(frozen=True, slots=True)
class MediaFolder:
    root: Path

    def keep(self, name: str, files: Mapping[int, bytes]) -> tuple[tuple[str, int], ...]:
        """Writes renditions by width and gives their addresses, narrowest first."""
        folder = self.root / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        kept: list[tuple[str, int]] = []
        for width in sorted(files):
            file = f"{name[:80]}-{hashlib.sha256(files[width]).hexdigest()[:10]}-{width}.webp"
            _write(folder / file, files[width])
            kept.append((f"/media/{FOLDER}/{file}", width))
        return tuple(kept)

    def has(self, picture: Picture) -> bool:
        return all((self.root / url.removeprefix("/media/")).is_file() for url, _ in picture.srcset)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: the gateway may read at any moment."""
    if path.exists():
        return
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(data)
    os.chmod(part.name, 0o644)
    os.replace(part.name, path)
