"""Guests: shoppers known by nothing but a random, signed id."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Guest:
    id: UUID
    signed: str


def new_guest_id() -> UUID:
    return UUID(bytes=secrets.token_bytes(16))  # all 128 bits are random, unlike a version 4 UUID's
