"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_logistics.actions import parcels
from souk_logistics.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=1)
async def move_parcels(deps: Deps) -> None:
    while await parcels.move_due_parcels(deps) == parcels.MOST_AT_ONCE:
        pass
