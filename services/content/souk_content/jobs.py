"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_content.actions import refreshing
from souk_content.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=0.25)
async def refresh_gateway(deps: Deps) -> None:
    while await refreshing.refresh_due(deps) >= refreshing.AT_ONCE:
        pass
