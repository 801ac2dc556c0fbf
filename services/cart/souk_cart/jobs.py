"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_cart.actions import cleanup
from souk_cart.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600)
async def remove_expired(deps: Deps) -> None:
    await cleanup.remove_expired(deps)
