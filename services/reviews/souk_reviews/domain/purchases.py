"""Who bought what."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class Purchase(NamedTuple):
    customer_id: UUID
    handle: str
    order_id: UUID
