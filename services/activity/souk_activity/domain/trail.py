"""Who of the shop's people changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    id: UUID
    at: datetime
    service: str
    actor_id: UUID
    actor_type: str
    action: str
    subject_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which changes; None is any."""

    actor_id: UUID | None = None
    service: str | None = None
    subject_id: str | None = None
