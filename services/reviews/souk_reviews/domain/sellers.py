"""Whose a product is."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class Ownership(NamedTuple):
    """Of a team of sellers, or the shop (None); `version` grows with each change."""

    handle: str
    seller_id: UUID | None
    version: int
