"""One saga in the process that carries it, and who waits there for what becomes of its subject."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kit.sagas.saga import Saga

T = TypeVar("T")


@dataclass(eq=False)
class Run(Generic[T]):
    """A saga that this process carries, and who waits for its subject."""

    saga: Saga
    subject: T
    task: asyncio.Task[None] | None = None
    waiting: list[tuple[Callable[[T], bool], asyncio.Future[None]]] = field(default_factory=list[Any])

    def moved(self, saga: Saga, subject: T) -> None:
        self.saga, self.subject = saga, subject
        for enough, told in self.waiting:
            if not told.done() and enough(subject):
                told.set_result(None)

    async def until(self, enough: Callable[[T], bool], timeout_s: float) -> None:
        """Until it is enough, its task ends, or the time is over."""
        assert self.task is not None
        if enough(self.subject):
            return
        told = asyncio.get_running_loop().create_future()
        self.waiting.append((enough, told))
        await asyncio.wait({self.task, told}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        self.waiting.remove((enough, told))
