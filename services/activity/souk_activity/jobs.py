"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_activity.actions import keeping
from souk_activity.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600)
async def keep_days(deps: Deps) -> None:
    """Also at the start: a shop that stood still for weeks has no day to write into."""
    await keeping.keep(deps)
