"""Identifiers: UUIDv7 for rows, short codes for people."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

# Crockford: no I, L, O, U, so nobody misreads a code over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> UUID:
    """Sorts by time, so new rows land at the end of an index (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(secrets.token_bytes(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
