"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.settings import ServiceSettings


class Settings(ServiceSettings, service="activity"):
    # How long what visitors did is kept, each with its ids.
    events_days: Annotated[int, Field(ge=2, le=400)] = 30
    # Counts without anybody's id, which reports are read from.
    reports_days: Annotated[int, Field(ge=1)] = 800
    # What somebody looked at, after their last look.
    viewed_days: Annotated[int, Field(ge=1)] = 90
    # How long the gateway may answer for us what is popular or bought together.
    shared_cache_s: Annotated[int, Field(ge=0)] = 60
    # What comes within this time is written together.
    gather_s: Annotated[float, Field(ge=0, le=1)] = 0.05

    @property
    def keep_events(self) -> timedelta:
        return timedelta(days=self.events_days)

    @property
    def keep_reports(self) -> timedelta:
        return timedelta(days=self.reports_days)

    @property
    def keep_viewed(self) -> timedelta:
        return timedelta(days=self.viewed_days)
