"""Whom an import asks for the pictures that a file names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Protocol, Self

from souk_product.commands.imports.renditions import Renditions

AT_ONCE = 8


class NoPicture(Exception):
    """The text says why, for the report."""


class PictureSource(Protocol):
    async def fetch(self, source: str) -> Renditions:
        """Raises NoPicture with the reason."""
        ...


class OpenedWhenAsked:
    """Most imports name no picture that is not kept already, and an HTTP client takes long to load."""

    def __init__(self, open_source: Callable[[], AbstractAsyncContextManager[PictureSource]]) -> None:
        self._open_source = open_source
        self._opened: PictureSource | None = None
        self._turn = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def fetch(self, source: str) -> Renditions:
        async with self._turn:
            if self._opened is None:
                self._opened = await self._stack.enter_async_context(self._open_source())
        return await self._opened.fetch(source)
