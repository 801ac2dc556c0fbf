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
    link_secret: Secret  # Makes the links by which a guest follows a ticket.
    link_days: Annotated[int, Field(ge=1, le=90)] = 30  # For how many days a guest's link to a ticket holds.
    # Hours to the first answer and to the solution that an urgent ticket is to have.
    urgent_target_h: TargetHours = (1, 8)
    high_target_h: TargetHours = (4, 24)  # The same of a ticket of high priority.
    normal_target_h: TargetHours = (24, 72)  # The same of a normal one.
    low_target_h: TargetHours = (48, 120)  # The same of one of low priority.
    solved_days: Days = 7  # After so many days a solved ticket is closed, and a question about it becomes a new one.
    closed_tickets_days: Days = 730  # After so many days a closed ticket is removed with all that was said in it.
    shared_cache_s: Annotated[int, Field(ge=0)] = 30  # How long the gateway may answer for us with articles.

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
