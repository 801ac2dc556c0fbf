"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.settings import ServiceSettings


class Settings(ServiceSettings, service="activity"):
    events_days: Annotated[int, Field(ge=2, le=400)] = 30  # How many days what visitors did is kept, each with its ids.
    # How many days counts without anybody's id are kept, which reports are read from.
    reports_days: Annotated[int, Field(ge=1)] = 800
    # How many days what somebody looked at is kept, after their last look.
    viewed_days: Annotated[int, Field(ge=1)] = 90
    # How long the gateway may answer for us what is popular or bought together.
    shared_cache_s: Annotated[int, Field(ge=0)] = 60
    gather_s: Annotated[float, Field(ge=0, le=1)] = 0.05  # What comes in within this time is written together.

    @property
    def keep_events(self) -> timedelta:
        return timedelta(days=self.events_days)

    @property
    def keep_reports(self) -> timedelta:
        return timedelta(days=self.reports_days)

    @property
    def keep_viewed(self) -> timedelta:
        return timedelta(days=self.viewed_days)
