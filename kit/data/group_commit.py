"""What many requests bring at once is written together, in one transaction; each waits until it is kept."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from kit.errors import SoukError

T = TypeVar("T")
# Nobody waits for what a beacon tells: what comes within this time leaves together.
GATHER_S: Final = 0.05


class GroupCommit(Generic[T]):
    """`add` returns once `write` has committed what it was given, and raises what went wrong with that alone."""

    def __init__(
        self,
        write: Callable[[Sequence[T]], Awaitable[None]],
        *,
        most_together: int,
        most_waiting: int,
        too_many: Callable[[], SoukError],
        gather_s: float = GATHER_S,
    ) -> None:
        self._write = write
        self._most_together = most_together
        self._most_waiting = most_waiting
        self._too_many = too_many
        self._gather_s = gather_s
        self._waiting: deque[tuple[Sequence[T], asyncio.Future[None]]] = deque()
        self._count = 0
        self._writer: asyncio.Task[None] | None = None

    async def add(self, items: Sequence[T]) -> None:
        if self._count + len(items) > self._most_waiting:
            raise self._too_many()
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((items, kept))
        self._count += len(items)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all(), name="group commit")
        await kept

    async def _write_all(self) -> None:
        await asyncio.sleep(self._gather_s)
        while self._waiting:
            together = self._next()
            try:
                await self._write([item for items, _ in together for item in items])
            except Exception as error:
                await self._write_each(together, error)
            else:
                for _, kept in together:
                    _tell(kept, None)

    def _next(self) -> list[tuple[Sequence[T], asyncio.Future[None]]]:
        together = [self._waiting.popleft()]
        size = len(together[0][0])
        while self._waiting and size + len(self._waiting[0][0]) <= self._most_together:
            together.append(self._waiting.popleft())
            size += len(together[-1][0])
        self._count -= size
        return together

    async def _write_each(self, together: Sequence[tuple[Sequence[T], asyncio.Future[None]]], error: Exception) -> None:
        """One that cannot be written keeps no other from being."""
        if len(together) == 1:
            _tell(together[0][1], error)
            return
        for items, kept in together:
            try:
                await self._write(items)
            except Exception as own:
                _tell(kept, own)
            else:
                _tell(kept, None)


def _tell(kept: asyncio.Future[None], error: Exception | None) -> None:
    if kept.done():
        return  # who waited is gone
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)
