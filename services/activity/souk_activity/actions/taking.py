"""What browsers tell."""

from __future__ import annotations

from collections.abc import Iterable

from souk_activity.actions.deps import Deps
from souk_activity.domain.happenings import Happening


async def take(deps: Deps, told: Iterable[Happening]) -> None:
    """Kept when it returns. What a wrong clock dates far from now is left out."""
    now = deps.clock.now()
    if believed := [each for each in told if each.is_believed(now)]:
        await deps.intake.add(believed)
