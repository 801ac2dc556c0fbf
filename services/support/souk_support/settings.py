"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.files.settings import FileSettings
from kit.settings import Secret
from souk_support.domain.targets import Target, Targets

Days = Annotated[int, Field(ge=1, le=3650)]
# Hours to the first answer, and to the solution.
TargetHours = tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]


class Settings(FileSettings, service="support"):
    link_secret: Secret
    link_days: Annotated[int, Field(ge=1, le=90)] = 30  # how long a guest's link holds
    urgent_target_h: TargetHours = (1, 8)
    high_target_h: TargetHours = (4, 24)
    normal_target_h: TargetHours = (24, 72)
    low_target_h: TargetHours = (48, 120)
    solved_days: Days = 7  # then a solved ticket is closed, and a question about it becomes a new one
    closed_tickets_days: Days = 730  # then a closed ticket is removed with all that was said in it
    shared_cache_s: Annotated[int, Field(ge=0)] = 30  # how long the gateway may answer for us with articles

    @property
    def links_live(self) -> timedelta:
        return timedelta(days=self.link_days)

    @property
    def targets(self) -> Targets:
        return Targets(
            urgent=_target(self.urgent_target_h),
            high=_target(self.high_target_h),
            normal=_target(self.normal_target_h),
            low=_target(self.low_target_h),
        )


def _target(hours: tuple[float, float]) -> Target:
    return Target(timedelta(hours=hours[0]), timedelta(hours=hours[1]))
