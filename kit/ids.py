"""Identifiers: UUIDv7 for rows, short codes for people."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID

# Crockford: no I, L, O, U, so nobody misreads a code over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NOISE_BYTES = 10


def uuid7() -> UUID:
    """Sorts by time, so new rows land at the end of an index (RFC 9562)."""
    return UUID(int=_of(_time_part(), os.urandom(_NOISE_BYTES)))


def uuids7(count: int) -> list[UUID]:
    """Ascending. To ask the system for randomness is most of what one costs, so for many it is asked once."""
    time_part, noise = _time_part(), os.urandom(_NOISE_BYTES * count)
    parts = (noise[start : start + _NOISE_BYTES] for start in range(0, len(noise), _NOISE_BYTES))
    return [UUID(int=value) for value in sorted(_of(time_part, part) for part in parts)]


def _time_part() -> int:
    return (time.time_ns() // 1_000_000 & (2**48 - 1)) << 80


def _of(time_part: int, noise: bytes) -> int:
    value = (time_part | int.from_bytes(noise)) & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
