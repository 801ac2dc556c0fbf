"""Answers that agents have at hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    id: UUID
    title: str
    text: str
    version: int
