"""Renditions put where they are served."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kit.files.store import FileStore
from kit.pictures.renditions import Sources, address_of


async def keep(store: FileStore, made: Mapping[int, bytes], name: Callable[[int, bytes], str]) -> Sources:
    """`name` is given width and content. Gives their addresses, narrowest first."""
    kept: list[tuple[str, int]] = []
    for width in sorted(made):
        file = name(width, made[width])
        await store.put(file, made[width])
        kept.append((address_of(file), width))
    return tuple(kept)
