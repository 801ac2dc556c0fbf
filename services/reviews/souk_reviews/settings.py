"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.files.settings import FileSettings


class Settings(FileSettings, service="reviews"):
    # How long the gateway may answer for us: a new review is shown after so long.
    shared_cache_s: Annotated[int, Field(ge=0)] = 5
    # How long reading one uploaded photo may take; then the process that reads it is killed.
    picture_deadline_s: Annotated[float, Field(gt=0, le=55)] = 45.0
    # After so many days deliveries of guests' orders are deleted; a customer's order is known by then.
    deliveries_of_nobody_days: Annotated[int, Field(gt=0)] = 60

    @property
    def forget_deliveries_of_nobody(self) -> timedelta:
        return timedelta(days=self.deliveries_of_nobody_days)
