"""How soon a ticket should be answered for the first time, and solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Target:
    answer: timedelta
    solution: timedelta


@dataclass(frozen=True, slots=True)
class Targets:
    urgent: Target
    high: Target
    normal: Target
    low: Target

    def of(self, priority: Priority) -> Target:
        match priority:
            case Priority.URGENT:
                return self.urgent
            case Priority.HIGH:
                return self.high
            case Priority.NORMAL:
                return self.normal
            case Priority.LOW:
                return self.low
