"""A product's picture, put where the gateway serves it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kit.files.store import FileStore
from kit.pictures.keeping import keep
from souk_product.commands.imports.renditions import Renditions
from souk_product.domain.products import Picture


async def kept(media: FileStore, picture: Picture, name: str, made: Renditions) -> Picture:
    def file(width: int, data: bytes) -> str:
        return f"products/{name[:80]}-{hashlib.sha256(data).hexdigest()[:10]}-{width}.webp"

    srcset = await keep(media, made.files, file)
    return replace(
        picture, url=srcset[-1][0], width=made.width, height=made.height, color=made.color, srcset=srcset,
        placeholder=False,
    )  # fmt: skip
