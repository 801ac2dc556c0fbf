"""What time does to it all."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final

from souk_activity.actions.deps import Deps
from souk_activity.domain.interest import forgotten_rank

# Ahead of the furthest moment that is believed (domain/happenings.py), and of a weekend without this job.
DAYS_AHEAD: Final = timedelta(days=4)


async def keep(deps: Deps) -> None:
    now = deps.clock.now()
    today = now.astimezone(UTC).date()
    await deps.keeping.keep_days(today - deps.keep_events, today + DAYS_AHEAD)
    await deps.keeping.remove_before(now - deps.keep_reports, now - deps.keep_viewed, forgotten_rank(now))
