"""What is used and keeps nothing of its own."""

from __future__ import annotations

from typing import Protocol


class PasswordHashes(Protocol):
    async def hash(self, password: str) -> str: ...

    async def matches(self, password: str, kept: str | None) -> bool:
        """False for `kept=None` too, after the same work."""
        ...

    def is_outdated(self, kept: str) -> bool: ...


class RateLimits(Protocol):
    async def hit(self, name: str, key: str, *, most: int, per_s: float) -> None: ...
