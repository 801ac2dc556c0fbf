"""Hashing passwords with argon2id, a few at a time and off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from souk_user.domain.accounts import canonical_password
from souk_user.domain.sessions import TooBusy

R = TypeVar("R")


class Argon2Passwords:
    """OWASP's second choice for argon2id (19 MiB, 2 passes, 1 lane): `at_once` bounds memory and processor."""

    def __init__(self, at_once: int, memory_kib: int = 19_456, passes: int = 2, patience_s: float = 8.0) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._patience_s = patience_s
        self._turns = asyncio.Semaphore(at_once)
        # Threads of its own: each keeps 19 MB once it has hashed. They start with the first hash, so after a fork.
        self._threads = ThreadPoolExecutor(at_once, "argon2")
        # Verified in place of an account that does not exist, so that the answer takes as long.
        self._nobodys = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        return await self._in_turn(lambda: self._hasher.hash(canonical_password(password)))

    async def matches(self, password: str, kept: str | None) -> bool:
        """False for `kept=None` too, after the same work."""
        right = await self._in_turn(lambda: self._verify(canonical_password(password), kept or self._nobodys))
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except VerifyMismatchError:
            return False

    async def _in_turn(self, work: Callable[[], R]) -> R:
        async with self._turn():
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    @asynccontextmanager
    async def _turn(self):
        try:
            async with asyncio.timeout(self._patience_s):
                await self._turns.acquire()
        except TimeoutError:
            raise TooBusy from None
        try:
            yield
        finally:
            self._turns.release()
